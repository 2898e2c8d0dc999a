// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/image.h"
#include "widgets/common/message_bar.h"
#include "widgets/common/names.h"
#include "widgets/itemmodels/library_filter.h"
#include "widgets/panels/library_delegate.h"
#include "widgets/panels/library_filter_bar.h"
#include "widgets/panels/library_panel.h"
#include "widgets/panels/viewer_panel.h"
#include "widgets/plots/bar_list.h"
#include "widgets/theme/theme.h"
#include "widgets/timeline/face_signals.h"
#include "widgets/timeline/timeline_view.h"
#include "widgets/video/overlays/landmark_overlays.h"
#include "widgets/video/transport_bar.h"
#include "widgets/video/video_view.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;
using namespace mien;

namespace {

/// Points on a line, outer eye corners 100 px apart.
FaceFrame simpleFace()
{
    FaceFrame face;
    face.found = true;
    for (int i = 0; i < 68; ++i) face.landmarks[static_cast<std::size_t>(i)] = {10.0f + 2 * i, 20.0f};
    face.landmarks[36] = {100, 100};
    face.landmarks[45] = {200, 100};
    face.landmarks[62] = {150, 150};
    face.landmarks[66] = {150, 175};
    return face;
}

/// Clips c0, c1 … of "/a" with these labels; empty = none.
std::shared_ptr<DatasetIndex> datasetOf(int clips, const std::function<std::string(int)>& label)
{
    auto index = std::make_shared<DatasetIndex>();
    index->root = "/a";
    for (int i = 0; i < clips; ++i) {
        ClipEntry clip;
        clip.id = "c" + std::to_string(i);
        if (const std::string own = label(i); !own.empty()) clip.label = own;
        index->clips.push_back(clip);
    }
    return index;
}

} // namespace

class TestViews final : public QObject
{
    Q_OBJECT
private slots:
    void frameBecomesAnImageWithoutACopy();
    void displayImageFitsTheTarget();
    void pixelCentresMapToTheScreen();
    void wheelZoomsAtTheMouse();
    void overlayFindsTheLandmarkUnderTheMouse();
    void overlaysPaint();
    void timelineSeeks();
    void timelineShowsGaps();
    void sliderAsksForFrames();
    void frameAndTimeFindRoom();
    void signalsAreInEyeDistances();
    void signalsOfNoFaceAreNotComputed();
    void timesAreReadable();
    void messagesWaitForEachOther();
    void labelsHaveRoomInTheLibrary();
    void everyLabelHasABar();
    void theOpenClipStaysInView();
    void labelColoursAreDistinctAndFixed();
};

void TestViews::frameBecomesAnImageWithoutACopy()
{
    auto pixels =
        std::shared_ptr<std::uint8_t>(new std::uint8_t[2 * 3]{255, 0, 0, 0, 0, 255}, [](auto* p) { delete[] p; });
    std::weak_ptr<std::uint8_t> watch = pixels;
    Frame frame;
    frame.width = 2;
    frame.height = 1;
    frame.stride = 6;
    frame.pixels = std::move(pixels);
    QImage image = asImage(frame);
    frame = {};
    QVERIFY(!watch.expired()); // the image keeps them
    QCOMPARE(image.pixelColor(0, 0), QColor(Qt::blue));
    QCOMPARE(image.pixelColor(1, 0), QColor(Qt::red));
    image = {};
    QVERIFY(watch.expired());
    QVERIFY(asImage(Frame()).isNull());
}

void TestViews::displayImageFitsTheTarget()
{
    Frame frame;
    frame.width = 400;
    frame.height = 200;
    frame.stride = 1200;
    frame.pixels = std::shared_ptr<const std::uint8_t>(new std::uint8_t[400 * 200 * 3](), [](auto* p) { delete[] p; });
    QCOMPARE(toDisplayImage(frame, QSize(100, 100)).size(), QSize(100, 50));
    QCOMPARE(toDisplayImage(frame, QSize(1000, 1000)).size(), QSize(1000, 500));
    QVERIFY(toDisplayImage(Frame(), QSize(10, 10)).isNull());
    QCOMPARE(toDisplayImage(frame, {}).size(), QSize(400, 200));
}

void TestViews::pixelCentresMapToTheScreen()
{
    VideoView view;
    view.resize(400, 300);
    QImage picture(200, 100, QImage::Format_RGB32);
    view.setFrame(picture, QSize(200, 100));
    // Fitted at twice the size, 50 pixels of margin above and below.
    QCOMPARE(view.frameToView().map(QPointF(0, 0)), QPointF(1, 51));
    QCOMPARE(view.frameToView().map(QPointF(199.5, 99.5)), QPointF(400, 250));
}

void TestViews::wheelZoomsAtTheMouse()
{
    VideoView view;
    view.resize(400, 300);
    view.setFrame(QImage(200, 100, QImage::Format_RGB32), QSize(200, 100));
    QSignalSpy sizes(&view, &VideoView::deviceSizeChanged);
    QSignalSpy clicks(&view, &VideoView::clicked);
    const QPointF eye(150, 60); // of the frame
    const QPointF mouse = view.frameToView().map(eye);
    view.zoomBy(4, mouse);
    QCOMPARE(view.zoom(), 4.0);
    QCOMPARE(sizes.count(), 1); // the decoder is asked for more pixels
    QCOMPARE(view.deviceSize(), QSize(1600, 1200));
    const QPointF off = view.frameToView().map(eye) - mouse;
    QVERIFY2(off.manhattanLength() < 1.5, qPrintable(QStringLiteral("%1 %2").arg(off.x()).arg(off.y())));
    // Dragging moves the picture and chooses nothing; at the edge it ends.
    QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(200, 150));
    QTest::mouseMove(&view, QPoint(230, 150));
    QTest::mouseMove(&view, QPoint(260, 150));
    QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(260, 150));
    QCOMPARE(clicks.count(), 0);
    QVERIFY(std::abs(view.frameToView().map(eye).x() - mouse.x() - 60) < 3);
    QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(1, 150));
    for (int i = 0; i < 10; ++i) QTest::mouseMove(&view, QPoint(i % 2 ? 5'000 : 4'000, 150));
    QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(399, 150));
    QVERIFY(view.frameToView().map(QPointF(-0.5, 0)).x() <= 0.01);
    view.zoomBy(1e9);
    QCOMPARE(view.zoom(), VideoView::largestZoom);
    view.zoomBy(0);
    QCOMPARE(view.zoom(), 1.0);
    QCOMPARE(view.frameToView().map(QPointF(0, 0)), QPointF(1, 51)); // fitted again, in the middle
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(200, 150));
    QCOMPARE(clicks.count(), 1);
}

void TestViews::overlayFindsTheLandmarkUnderTheMouse()
{
    LandmarkOverlay overlay;
    QCOMPARE(overlay.landmarkAt(QPointF(100, 100), {}, 7), -1);
    overlay.setFace(simpleFace());
    QCOMPARE(overlay.landmarkAt(QPointF(103, 100), {}, 7), 36);
    QCOMPARE(overlay.landmarkAt(QPointF(103, 130), {}, 7), -1);
    QCOMPARE(overlay.landmarkAt(QPointF(203, 200), QTransform::fromScale(2, 2), 7), 36);
    overlay.setShown(false);
    QCOMPARE(overlay.landmarkAt(QPointF(103, 100), {}, 7), -1);
}

void TestViews::overlaysPaint()
{
    ViewerPanel panel;
    panel.resize(500, 400);
    QImage picture(320, 240, QImage::Format_RGB32);
    picture.fill(Qt::black);
    panel.view()->setFrame(picture, picture.size());
    const QImage before = panel.grab().toImage();
    panel.setFaces({.face = simpleFace()});
    const QImage points = panel.grab().toImage();
    QVERIFY(points != before);
    std::vector<float> strength(68, 0.0f);
    strength[36] = 1;
    panel.setStrength(strength);
    QVERIFY(panel.grab().toImage() != points);
    for (Overlay* overlay : panel.overlays()) overlay->setShown(false);
    QCOMPARE(panel.grab().toImage(), before);
}

void TestViews::timelineSeeks()
{
    TimelineView timeline;
    timeline.resize(600, 150);
    timeline.setFrameCount(100);
    QSignalSpy seeks(&timeline, &TimelineView::seekRequested);
    QTest::mouseClick(&timeline, Qt::LeftButton, {}, QPoint(599, 60));
    QCOMPARE(seeks.takeFirst().first().toInt(), 99);
    QTest::mouseClick(&timeline, Qt::LeftButton, {}, QPoint(1, 60));
    QCOMPARE(seeks.takeFirst().first().toInt(), 0);
    timeline.setPosition(41);
    QTest::keyClick(&timeline, Qt::Key_Right);
    QCOMPARE(seeks.takeFirst().first().toInt(), 42);
    QTest::keyClick(&timeline, Qt::Key_End);
    QCOMPARE(seeks.takeFirst().first().toInt(), 99);
    timeline.setFrameCount(0);
    QTest::mouseClick(&timeline, Qt::LeftButton, {}, QPoint(300, 60));
    QVERIFY(seeks.isEmpty());
}

void TestViews::timelineShowsGaps()
{
    TimelineView timeline;
    timeline.resize(600, 150);
    timeline.setFrameCount(3);
    using Face = TimelineView::FaceState;
    timeline.setFaces({Face::Found, Face::Found, Face::Found});
    timeline.setCurves({{u"curve"_s, {0.1, NAN, 0.3}, {}}});
    timeline.resize(601, 150);
    const QImage all = timeline.grab().toImage();
    timeline.setFaces({Face::Found, Face::Missing, Face::Found});
    timeline.resize(600, 150);
    timeline.resize(601, 150);
    QVERIFY(timeline.grab().toImage() != all);
}

void TestViews::sliderAsksForFrames()
{
    TransportBar bar;
    bar.setFrameCount(50);
    QSignalSpy scrubs(&bar, &TransportBar::scrubbed);
    auto* slider = bar.findChild<QSlider*>();
    slider->setValue(20);
    QCOMPARE(scrubs.takeFirst().first().toInt(), 20);
    bar.setPosition(30, 1.0); // shown, not asked for
    QCOMPARE(slider->value(), 30);
    QVERIFY(scrubs.isEmpty());
    bar.setFrameCount(1);
    QVERIFY(!slider->isEnabled());
}

void TestViews::frameAndTimeFindRoom()
{
    TransportBar bar;
    QList<QAction*> actions;
    for (int i = 0; i < 10; ++i) actions.append(new QAction(&bar));
    for (const int i : {1, 2, 6, 7}) actions[i]->setPriority(QAction::LowPriority);
    bar.setActions(actions);
    bar.setFrameCount(472);
    bar.show();
    const auto shown = [&] {
        const auto buttons = bar.findChildren<QToolButton*>();
        return std::count_if(buttons.begin(), buttons.end(), [](const QToolButton* b) { return b->isVisible(); });
    };
    bar.resize(800, 60);
    bar.setPosition(1, 0.042);
    QCOMPARE(shown(), 10);
    const auto* text = bar.findChild<QLabel*>();
    QCOMPARE(text->text(), u"frame 2 of 472 · 0:00.042"_s);
    bar.resize(450, 60);
    QCOMPARE(shown(), 6);
    QVERIFY(text->fontMetrics().horizontalAdvance(text->text()) <= text->width());
    bar.resize(800, 60);
    QCOMPARE(shown(), 10);
}

void TestViews::signalsAreInEyeDistances()
{
    const FaceSignals signal = faceSignals(simpleFace());
    QCOMPARE(signal.mouthOpening, 0.25);
    FaceFrame twice = simpleFace();
    for (Point& p : twice.landmarks) p = {2 * p.x + 30, 2 * p.y - 10};
    QVERIFY(std::abs(faceSignals(twice).browHeight - signal.browHeight) < 1e-5);
}

void TestViews::signalsOfNoFaceAreNotComputed()
{
    const FaceSignals signal = faceSignals(FaceFrame());
    QVERIFY(std::isnan(signal.mouthOpening));
    QVERIFY(std::isnan(signal.browHeight));
}

void TestViews::timesAreReadable()
{
    QCOMPARE(displaySeconds(0.5667), u"0:00.567"_s);
    QCOMPARE(displaySeconds(3723.5), u"1:02:03.500"_s);
    QCOMPARE(displaySeconds(NAN), QString());
    QCOMPARE(displayDuration(40), u"40 s"_s);
    QCOMPARE(displayDuration(185), u"3 min"_s);
    QCOMPARE(displayDuration(7800), u"2 h 10 min"_s);
    QCOMPARE(displayLandmark(21), u"landmark 21 (brows)"_s);
    QCOMPARE(displayLandmark(68), QString());
}

void TestViews::messagesWaitForEachOther()
{
    MessageBar bar;
    QVERIFY(bar.isHidden());
    bar.show(MessageBar::Severity::Error, u"first"_s);
    bar.show(MessageBar::Severity::Warning, u"second"_s);
    bar.show(MessageBar::Severity::Warning, u"second"_s); // said once
    QCOMPARE(bar.text(), u"second"_s);
    auto* close = bar.findChild<QAbstractButton*>();
    close->click();
    QCOMPARE(bar.text(), u"first"_s);
    close->click();
    QVERIFY(bar.isHidden());
}

void TestViews::labelsHaveRoomInTheLibrary()
{
    const QFontMetrics metrics{QFont()};
    const QString id = u"S005_001_of_a_film_with_a_long_name"_s;
    const int room = metrics.horizontalAdvance(u"S005_001 happiness train xxxxxxx"_s);
    const auto fit = LibraryDelegate::fit(room, metrics, id, u"happiness"_s, u"train"_s, true);
    QCOMPARE(fit.label, u"happiness"_s);
    QVERIFY(fit.name.startsWith(u"S0"_s) && fit.name.endsWith(u"me"_s) && fit.name.contains(u"…"_s));
    const auto wide = LibraryDelegate::fit(10 * room, metrics, id, u"happiness"_s, u"train"_s, false);
    QCOMPARE(wide.name, id);
    QCOMPARE(wide.label, u"happiness"_s);
    const auto narrow = LibraryDelegate::fit(1, metrics, id, u"happiness"_s, u"train"_s, true);
    QVERIFY(metrics.horizontalAdvance(narrow.name + narrow.label) <= 3 * metrics.horizontalAdvance(u"…"_s));
}

void TestViews::everyLabelHasABar()
{
    const auto index = datasetOf(13, [](int i) { return i > 0 ? "own" + std::to_string(i) : std::string(); });
    LibraryModel model;
    LibraryPanel panel(&model);
    panel.resize(240, 700);
    panel.show();
    model.addDataset(index);
    const auto* bars = panel.findChild<BarList*>();
    const QString said = bars->accessibleDescription();
    for (const char* name : {"own1", "own7", "own11", "own12", "unlabelled"})
        QVERIFY2(said.contains(QLatin1String(name)), qPrintable(said));
    LibraryQuery query;
    query.label = QString();
    panel.filterBar().ask(query);
    QCOMPARE(panel.filter().clipCount(), 1);
}

void TestViews::theOpenClipStaysInView()
{
    const auto index = datasetOf(100, [](int) { return std::string(); });
    LibraryModel model;
    LibraryPanel panel(&model);
    panel.resize(240, 700);
    panel.show();
    model.addDataset(index);
    panel.select({u"/a"_s, u"c50"_s});
    QApplication::processEvents();
    const QTreeView& tree = *panel.tree();
    const auto inView = [&] {
        const QRect row = tree.visualRect(tree.currentIndex()), view = tree.viewport()->rect();
        return !row.isEmpty() && row.top() >= 0 && row.bottom() <= view.bottom() + 1; // Qt itself leaves out a pixel
    };
    QVERIFY(tree.currentIndex().isValid() && inView());
    panel.resize(240, 450);
    QApplication::processEvents();
    QVERIFY(inView());
    panel.resize(240, 700);
    panel.select({u"/a"_s, u"c99"_s}); // the last one
    QApplication::processEvents();
    panel.resize(240, 450);
    QApplication::processEvents();
    QVERIFY(inView());
    // What a person has scrolled away from stays where it is.
    tree.verticalScrollBar()->setValue(0);
    panel.resize(240, 400);
    QApplication::processEvents();
    QCOMPARE(tree.verticalScrollBar()->value(), 0);
}

void TestViews::labelColoursAreDistinctAndFixed()
{
    for (const Theme* theme : {&Theme::light(), &Theme::darkTheme()}) {
        QSet<QRgb> seen;
        for (const char* label :
             {"neutral", "anger", "contempt", "disgust", "fear", "happiness", "sadness", "surprise"})
            seen.insert(theme->labelColour(QLatin1String(label)).rgb());
        QCOMPARE(seen.size(), 8);
        for (const char* other : {"hapiness", "boredom", ""}) // no emotion has the colour of one
            QVERIFY(!seen.contains(theme->labelColour(QLatin1String(other)).rgb()));
    }
}

QTEST_MAIN(TestViews)
#include "test_views.moc"
