// SPDX-License-Identifier: GPL-3.0-or-later
//
// Parts of the page: escaping, curves, the paper's values, choice of clips, pictures.
#include "report_fixture.h"

#include "app/report/agreement_text.h"
#include "app/report/figures.h"
#include "app/report/html_writer.h"
#include "app/report/page.h"
#include "app/report/reference_values.h"
#include "app/report/svg_curves.h"

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace mien;
using namespace mien::report;
using namespace mien::test;

namespace {

ReportData dataOf(std::vector<Prediction> predictions)
{
    ReportData data;
    data.name = "run";
    data.config = runConfig();
    data.finished = true;
    data.classes = classNames();
    data.predictions = std::move(predictions);
    data.report = evaluate(data.predictions, data.classes);
    return data;
}

QImage png(const std::string& bytes)
{
    return QImage::fromData(QByteArray::fromStdString(bytes), "PNG");
}

bool hasRed(const QImage& image)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor c = image.pixelColor(x, y);
            if (c.red() > 230 && c.green() < 40 && c.blue() < 40) return true;
        }
    return false;
}

} // namespace

class TestReportParts : public QObject
{
    Q_OBJECT

private slots:
    void textIsEscaped()
    {
        QCOMPARE(escaped("a<b>&\"'é日"), std::string("a&lt;b&gt;&amp;&quot;&#39;é日"));
        QCOMPARE(escaped(std::string_view("a\0b\x1b\n\tc", 7)), std::string("ab\n\tc"));
        QCOMPARE(escaped("\xff"), std::string("\xef\xbf\xbd"));
        HtmlWriter html;
        html.element("p", "1 < 2", {{"title", "say \"<x>\""}});
        QCOMPARE(html.result(), std::string("<p title=\"say &quot;&lt;x&gt;&quot;\">1 &lt; 2</p>\n"));
        QCOMPARE(base64("any carnal pleas"), std::string("YW55IGNhcm5hbCBwbGVhcw=="));
    }

    void bestEpochIsTheFirstLowestFiniteLoss()
    {
        FoldCurve curve(4);
        for (int i = 0; i < 4; ++i) curve[static_cast<std::size_t>(i)].epoch = i + 1;
        QCOMPARE(bestEpoch(curve), 0);
        curve[0].validationLoss = -std::numeric_limits<double>::infinity();
        curve[1].validationLoss = 0.5;
        curve[3].validationLoss = 0.5;
        QCOMPARE(bestEpoch(curve), 2);
        curve[3].validationLoss = 0.4;
        QCOMPARE(bestEpoch(curve), 4);
    }

    void curvesAreSortedAndShareLimits()
    {
        const auto row = [](int fold, int epoch, double loss) {
            EpochMetrics metrics;
            metrics.fold = fold;
            metrics.epoch = epoch;
            metrics.trainLoss = loss;
            return metrics;
        };
        const auto curves = byFold({row(2, 2, 0.3), row(1, 1, 1.9), row(2, 1, 0.7)});
        QCOMPARE(curves.size(), std::size_t(2));
        QCOMPARE(curves[1].front().epoch, 1);
        const CurveLimits limits = curveLimits(curves);
        QCOMPARE(limits.lastEpoch, 2);
        QVERIFY(limits.loss >= 1.9 && limits.loss <= 2.5);
        QCOMPARE(curveLimits({}).lastEpoch, 1);
    }

    void valuesThatAreNotFiniteInterruptALine()
    {
        FoldCurve curve(5);
        for (int i = 0; i < 5; ++i) {
            curve[static_cast<std::size_t>(i)].fold = 1;
            curve[static_cast<std::size_t>(i)].epoch = i + 1;
            curve[static_cast<std::size_t>(i)].trainLoss = 1;
        }
        const auto lines = [&] {
            return QString::fromStdString(curvesSvg(curve, curveLimits({curve}))).count(QStringLiteral("<polyline"));
        };
        QCOMPARE(lines(), 1);
        curve[2].trainLoss = notComputed;
        QCOMPARE(lines(), 2);
        const QString svg = QString::fromStdString(curvesSvg(curve, curveLimits({curve})));
        QVERIFY(!svg.contains(QStringLiteral("nan")));
        QVERIFY(svg.contains(QStringLiteral("role=\"img\"")) && svg.contains(QStringLiteral("<desc")));
    }

    void curvesShowTheFigureOfTheTask()
    {
        FoldCurve curve(3);
        for (int i = 0; i < 3; ++i) {
            EpochMetrics& row = curve[static_cast<std::size_t>(i)];
            row.fold = 1;
            row.epoch = i + 1;
            row.validationLoss = 1.0 / (i + 1);
            row.validation.cccValence = 0.2 * (i + 1);
            row.validation.cccArousal = 0.1 * (i + 1);
        }
        const QString svg = QString::fromStdString(curvesSvg(curve, curveLimits({curve})));
        QCOMPARE(svg.count(QStringLiteral("<polyline")), 3); // loss, valence, arousal
        QVERIFY(svg.contains(QStringLiteral("CCC")) && !svg.contains(QStringLiteral("accuracy")));
        QVERIFY(svg.contains(QStringLiteral("validation CCC 0.600 of valence, 0.300 of arousal")));
        // A concordance below 0 is drawn below the line of 0, not on it.
        const auto lowest = [&] {
            const QString page = QString::fromStdString(curvesSvg(curve, curveLimits({curve})));
            const qsizetype at = page.lastIndexOf(QStringLiteral("<polyline points=\"")) + 18;
            return page.mid(at, page.indexOf(u'"', at) - at);
        };
        for (EpochMetrics& row : curve) row.validation.cccArousal = 0;
        const QString none = lowest();
        curve[1].validation.cccArousal = -0.25;
        QVERIFY2(lowest() != none && lowest().contains(QStringLiteral(",128.0")), qPrintable(lowest()));
        for (EpochMetrics& row : curve) row.validation = {};
        QVERIFY(!QString::fromStdString(curvesSvg(curve, curveLimits({curve}))).contains(QStringLiteral("accuracy")));
    }

    void paperValuesAgreeWithThePaper()
    {
        const auto tcn = referenceValues("tcn");
        QVERIFY(tcn);
        QCOMPARE(tcn->accuracy, 0.9957);
        QCOMPARE(tcn->support, 307L);
        QCOMPARE(tcn->classes.size(), std::size_t(7));
        QCOMPARE(tcn->classes.at("sadness").precision, 0.91);
        QCOMPARE(tcn->classes.at("neutral").recall, 0.92);
        QVERIFY(std::abs(tcn->impliedByRecalls - 302.0 / 307.0) < 0.0005);
        // Printed to two digits from unrounded parts: F1 may be off by one unit.
        for (const char* network : {"tcn", "scn"}) {
            const auto reference = referenceValues(network);
            for (const auto& [name, score] : reference->classes) {
                const double f1 = 2 * score.precision * score.recall / (score.precision + score.recall);
                QVERIFY2(std::abs(f1 - score.f1) <= 0.015, name.c_str());
            }
        }
        QCOMPARE(referenceValues("scn")->column, std::string("SCN"));
        QVERIFY(!referenceValues("microx"));
    }

    void typicalClipsAndTheMostCertainErrorAreChosen()
    {
        const ReportData data = dataOf({prediction("a", "S1", 1, 0, 0, 0.99), prediction("b", "S1", 1, 0, 0, 0.80),
                                        prediction("c", "S2", 1, 0, 0, 0.60), prediction("d", "S2", 1, 1, 0, 0.70),
                                        prediction("e", "S2", 2, 2, 1, 0.90), prediction("f", "S2", 2, 3, 3, 0.50)});
        const auto choices = chooseClips(data);
        QCOMPARE(choices.size(), std::size_t(3));
        QCOMPARE(choices[0].prediction->sample, std::string("b"));
        QCOMPARE(choices[1].prediction->sample, std::string("f"));
        QCOMPARE(choices[2].prediction->sample, std::string("e"));
    }

    void figureHasPicturesAndAgreement()
    {
        const QTemporaryDir folder;
        const ReportData data = dataOf({prediction("clip", "S001", 1, 3, 3, 0.9)});
        const auto figures = makeFigures(
            data, [&](const Prediction&) { return explanation(folder.path().toStdString(), 3); }, RunControl());
        QVERIFY(figures);
        QCOMPARE(figures->size(), std::size_t(1));
        const MapFigure& figure = figures->front();
        QVERIFY2(figure.problems.empty(), figure.problems.empty() ? "" : figure.problems.front().c_str());
        QVERIFY(figure.agreement.starts_with("Expected for happiness: AU 6"));
        QVERIFY(figure.agreement.find("hit rate 0.50") != std::string::npos);
        const QImage face = png(figure.facePng);
        QCOMPARE(face.size(), QSize(figure.faceWidth, figure.faceHeight));
        QVERIFY(face.width() < 320);
        QVERIFY(hasRed(face)); // landmark 48 at full strength
        QVERIFY(!png(figure.gridPng).isNull());
        const std::string text = page(data, *figures, false);
        QCOMPARE(QString::fromStdString(text).count(QStringLiteral("src=\"data:image/png;base64,")), 2);
        QVERIFY(text.find("alt=\"Face in frame 10") != std::string::npos);
    }

    void goneFrameLeavesTheGrid()
    {
        const QTemporaryDir folder;
        const ReportData data = dataOf({prediction("clip", "S001", 1, 3, 3, 0.9)});
        const auto figures = makeFigures(
            data,
            [&](const Prediction&) {
                auto result = explanation(folder.path().toStdString(), 3);
                QFile::remove(QString::fromStdString(result->files.back().string()));
                return result;
            },
            RunControl());
        QVERIFY(figures);
        QVERIFY(figures->front().facePng.empty());
        QVERIFY(!figures->front().gridPng.empty());
        QVERIFY(figures->front().problems.front().starts_with("No painted face: "));
    }

    void singleStepOfTimeHasNoGrid()
    {
        const QTemporaryDir folder;
        const ReportData data = dataOf({prediction("clip", "S001", 1, 3, 3, 0.9)});
        const auto figures = makeFigures(
            data,
            [&](const Prediction&) {
                auto result = explanation(folder.path().toStdString(), 3);
                result->map.map = Grid(68, 1);
                result->map.difference = Grid(68, 0);
                return result;
            },
            RunControl());
        QVERIFY(figures);
        QVERIFY(figures->front().gridPng.empty());
        QVERIFY(figures->front().problems.front().starts_with("No grid: "));
    }

    void otherAnswerThanInTheRunIsSaid()
    {
        const QTemporaryDir folder;
        const ReportData data = dataOf({prediction("clip", "S001", 1, 2, 2, 0.9)});
        const auto figures = makeFigures(
            data,
            [&](const Prediction&) {
                auto result = explanation(folder.path().toStdString(), 3);
                result->heldOut = false;
                return result;
            },
            RunControl());
        QVERIFY(figures);
        QCOMPARE(figures->front().problems.size(), std::size_t(2));
    }

    void agreementIsSaidForNeutralToo()
    {
        AuAgreement neutral;
        neutral.emotion = "neutral";
        neutral.hitRate = neutral.precision = notComputed;
        QCOMPARE(agreementText(neutral), std::string("No action unit is expected for neutral; 0 of 68 landmarks are "
                                                     "active (share 0.00; near 0 is expected)."));
    }
};

QTEST_GUILESS_MAIN(TestReportParts)
#include "test_report_parts.moc"
