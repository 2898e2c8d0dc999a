// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each format in the syntax in which its own programs write it, and what is none of them.
#include "core/base/text.h"
#include "core/io/ckplus_landmarks.h"
#include "core/io/coco_faces.h"
#include "core/io/dlib_xml.h"
#include "core/io/landmark_frames.h"
#include "core/io/pts.h"
#include "tests/core/io/landmark_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <limits>

using namespace mien;
using namespace mien::test;
using namespace Qt::StringLiterals;

namespace {

/// "x y" for 68 points, as a program of iBUG writes them.
std::string pointLines(const char* end, const char* format = "%.6f %.6f", double shift = 0)
{
    std::string text;
    for (const Point& point : wholePoints()) {
        char line[100];
        std::snprintf(line, sizeof line, format, static_cast<double>(point.x) + shift,
                      static_cast<double>(point.y) + shift);
        text += std::string(line) + end;
    }
    return text;
}

std::string ptsText(const char* end = "\n", const std::string& count = "68")
{
    return std::string("version: 1") + end + "n_points:  " + count + end + "{" + end + pointLines(end, "%.6f %.6f", 1) +
           "}" + end;
}

/// A box as imglab writes it.
std::string dlibBox(int face, int parts = 68, const std::string& attributes = "")
{
    std::string box =
        "    <box top='104' left='57' width='87' height='86'" + attributes + ">\n      <label>x</label>\n";
    const Landmarks68 points = wholePoints(face);
    for (int i = 0; i < parts; ++i) {
        const Point point = points[static_cast<std::size_t>(i % 68)];
        box += "      <part name='" + std::string(i < 10 ? "0" : "") + std::to_string(i) + "' x='" +
               text::number(point.x) + "' y='" + text::number(point.y) + "'/>\n";
    }
    return box + "    </box>\n";
}

std::string dlibText(const std::string& images)
{
    return "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
           "<?xml-stylesheet type='text/xsl' href='image_metadata_stylesheet.xsl'?>\n"
           "<dataset>\n<name>imglab dataset</name>\n<comment>Created by imglab tool.</comment>\n<images>\n" +
           images + "</images>\n</dataset>";
}

std::string dlibImage(const std::string& name, const std::string& boxes)
{
    return "  <image file='" + name + "' width='640' height='480'>\n" + boxes + "  </image>\n";
}

/// The values of face_kpts.
std::string cocoPoints(int face, int count = 68, const char* v = "1")
{
    std::string text = "[";
    const Landmarks68 points = wholePoints(face);
    for (int i = 0; i < count; ++i) {
        const Point point = points[static_cast<std::size_t>(i % 68)];
        text += (i ? "," : "") + text::number(point.x) + "," + text::number(point.y) + "," + v;
    }
    return text + "]";
}

/// An annotation as COCO-WholeBody has it, with the fields of the rest of the body.
std::string cocoAnnotation(int image, const std::string& points, const char* valid = "true")
{
    return "{\"segmentation\": [], \"num_keypoints\": 0, \"area\": 3894.5, \"iscrowd\": 0, \"keypoints\": [0,0,0], "
           "\"image_id\": " +
           std::to_string(image) +
           ", \"bbox\": [10.5, 20.0, 100.0, 200.0], \"category_id\": 1, \"id\": 1749374, \"face_box\": [5.5, 90.25, "
           "70, "
           "150.5], \"lefthand_valid\": false, \"face_valid\": " +
           valid + ", \"face_kpts\": " + points + "}";
}

std::string cocoText(const std::string& annotations, const std::string& images = R"({"license": 4, "file_name":
    "000000252219.jpg", "height": 428, "width": 640, "id": 252219}, {"id": 87038, "file_name": "b.jpg", "height": 428,
    "width": 640})")
{
    return R"({"info": {"year": 2020}, "licenses": [], "images": [)" + images + R"(], "annotations": [)" + annotations +
           R"(], "categories": [{"supercategory": "person", "id": 1, "name": "person"}]})";
}

/// One of the readers, by the name of its format; the Error it gives, if any.
std::optional<Error> faultOf(const QString& format, const std::string& text)
{
    const std::string where = "some file";
    const auto error = [](const auto& result) {
        return result ? std::optional<Error>() : std::optional(result.error());
    };
    if (format == u"pts"_s) return error(parsePts(text, where));
    if (format == u"ckplus"_s) return error(parseCkPlusLandmarks(text, where));
    if (format == u"dlib"_s) return error(parseDlibXml(text, where));
    return error(parseCocoFaces(text, where));
}

} // namespace

class TestLandmarkFormats : public QObject
{
    Q_OBJECT

private slots:
    void ptsOfIbug_data();
    void ptsOfIbug();
    void landmarksOfCkPlus();
    void listOfImglab();
    void severalFacesAndNone();
    void dlibBetweenPixels();
    void dlibWithOtherParts();
    void cocoWholeBody();
    void cocoWithoutSomePoints();
    void absentIsNotZero();
    void exactDecimals();
    void refused_data();
    void refused();
    void truncatedAnywhere_data();
    void truncatedAnywhere();
    void damagedBytes_data() { truncatedAnywhere_data(); }
    void damagedBytes();
};

void TestLandmarkFormats::ptsOfIbug_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("LF") << QByteArray::fromStdString(ptsText());
    QTest::newRow("CR") << QByteArray::fromStdString(ptsText("\r"));
    QTest::newRow("CR LF") << QByteArray::fromStdString(ptsText("\r\n"));
    QTest::newRow("byte order mark, no last newline")
        << QByteArray::fromStdString("\xEF\xBB\xBF" + ptsText()).chopped(1);
    QTest::newRow("blank lines") << QByteArray::fromStdString(ptsText("\n\n"));
}

void TestLandmarkFormats::ptsOfIbug()
{
    QFETCH(QByteArray, text);
    const auto points = parsePts(text.toStdString(), "x.pts");
    QVERIFY2(points.ok(), points ? "" : points.error().message().c_str());
    QVERIFY(*points == wholePoints()); // counted from 1 in the file
    QVERIFY(text::startsWith(toPts(wholePoints()), "version: 1\nn_points: 68\n{\n1 101\n2 103\n"));
}

void TestLandmarkFormats::landmarksOfCkPlus()
{
    const std::string text = pointLines("\n", "   %.7e   %.7e");
    QVERIFY(text::startsWith(text, "   0.0000000e+00   1.0000000e+02\n"));
    const auto points = parseCkPlusLandmarks(text, "S005_001_00000011_landmarks.txt");
    QVERIFY2(points.ok(), points ? "" : points.error().message().c_str());
    QVERIFY(*points == wholePoints());
    QVERIFY(text::startsWith(toCkPlusLandmarks(wholePoints()), "0 100\n1 102\n"));
}

void TestLandmarkFormats::listOfImglab()
{
    const auto track =
        parseDlibXml(dlibText(dlibImage("\xE9.jpg", dlibBox(0, 68, " detection_score='1.25'"))), "x.xml");
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QCOMPARE(track->frames.size(), std::size_t{1});
    QVERIFY(track->timeAssumed);
    QCOMPARE(track->width, 640);
    QCOMPARE(track->height, 480);
    const FaceFrame& frame = track->frames.front();
    QVERIFY(frame.found && frame.landmarks == wholePoints() && frame.measured == wholePoints());
    QVERIFY((frame.box == Box{57, 104, 87, 86}));
    QCOMPARE(frame.score, 1.25);
}

void TestLandmarkFormats::severalFacesAndNone()
{
    // Boxes without parts and ignored ones are no faces; of two faces the one with the wider eyes counts.
    std::string wide = dlibBox(5);
    const std::string corner = "<part name='45' x='95'";
    QVERIFY(wide.find(corner) != std::string::npos);
    wide.replace(wide.find(corner), corner.size(), "<part name='45' x='400'");
    const std::string none = "    <box top='1' left='2' width='3' height='4' ignore='1'/>\n";
    const auto track =
        parseDlibXml(dlibText(dlibImage("a.jpg", dlibBox(3) + wide + dlibBox(4)) + dlibImage("b.jpg", none) +
                              "  <image file='c.jpg'/>\n" + dlibImage("d.jpg", dlibBox(2))),
                     "x.xml");
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QCOMPARE(track->frames.size(), std::size_t{4});
    QCOMPARE(track->frames[0].landmarks[45].x, 400.0f);
    QVERIFY(!track->frames[1].found && track->frames[1].problem.empty() && !track->frames[2].found);
    QVERIFY(track->frames[3].landmarks == wholePoints(2));
    QCOMPARE(track->frames[3].frame, 3);
    QCOMPARE(track->width, 0); // one image does not say
}

void TestLandmarkFormats::dlibBetweenPixels()
{
    // Other people's parts may lie between pixels; ours say so beside the rounded ones, which win where somebody has
    // moved them since.
    std::string box = dlibBox(0);
    const auto set = [&](const std::string& from, const std::string& to) {
        QVERIFY(box.find(from) != std::string::npos);
        box.replace(box.find(from), from.size(), to);
    };
    set("name='00' x='0'", "name='00' x='0.25'");
    set("name='01' x='1' y='102'", "name='01' x='1' y='102' subpixel_x='0.75' subpixel_y='102.25'");
    set("name='02' x='2' y='104'", "name='02' x='2' y='104' subpixel_x='7.5' subpixel_y='104.5'");
    const auto track = parseDlibXml(dlibText(dlibImage("a.jpg", box)), "x.xml");
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    const Landmarks68& points = track->frames.front().landmarks;
    QVERIFY((points[0] == Point{0.25f, 100}));
    QVERIFY((points[1] == Point{0.75f, 102.25f}));
    QVERIFY((points[2] == Point{2, 104}));
}

void TestLandmarkFormats::dlibWithOtherParts()
{
    const auto mixed =
        parseDlibXml(dlibText(dlibImage("a.jpg", dlibBox(0, 5)) + dlibImage("b.jpg", dlibBox(0))), "x.xml");
    QVERIFY(mixed.ok());
    QVERIFY(!mixed->frames[0].found && mixed->frames[1].found);
    QCOMPARE(mixed->frames[0].problem, std::string("a box has 5 landmarks instead of 68"));
}

void TestLandmarkFormats::cocoWholeBody()
{
    const std::string body = R"({"id": 5, "image_id": 87038, "category_id": 1, "keypoints": [1, 2, 2]})";
    const auto track = parseCocoFaces(cocoText(cocoAnnotation(252219, cocoPoints(1)) + "," + body + "," +
                                               cocoAnnotation(87038, cocoPoints(2), "false")),
                                      "coco_wholebody_val_v1.0.json");
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QCOMPARE(track->frames.size(), std::size_t{2});
    QCOMPARE(track->width, 640);
    QCOMPARE(track->height, 428);
    QVERIFY(track->timeAssumed);
    QVERIFY(track->frames[0].landmarks == wholePoints(1));
    QVERIFY((track->frames[0].box == Box{5.5f, 90.25f, 70, 150.5f}));
    QVERIFY(!track->frames[1].found && track->frames[1].problem.empty());
}

void TestLandmarkFormats::cocoWithoutSomePoints()
{
    std::string points = cocoPoints(1, 66) + "]";
    points.replace(points.find(']'), 2, ",0,0,0,0,0,0]");
    const auto track = parseCocoFaces(
        cocoText(cocoAnnotation(252219, points) + "," + cocoAnnotation(87038, cocoPoints(2, 68, "0.4"))), "x.json");
    QVERIFY2(track.ok(), track ? "" : track.error().message().c_str());
    QVERIFY(!track->frames[0].found);
    QCOMPARE(track->frames[0].problem, std::string("2 of 68 landmarks are not labelled (v = 0)"));
    QVERIFY(track->frames[1].landmarks == wholePoints(2)); // any v above 0 is a point
}

void TestLandmarkFormats::absentIsNotZero()
{
    FaceTrack track = generatedTrack(2);
    const float none = std::numeric_limits<float>::quiet_NaN();
    track.frames[0].landmarks[10] = {none, none};
    QVERIFY(!landmarks::hasAllLandmarks(track.frames[0]) && landmarks::hasAllLandmarks(track.frames[1]));

    const auto root = QJsonDocument::fromJson(QByteArray::fromStdString(toCocoFaces(track, "clip"))).object();
    const QJsonObject first = root[u"annotations"_s][0].toObject();
    const QJsonArray points = first[u"face_kpts"_s].toArray();
    QCOMPARE(points.size(), 204);
    QCOMPARE(points[32].toInt(-1), 0); // v
    QCOMPARE(points[35].toInt(), 2);
    const auto coco = parseCocoFaces(toCocoFaces(track, "clip"), "x.json");
    QVERIFY(coco.ok() && !coco->frames[0].found && coco->frames[1].found);

    const std::string xml = toDlibXml(track, "clip");
    QCOMPARE(QString::fromStdString(xml.substr(0, xml.find("</box>"))).count(u"<part "_s), 67);
    const auto dlib = parseDlibXml(xml, "x.xml");
    QVERIFY2(dlib.ok(), dlib ? "" : dlib.error().message().c_str());
    QCOMPARE(dlib->frames[0].problem, std::string("a box has 67 landmarks instead of 68"));
    QVERIFY(dlib->frames[1].found);

    // A face without a single place is none at all.
    track.frames[0].landmarks.fill({none, none});
    QCOMPARE(parseCocoFaces(toCocoFaces(track, "clip"), "x.json")->frames[0].problem, std::string());
}

void TestLandmarkFormats::exactDecimals()
{
    // Every format gives the same floats again, whatever their magnitude.
    Random random(11);
    for (int round = 0; round < 200; ++round) {
        Landmarks68 points;
        for (Point& point : points)
            for (float* value : {&point.x, &point.y})
                *value = static_cast<float>((random.chance(0.2) ? -1 : 1) * random.uniform(0.1, 1) *
                                            std::pow(10.0, random.uniform(-6, 6.9)));
        const auto pts = parsePts(toPts(points), "");
        QVERIFY(pts && *pts == points);
        const auto ckplus = parseCkPlusLandmarks(toCkPlusLandmarks(points), "");
        QVERIFY(ckplus && *ckplus == points);
        FaceTrack track = generatedTrack(1);
        track.frames[0].landmarks = points;
        const auto dlib = parseDlibXml(toDlibXml(track, "clip"), "");
        QVERIFY(dlib && dlib->frames[0].landmarks == points);
        const auto coco = parseCocoFaces(toCocoFaces(track, "clip"), "");
        QVERIFY(coco && coco->frames[0].landmarks == points);
    }
    Landmarks68 tenths = wholePoints();
    tenths[0] = {100.1f, 0.3f};
    QVERIFY(text::startsWith(toPts(tenths), "version: 1\nn_points: 68\n{\n101.1 1.3\n"));
    QVERIFY(text::startsWith(toCkPlusLandmarks(tenths), "100.1 0.3\n"));
}

void TestLandmarkFormats::refused_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* format, const std::string& text, const char* says) {
        QTest::newRow(name) << QString::fromLatin1(format) << QByteArray::fromStdString(text)
                            << QString::fromUtf8(says);
    };
    const auto with = [](std::string text, const std::string& from, const std::string& to) {
        return text.replace(text.find(from), from.size(), to);
    };
    for (const char* format : {"pts", "ckplus", "dlib", "coco"}) {
        row((std::string(format) + ": empty").c_str(), format, "", "empty");
        row((std::string(format) + ": blanks").c_str(), format, " \n\r\n\t", "empty");
        row((std::string(format) + ": noise").c_str(), format, std::string("\x89PNG\r\n\x1a\n\0\0\xff\xfe", 12), "");
        row((std::string(format) + ": one long line").c_str(), format, std::string(2'000'000, 'x'), "");
        row((std::string(format) + ": open brackets").c_str(), format, std::string(2'000'000, '{'), "");
    }
    row("pts: 49 points", "pts", ptsText("\n", "49"), "has 49 landmarks instead of 68");
    row("pts: says 68, has 67", "pts", with(ptsText(), "1.000000 101.000000\n", ""), "has 67 landmarks");
    row("pts: a word", "pts", with(ptsText(), "2.000000", "two"), "line 5: 'two' is no coordinate");
    row("pts: huge", "pts", with(ptsText(), "2.000000", "1e999"), "'1e999' is no coordinate");
    row("pts: far away", "pts", with(ptsText(), "2.000000", "1e30"), "'1e30' is no coordinate");
    row("pts: not a number", "pts", with(ptsText(), "2.000000", "nan"), "'nan' is no coordinate");
    row("pts: three numbers", "pts", with(ptsText(), "2.000000", "2 2"), "line 5: '2 2 103.000000' is no point");
    row("pts: a count in words", "pts", ptsText("\n", "many"), "line 2: 'many' is no number of points");
    row("pts: less than none", "pts", ptsText("\n", "-1"), "'-1' is no number of points");
    row("pts: two faces", "pts", ptsText() + ptsText(), "stands behind the closing brace");
    row("pts: no head", "pts", pointLines("\n"), "does not belong into the head");
    row("ckplus: 67 lines", "ckplus", with(pointLines("\n"), "0.000000 100.000000\n", ""), "has 67 landmarks");
    row("ckplus: 69 lines", "ckplus", pointLines("\n") + "1 2\n", "has 69 landmarks");
    row("ckplus: one point", "ckplus", "1 2", "has 1 landmark instead of 68");
    row("ckplus: a word", "ckplus", with(pointLines("\n"), "1.000000", "one"), "line 2: 'one' is no coordinate");
    row("ckplus: one number", "ckplus", "1\n", "line 1: '1' is no point");
    row("dlib: other XML", "dlib", "<svg><g/></svg>", "it begins with 'svg'");
    row("dlib: no image", "dlib", dlibText(""), "lists no image");
    row("dlib: no parts", "dlib", dlibText(dlibImage("a", dlibBox(0, 0))), "have no landmarks");
    row("dlib: 5 parts", "dlib", dlibText(dlibImage("a", dlibBox(0, 5))), "has 5 landmarks instead of 68");
    row("dlib: 194 parts", "dlib", dlibText(dlibImage("a", dlibBox(0, 194))), "has 194 landmarks instead of 68");
    row("dlib: a word", "dlib", with(dlibText(dlibImage("a", dlibBox(0))), "x='1'", "x='one'"),
        "line 11: 'one' is no coordinate");
    row("dlib: huge", "dlib", with(dlibText(dlibImage("a", dlibBox(0))), "x='1'", "x='1e99'"), "'1e99'");
    row("dlib: no y", "dlib", with(dlibText(dlibImage("a", dlibBox(0))), "y='102'", "z='102'"),
        "<part> has no attribute y");
    row("dlib: twice", "dlib", with(dlibText(dlibImage("a", dlibBox(0))), "'01'", "'00'"), "'00' stands twice");
    row("dlib: a box in words", "dlib", with(dlibText(dlibImage("a", dlibBox(0))), "'104'", "'top'"), "'top' is no");
    row("dlib: a bomb", "dlib",
        "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
        "'&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY e '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]><dataset>&e;</dataset>",
        "no well-formed XML");
    row("coco: a list", "coco", "[1, 2]", "has no list images");
    row("coco: a run of ours", "coco", R"({"version": 1, "model": "tcn"})", "has no list images");
    row("coco: no annotations", "coco", R"({"images": []})", "has no list annotations");
    row("coco: no image", "coco", cocoText("", ""), "lists no image");
    row("coco: bodies alone", "coco", cocoText(R"({"image_id": 87038, "keypoints": [1, 2, 2]})"), "has face_kpts");
    row("coco: 67 points", "coco", cocoText(cocoAnnotation(87038, cocoPoints(0, 67))), "201 numbers instead of 204");
    row("coco: null", "coco", cocoText(cocoAnnotation(87038, with(cocoPoints(0), "100", "null"))), "point 0 of face");
    row("coco: a text", "coco", cocoText(cocoAnnotation(87038, with(cocoPoints(0), "100", "\"100\""))), "point 0");
    row("coco: huge", "coco", cocoText(cocoAnnotation(87038, with(cocoPoints(0), "100", "1e300"))), "point 0");
    row("coco: no box", "coco", with(cocoText(cocoAnnotation(87038, cocoPoints(0))), "[5.5,", "["),
        "face_box is not four numbers");
    row("coco: lost image", "coco", cocoText(cocoAnnotation(3, cocoPoints(0))),
        "annotation 1 of the list: its image '3'");
    row("coco: no id", "coco", cocoText("", R"({"file_name": "a.jpg"})"), "image 1 of the list has no id");
    row("coco: an id twice", "coco", cocoText("", R"({"id": 4}, {"id": 4})"), "two images have the id '4'");
}

void TestLandmarkFormats::refused()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto fault = faultOf(format, text.toStdString());
    QVERIFY(fault.has_value());
    QCOMPARE(fault->kind, ErrorKind::Input);
    const QString message = QString::fromStdString(fault->message());
    QVERIFY2(message.contains(says) && message.startsWith(u"some file"_s), qPrintable(message));
    QVERIFY2(message.size() < 200 && !message.contains(u'\n'), qPrintable(message)); // one sentence
}

void TestLandmarkFormats::truncatedAnywhere_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("whole"); // bytes from which on nothing is missing
    const auto row = [](const char* format, const std::string& text, std::size_t whole) {
        QTest::newRow(format) << QString::fromLatin1(format) << QByteArray::fromStdString(text)
                              << static_cast<int>(whole);
    };
    const std::string pts = ptsText();
    row("pts", pts, pts.size() - 1);
    const std::string ckplus = pointLines("\n");
    row("ckplus", ckplus, ckplus.rfind(' ') + 2); // within the last number nobody can tell
    const std::string dlib = dlibText(dlibImage("a.jpg", dlibBox(0)));
    row("dlib", dlib, dlib.size());
    const std::string coco = cocoText(cocoAnnotation(87038, cocoPoints(0)));
    row("coco", coco, coco.size());
}

void TestLandmarkFormats::truncatedAnywhere()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, text);
    QFETCH(int, whole);
    for (int length = 0; length < text.size(); ++length) {
        const auto fault = faultOf(format, text.left(length).toStdString());
        QVERIFY2(fault.has_value() == (length < whole), qPrintable(QString::number(length)));
        if (fault) QVERIFY2(fault->message().find('\n') == std::string::npos, fault->message().c_str());
    }
    QVERIFY(!faultOf(format, text.toStdString()));
}

void TestLandmarkFormats::damagedBytes()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, text);
    const std::string alphabet = "0129.-+eE{}[]<>/'\"=,: \n\r\tnx&;\xff";
    Random random(3);
    int refused = 0;
    for (int round = 0; round < 1500; ++round) {
        std::string damaged = text.toStdString();
        for (std::size_t n = 1 + random.below(4); n > 0; --n)
            damaged[random.below(damaged.size())] = alphabet[random.below(alphabet.size())];
        const auto fault = faultOf(format, damaged);
        if (!fault) continue; // another digit is another number
        ++refused;
        const std::string message = fault->message();
        QVERIFY2(fault->kind == ErrorKind::Input && message.size() < 300, message.c_str());
        QVERIFY2(message.find_first_of("\n\r") == std::string::npos, message.c_str());
    }
    QVERIFY(refused > 500);
}

QTEST_GUILESS_MAIN(TestLandmarkFormats)
#include "test_landmark_formats.moc"
