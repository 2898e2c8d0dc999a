// SPDX-License-Identifier: GPL-3.0-or-later
//
// convert, in process: landmarks of one program as those of another, and what it refuses.
#include "core/io/landmark_files.h"
#include "core/io/openface_csv.h"
#include "tests/app/cli/cli_fixture.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace mien::test;
namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

/// Six frames of a moving face; none in the third.
mien::FaceTrack track()
{
    mien::FaceTrack track{640, 480, false, {}};
    for (int i = 0; i < 6; ++i) {
        mien::FaceFrame frame;
        frame.frame = i;
        frame.seconds = i * 0.04;
        frame.found = i != 2;
        for (std::size_t p = 0; p < frame.landmarks.size(); ++p)
            frame.landmarks[p] = {200 + 2.3f * static_cast<float>(p), 100 + 0.7f * static_cast<float>(i)};
        track.frames.push_back(frame);
    }
    return track;
}

bool sameFaces(const mien::FaceTrack& a, const mien::FaceTrack& b)
{
    return std::equal(a.frames.begin(), a.frames.end(), b.frames.begin(), b.frames.end(),
                      [](auto& x, auto& y) { return x.found == y.found && (!x.found || x.landmarks == y.landmarks); });
}

} // namespace

class TestCliConvert : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_table;

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        m_table = m_scratch.file("日本 é/clip.csv", mien::toOpenFaceCsv(track()));
    }

    void everyFormatAndBack_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("output");
        QTest::addColumn<int>("files");
        QTest::newRow("pts") << u"pts"_s << u"out/points"_s << 5;
        QTest::newRow("ckplus") << u"ckplus"_s << u"out/landmarks"_s << 5;
        QTest::newRow("dlib-xml") << u"dlib-xml"_s << u"out/list.xml"_s << 1;
        QTest::newRow("coco") << u"coco"_s << u"out/new/faces.json"_s << 1;
        QTest::newRow("openface") << u"openface"_s << u"out/table.csv"_s << 2;
    }

    void everyFormatAndBack()
    {
        QFETCH(QString, format);
        QFETCH(QString, output);
        QFETCH(int, files);
        const std::string to = format.toStdString();
        const std::string out = m_scratch.at(output.toStdString());
        const auto there = runCliWithoutEngine({"convert", m_table, "-o", out, "--to", to, "--json"});
        COMPARE_CODE(there, 0);
        QCOMPARE(there.lines().size(), std::size_t{1});
        const auto keys = there.line().keys();
        const QSet<QString> expected = {u"input"_s, u"from"_s,   u"to"_s,   u"frames"_s,
                                        u"faces"_s, u"output"_s, u"files"_s};
        QCOMPARE(QSet<QString>(keys.begin(), keys.end()), expected);
        QCOMPARE(there.line()[u"from"_s].toString(), u"openface"_s);
        QCOMPARE(there.line()[u"to"_s].toString(), format);
        QCOMPARE(there.line()[u"frames"_s].toInt(), 6);
        QCOMPARE(there.line()[u"faces"_s].toInt(), 5);
        QCOMPARE(there.line()[u"files"_s].toInt(), files);
        QCOMPARE(there.line()[u"output"_s].toString().toStdString(), out);
        QCOMPARE(there.says("1 of 6 frames have no face and therefore no file"), files == 5);

        const auto original = mien::readLandmarks(m_table);
        const auto written = mien::readLandmarks(out);
        QVERIFY(original && written);
        QVERIFY(sameFaces(*original, *written));

        const std::string back = m_scratch.at("back-" + to + ".csv");
        const auto again = runCliWithoutEngine({"convert", out, "-o", back, "--to", "openface"});
        COMPARE_CODE(again, 0);
        QVERIFY2(again.out.find("(" + to + "): a face in 5 of 6 frames -> ") != std::string::npos, again.out.c_str());
        QVERIFY(sameFaces(*original, *mien::readLandmarks(back)));
        QVERIFY(fs::exists(m_scratch.at("back-" + to + "_of_details.txt")));
    }

    void aSingleFrameMayBeAFile()
    {
        const std::string points = m_scratch.at("single");
        COMPARE_CODE(runCliWithoutEngine({"convert", m_table, "-o", points, "--to", "pts"}), 0);
        const std::string first = points + "/clip_00000001.pts";
        QVERIFY(fs::exists(first) && !fs::exists(points + "/clip_00000003.pts"));
        const std::string file = m_scratch.at("S005_001_00000001_landmarks.txt");
        const auto one = runCliWithoutEngine({"convert", first, "-o", file, "--to", "ckplus", "--json"});
        COMPARE_CODE(one, 0);
        QCOMPARE(one.line()[u"from"_s].toString(), u"pts"_s);
        QVERIFY(mien::readLandmarks(file).ok());
        const auto many = runCliWithoutEngine({"convert", m_table, "-o", m_scratch.at("x.pts"), "--to", "pts"});
        COMPARE_CODE(many, 2);
        VERIFY_SAYS(many, "give a folder");
    }

    void badFramesAreNamed()
    {
        m_scratch.file("damaged/a1.pts", readText(m_scratch.at("single/clip_00000001.pts")));
        m_scratch.file("damaged/a2.pts", "version: 1\n");
        const auto outcome = runCliWithoutEngine(
            {"convert", m_scratch.at("damaged"), "-o", m_scratch.at("damaged.json"), "--to", "coco"});
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "1 of 2 frames could not be used; the first is frame 2: ");
        VERIFY_SAYS(outcome, "a2.pts: the points file ends before its closing brace");
    }

    void refusals_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QStringList& words, int code, const QString& message) {
            QTest::newRow(name) << (QStringList{u"convert"_s} + words) << code << message;
        };
        const QString table = QString::fromStdString(m_table);
        const QString out = QString::fromStdString(m_scratch.at("refused.json"));
        const QString missing = QString::fromStdString(m_scratch.at("missing.pts"));
        const QString words = QString::fromStdString(m_scratch.file("words.txt", "these are words\n"));
        const QString video = QString::fromStdString(m_scratch.file("clip.mp4", "x"));
        const QString pictures = QString::fromStdString(fs::path(m_scratch.file("pictures/a.png", "")).parent_path());
        const QString below = words + u"/below.json"_s;
        const QString cut = QString::fromStdString(m_scratch.file("cut.json", "{\"images\": ["));
        row("no format", {table, u"-o"_s, out}, 2, u"--to FORMAT is missing"_s);
        row("unknown format", {table, u"-o"_s, out, u"--to"_s, u"csv"_s}, 2,
            u"openface, pts, ckplus, dlib-xml, coco"_s);
        row("no output", {table, u"--to"_s, u"coco"_s}, 2, u"-o FILE-or-DIR is missing"_s);
        row("two inputs", {table, table, u"-o"_s, out, u"--to"_s, u"coco"_s}, 2, u"one argument too many"_s);
        row("missing", {missing, u"-o"_s, out, u"--to"_s, u"coco"_s}, 3, missing);
        row("words", {words, u"-o"_s, out, u"--to"_s, u"coco"_s}, 3, u"no landmarks in a format that is known"_s);
        row("cut", {cut, u"-o"_s, out, u"--to"_s, u"coco"_s}, 3, u"is no valid JSON"_s);
        row("a video", {video, u"-o"_s, out, u"--to"_s, u"coco"_s}, 2, u"run mien-cli extract first"_s);
        row("pictures", {pictures, u"-o"_s, out, u"--to"_s, u"coco"_s}, 2, u"run mien-cli extract first"_s);
        row("below a file", {table, u"-o"_s, below, u"--to"_s, u"coco"_s}, 1, u"is a file, not a folder"_s);
        row("onto a file", {table, u"-o"_s, words, u"--to"_s, u"pts"_s}, 1, u"is a file, not a folder"_s);
    }

    void refusals()
    {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        QFETCH(QString, message);
        std::vector<std::string> list;
        for (const QString& word : words) list.push_back(word.toStdString());
        const auto outcome = runCliWithoutEngine(list);
        VERIFY_REFUSAL(outcome, code, message.toStdString());
        QVERIFY(!fs::exists(m_scratch.at("refused.json")));
    }

    void helpNamesTheFormatsAndTheirLimits()
    {
        const auto help = runCliWithoutEngine({"convert", "--help"});
        COMPARE_CODE(help, 0);
        for (const mien::LandmarkFormatInfo& format : mien::landmarkFormats())
            QVERIFY2(help.out.find(std::string("\n") + format.id + ": ") != std::string::npos, help.out.c_str());
        QVERIFY(help.out.find("Landmarks only") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestCliConvert)
#include "test_cli_convert.moc"
