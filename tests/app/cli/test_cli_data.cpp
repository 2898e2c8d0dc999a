// SPDX-License-Identifier: GPL-3.0-or-later
//
// synth, scan and extract on generated faces, in process; none of them may ask for the engine.
#include "core/base/csv.h"
#include "tests/app/cli/cli_fixture.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <set>

using namespace mien::test;
namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

long countLines(const std::string& text)
{
    return std::count(text.begin(), text.end(), '\n');
}

/// The folders of sequences below a CK+ dataset, sorted.
std::vector<fs::path> sequences(const fs::path& dataset)
{
    std::vector<fs::path> folders;
    for (const auto& entry : fs::recursive_directory_iterator(dataset / "cohn-kanade-images"))
        if (entry.is_directory() && entry.path().parent_path().parent_path().filename() == "cohn-kanade-images")
            folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

long fileCount(const fs::path& folder)
{
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

} // namespace

class TestCliData : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_data;
    QJsonObject m_synth;

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        // Every path of this test goes through letters outside ASCII and a blank.
        m_data = m_scratch.at("日本 é/faces");
        const auto outcome =
            runCliWithoutEngine({"synth", m_data, "--layout", "ckplus", "--subjects", "1", "--seed", "3", "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.lines().size(), std::size_t{1});
        m_synth = outcome.line();
    }

    void synthSaysWhatItWrote()
    {
        const QSet<QString> keys = {u"reader"_s, u"clips"_s,   u"subjects"_s, u"frames"_s,
                                    u"labels"_s, u"lengths"_s, u"warnings"_s, u"notes"_s};
        const auto list = m_synth.keys();
        QCOMPARE(QSet<QString>(list.begin(), list.end()), keys);
        QCOMPARE(m_synth[u"reader"_s].toString(), u"ckplus"_s);
        QCOMPARE(m_synth[u"subjects"_s].toInt(), 1);
        QCOMPARE(m_synth[u"clips"_s].toInt(), 7);
        int labelled = 0;
        const QJsonObject labels = m_synth[u"labels"_s].toObject();
        for (const QString& name : labels.keys()) labelled += labels[name].toInt();
        QCOMPARE(labelled, 7);
        QVERIFY(fs::is_directory(fs::path(m_data) / "truth"));
    }

    void scanFindsWhatWasWritten()
    {
        const auto outcome = runCliWithoutEngine({"scan", m_data, "--json"});
        COMPARE_CODE(outcome, 0);
        const QJsonObject line = outcome.line();
        for (const QString& key : m_synth.keys())
            if (key != u"notes"_s) QVERIFY2(line[key] == m_synth[key], qPrintable(key));
        int frames = 0;
        const QJsonObject lengths = line[u"lengths"_s].toObject();
        for (const QString& length : lengths.keys()) frames += length.toInt() * lengths[length].toInt();
        QCOMPARE(frames, line[u"frames"_s].toInt());
        QVERIFY(line[u"warnings"_s].toArray().isEmpty());
        QCOMPARE(runCliWithoutEngine({"scan", m_data, "--json", "--quick"}).line(), line);
        const auto text = runCliWithoutEngine({"scan", m_data});
        COMPARE_CODE(text, 0);
        QVERIFY(text.out.find("layout ckplus: 7 clips of 1 subjects") == 0);
    }

    void labelsOfFramesAreCounted()
    {
        const auto notesOf = [](const QJsonObject& line) {
            QString all;
            for (const QJsonValue& note : line[u"notes"_s].toArray()) all += note[u"message"_s].toString() + u'\n';
            return all.toStdString();
        };
        const std::string wild = m_scratch.at("wild");
        const auto written = runCliWithoutEngine({"synth", wild, "--layout", "affwild2", "--subjects", "2", "--json"});
        COMPARE_CODE(written, 0);
        const QJsonObject scanned = runCliWithoutEngine({"scan", wild, "--json"}).line();
        for (const QString& key : written.line().keys())
            if (key != u"notes"_s) QVERIFY2(scanned[key] == written.line()[key], qPrintable(key));
        const std::string notes = notesOf(scanned);
        for (const char* words : {"labels of single frames: expression in ", " frames, valence and arousal in ",
                                  ", action units in ", "parts: ", " for validation", "nobody is named"})
            QVERIFY2(notes.find(words) != std::string::npos, notes.c_str());
        const auto text = runCliWithoutEngine({"scan", wild});
        QVERIFY(text.out.find("labels of single frames: expression in ") != std::string::npos);
    }

    void aLetterInALabelFileIsAWarningWithItsPlace()
    {
        const std::string data = m_scratch.at("broken label");
        COMPARE_CODE(runCliWithoutEngine({"synth", data, "--subjects", "1"}), 0);
        fs::path label;
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(data) / "Emotion"))
            if (entry.is_regular_file()) label = entry.path();
        m_scratch.file(fs::relative(label, m_scratch.root()).string(), "   x\n");
        const auto outcome = runCliWithoutEngine({"scan", data, "--json"});
        COMPARE_CODE(outcome, 0);
        const QJsonArray warnings = outcome.line()[u"warnings"_s].toArray();
        QCOMPARE(warnings.size(), 1);
        const QJsonObject warning = warnings[0].toObject();
        QVERIFY(warning[u"file"_s].toString().endsWith(QString::fromStdString(label.filename().string())));
        QCOMPARE(warning[u"line"_s].toInt(), 1);
        QVERIFY(!warning[u"message"_s].toString().isEmpty());
        QCOMPARE(outcome.line()[u"clips"_s].toInt(), 7); // the clip itself is not lost
    }

    void strictTurnsWarningsIntoAFailure()
    {
        COMPARE_CODE(runCliWithoutEngine({"scan", m_data, "--strict"}), 0);
        const auto outcome = runCliWithoutEngine({"scan", m_scratch.at("broken label"), "--strict", "--json"});
        COMPARE_CODE(outcome, 1);
        QCOMPARE(outcome.line()[u"warnings"_s].toArray().size(), 1); // the line comes all the same
        VERIFY_SAYS(outcome, "--strict");
    }

    void onlyTheExamSeesAPictureThatCannotBeRead()
    {
        const std::string data = m_scratch.at("broken picture");
        COMPARE_CODE(runCliWithoutEngine({"synth", data, "--subjects", "1"}), 0);
        const fs::path picture = *fs::directory_iterator(sequences(data).front());
        m_scratch.file(fs::relative(picture, m_scratch.root()).string(), "no picture");
        QVERIFY(runCliWithoutEngine({"scan", data, "--json", "--quick"}).line()[u"warnings"_s].toArray().isEmpty());
        const QJsonArray warnings = runCliWithoutEngine({"scan", data, "--json"}).line()[u"warnings"_s].toArray();
        QCOMPARE(warnings.size(), 1);
        QCOMPARE(warnings[0].toObject()[u"file"_s].toString().toStdString(), fs::relative(picture, data).string());
    }

    void conditionsAndClipsOfAManifest()
    {
        const std::string data = m_scratch.at("manifest");
        m_scratch.file("manifest/a.png", "no picture");
        m_scratch.file("manifest/b.png", "no picture");
        m_scratch.file("manifest/manifest.csv", "path,subject,label,lighting\na.png,S1,fear,strong\nb.png,S2,,weak\n");
        const auto all = runCliWithoutEngine({"scan", data, "--quick", "--json", "--clips"});
        COMPARE_CODE(all, 0);
        const QJsonArray clips = all.line()[u"clip_ids"_s].toArray();
        QCOMPARE(clips.size(), 2);
        QCOMPARE(clips[0].toObject(),
                 (QJsonObject{{u"id"_s, u"a"_s}, {u"subject"_s, u"S1"_s}, {u"label"_s, u"fear"_s}, {u"frames"_s, 1}}));
        QVERIFY(clips[1].toObject()[u"label"_s].isNull());
        const auto weak = runCliWithoutEngine({"scan", data, "--quick", "--json", "--where", "lighting=weak"});
        QCOMPARE(weak.line()[u"clips"_s].toInt(), 1);
        QCOMPARE(weak.line()[u"labels"_s].toObject().size(), 0);
        const auto none = runCliWithoutEngine({"scan", data, "--quick", "--where", "lighting=dim"});
        COMPARE_CODE(none, 3);
        VERIFY_SAYS(none, "there are strong, weak");
    }

    void labelsAreBroughtToAClassList()
    {
        const std::string data = m_scratch.at("listed");
        std::string rows = "path,subject,label\n";
        for (const char* label : {"disgust", "contempt", "anger", "boredom"}) {
            m_scratch.file(std::string("listed/") + label + ".png", "no picture");
            rows += std::string(label) + ".png,S1," + label + "\n";
        }
        m_scratch.file("listed/manifest.csv", rows);
        const auto listed =
            runCliWithoutEngine({"scan", data, "--quick", "--json", "--labels", "microx", "--label", "anger="});
        COMPARE_CODE(listed, 0);
        QCOMPARE(listed.line()[u"labels"_s].toObject(), (QJsonObject{{u"contempt"_s, 2}}));
        QVERIFY(listed.out.find("the label disgust of 1 clip becomes contempt") != std::string::npos);
        // What it has become is what a manifest says.
        const std::string copy = m_scratch.at("listed again");
        COMPARE_CODE(runCliWithoutEngine({"scan", data, "--quick", "--labels", "microx", "--write-manifest", copy}), 0);
        const auto again = runCliWithoutEngine({"scan", copy, "--quick", "--json"});
        QCOMPARE(again.line()[u"labels"_s].toObject(), (QJsonObject{{u"anger"_s, 1}, {u"contempt"_s, 2}}));
        const auto slip = runCliWithoutEngine({"scan", data, "--quick", "--label", "angr=anger"});
        COMPARE_CODE(slip, 3);
        VERIFY_SAYS(slip, "no clip is labelled 'angr'");
        const auto unknown = runCliWithoutEngine({"scan", data, "--quick", "--labels", "micro"});
        COMPARE_CODE(unknown, 3);
        VERIFY_SAYS(unknown, "microx");
    }

    void aWrittenManifestScansTheSame()
    {
        const std::string copy = m_scratch.at("exported");
        COMPARE_CODE(runCliWithoutEngine({"scan", m_data, "--quick", "--write-manifest", copy}), 0);
        const auto outcome = runCliWithoutEngine({"scan", copy, "--quick", "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.line()[u"reader"_s].toString(), u"manifest"_s);
        for (const auto& key : {u"clips"_s, u"subjects"_s, u"frames"_s, u"labels"_s, u"lengths"_s, u"warnings"_s})
            QVERIFY2(outcome.line()[key] == m_synth[key], qPrintable(key));
    }

    void extractWritesARowPerFrame()
    {
        const auto folders = sequences(m_data);
        QCOMPARE(folders.size(), std::size_t{7});
        const std::string out = m_scratch.at("out 日本");
        const fs::path image = *fs::directory_iterator(folders[1]);
        const auto outcome =
            runCliWithoutEngine({"extract", folders[0].string(), image.string(), "-o", out, "--json", "--no-cache"});
        COMPARE_CODE(outcome, 0);
        const auto lines = outcome.lines();
        QCOMPARE(lines.size(), std::size_t{2});
        const long frames = fileCount(folders[0]);
        QCOMPARE(lines[0][u"frames"_s].toInt(), frames);
        QVERIFY(lines[0][u"faces"_s].toInt() >= 0.9 * frames);
        QVERIFY(lines[0][u"seconds"_s].toDouble() > 0);
        QVERIFY(lines[0][u"fps"_s].toDouble() > 0);
        QCOMPARE(lines[0][u"input"_s].toString().toStdString(), folders[0].string());
        const fs::path csv = lines[0][u"csv"_s].toString().toStdString();
        QCOMPARE(csv, fs::path(out) / (folders[0].filename().string() + ".csv"));
        const std::string table = readText(csv);
        QCOMPARE(countLines(table), frames + 1);
        QVERIFY(table.find("\n1,") != std::string::npos);
        QCOMPARE(lines[1][u"frames"_s].toInt(), 1);
        QVERIFY(fs::exists(fs::path(out) / (folders[0].filename().string() + "_of_details.txt")));
    }

    void theCacheChangesNoByte()
    {
        const std::string folder = sequences(m_data)[2].string();
        const std::string name = fs::path(folder).filename().string() + ".csv";
        for (const char* out : {"first", "second", "without"}) {
            std::vector<std::string> words = {"extract", folder, "-o", m_scratch.at(out)};
            if (std::string(out) == "without") words.push_back("--no-cache");
            COMPARE_CODE(runCliWithoutEngine(words), 0);
        }
        const std::string first = readText(fs::path(m_scratch.at("first")) / name);
        QVERIFY(!first.empty());
        QCOMPARE(readText(fs::path(m_scratch.at("second")) / name), first);
        QCOMPARE(readText(fs::path(m_scratch.at("without")) / name), first);
    }

    void foldersBecomeTheirSequences()
    {
        const fs::path tree = m_scratch.at("tree");
        const auto sequence = sequences(m_data)[0];
        for (const char* part : {"s2/take", "s10/take"}) {
            fs::create_directories(tree / part);
            int copied = 0;
            for (const auto& file : fs::directory_iterator(sequence))
                if (++copied <= 3) fs::copy_file(file.path(), tree / part / file.path().filename());
        }
        m_scratch.file("tree/readme.txt", "no picture");
        const auto outcome = runCliWithoutEngine({"extract", tree.string(), "-o", m_scratch.at("from tree"), "--json",
                                                  "--filter", "none", "--camera", "500,500,160,120"});
        COMPARE_CODE(outcome, 0);
        const auto lines = outcome.lines();
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[0][u"input"_s].toString().toStdString(), (tree / "s2/take").string()); // natural order
        QCOMPARE(lines[1][u"input"_s].toString().toStdString(), (tree / "s10/take").string());
        const fs::path out = m_scratch.at("from tree");
        QVERIFY(fs::exists(out / "take.csv") && fs::exists(out / "take_2.csv"));
        const std::string details = readText(out / "take_of_details.txt");
        QVERIFY(details.find("Filter: none") != std::string::npos);
        QVERIFY(details.find("Detector: hog: ") != std::string::npos);
        QVERIFY(details.find("Camera: 500 500 160 120 (fx fy cx cy, pixels), given") != std::string::npos);
        for (const char* camera : {"1,2,3", "500,oops,500,320,240", "500,500,nan,240", "0,500,320,240", "1,2,3,4,5"})
            COMPARE_CODE(runCliWithoutEngine({"extract", tree.string(), "-o", m_scratch.at("x"), "--camera", camera}),
                         2);
        COMPARE_CODE(runCliWithoutEngine({"extract", tree.string(), "-o", m_scratch.at("x"), "--faces", "some"}), 2);
    }

    void whatFailsLeavesNoFolder()
    {
        const std::string bad = m_scratch.file("bad/empty.mp4", "");
        COMPARE_CODE(runCliWithoutEngine({"extract", bad, "-o", m_scratch.at("never/made")}), 3);
        QVERIFY(!fs::exists(m_scratch.at("never/made")));
        fs::create_directories(m_scratch.at("was there"));
        COMPARE_CODE(runCliWithoutEngine({"extract", bad, "-o", m_scratch.at("was there")}), 3);
        QVERIFY(fs::exists(m_scratch.at("was there")));
    }

    void theNeutralIsChosen()
    {
        const std::string folder = sequences(m_data)[0].string();
        const auto outcome =
            runCliWithoutEngine({"extract", folder, "-o", m_scratch.at("neutral"), "--neutral", "2-3"});
        COMPARE_CODE(outcome, 0);
        std::string details;
        for (const auto& file : fs::directory_iterator(m_scratch.at("neutral")))
            if (file.path().extension() == ".txt") details = readText(file.path());
        QVERIFY2(details.find("AUs, neutral: frames 2 to 3, chosen by hand\n") != std::string::npos, details.c_str());
        const auto refused = runCliWithoutEngine({"extract", folder, "-o", m_scratch.at("x"), "--neutral", "never"});
        COMPARE_CODE(refused, 2);
        VERIFY_SAYS(refused, "mean-face");
        const auto beyond = runCliWithoutEngine({"extract", folder, "-o", m_scratch.at("x"), "--neutral", "2-900"});
        COMPARE_CODE(beyond, 2);
        VERIFY_SAYS(beyond, "cannot be frame 900");
        // A single picture has no neutral of its own: that is said, not only written.
        const std::string picture = fs::directory_iterator(folder)->path().string();
        const auto single = runCliWithoutEngine({"extract", picture, "-o", m_scratch.at("single")});
        COMPARE_CODE(single, 0);
        VERIFY_SAYS(single, "--neutral mean-face");
    }

    void landmarksStandForTheirVideo()
    {
        // Of a table of another program nothing is known but the points: what needs only them is measured all the same.
        const std::string folder = sequences(m_data)[0].string();
        COMPARE_CODE(runCliWithoutEngine({"extract", folder, "-o", m_scratch.at("own"), "--filter", "none"}), 0);
        fs::path own;
        for (const auto& file : fs::directory_iterator(m_scratch.at("own")))
            if (file.path().extension() == ".csv") own = file.path();
        const auto made = mien::csv::read(own);
        QVERIFY(made.ok());
        std::string foreign = "frame, face_id, timestamp, confidence, success";
        for (const char* axis : {"x_", "y_"})
            for (int i = 0; i < 68; ++i) foreign += std::string(", ") + axis + std::to_string(i);
        foreign += '\n';
        for (const auto& row : made->rows) {
            for (int c = 0; c < 5; ++c) foreign += (c ? ", " : "") + row[static_cast<std::size_t>(c)];
            for (int c = made->column("x_0"); c < made->column("x_0") + 136; ++c)
                foreign += ", " + row[static_cast<std::size_t>(c)];
            foreign += '\n';
        }
        const std::string table = m_scratch.file("elsewhere/take.csv", foreign);
        const auto outcome = runCliWithoutEngine({"extract", table, "-o", m_scratch.at("measured"), "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.lines()[0][u"frames"_s].toInt(), static_cast<int>(made->rows.size()));
        const auto measured = mien::csv::read(fs::path(m_scratch.at("measured")) / "take.csv");
        QVERIFY(measured.ok());
        QCOMPARE(measured->rows.size(), made->rows.size());
        int seen = 0;
        for (std::size_t r = 0; r < measured->rows.size(); ++r) {
            const auto value = [r](const mien::csv::Table& t, const char* name) {
                return t.rows[r][static_cast<std::size_t>(t.column(name))];
            };
            if (value(*measured, "success") != "1") continue;
            ++seen;
            QVERIFY(value(*measured, "pose_Tx").empty()); // nobody knows how large the picture was
            QCOMPARE(value(*measured, "x_30"), value(*made, "x_30"));
            for (const char* same : {"pose_Ry", "AU12_r"})
                QVERIFY2(std::abs(std::stod(value(*measured, same)) - std::stod(value(*made, same))) < 0.1, same);
        }
        QVERIFY(seen > 5);
        const std::string details = readText(fs::path(m_scratch.at("measured")) / "take_of_details.txt");
        QVERIFY(details.find("Image width: not known") != std::string::npos);
        QVERIFY(details.find("Detector: none") != std::string::npos);
        VERIFY_SAYS(outcome, "pose_T is empty; --camera fills it");
        // Never onto itself.
        const auto onto = runCliWithoutEngine({"extract", table, "-o", fs::path(table).parent_path().string()});
        COMPARE_CODE(onto, 2);
        QCOMPARE(readText(table), foreign);
    }

    void allFacesOrTheLargest()
    {
        const std::string folder = sequences(m_data)[0].string();
        const auto all = runCliWithoutEngine(
            {"extract", folder, "-o", m_scratch.at("all"), "--json", "--faces", "all", "--no-cache"});
        COMPARE_CODE(all, 0);
        QCOMPARE(all.lines()[0][u"people"_s].toInt(), 1);
        QVERIFY(all.lines()[0][u"faces"_s].toInt() > 0);
    }

    /// Each detector's table is its own also where the cache knows the film by another.
    void theDetectorIsChosenAndRecorded()
    {
        const std::string folder = sequences(m_data)[0].string();
        const std::string stem = fs::path(folder).filename().string();
        const auto tableBy = [&](const std::string& detector, const std::string& cache) {
            const std::string out = m_scratch.at("by " + detector + cache);
            std::vector<std::string> words = {"extract", folder, "-o", out, "--json", "--detector", detector};
            if (!cache.empty()) words.push_back(cache);
            const auto outcome = runCliWithoutEngine(words);
            if (outcome.code != 0 || !(outcome.line()[u"faces"_s].toInt() > 0)) return std::string("failed");
            const std::string details = readText(fs::path(out) / (stem + "_of_details.txt"));
            if (details.find("\nDetector: " + detector + ": ") == std::string::npos) return std::string("not recorded");
            return readText(fs::path(out) / (stem + ".csv"));
        };
        std::set<std::string> tables;
        for (const std::string detector : {"hog", "lbp", "haar"}) {
            const std::string table = tableBy(detector, "");
            QVERIFY2(table.size() > 1000, table.c_str());
            QCOMPARE(tableBy(detector, "--no-cache"), table);
            tables.insert(table);
        }
        QCOMPARE(tables.size(), std::size_t{3});
        const auto unknown =
            runCliWithoutEngine({"extract", folder, "-o", m_scratch.at("by none"), "--detector", "viola"});
        COMPARE_CODE(unknown, 2);
        VERIFY_SAYS(unknown, "hog, lbp, haar");
        QVERIFY(!fs::exists(m_scratch.at("by none")));
    }

    void aBadInputEndsOnlyItself()
    {
        const std::string good = sequences(m_data)[0].string();
        const std::string bad = m_scratch.file("bad/notes.mp4", "not a video at all\n");
        const std::string twin = m_scratch.file("twin/notes.mp4", "");
        const auto outcome = runCliWithoutEngine({"extract", bad, good, twin, "-o", m_scratch.at("batch"), "--json"});
        COMPARE_CODE(outcome, 3);
        QCOMPARE(outcome.lines().size(), std::size_t{1});
        QCOMPARE(outcome.line()[u"input"_s].toString().toStdString(), good);
        VERIFY_SAYS(outcome, "bad/notes.mp4");
        VERIFY_SAYS(outcome, "2 of 3 inputs failed");
    }

    void theSameSeedGivesTheSameFiles()
    {
        const std::string again = m_scratch.at("again");
        COMPARE_CODE(runCliWithoutEngine({"synth", again, "--subjects", "1", "--seed", "3"}), 0);
        const auto a = sequences(m_data);
        const auto b = sequences(again);
        QCOMPARE(a.size(), b.size());
        for (const auto& entry : fs::directory_iterator(a[3]))
            QVERIFY(readText(entry.path()) == readText(b[3] / entry.path().filename()));
    }
};

QTEST_GUILESS_MAIN(TestCliData)
#include "test_cli_data.moc"
