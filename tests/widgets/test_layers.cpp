// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/au_boxes.h"
#include "core/face/component_crops.h"
#include "core/face/face_shape3d.h"
#include "core/face/head_pose.h"
#include "widgets/common/names.h"
#include "widgets/panels/crop_strip.h"
#include "widgets/panels/viewer_panel.h"
#include "widgets/timeline/face_signals.h"
#include "widgets/video/overlays/au_overlay.h"
#include "widgets/video/overlays/face_box_overlay.h"
#include "widgets/video/overlays/landmark_overlays.h"
#include "widgets/video/overlays/people_overlay.h"
#include "widgets/video/overlays/pose_overlay.h"
#include "widgets/video/overlays/strength_overlay.h"
#include "widgets/video/video_view.h"

#include <QHelpEvent>
#include <QLabel>
#include <QLayout>
#include <QPainter>
#include <QSet>
#include <QTest>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace mien;

namespace {

constexpr int side = 400;
constexpr QRgb background = qRgb(0, 64, 0);

/// The mean face, upright, 120 pixels between the outer eye corners, in a frame of 400 × 400.
FaceFrame meanFaceFrame(double rx = 0, double ry = 0)
{
    FaceFrame face;
    face.found = true;
    face.box = {100, 110, 200, 200};
    face.score = 1.25;
    face.confidence = 0.934;
    for (std::size_t i = 0; i < 68; ++i) {
        const Point3& p = meanFace()[i];
        const double x = std::cos(ry) * p.x + std::sin(ry) * p.z;
        const double z = -std::sin(ry) * p.x + std::cos(ry) * p.z;
        const double y = std::cos(rx) * p.y - std::sin(rx) * z;
        face.landmarks[i] = {static_cast<float>(200 + 120 * x), static_cast<float>(170 + 120 * y)};
    }
    return face;
}

FaceMeasures measuresWith(int number, float intensity)
{
    FaceMeasures m;
    for (std::size_t i = 0; i < geometricAus.size(); ++i)
        m.auIntensity[i] = geometricAus[i].number == number ? intensity : 0;
    return m;
}

/// The layer on a plain picture, one pixel of the view for one of the frame.
QImage painted(const Overlay& overlay)
{
    QImage picture(side, side, QImage::Format_RGB32);
    picture.fill(background);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    overlay.paint(painter, QTransform::fromTranslate(0.5, 0.5));
    return picture;
}

bool touched(const QImage& picture, QPointF at, int radius = 1)
{
    const QPoint centre(static_cast<int>(std::floor(at.x() + 0.5)), static_cast<int>(std::floor(at.y() + 0.5)));
    for (int y = -radius; y <= radius; ++y)
        for (int x = -radius; x <= radius; ++x)
            if (picture.pixel(centre + QPoint(x, y)) != background) return true;
    return false;
}

int touchedPixels(const QImage& picture)
{
    int count = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) count += picture.pixel(x, y) != background;
    return count;
}

QPointF at(const FaceFrame& face, std::size_t i)
{
    return {face.landmarks[i].x, face.landmarks[i].y};
}

} // namespace

/// Every layer of the viewer: pixels at known places, nothing without a face.
class TestLayers final : public QObject
{
    Q_OBJECT
private slots:
    void layersHaveNamesAndWords();
    void withoutAFaceNothingIsDrawn();
    void layersThatAreOffDrawNothing();
    void pointsStandAtLandmarks();
    void hiddenPointsAreHollow();
    void numbersStandBesidePoints();
    void numbersThatWouldHideEachOtherAreLeftOut();
    void connectionsRunBetweenNeighbours();
    void peopleCanBePointedAt();
    void boxSaysHowSure();
    void boxWithoutConfidenceClaimsNone();
    void strengthColoursDiscs();
    void axesPointWhereTheFaceLooks();
    void axesStartAtTheNose();
    void unitsAboveTheThresholdGetBoxes();
    void weakUnitsAreMarked();
    void unmeasuredUnitsAreNoZeros();
    void toolTipsAskTheLayers();
    void cropsKeepNamesAndSizes();
    void cropsWrap();
    void strongestUnitsBecomeCurves();
};

void TestLayers::layersHaveNamesAndWords()
{
    ViewerPanel panel;
    QSet<QString> ids;
    for (const Overlay* layer : panel.overlays()) {
        QVERIFY(!layer->title().isEmpty() && !layer->help().isEmpty());
        ids.insert(layer->id());
        QCOMPARE(panel.overlay(layer->id()), layer);
    }
    QCOMPARE(ids, QSet<QString>({u"box"_s, u"connections"_s, u"points"_s, u"numbers"_s, u"people"_s, u"map"_s,
                                 u"pose"_s, u"aus"_s}));
    QVERIFY(!panel.overlay(u"halo"_s));
}

void TestLayers::withoutAFaceNothingIsDrawn()
{
    ViewerPanel panel;
    FaceFrame none;
    for (const auto& face : {std::optional<FaceFrame>(), std::optional(none)}) {
        panel.setFaces({.face = face, .pose = HeadPose(), .measures = measuresWith(12, 3)});
        for (const Overlay* layer : panel.overlays())
            QVERIFY2(touchedPixels(painted(*layer)) == 0, qPrintable(layer->id()));
    }
}

void TestLayers::layersThatAreOffDrawNothing()
{
    ViewerPanel panel;
    panel.resize(500, 500);
    QImage picture(side, side, QImage::Format_RGB32);
    picture.fill(background);
    panel.view()->setFrame(picture, picture.size());
    for (Overlay* layer : panel.overlays()) layer->setShown(false);
    const QImage before = panel.view()->grab().toImage();
    panel.setFaces({.face = meanFaceFrame(), .pose = HeadPose(), .measures = measuresWith(12, 3)});
    panel.setStrength(std::vector<float>(68, 1.0f));
    panel.setNames({{0, u"Anna"_s}});
    QCOMPARE(panel.view()->grab().toImage(), before);
    for (Overlay* layer : panel.overlays()) {
        layer->setShown(true);
        QVERIFY2(panel.view()->grab().toImage() != before, qPrintable(layer->id()));
        layer->setShown(false);
        QVERIFY2(panel.view()->grab().toImage() == before, qPrintable(layer->id()));
    }
}

void TestLayers::pointsStandAtLandmarks()
{
    LandmarkOverlay layer;
    const FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    const QImage picture = painted(layer);
    for (std::size_t i = 0; i < 68; ++i) QVERIFY(touched(picture, at(face, i), 0));
    QVERIFY(!touched(picture, (at(face, 4) + at(face, 5)) / 2));
}

void TestLayers::hiddenPointsAreHollow()
{
    LandmarkOverlay layer;
    FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    const QPoint chin(200, static_cast<int>(std::lround(face.landmarks[8].y)));
    const QColor seen = painted(layer).pixelColor(chin);
    face.hidden.set(8);
    layer.setFace(face);
    QVERIFY(seen.lightness() > painted(layer).pixelColor(chin).lightness() + 40);
}

void TestLayers::numbersStandBesidePoints()
{
    LandmarkNumberOverlay layer;
    const FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    const QImage picture = painted(layer);
    QVERIFY(touched(picture, at(face, 8) + QPointF(0, 9), 3));  // below the chin
    QVERIFY(touched(picture, at(face, 0) - QPointF(8, 0), 3));  // outside of the jaw
    QVERIFY(touched(picture, at(face, 19) - QPointF(0, 9), 3)); // above the brow
    QVERIFY(!touched(picture, at(face, 8), 0));                 // the point itself is another layer's
}

void TestLayers::numbersThatWouldHideEachOtherAreLeftOut()
{
    LandmarkNumberOverlay layer;
    FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    const int large = touchedPixels(painted(layer));
    for (Point& p : face.landmarks) p = {200 + (p.x - 200) / 8, 170 + (p.y - 170) / 8};
    layer.setFace(face);
    const int small = touchedPixels(painted(layer));
    QVERIFY(small > 0);
    QVERIFY2(small * 3 < large, qPrintable(u"%1 of %2 pixels"_s.arg(small).arg(large)));
}

void TestLayers::peopleCanBePointedAt()
{
    PeopleOverlay layer;
    FaceFrame near = meanFaceFrame();
    FaceFrame far = near;
    far.person = 1;
    far.box = {near.box.x + near.box.width / 2, near.box.y, near.box.width / 3, near.box.height / 3};
    layer.setFace(near, {far});
    const auto at = [](const Box& box) { return QPointF(box.x + box.width / 2, box.y + box.height / 2); };
    QCOMPARE(layer.personAt(at(near.box), {}), -1); // one face is followed: there is nobody to choose
    QVERIFY(touchedPixels(painted(layer)) == 0);
    layer.setNames({{0, u"Anna"_s}, {1, u"Ben"_s}});
    QVERIFY(touchedPixels(painted(layer)) > 0);
    QCOMPARE(layer.personAt(QPointF(near.box.x + 2, near.box.y + near.box.height - 2), {}), 0);
    QCOMPARE(layer.personAt(at(far.box), {}), 1); // both lie there: the smaller one is meant
    QCOMPARE(layer.personAt({-500, -500}, {}), -1);
}

void TestLayers::connectionsRunBetweenNeighbours()
{
    ConnectionOverlay layer;
    const FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    const QImage picture = painted(layer);
    const auto middle = [&](std::size_t a, std::size_t b) { return (at(face, a) + at(face, b)) / 2; };
    for (const auto& [a, b] : {std::pair(4, 5), {17, 18}, {25, 26}, {28, 29}, {36, 41}, {42, 47}, {48, 59}, {60, 67}})
        QVERIFY2(touched(picture, middle(a, b), 0), qPrintable(u"%1–%2"_s.arg(a).arg(b)));
    for (const auto& [a, b] : {std::pair(0, 17), {21, 22}, {16, 26}, {8, 57}})
        QVERIFY2(!touched(picture, middle(a, b)), qPrintable(u"%1–%2"_s.arg(a).arg(b)));
}

void TestLayers::boxSaysHowSure()
{
    FaceBoxOverlay layer;
    layer.setFace(meanFaceFrame());
    const QImage picture = painted(layer);
    for (const QPointF edge : {QPointF(100, 200), QPointF(300, 200), QPointF(200, 110), QPointF(200, 310)})
        QVERIFY(touched(picture, edge));
    QVERIFY(!touched(picture, {200, 200}));
    QVERIFY(touched(picture, {110, 100}, 3)); // the words above the box
    const QString words = layer.describe({200, 200}, {});
    QVERIFY2(words.contains(u"93 %"_s) && words.contains(u"1.25"_s), qPrintable(words));
    QVERIFY(layer.describe({50, 50}, {}).isEmpty());
}

void TestLayers::boxWithoutConfidenceClaimsNone()
{
    FaceBoxOverlay layer;
    FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    const int with = touchedPixels(painted(layer));
    face.confidence = NAN;
    layer.setFace(face);
    QVERIFY(touchedPixels(painted(layer)) < with); // a shorter label
    QVERIFY(!layer.describe({200, 200}, {}).contains(u'%'));
}

void TestLayers::strengthColoursDiscs()
{
    StrengthOverlay layer;
    const FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    QCOMPARE(touchedPixels(painted(layer)), 0);
    layer.setStrength({1.0f}); // not one for each landmark: nothing to show
    QVERIFY(!layer.hasStrength());
    std::vector<float> strength(68, 0.0f);
    strength[8] = 1;
    layer.setStrength(strength);
    const QImage picture = painted(layer);
    const QColor chin = picture.pixelColor(200, static_cast<int>(std::lround(face.landmarks[8].y)));
    QVERIFY(chin.red() > 200 && chin.blue() < 60);
    QVERIFY(touched(picture, at(face, 0), 0));
}

void TestLayers::axesPointWhereTheFaceLooks()
{
    constexpr std::size_t tip = 30;
    constexpr std::size_t bridge = 27;
    for (const auto& [rx, ry] : {std::pair(0.0, 0.5), {0.0, -0.5}, {0.4, 0.0}, {-0.4, 0.0}}) {
        const FaceFrame turned = meanFaceFrame(rx, ry);
        const HeadPose pose = fitPose(turned.landmarks, Camera::assumed(side, side)).pose;
        const auto axes = PoseOverlay::axes(pose);
        const FaceFrame straight = meanFaceFrame();
        const QPointF nose = at(turned, tip) - at(turned, bridge) - (at(straight, tip) - at(straight, bridge));
        QVERIFY2(QPointF::dotProduct(axes[2], nose) > 0, qPrintable(u"%1 %2"_s.arg(rx).arg(ry)));
        QVERIFY(axes[0].x() > 0.8 && axes[1].y() < -0.8); // side and up keep their directions
    }
    const auto straight = PoseOverlay::axes(HeadPose());
    QCOMPARE(straight[0], QPointF(1, 0));
    QCOMPARE(straight[1], QPointF(0, -1));
    QVERIFY(std::hypot(straight[2].x(), straight[2].y()) < 1e-9);
}

void TestLayers::axesStartAtTheNose()
{
    PoseOverlay layer;
    const FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    QCOMPARE(touchedPixels(painted(layer)), 0); // not known yet
    layer.setPose(HeadPose());
    const QImage picture = painted(layer);
    const QPointF origin = at(face, 27);
    QVERIFY(touched(picture, origin, 0));
    QVERIFY(touched(picture, origin + QPointF(60, 0), 0));
    QVERIFY(touched(picture, origin - QPointF(0, 60), 0));
    QVERIFY(!touched(picture, origin - QPointF(60, 0)));
    QSet<QRgb> colours{picture.pixel((origin + QPointF(60, 0)).toPoint()),
                       picture.pixel((origin - QPointF(0, 60)).toPoint())};
    QCOMPARE(colours.size(), 2);
    HeadPose pose;
    pose.ry = fitPose(meanFaceFrame(0, 0.5).landmarks, Camera::assumed(side, side)).pose.ry;
    layer.setPose(pose);
    const bool right = PoseOverlay::axes(pose)[2].x() > 0;
    const QString words = layer.describe(origin + QPointF(20, 0), {});
    QVERIFY2(words.contains(right ? u"right"_s : u"left"_s), qPrintable(words));
    layer.setFace(face); // another frame: its pose is not known yet
    QCOMPARE(touchedPixels(painted(layer)), 0);
}

void TestLayers::unitsAboveTheThresholdGetBoxes()
{
    AuOverlay layer;
    const FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    layer.setMeasures(measuresWith(12, 2.3f), QSize(side, side));
    QCOMPARE(layer.marks().size(), std::size_t(1));
    QCOMPARE(layer.marks().front().label, u"AU12 2.3"_s);
    const QImage picture = painted(layer);
    const auto boxes = auBoxes(12, face.landmarks, side, side);
    QCOMPARE(boxes.size(), std::size_t(2));
    for (const Box& box : boxes) {
        QVERIFY(touched(picture, QPointF(box.x, box.y + box.height / 2)));
        QVERIFY(touched(picture, QPointF(box.x + box.width / 2, box.y + box.height)));
        const QString words = layer.describe(QPointF(box.x + 2, box.y + 2), {});
        QVERIFY2(words.contains(displayActionUnit(12)) && words.contains(u"2.3"_s), qPrintable(words));
    }
    QVERIFY(touched(picture, QPointF(boxes.front().x - 20, boxes.front().y + 7), 4)); // the label
    layer.setThreshold(3);
    QVERIFY(layer.marks().empty());
    layer.setThreshold(1);
    layer.setMeasures(measuresWith(45, 4), QSize(side, side)); // a blink has no landmarks; the lids show it
    QCOMPARE(layer.marks().size(), std::size_t(1));
    QVERIFY(!displayActionUnit(45).isEmpty());
    QVERIFY(displayActionUnit(3).isEmpty());
}

void TestLayers::weakUnitsAreMarked()
{
    AuOverlay layer;
    FaceFrame face = meanFaceFrame();
    for (const GeometricAu& au : geometricAus) {
        for (const bool pictureSeen : {false, true}) {
            face.eyes = pictureSeen ? std::optional(EyeRegion()) : std::nullopt;
            layer.setFace(face);
            layer.setMeasures(measuresWith(au.number, 2), QSize(side, side));
            QCOMPARE(layer.marks().size(), std::size_t(1));
            QCOMPARE(layer.marks().front().label.contains(u'?'), au.isWeak(pictureSeen));
        }
    }
    face.hidden.set(48); // a hand over the corner of the mouth
    layer.setFace(face);
    layer.setMeasures(measuresWith(12, 2), QSize(side, side));
    QVERIFY(layer.marks().front().weak);
    layer.setMeasures(measuresWith(1, 2), QSize(side, side));
    QVERIFY(!layer.marks().front().weak);
}

void TestLayers::unmeasuredUnitsAreNoZeros()
{
    AuOverlay layer;
    const FaceFrame face = meanFaceFrame();
    layer.setFace(face);
    layer.setThreshold(0);
    layer.setMeasures(std::nullopt, QSize(side, side), u"when the whole clip is known"_s);
    QVERIFY(layer.marks().empty());
    QVERIFY(touchedPixels(painted(layer)) > 0); // the reason
    FaceMeasures unknown;
    unknown.auIntensity.fill(NAN);
    layer.setMeasures(unknown, QSize(side, side));
    QVERIFY(layer.marks().empty());
    layer.setMeasures(measuresWith(12, 3), QSize(side, side));
    QVERIFY(!layer.marks().empty());
    layer.setFace(face); // another frame
    QVERIFY(layer.marks().empty());
    QCOMPARE(touchedPixels(painted(layer)), 0);
}

void TestLayers::toolTipsAskTheLayers()
{
    ViewerPanel panel;
    panel.resize(500, 500);
    panel.show();
    VideoView* view = panel.view();
    view->setFrame(QImage(side, side, QImage::Format_RGB32), QSize(side, side));
    panel.setFaces({.face = meanFaceFrame()});
    panel.overlay(u"box"_s)->setShown(true);
    const QPoint middle = view->frameToView().map(QPointF(200, 200)).toPoint();
    QHelpEvent help(QEvent::ToolTip, middle, view->mapToGlobal(middle));
    QApplication::sendEvent(view, &help);
    QVERIFY2(QToolTip::text().contains(u"93 %"_s), qPrintable(QToolTip::text()));
}

void TestLayers::cropsKeepNamesAndSizes()
{
    CropStrip strip;
    std::vector<CropStrip::Crop> crops{{u"face"_s, u"help"_s, QImage(72, 72, QImage::Format_RGB32)}};
    for (const FaceComponent component : faceComponents) crops.push_back({QLatin1String(name(component)), {}, {}});
    crops[1].picture = QImage(72, 72, QImage::Format_RGB32);
    strip.setCrops(crops);
    const auto labels = strip.findChildren<QLabel*>(u"crop"_s);
    const auto names = strip.findChildren<QLabel*>(u"muted"_s);
    QCOMPARE(labels.size(), 7);
    QCOMPARE(names.size(), 7);
    const QStringList wanted{u"face"_s,  u"left eye"_s,  u"right eye"_s, u"nose"_s,
                             u"mouth"_s, u"left brow"_s, u"right brow"_s};
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        QCOMPARE(names[i]->text(), wanted[i]);
        QCOMPARE(labels[i]->accessibleName(), wanted[i]);
        QCOMPARE(labels[i]->size(), QSize(CropStrip::pictureSide, CropStrip::pictureSide));
        QCOMPARE(labels[i]->pixmap().isNull(), i > 1);
    }
    QCOMPARE(labels[0]->pixmap().deviceIndependentSize(), QSizeF(CropStrip::pictureSide, CropStrip::pictureSide));
    strip.setCrops({}); // no face: places stay, pictures go
    QCOMPARE(strip.findChildren<QLabel*>(u"crop"_s), labels);
    QVERIFY(labels[0]->pixmap().isNull());
}

void TestLayers::cropsWrap()
{
    CropStrip strip;
    strip.setCrops(std::vector<CropStrip::Crop>(7, {u"right brow"_s, {}, {}}));
    strip.show();
    const auto rows = [&](int width) {
        strip.resize(width, strip.sizeHint().height());
        QCoreApplication::sendPostedEvents();
        strip.layout()->activate();
        strip.resize(width, strip.sizeHint().height());
        strip.layout()->activate();
        QSet<int> tops;
        for (const QLabel* label : strip.findChildren<QLabel*>(u"crop"_s)) {
            tops.insert(label->mapTo(&strip, QPoint()).y());
            if (label->mapTo(&strip, QPoint(label->width(), 0)).x() > width) return -1; // cut
        }
        return static_cast<int>(tops.size());
    };
    QCOMPARE(rows(strip.widthOf(7)), 1);
    QCOMPARE(rows(strip.widthOf(7) - 1), 2);
    QCOMPARE(rows(strip.widthOf(4)), 2);
    QCOMPARE(rows(strip.widthOf(3)), 3);
    QCOMPARE(rows(strip.widthOf(7) + 100), 1);
}

void TestLayers::strongestUnitsBecomeCurves()
{
    QVERIFY(strongestUnits({}, 1, 2, true).empty());
    std::vector<std::optional<FaceMeasures>> frames{measuresWith(25, 2), std::nullopt, measuresWith(12, 4),
                                                    measuresWith(26, 1), measuresWith(7, 5)};
    frames[3]->auIntensity.fill(NAN);
    const auto curves = strongestUnits(frames, 1, 2, true);
    QCOMPARE(curves.size(), std::size_t(2)); // 7 is a doubtful one
    QCOMPARE(curves[0].actionUnit, 12);
    QCOMPARE(curves[1].actionUnit, 25);
    QCOMPARE(curves[0].values.size(), frames.size());
    QCOMPARE(curves[0].values[2], 4.0);
    QVERIFY(std::isnan(curves[0].values[1]) && std::isnan(curves[0].values[3]));
    QVERIFY(strongestUnits(frames, 4.5, 2, true).empty());
    frames.push_back(measuresWith(1, 5)); // brows: doubtful where no picture was seen
    QCOMPARE(strongestUnits(frames, 4.5, 2, true).size(), std::size_t(1));
    QVERIFY(strongestUnits(frames, 4.5, 2, false).empty());
}

QTEST_MAIN(TestLayers)
#include "test_layers.moc"
