// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/class_draw.h"

#include <QTest>

#include <map>
#include <set>

using namespace mien;

class TestClassDraw : public QObject
{
    Q_OBJECT

private slots:
    /// Twenty clips of class 0 and three of class 1, two windows each; the first frame of every one is neutral,
    /// class 2.
    void init()
    {
        m_samples.clear();
        for (int c = 0; c < 23; ++c) {
            const std::string clip = "C" + std::to_string(c);
            for (int w = 0; w < 2; ++w)
                m_samples.push_back({clip + "#" + std::to_string(w), clip, "S", c < 20 ? 0 : 1, {w}, {}, {}});
            m_samples.push_back({clip + "#neutral", clip, "S", 2, {0}, {}, {}});
        }
    }

    void clipsOfEveryClassAreDrawnWithAllTheirSamples()
    {
        std::map<int, std::set<std::string>> clips;
        std::map<int, int> samples;
        for (const Sample& sample : drawnByClass(m_samples, 5, 1)) {
            clips[sample.label].insert(sample.clip);
            ++samples[sample.label];
        }
        QCOMPARE(clips[0].size(), std::size_t(5));
        QCOMPARE(samples[0], 10);
        QCOMPARE(clips[1].size(), std::size_t(3)); // there are no more
        QCOMPARE(clips[2].size(), std::size_t(5));
        QCOMPARE(samples[2], 5);
        QVERIFY(clips[2] != clips[0]); // drawn by itself
        QVERIFY(drawnByClass({}, 5, 1).empty());
    }

    void theSeedDecides()
    {
        const auto ids = [&](std::uint64_t seed) {
            std::vector<std::string> all;
            for (const Sample& sample : drawnByClass(m_samples, 5, seed)) all.push_back(sample.id);
            return all;
        };
        QCOMPARE(ids(1), ids(1));
        QVERIFY(ids(1) != ids(2));
    }

    void everyClipIsDrawnAsOftenAsAnother()
    {
        std::map<std::string, int> times;
        constexpr int draws = 2000;
        for (int seed = 0; seed < draws; ++seed)
            for (const Sample& sample : drawnByClass(m_samples, 5, static_cast<std::uint64_t>(seed)))
                if (sample.label == 2) ++times[sample.clip];
        QCOMPARE(times.size(), std::size_t(23));
        // 2000 · 5 / 23 = 435, standard deviation 18.5.
        for (const auto& [clip, count] : times) QVERIFY2(count > 350 && count < 520, clip.c_str());
    }

private:
    std::vector<Sample> m_samples;
};

QTEST_GUILESS_MAIN(TestClassDraw)
#include "test_class_draw.moc"
