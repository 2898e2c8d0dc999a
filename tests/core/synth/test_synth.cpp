// SPDX-License-Identifier: GPL-3.0-or-later
// What lies on the disk after synthesise(), read without any of our readers.
#include "core/synth/synth.h"
#include "tests/core/synth/written_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

using namespace mien;
using namespace mien::test;
namespace fs = std::filesystem;

namespace {

std::vector<double> numbers(const std::string& text)
{
    std::istringstream stream(text);
    std::vector<double> values;
    for (double value = 0; stream >> value;) values.push_back(value);
    return values;
}

} // namespace

class TestSynth : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    RunControl m_control;
    fs::path m_data;
    DatasetIndex m_index;

    /// All but CK+, which the other tests are about.
    void addLayouts()
    {
        QTest::addColumn<QString>("layout");
        for (const std::string& layout : synthLayouts())
            if (layout != "ckplus") QTest::newRow(layout.c_str()) << QString::fromStdString(layout);
    }

    fs::path at(const std::string& name) const { return fs::path(m_temporary.path().toStdString()) / name; }

    SynthOptions oneOf(const std::string& layout, std::uint64_t seed) const
    {
        SynthOptions options = small(1, seed);
        options.layout = layout;
        return options;
    }

    /// Sum of the action units, and distance of the landmarks from the first frame's, per frame.
    struct Motion
    {
        std::vector<double> units, landmarks;
        std::size_t largest(const std::vector<double>& of) const
        {
            return static_cast<std::size_t>(std::max_element(of.begin(), of.end()) - of.begin());
        }
    };
    static Motion motionOf(const fs::path& truthFile)
    {
        const auto rows = table(truthFile);
        const std::size_t x = columnOf(rows[0], "x_0");
        Motion motion;
        for (std::size_t r = 1; r < rows.size(); ++r) {
            double units = 0, moved = 0;
            for (std::size_t c = columnOf(rows[0], "AU01_l"); c < x; ++c)
                if (!rows[0][c].starts_with("AU43")) units += std::stod(rows[r][c]); // people blink when they like
            for (std::size_t k = x; k < x + 68; ++k)
                moved += std::hypot(std::stod(rows[r][k]) - std::stod(rows[1][k]),
                                    std::stod(rows[r][k + 68]) - std::stod(rows[1][k + 68]));
            motion.units.push_back(units);
            motion.landmarks.push_back(moved);
        }
        return motion;
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_temporary.isValid());
        m_data = at("new/日本 é");
        auto index = synthesise(m_data, small(4), m_control);
        QVERIFY2(index.ok(), index ? "" : index.error().message().c_str());
        m_index = *index;
    }

    void theLayoutIsThatOfCkPlus()
    {
        const std::set<std::string> codes = {"   1.0000000e+00\n", "   2.0000000e+00\n", "   3.0000000e+00\n",
                                             "   4.0000000e+00\n", "   5.0000000e+00\n", "   6.0000000e+00\n",
                                             "   7.0000000e+00\n"};
        std::map<std::string, std::set<std::string>> codesOfSubject;
        std::size_t emotions = 0;
        std::size_t sequences = 0;
        for (const auto& subject : fs::directory_iterator(m_data / "cohn-kanade-images")) {
            const std::string s = subject.path().filename().string();
            QVERIFY(std::regex_match(s, std::regex("S\\d{3}")));
            for (const auto& sequence : fs::directory_iterator(subject)) {
                ++sequences;
                const std::string q = sequence.path().filename().string();
                const auto frames = std::distance(fs::directory_iterator(sequence), {});
                QVERIFY(frames >= 11 && frames <= 30);
                std::string stem;
                for (int i = 1; i <= frames; ++i) {
                    char number[16];
                    std::snprintf(number, sizeof number, "_%08d", i);
                    stem = s + "_" + q + number;
                    QVERIFY(fs::exists(sequence.path() / (stem + ".png")));
                    const auto landmarks = content(m_data / "Landmarks" / s / q / (stem + "_landmarks.txt"));
                    QCOMPARE(numbers(landmarks).size(), std::size_t{136});
                    QCOMPARE(std::count(landmarks.begin(), landmarks.end(), '\n'), 68);
                }
                // FACS and Emotion speak of the last frame only.
                const fs::path facs = m_data / "FACS" / s / q;
                QCOMPARE(std::distance(fs::directory_iterator(facs), {}), 1);
                QVERIFY(std::regex_match(content(facs / (stem + "_facs.txt")),
                                         std::regex("(   [1-9]\\.\\d{7}e\\+0[01]   [1-5]\\.0000000e\\+00\n)+")));
                const fs::path emotion = m_data / "Emotion" / s / q / (stem + "_emotion.txt");
                if (!fs::exists(emotion)) continue;
                ++emotions;
                QVERIFY(codes.contains(content(emotion)));
                codesOfSubject[s].insert(content(emotion));
            }
        }
        QCOMPARE(sequences, std::size_t{29});
        QCOMPARE(emotions, std::size_t{28});
        for (const auto& [subject, found] : codesOfSubject) QCOMPARE(found.size(), std::size_t{7});
    }

    void theIndexSaysWhatWasWritten()
    {
        QCOMPARE(m_index.reader, std::string("ckplus"));
        QCOMPARE(m_index.clips.size(), std::size_t{29});
        QCOMPARE(m_index.subjects().size(), std::size_t{4});
        QCOMPARE(m_index.labelCounts().at("contempt"), 4);
        QVERIFY(!m_index.labelCounts().contains("neutral"));
        for (const ClipEntry& clip : m_index.clips) {
            QCOMPARE(clip.files.size(), static_cast<std::size_t>(*clip.frameCount));
            for (const fs::path& file : m_index.absoluteFiles(clip)) QVERIFY(fs::exists(file));
            QVERIFY(!clip.actionUnits.empty());
        }
    }

    void contemptHasCodeTwoAndSurpriseSeven()
    {
        for (const ClipEntry& clip : m_index.clips) {
            if (!clip.label) continue;
            const std::string sequence = clip.id.substr(5);
            const fs::path folder = m_data / "Emotion" / clip.subject / sequence;
            const double code = numbers(content(fs::directory_iterator(folder)->path())).at(0);
            QCOMPARE(code == 2, *clip.label == "contempt");
            QCOMPARE(code == 7, *clip.label == "surprise");
            QCOMPARE(code == 5, *clip.label == "happiness");
        }
    }

    void theTruthHasARowPerFrameAndAgreesWithTheLandmarkFiles()
    {
        const auto clips = table(m_data / "truth/clips.csv");
        QCOMPARE(clips.size(), m_index.clips.size() + 1);
        QCOMPARE(clips[0], (std::vector<std::string>{"clip", "subject", "label", "frames", "onset", "apex", "offset",
                                                     "acting", "lighting", "occluder", "micro", "micro_onset",
                                                     "micro_apex", "micro_offset"}));
        QVERIFY(!content(m_data / "truth/README.txt").empty());
        for (std::size_t i = 0; i < m_index.clips.size(); ++i) {
            const ClipEntry& clip = m_index.clips[i];
            QCOMPARE(clips[i + 1][0], clip.id);
            QCOMPARE(clips[i + 1][2], clip.label.value_or(""));
            const auto rows = table(m_data / "truth" / (clip.id + ".csv"));
            QCOMPARE(rows.size(), static_cast<std::size_t>(*clip.frameCount) + 1);
            QCOMPARE(rows[0].size(), std::size_t{4 + 2 * 30 + 136 + 3});
            QCOMPARE(rows[0][4], std::string("AU01_l"));
            QCOMPARE(rows[0][64], std::string("x_0"));
            QCOMPARE(rows[1][1], std::string("neutral"));
            QCOMPARE(rows.back()[1], clip.label.value_or(""));
            for (const auto& row : rows) QCOMPARE(row.size(), rows[0].size());
            const std::string stem = clip.files.back().stem().string();
            const auto file =
                numbers(content(m_data / "Landmarks" / clip.subject / clip.id.substr(5) / (stem + "_landmarks.txt")));
            for (std::size_t k = 0; k < 68; ++k) {
                QVERIFY(std::abs(std::stod(rows.back()[64 + k]) - file[2 * k]) < 0.001);
                QVERIFY(std::abs(std::stod(rows.back()[132 + k]) - file[2 * k + 1]) < 0.001);
            }
        }
    }

    void picturesHaveTheSizeAskedFor()
    {
        const cv::Mat picture = cv::imread(m_index.absoluteFiles(m_index.clips[0])[0].string(), cv::IMREAD_UNCHANGED);
        QCOMPARE(picture.cols, 160);
        QCOMPARE(picture.rows, 120);
        QCOMPARE(picture.type(), CV_8UC3);
    }

    void theSameSeedGivesTheSameBytes()
    {
        QVERIFY(synthesise(at("once"), small(1, 5), m_control));
        QVERIFY(synthesise(at("twice"), small(1, 5), m_control));
        QVERIFY(synthesise(at("other"), small(1, 6), m_control));
        const auto once = tree(at("once"));
        QVERIFY(once.size() > 100);
        QVERIFY(once == tree(at("twice")));
        QVERIFY(once != tree(at("other")));
    }

    void moreSubjectsChangeNoneOfTheFirst()
    {
        const auto one = tree(at("once")); // written by theSameSeedGivesTheSameBytes
        QVERIFY(synthesise(at("two subjects"), small(2, 5), m_control));
        const auto two = tree(at("two subjects"));
        for (const auto& [path, bytes] : one)
            if (path != "truth/clips.csv") QVERIFY2(two.at(path) == bytes, path.c_str());
    }

    void withoutMotionLabelsStayAndFacesDoNotMove()
    {
        SynthOptions options = small(1, 5);
        options.motion = false;
        const auto still = synthesise(at("still"), options, m_control);
        QVERIFY(still);
        QCOMPARE(still->labelCounts().size(), std::size_t{7});
        for (const ClipEntry& clip : still->clips) {
            const auto rows = table(at("still") / "truth" / (clip.id + ".csv"));
            for (std::size_t r = 1; r < rows.size(); ++r) {
                QCOMPARE(rows[r][1], std::string("neutral"));
                for (std::size_t c = 4; c < 64; ++c) QCOMPARE(rows[r][c], rows[1][c]);
            }
            QVERIFY(rows.back()[64] != rows[1][64]); // the head still sways
            // The first picture is the one with motion: nothing but the motion was taken away.
            const fs::path first = clip.files.front();
            QVERIFY(content(at("still") / first) == content(at("once") / first));
            QVERIFY(content(at("still") / clip.files.back()) != content(at("once") / clip.files.back()));
        }
    }

    void aFolderThatIsNotEmptyIsLeftAlone()
    {
        fs::create_directories(at("full"));
        std::ofstream(at("full") / "mine.txt") << "mine";
        const auto result = synthesise(at("full"), small(1), m_control);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Failed);
        QVERIFY(!result.error().remedy.empty());
        QCOMPARE(tree(at("full")).size(), std::size_t{1});
    }

    void aPlaceBelowARegularFileIsAnError()
    {
        std::ofstream(at("file")) << "x";
        for (const char* out : {"file", "file/below", "file/below/more"}) {
            const auto result = synthesise(at(out), small(1), m_control);
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::Failed);
            QVERIFY(result.error().message().find("file") != std::string::npos);
        }
        QCOMPARE(content(at("file")), std::string("x"));
    }

    void impossibleOptionsAreUsageErrors()
    {
        SynthOptions none = small(0);
        SynthOptions layout = small(1);
        layout.layout = "affectnet";
        SynthOptions tiny = small(1);
        tiny.width = 16;
        for (const SynthOptions& options : {none, layout, tiny}) {
            const auto result = synthesise(at("never"), options, m_control);
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::Usage);
        }
        QVERIFY(!fs::exists(at("never")));
    }

    void cancellingTakesBackWhatWasWritten()
    {
        const auto cancelAfterTwo = [](RunControl*& control) {
            return [&control](const Progress& progress) {
                if (progress.done == 2) control->requestCancel();
            };
        };
        RunControl* steered = nullptr;
        RunControl control(cancelAfterTwo(steered), {});
        steered = &control;
        fs::create_directories(at("kept folder"));
        for (const char* out : {"cancelled", "kept folder"}) {
            const auto result = synthesise(at(out), small(2), control);
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        }
        QVERIFY(!fs::exists(at("cancelled")));
        QVERIFY(fs::is_empty(at("kept folder")));
    }

    void finishingEarlyKeepsWholeClips()
    {
        RunControl* steered = nullptr;
        RunControl control(
            [&steered](const Progress& progress) {
                if (progress.done == 2) steered->requestFinish();
            },
            {});
        steered = &control;
        const auto result = synthesise(at("finished"), small(2), control);
        QVERIFY(result);
        QVERIFY(result->clips.size() >= 2 && result->clips.size() < 14);
        QCOMPARE(table(at("finished") / "truth/clips.csv").size(), result->clips.size() + 1);
        for (const ClipEntry& clip : result->clips)
            for (const fs::path& file : result->absoluteFiles(clip)) QVERIFY(fs::exists(file));
    }

    void progressCountsEveryClip()
    {
        std::int64_t last = -1;
        std::int64_t total = 0;
        bool ordered = true;
        const RunControl control(
            [&](const Progress& progress) {
                ordered = ordered && progress.done == last + 1;
                last = progress.done;
                total = progress.total;
            },
            {});
        QVERIFY(synthesise(at("watched"), small(1), control));
        QVERIFY(ordered);
        QCOMPARE(last, std::int64_t{7});
        QCOMPARE(total, std::int64_t{7});
    }

    void everyLayoutGivesTheSameBytesForASeed_data() { addLayouts(); }
    void everyLayoutGivesTheSameBytesForASeed()
    {
        QFETCH(QString, layout);
        const std::string id = layout.toStdString();
        QVERIFY(synthesise(at(id + " once"), oneOf(id, 5), m_control));
        QVERIFY(synthesise(at(id + " twice"), oneOf(id, 5), m_control));
        QVERIFY(synthesise(at(id + " other"), oneOf(id, 6), m_control));
        const auto once = tree(at(id + " once"));
        QVERIFY(once.size() > 15);
        QVERIFY(once == tree(at(id + " twice")));
        QVERIFY(once != tree(at(id + " other")));
    }

    void moreSubjectsChangeNoneOfTheFirstInAnyLayout_data() { addLayouts(); }
    void moreSubjectsChangeNoneOfTheFirstInAnyLayout()
    {
        QFETCH(QString, layout);
        const std::string id = layout.toStdString();
        SynthOptions options = oneOf(id, 5);
        options.subjects = 2;
        QVERIFY(synthesise(at(id + " two"), options, m_control));
        const auto two = tree(at(id + " two"));
        const std::set<std::string> tables = {"truth/clips.csv",
                                              "ratings.csv",
                                              "SAMM_Micro_FACS_Codes_v2.xlsx",
                                              "CASME2-coding-20140508.xlsx",
                                              "Annotations_BAUM1a.xlsx",
                                              "Annotations_BAUM1s.xlsx",
                                              "Annotations_BAUM2.xlsx",
                                              "manifest.csv"};
        for (const auto& [path, bytes] : tree(at(id + " once")))
            if (!tables.contains(path)) QVERIFY2(two.at(path) == bytes, path.c_str());
    }

    void theApexShowsTheLargestMotion_data() { addLayouts(); }
    void theApexShowsTheLargestMotion()
    {
        QFETCH(QString, layout);
        const std::string id = layout.toStdString();
        const bool isMicro = id == "samm" || id == "casme2";
        const auto index = synthesise(at(id + " apex"), oneOf(id, 11), m_control);
        QVERIFY(index);
        const auto clips = table(at(id + " apex") / "truth/clips.csv");
        QCOMPARE(clips.size(), index->clips.size() + 1);
        for (std::size_t i = 0; i < index->clips.size(); ++i) {
            const ClipEntry& clip = index->clips[i];
            const auto& row = clips[i + 1];
            QCOMPARE(row[0], clip.id);
            if (row[5].empty()) { // stills: the apex is all there is; films of several expressions; neutral ones
                QVERIFY(clip.frameCount == 1 || id == "disfa" || clip.label == "neutral");
                continue;
            }
            const Motion motion = motionOf(at(id + " apex") / "truth" / (clip.id + ".csv"));
            const auto apex = static_cast<std::size_t>(std::stoi(row[5]) - 1);
            const double highest = motion.units[motion.largest(motion.units)];
            QVERIFY(std::abs(motion.units[apex] - highest) < 0.002); // tables are rounded
            QVERIFY(motion.units[apex] > motion.units[0] + 0.05);
            if (row[6].empty()) {
                QCOMPARE(apex, motion.units.size() - 1);
                continue;
            }
            const auto onset = static_cast<std::size_t>(std::stoi(row[4]) - 1);
            const auto offset = static_cast<std::size_t>(std::stoi(row[6]) - 1);
            for (std::size_t f = 0; f < motion.units.size(); ++f)
                if (f < onset || f > offset) QCOMPARE(motion.units[f], motion.units[0]);
            if (!isMicro) continue;
            // The head sways a little; the flat top of the movement lets that shift the largest distance by a frame.
            QVERIFY2(motion.landmarks[apex] > 0.95 * motion.landmarks[motion.largest(motion.landmarks)],
                     clip.id.c_str());
            QCOMPARE(*clip.apex, static_cast<int>(apex));
            QCOMPARE(*clip.onset, static_cast<int>(onset));
            QCOMPARE(*clip.offset, static_cast<int>(offset));
            const std::size_t length = offset - onset + 1;
            QVERIFY2(length >= 8 && length <= 100, clip.id.c_str()); // 1/25 to 1/2 s at 200 frames a second
            QVERIFY(!clip.actionUnits.empty());
        }
    }

    void everyLayoutStaysFlatWithoutMotion_data() { addLayouts(); }
    void everyLayoutStaysFlatWithoutMotion()
    {
        QFETCH(QString, layout);
        const std::string id = layout.toStdString();
        SynthOptions options = oneOf(id, 5);
        options.motion = false;
        const auto still = synthesise(at(id + " still"), options, m_control);
        QVERIFY(still);
        const bool hasLabels = id != "affwild2" && id != "ebplus" && id != "disfa";
        QVERIFY(!hasLabels || still->labelCounts().size() >= 5); // labels stay
        for (const ClipEntry& clip : still->clips) {
            const auto rows = table(at(id + " still") / "truth" / (clip.id + ".csv"));
            for (std::size_t r = 1; r < rows.size(); ++r) {
                QCOMPARE(rows[r][1], std::string("neutral"));
                if (id == "disfa") continue; // several performances, each with its own face at rest
                for (std::size_t c = 4; c < 64; ++c) QCOMPARE(rows[r][c], rows[1][c]);
            }
            QVERIFY(id == "manifest" || clip.actionUnits.empty()); // what changes is what others code
        }
    }

    void spontaneousExpressionsTakeTheirTime()
    {
        SynthOptions options = oneOf("baum1", 7);
        options.subjects = 3;
        const auto index = synthesise(at("timing"), options, m_control);
        QVERIFY(index);
        struct Sums
        {
            double onset = 0, offset = 0, strength = 0;
            int clips = 0;
        };
        std::map<std::string, Sums> sums;
        const auto clips = table(at("timing") / "truth/clips.csv");
        for (std::size_t i = 0; i < index->clips.size(); ++i) {
            const auto& row = clips[i + 1];
            const Motion motion = motionOf(at("timing") / "truth" / (row[0] + ".csv"));
            const auto apex = static_cast<std::size_t>(std::stoi(row[5]) - 1);
            Sums& sum = sums[index->clips[i].attributes.at("acting")];
            sum.onset += std::stoi(row[5]) - std::stoi(row[4]);
            sum.strength += motion.units[apex] - motion.units[0];
            // From the last frame of full strength.
            auto release = apex;
            while (release + 1 < motion.units.size() && motion.units[release + 1] > motion.units[apex] - 1e-3)
                ++release;
            sum.offset += std::stoi(row[6]) - 1 - static_cast<double>(release);
            ++sum.clips;
        }
        const auto mean = [&](const char* acting, double Sums::*what) {
            return sums.at(acting).*what / sums.at(acting).clips;
        };
        QVERIFY(mean("spontaneous", &Sums::onset) > 1.5 * mean("acted", &Sums::onset));
        QVERIFY(mean("spontaneous", &Sums::offset) > 1.7 * mean("acted", &Sums::offset));
        QVERIFY(mean("spontaneous", &Sums::strength) < 0.85 * mean("acted", &Sums::strength));
    }

    void lightsOfOuluAreRendered()
    {
        const auto index = synthesise(at("lights"), oneOf("oulu", 3), m_control);
        QVERIFY(index);
        std::map<std::string, double> level; // mean grey of the first picture
        for (const ClipEntry& clip : index->clips) {
            const cv::Mat picture = cv::imread(index->absoluteFiles(clip)[0].string(), cv::IMREAD_UNCHANGED);
            const bool infrared = clip.attributes.at("light") == "NI";
            QCOMPARE(picture.channels(), infrared ? 1 : 3);
            const cv::Scalar mean = cv::mean(picture);
            const std::string key = clip.attributes.at("light") + " " + clip.attributes.at("lighting");
            level[key] += (infrared ? mean[0] : (mean[0] + mean[1] + mean[2]) / 3) / 6;
        }
        QCOMPARE(level.size(), std::size_t{6});
        QVERIFY(level["VL strong"] > 1.3 * level["VL weak"]);
        QVERIFY(level["VL weak"] > 1.3 * level["VL dark"]);
        // The lamp at the lens makes near infrared nearly independent of the room, which lights the corners alone.
        QVERIFY(level["NI dark"] > 0.7 * level["NI strong"]);
        QVERIFY(level["NI dark"] > 1.5 * level["VL dark"]);
        // Both cameras see one performance.
        QCOMPARE(content(at("lights") / "truth/VL_Dark_P001_Anger.csv"),
                 content(at("lights") / "truth/NI_Dark_P001_Anger.csv"));
    }

    void ratingsOfJaffeFollowWhatIsShown()
    {
        SynthOptions options = oneOf("jaffe", 4);
        options.subjects = 4;
        const auto index = synthesise(at("rated"), options, m_control);
        QVERIFY(index);
        std::map<std::string, std::pair<int, int>> right; // of an emotion: highest rating is its own, of all
        for (const ClipEntry& clip : index->clips) {
            QCOMPARE(cv::imread(index->absoluteFiles(clip)[0].string(), cv::IMREAD_UNCHANGED).type(), CV_8UC1);
            if (clip.label == "neutral") continue;
            std::string best;
            double most = 0;
            for (const auto& [name, value] : clip.attributes) {
                if (!name.starts_with("rating_") || std::stod(value) <= most) continue;
                most = std::stod(value);
                best = name.substr(7);
            }
            auto& [hits, all] = right[*clip.label];
            hits += best == clip.label;
            ++all;
        }
        QCOMPARE(right.size(), std::size_t{6});
        for (const auto& [emotion, counts] : right) QVERIFY2(2 * counts.first > counts.second, emotion.c_str());
    }
};

QTEST_GUILESS_MAIN(TestSynth)
#include "test_synth.moc"
