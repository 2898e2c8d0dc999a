// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/affect_course.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace mien;

namespace {

using Source = AffectFrame::Source;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Valence as given, arousal half of it; NaN = not known.
std::vector<AffectFrame> courseOf(const std::vector<double>& valence)
{
    std::vector<AffectFrame> frames;
    for (const double v : valence) frames.push_back({v, v / 2, std::isnan(v) ? Source::None : Source::Rnn, 0});
    return frames;
}

} // namespace

class TestAffectCourse : public QObject
{
    Q_OBJECT

private slots:
    /// Valence/arousal spec, section 10.
    void gapsAreFilledAlongLines()
    {
        auto frames = courseOf({none, 0.2, none, none, 0.8, none});
        completeCourse(frames);
        const std::vector<double> expected = {0.2, 0.2, 0.4, 0.6, 0.8, 0.8};
        for (std::size_t f = 0; f < expected.size(); ++f) {
            QCOMPARE(frames[f].valence, expected[f]);
            QCOMPARE(frames[f].arousal, expected[f] / 2);
            QCOMPARE(frames[f].source, f == 1 || f == 4 ? Source::Rnn : Source::Interpolated);
        }
    }

    void valuesAreCutAtTheirEnds()
    {
        auto frames = courseOf({1.4, none, -2});
        completeCourse(frames);
        QCOMPARE(frames[0].valence, 1.0);
        QCOMPARE(frames[0].arousal, 0.7);
        QCOMPARE(frames[1].valence, 1.4 - 1.7); // on the line between what was predicted
        QCOMPARE(frames[2].valence, -1.0);
    }

    void whereNothingIsKnownNothingIsSaid()
    {
        auto frames = courseOf({none, none});
        completeCourse(frames);
        for (const AffectFrame& frame : frames) {
            QVERIFY(std::isnan(frame.valence) && std::isnan(frame.arousal));
            QCOMPARE(frame.source, Source::None);
        }
        std::vector<AffectFrame> empty;
        completeCourse(empty);
        QVERIFY(empty.empty());
    }

    void sourcesHaveNames()
    {
        QVERIFY(name(Source::Rnn) == "rnn");
        QVERIFY(name(Source::Cnn) == "cnn");
        QVERIFY(name(Source::Interpolated) == "interpolated");
        QVERIFY(name(Source::None) == "");
    }
};

QTEST_GUILESS_MAIN(TestAffectCourse)
#include "test_affect_course.moc"
