// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/affect_plot.h"
#include "widgets/plots/bar_list.h"
#include "widgets/plots/confusion_plot.h"
#include "widgets/plots/curves_plot.h"
#include "widgets/plots/heat_map_grid.h"
#include "widgets/plots/unit_scores.h"
#include "widgets/theme/theme.h"

#include <QLabel>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace mien;

namespace {

/// A map whose mouth moves in the middle of the clip.
HeatMap mouthMap()
{
    HeatMap map;
    map.map = Grid(68, 20);
    map.normalised = Grid(68, 20);
    map.difference = Grid(68, 19);
    for (int landmark = 48; landmark < 68; ++landmark)
        for (int column = 8; column < 12; ++column) {
            map.map.at(landmark, column) = 1;
            map.difference.at(landmark, column - 1) = landmark % 2 ? 255.0f : -128.0f;
        }
    for (int column = 0; column < 20; ++column) map.frames.push_back(column * 2);
    return map;
}

int colours(const QImage& image)
{
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) seen.insert(image.pixel(x, y));
    return static_cast<int>(seen.size());
}

bool hasColourNear(const QImage& image, const QColor& wanted)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor c = image.pixelColor(x, y);
            if (std::abs(c.red() - wanted.red()) + std::abs(c.green() - wanted.green()) +
                    std::abs(c.blue() - wanted.blue()) <
                12)
                return true;
        }
    return false;
}

ConfusionMatrix twoClasses()
{
    ConfusionMatrix matrix({"anger", "fear"});
    matrix.counts = {{8, 2}, {1, 9}};
    return matrix;
}

} // namespace

class TestPlots final : public QObject
{
    Q_OBJECT
private slots:
    void gridCellsAreWhereTheyAreDrawn();
    void gridMarginIsNoCell();
    void gridAnnouncesHoverAndChoice();
    void gridWalksByKeys();
    void constantMapIsSaid();
    void gridIsDrawn_data();
    void gridIsDrawn();
    void confusionCellsAreWhereTheyAreDrawn();
    void confusionChoosesAndUnchooses();
    void confusionIsDrawn();
    void bestEpochIsTheLowestValidationLoss();
    void curvesAreDrawn();
    void curvesWithoutAccuracyShowTheLossAlone();
    void curvesShowTheFigureOfTheTask();
    void unitsAreSortedAndCounted();
    void affectIsDrawn();
    void barsAreChosen();
};

void TestPlots::gridCellsAreWhereTheyAreDrawn()
{
    HeatMapGrid grid;
    grid.resize(400, 300);
    grid.setMap(mouthMap());
    for (const GridCell cell : {GridCell{0, 0}, GridCell{33, 7}, GridCell{67, 19}})
        QCOMPARE(grid.cellAt(grid.cellRect(cell).center()), std::optional(cell));
}

void TestPlots::gridMarginIsNoCell()
{
    HeatMapGrid grid;
    grid.resize(400, 300);
    QVERIFY(!grid.cellAt(QPointF(200, 100))); // no map
    grid.setMap(mouthMap());
    QVERIFY(!grid.cellAt(QPointF(2, 100)));
    QVERIFY(!grid.cellAt(QPointF(200, 299)));
}

void TestPlots::gridAnnouncesHoverAndChoice()
{
    HeatMapGrid grid;
    grid.resize(400, 300);
    grid.setMap(mouthMap());
    std::optional<GridCell> hovered;
    std::optional<GridCell> chosen;
    connect(&grid, &HeatMapGrid::hovered, this, [&](const std::optional<GridCell>& cell) { hovered = cell; });
    connect(&grid, &HeatMapGrid::chosen, this, [&](const GridCell& cell) { chosen = cell; });
    const GridCell cell{50, 9};
    const QPoint at = grid.cellRect(cell).center().toPoint();
    QTest::mouseMove(&grid, at);
    QMouseEvent move(QEvent::MouseMove, at, at, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&grid, &move);
    QCOMPARE(hovered, grid.cellAt(at));
    QTest::mouseClick(&grid, Qt::LeftButton, {}, at);
    QCOMPARE(chosen, grid.cellAt(at));
}

void TestPlots::gridWalksByKeys()
{
    HeatMapGrid grid;
    grid.resize(400, 300);
    grid.setMap(mouthMap());
    std::optional<GridCell> chosen;
    connect(&grid, &HeatMapGrid::chosen, this, [&](const GridCell& cell) { chosen = cell; });
    QTest::keyClick(&grid, Qt::Key_Left); // stays inside
    QCOMPARE(chosen, std::optional(GridCell{0, 0}));
    QTest::keyClick(&grid, Qt::Key_Down);
    QTest::keyClick(&grid, Qt::Key_Right);
    QCOMPARE(chosen, std::optional(GridCell{1, 1}));
}

void TestPlots::constantMapIsSaid()
{
    HeatMap map = mouthMap();
    std::fill(map.map.values.begin(), map.map.values.end(), 0.5f);
    HeatMapGrid grid;
    grid.resize(400, 300);
    grid.setMap(map);
    QVERIFY(grid.accessibleDescription().contains(u"constant"_s));
}

void TestPlots::gridIsDrawn_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestPlots::gridIsDrawn()
{
    QFETCH(bool, dark);
    const Theme& theme = dark ? Theme::darkTheme() : Theme::light();
    HeatMapGrid grid;
    grid.setMap(mouthMap());
    const QImage strong = grid.renderToImage(QSize(500, 300), theme);
    QCOMPARE(strong.size(), QSize(500, 300));
    QVERIFY(colours(strong) > 10);
    QVERIFY(hasColourNear(strong, Qt::red)); // strength 1
    HeatMap quiet = mouthMap();
    std::fill(quiet.difference.values.begin(), quiet.difference.values.end(), 0.0f);
    grid.setMap(quiet);
    QVERIFY(!hasColourNear(grid.renderToImage(QSize(500, 300), theme), Qt::red));
}

void TestPlots::confusionCellsAreWhereTheyAreDrawn()
{
    ConfusionPlot plot;
    plot.resize(300, 200);
    QVERIFY(!plot.cellAt(QPointF(150, 100))); // nothing to show
    plot.setMatrix(twoClasses(), u"n = 20"_s);
    for (const ConfusionCell cell : {ConfusionCell{0, 0}, ConfusionCell{0, 1}, ConfusionCell{1, 0}})
        QCOMPARE(plot.cellAt(plot.cellRect(cell).center()), std::optional(cell));
    QVERIFY(!plot.cellAt(QPointF(1, 1)));
}

void TestPlots::confusionChoosesAndUnchooses()
{
    ConfusionPlot plot;
    plot.resize(300, 200);
    plot.setMatrix(twoClasses(), {});
    std::vector<std::optional<ConfusionCell>> chosen;
    connect(&plot, &ConfusionPlot::chosen, this, [&](const std::optional<ConfusionCell>& c) { chosen.push_back(c); });
    const QPoint at = plot.cellRect({0, 1}).center().toPoint();
    QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
    QCOMPARE(chosen.size(), 2u);
    QCOMPARE(chosen[0], std::optional(ConfusionCell{0, 1}));
    QVERIFY(!chosen[1]);
}

void TestPlots::confusionIsDrawn()
{
    ConfusionPlot plot;
    plot.setMatrix(twoClasses(), u"n = 20"_s);
    const QImage counts = plot.renderToImage(QSize(300, 200), Theme::light());
    QVERIFY(colours(counts) > 10);
    plot.setRowNormalised(true);
    QVERIFY(plot.renderToImage(QSize(300, 200), Theme::light()) != counts);
}

void TestPlots::bestEpochIsTheLowestValidationLoss()
{
    const double none = notComputed;
    QCOMPARE(CurvesPlot::bestEpoch({}), 0);
    QCOMPARE(CurvesPlot::bestEpoch({{1, 1, 1, 0, none, none, 0}}), 0);
    QCOMPARE(CurvesPlot::bestEpoch({{1, 1, 1, 0, 0.9, 0, 0}, {1, 2, 1, 0, 0.4, 0, 0}, {1, 3, 1, 0, 0.5, 0, 0}}), 2);
}

void TestPlots::curvesAreDrawn()
{
    CurvesPlot plot;
    plot.resize(400, 200);
    const QImage empty = plot.renderToImage(QSize(400, 200), Theme::light());
    std::vector<EpochMetrics> rows;
    for (int epoch = 1; epoch <= 20; ++epoch) rows.push_back({1, epoch, 2.0 / epoch, 0.5, 2.2 / epoch, 0.4, 1e-3});
    plot.setMetrics(rows);
    const QImage linear = plot.renderToImage(QSize(400, 200), Theme::light());
    QVERIFY(linear != empty);
    QVERIFY(hasColourNear(linear, Theme::light().training));
    QVERIFY(hasColourNear(linear, Theme::light().validation));
    plot.setLogarithmicLoss(true);
    QVERIFY(plot.renderToImage(QSize(400, 200), Theme::light()) != linear);
    QVERIFY(plot.renderToImage(QSize(400, 200), Theme::darkTheme()) != linear);
}

void TestPlots::curvesWithoutAccuracyShowTheLossAlone()
{
    CurvesPlot plot;
    plot.resize(400, 200);
    std::vector<EpochMetrics> rows;
    for (int epoch = 1; epoch <= 20; ++epoch)
        rows.push_back({1, epoch, 2.0 / epoch, notComputed, 2.2 / epoch, notComputed, 1e-3});
    plot.setMetrics(rows);
    const QImage image = plot.renderToImage(QSize(400, 200), Theme::light());
    // The curve reaches into the half where the accuracy would be.
    QVERIFY(hasColourNear(image.copy(240, 20, 150, 160), Theme::light().training));
}

void TestPlots::curvesShowTheFigureOfTheTask()
{
    CurvesPlot plot;
    plot.resize(400, 200);
    std::vector<EpochMetrics> rows;
    for (int epoch = 1; epoch <= 20; ++epoch)
        rows.push_back({1, epoch, 2.0 / epoch, notComputed, 2.2 / epoch, notComputed, 1e-3, {notComputed, 0.8, 0.1}});
    plot.setMetrics(rows);
    const auto band = [&](int top) {
        return plot.renderToImage(QSize(400, 200), Theme::light()).copy(230, top, 150, 50);
    };
    constexpr int above = 25, below = 120;
    const QImage valence = band(above), arousal = band(below);
    QVERIFY(!hasColourNear(valence, Theme::light().training) && !hasColourNear(arousal, Theme::light().training));
    for (EpochMetrics& row : rows) row.validation.cccValence = 0.45;
    plot.setMetrics(rows);
    QVERIFY(band(above) != valence && band(below) == arousal);
    for (EpochMetrics& row : rows) row.validation.cccArousal = 0.45;
    plot.setMetrics(rows);
    QVERIFY(band(below) != arousal);
    for (EpochMetrics& row : rows) {
        row.trainAccuracy = row.validationAccuracy = 0.99; // of units that are nearly always absent
        row.validation = {0.4, notComputed, notComputed};
    }
    plot.setMetrics(rows);
    const QImage precision = plot.renderToImage(QSize(400, 200), Theme::light());
    QVERIFY(!hasColourNear(precision.copy(230, 20, 160, 70), Theme::light().training));
}

void TestPlots::unitsAreSortedAndCounted()
{
    // Unit 2 is answered perfectly, unit 1 the wrong way round, nobody shows unit 4.
    const MultiLabelReport report = evaluateMultiLabel(
        std::vector{1, 1, 0, 0, 0, 0}, std::vector{0.1, 0.9, 0.5, 0.9, 0.2, 0.5}, {"AU1", "AU2", "AU4"});
    UnitScores scores;
    scores.setReport(report, u"n = 2"_s);
    const auto labels = scores.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text() == u"mAP 0.750 over 2 of 3 action units; behind the bars: how often coded"_s;
    }));
    const QString bars = scores.findChild<BarList*>()->accessibleDescription();
    QVERIFY2(bars.indexOf(u"AU2 1.00"_s) == 0 && bars.contains(u"AU1 0.50"_s) && !bars.contains(u"AU4"_s),
             qPrintable(bars));
}

void TestPlots::affectIsDrawn()
{
    std::vector<Prediction> predictions;
    for (int i = 0; i < 40; ++i) {
        Prediction p;
        const double truth = i / 20.0 - 1;
        p.targets = {truth, i % 2 ? std::nan("") : -truth};
        p.probabilities = {truth / 2, truth};
        predictions.push_back(p);
    }
    AffectPlot plot;
    plot.resize(400, 220);
    const QImage empty = plot.renderToImage(QSize(400, 200), Theme::light());
    plot.setPredictions(predictions, reportOf(Task::Affect, predictions, {"valence", "arousal"}).affect, u"n = 40"_s);
    const QImage image = plot.renderToImage(QSize(400, 200), Theme::light());
    QVERIFY(image != empty);
    QVERIFY(colours(image.copy(0, 20, 200, 160)) > colours(empty.copy(0, 20, 200, 160)));
    QVERIFY(plot.renderToImage(QSize(400, 200), Theme::darkTheme()) != image);
}

void TestPlots::barsAreChosen()
{
    BarList bars;
    bars.setInteractive(true);
    BarList::Bar a;
    a.key = u"anger"_s;
    a.name = u"anger"_s;
    a.value = 4;
    BarList::Bar b = a;
    b.key = u"fear"_s;
    bars.setBars({a, b});
    bars.resize(200, bars.sizeHint().height());
    QSignalSpy chosen(&bars, &BarList::chosen);
    QTest::mouseClick(&bars, Qt::LeftButton, {}, QPoint(50, bars.height() - 4));
    QCOMPARE(chosen.takeFirst().first().toString(), u"fear"_s);
    QTest::mouseClick(&bars, Qt::LeftButton, {}, QPoint(50, bars.height() - 4));
    QCOMPARE(chosen.takeFirst().first().toString(), QString());
    QTest::keyClick(&bars, Qt::Key_Up);
    QTest::keyClick(&bars, Qt::Key_Space);
    QCOMPARE(chosen.takeFirst().first().toString(), u"anger"_s);
}

QTEST_MAIN(TestPlots)
#include "test_plots.moc"
