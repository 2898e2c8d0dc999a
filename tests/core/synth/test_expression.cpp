// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/expression.h"
#include "core/synth/face_geometry.h"
#include "core/synth/face_renderer.h"
#include "core/synth/performance.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace mien;
using namespace mien::synth;

namespace {

HeadShape shapeWith(int actionUnit, double left, double right)
{
    AuSet aus;
    aus.set(actionUnit, left, right);
    return expressiveShape(neutralShape({}), aus);
}

} // namespace

class TestExpression : public QObject
{
    Q_OBJECT

    const ExpressionDifficulty m_difficulty;

private slots:
    void clipsBeginAtRestAndEndAtTheApex()
    {
        for (const ClipPlan& plan : planClips(4, 7, m_difficulty)) {
            const ExpressionPlan expression(plan.emotion, plan.style, m_difficulty, plan.random);
            QVERIFY(!expression.hasBegun(0));
            QVERIFY(!expression.hasBegun(0.03));
            QVERIFY(expression.hasBegun(1));
            const AuSet last = expression.at(1);
            for (std::size_t i = 0; i < auNumbers.size(); ++i) {
                QVERIFY(std::abs(last.left[i] - expression.apex().left[i]) < 1e-9);
                QVERIFY(last.left[i] >= 0 && last.left[i] <= 1 && last.right[i] >= 0 && last.right[i] <= 1);
            }
        }
    }

    void theFirstFrameKnowsNothingOfTheLabel()
    {
        // The same stream with another label must give the same face at rest, and the same blink.
        const Random random(11);
        const ExpressionStyle style = drawStyle(Random(3), m_difficulty);
        const AuSet rest = ExpressionPlan("anger", style, m_difficulty, random).at(0);
        for (const std::string& emotion : generatedEmotions())
            QCOMPARE(ExpressionPlan(emotion, style, m_difficulty, random).at(0), rest);
        QVERIFY(!(ExpressionPlan("anger", style, m_difficulty, random).at(1) ==
                  ExpressionPlan("happiness", style, m_difficulty, random).at(1)));
    }

    void lengthAndPlaceOfAClipAreIndependentOfTheLabel()
    {
        std::map<std::string, double> length;
        std::map<std::string, std::set<std::string>> places;
        constexpr int subjects = 200;
        for (const ClipPlan& plan : planClips(subjects, 5, m_difficulty)) {
            QVERIFY(plan.frames >= 11 && plan.frames <= 30);
            length[plan.emotion] += plan.frames / double(subjects);
            places[plan.emotion].insert(plan.sequence);
        }
        for (const std::string& emotion : generatedEmotions()) {
            QVERIFY(std::abs(length[emotion] - 20.5) < 1.7); // 4 standard errors of a mean of 200
            QVERIFY(places[emotion].size() >= 7);
        }
    }

    void everySubjectShowsEveryEmotionAndEveryFourthOneMore()
    {
        const auto plans = planClips(8, 1, m_difficulty);
        std::map<std::string, int> labels;
        for (const ClipPlan& plan : plans) ++labels[plan.emotion];
        QCOMPARE(plans.size(), std::size_t{58});
        QCOMPARE(labels[""], 2);
        for (const std::string& emotion : generatedEmotions()) QCOMPARE(labels[emotion], 8);
        QVERIFY(!labels.contains("neutral"));
    }

    void frozenFacesDoNotMove()
    {
        ExpressionPlan expression("surprise", drawStyle(Random(1), m_difficulty), m_difficulty, Random(2));
        const AuSet rest = expression.at(0);
        QVERIFY(!(expression.at(1) == rest));
        expression.freeze();
        for (const double time : {0.0, 0.2, 0.5, 0.85, 1.0}) QCOMPARE(expression.at(time), rest);
        QVERIFY(!expression.hasBegun(1));
    }

    void moreAdditionalUnitsWithMoreDifficulty()
    {
        const auto extras = [](const ExpressionDifficulty& difficulty) {
            int count = 0;
            for (std::uint64_t seed = 0; seed < 200; ++seed) {
                const ExpressionPlan plan("happiness", drawStyle(Random(1), difficulty), difficulty, Random(seed));
                for (const int number : {2, 4, 14, 15, 17, 20}) count += plan.apex().strongest(number) > 0.12;
            }
            return count;
        };
        ExpressionDifficulty easy;
        easy.extraAus = easy.blendProbability = easy.restingTension = 0;
        ExpressionDifficulty hard = easy;
        hard.extraAus = 1.5;
        QCOMPARE(extras(easy), 0);
        QVERIFY(extras(hard) > 50);
    }

    void valenceAndArousalHaveTheSignsOfTheCircumplex()
    {
        std::map<std::string, Affect> mean;
        for (const ClipPlan& plan : planClips(60, 9, m_difficulty)) {
            const Affect affect = affectOf(ExpressionPlan(plan.emotion, plan.style, m_difficulty, plan.random).apex());
            QVERIFY(std::abs(affect.valence) <= 1 && std::abs(affect.arousal) <= 1);
            mean[plan.emotion].valence += affect.valence / 60;
            mean[plan.emotion].arousal += affect.arousal / 60;
        }
        QVERIFY(mean["happiness"].valence > 0.5);
        for (const char* emotion : {"anger", "contempt", "disgust", "fear", "sadness"})
            QVERIFY(mean[emotion].valence < -0.1);
        QVERIFY(mean["surprise"].arousal > 0.6);
        QVERIFY(mean["fear"].arousal > 0.5);
        QVERIFY(mean["sadness"].arousal < mean["anger"].arousal);
        QVERIFY(mean["sadness"].arousal < 0.1);
    }

    void actionUnitsMoveTheirLandmarksOnTheirSide()
    {
        const HeadShape rest = neutralShape({});
        // Image-left mouth corner = the subject's right.
        const HeadShape right = shapeWith(12, 0, 1);
        QVERIFY(right[48].y < rest[48].y - 0.1 && right[48].x < rest[48].x - 0.1);
        QCOMPARE(right[54].x, rest[54].x);
        const HeadShape both = shapeWith(12, 1, 1);
        QVERIFY(std::abs(both[48].x + both[54].x) < 1e-9);
        QVERIFY(std::abs(both[48].y - both[54].y) < 1e-9);
        QVERIFY(shapeWith(1, 1, 1)[21].y < rest[21].y - 0.1);
        QVERIFY(shapeWith(4, 1, 1)[21].y > rest[21].y + 0.05);
        QVERIFY(shapeWith(26, 1, 1)[8].y > rest[8].y + 0.1);
        const HeadShape closed = shapeWith(43, 1, 1);
        QVERIFY(closed[41].y - closed[37].y < 0.02);
        QVERIFY(closed[41].y >= closed[37].y);
        QVERIFY(shapeWith(24, 1, 1)[51].y > rest[51].y + 0.02); // lips get thinner
    }

    void rareUnitsMoveWhatTheyShould()
    {
        const HeadShape rest = neutralShape({});
        const auto width = [](const HeadShape& shape) { return shape[54].x - shape[48].x; };
        const auto opening = [](const HeadShape& shape) { return shape[66].y - shape[62].y; };
        const auto upperRed = [](const HeadShape& shape) { return shape[62].y - shape[51].y; };
        const auto lowerRed = [](const HeadShape& shape) { return shape[57].y - shape[66].y; };
        const auto with = [](int unit) { return shapeWith(unit, 1, unit == 30 ? 0 : 1); };
        QVERIFY(with(11)[49].y < rest[49].y - 0.04 && with(11)[49].x < rest[49].x); // the upper lip up and outwards
        QVERIFY(with(13)[48].y < rest[48].y - 0.15);                                // corners up, and not out: AU 12
        QVERIFY(width(with(13)) <= width(rest) && width(with(12)) > width(rest) + 0.2);
        QVERIFY(with(16)[57].y > rest[57].y + 0.1 && with(16)[51].y == rest[51].y);
        QVERIFY(width(with(18)) < 0.7 * width(rest) && opening(with(18)) < opening(rest) + 0.01);
        QVERIFY(opening(with(19)) > opening(rest) + 0.1);
        QVERIFY(width(with(22)) < 0.8 * width(rest) && opening(with(22)) > opening(rest) + 0.08);
        QVERIFY(upperRed(with(22)) > upperRed(rest) && lowerRed(with(22)) > lowerRed(rest)); // turned outwards
        QVERIFY(upperRed(with(28)) < 0.3 * upperRed(rest) && lowerRed(with(28)) < 0.3 * lowerRed(rest));
        QVERIFY(with(30)[8].x > rest[8].x + 0.2 && with(30)[8].y == rest[8].y); // the subject's left
        QVERIFY(shapeWith(30, 0, 1)[8].x < rest[8].x - 0.2);
        QCOMPARE(shapeWith(30, 1, 1)[8].x, rest[8].x);
        QVERIFY(lowerRed(with(32)) < 0.5 * lowerRed(rest) && upperRed(with(32)) > 0.8 * upperRed(rest));
        QVERIFY(with(38)[35].x - with(38)[31].x > rest[35].x - rest[31].x + 0.1);
        QVERIFY(with(39)[35].x - with(39)[31].x < rest[35].x - rest[31].x - 0.1);
    }

    void rareUnitsMoveNothingElse_data()
    {
        QTest::addColumn<int>("unit");
        for (std::size_t i = commonUnits; i < auNumbers.size(); ++i)
            QTest::newRow(qPrintable(QStringLiteral("AU") + QString::number(auNumbers[i]))) << auNumbers[i];
    }
    /// Neither landmarks elsewhere nor a pixel of the drawn face.
    void rareUnitsMoveNothingElse()
    {
        QFETCH(int, unit);
        const bool isNose = unit == 38 || unit == 39, isJaw = unit == 30;
        const auto mayMove = [&](int i) {
            if (isNose) return i >= 31 && i <= 35;
            return i >= 48 || (unit == 11 && (i == 31 || i == 35)) || (isJaw && i >= 3 && i <= 13);
        };
        const Random random(1003);
        Identity identity = drawIdentity(random.fork("identity"));
        identity.beard = identity.moustache = false; // their edges are curves through half of the face
        identity.stubble = 0;
        const HeadShape neutral = neutralShape(identity.proportions);
        const HeadProjection projection(HeadMotion(random.fork("head"), 320, 240).at(0));
        const FaceRenderer renderer(identity, random.fork("scene"), 320, 240);
        AuSet aus;
        aus.set(unit, 1, isJaw ? 0 : 1);
        const HeadShape moved = expressiveShape(neutral, aus);
        QRectF region;
        int landmarks = 0;
        for (int i = 0; i < 68; ++i) {
            const auto k = static_cast<std::size_t>(i);
            if (mayMove(i)) {
                landmarks += moved[k].x != neutral[k].x || moved[k].y != neutral[k].y;
                for (const HeadShape* shape : {&neutral, &moved})
                    region |= QRectF(projection.map((*shape)[k]) - QPointF(1, 1), QSizeF(2, 2));
            } else {
                QVERIFY2(moved[k].x == neutral[k].x && moved[k].y == neutral[k].y, qPrintable(QString::number(i)));
            }
        }
        QVERIFY(landmarks >= 2);
        // Folds and cheeks beside the landmarks; the nose's flanks and the fold from its wing to the mouth's corner
        // end where it does; a jaw throws its shadow on the neck.
        if (isNose)
            for (const std::size_t end : {28, 48, 54}) region |= QRectF(projection.map(neutral[end]), QSizeF(1, 1));
        const double margin = (isNose ? 0.4 : 0.8) * projection.unit();
        region.adjust(-margin, -margin, margin, isJaw ? 2 * margin : margin);
        const QImage before = renderer.render(neutral, {}, projection), after = renderer.render(moved, aus, projection);
        int inside = 0, outside = 0;
        for (int y = 0; y < before.height(); ++y) {
            for (int x = 0; x < before.width(); ++x) {
                const QRgb a = before.pixel(x, y), b = after.pixel(x, y);
                const int change = std::max(
                    {std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
                if (change > 2) ++(region.contains(QPointF(x, y)) ? inside : outside); // less is the end of a blur
            }
        }
        QCOMPARE(outside, 0);
        QVERIFY2(inside > 30, qPrintable(QString::number(inside)));
    }

    void closedLipsCloseTheMouth()
    {
        const ExpressionStyle style = drawStyle(Random(1), m_difficulty);
        ExpressionPlan plan("surprise", style, m_difficulty, Random(3));
        const double before = plan.apex().mean(25);
        plan.add(28, 0.9, 0.9);
        QCOMPARE(plan.apex().mean(28), 0.9);
        QVERIFY(plan.apex().mean(25) < 0.3 * before);
    }

    void rareUnitsAreSpreadOverTheClips()
    {
        std::vector<ClipPlan> plans(5);
        std::vector<ClipPlan*> clips;
        for (ClipPlan& plan : plans) clips.push_back(&plan);
        spreadUnits(clips, {11, 13, 16, 18, 19, 22, 28, 30, 32, 38, 39});
        std::multiset<int> all;
        for (const ClipPlan& plan : plans) {
            all.insert(plan.extraUnits.begin(), plan.extraUnits.end());
            QVERIFY(plan.extraUnits.size() >= 2 && plan.extraUnits.size() <= 3);
            const auto lips = std::count_if(plan.extraUnits.begin(), plan.extraUnits.end(), [](int unit) {
                return unit == 18 || unit == 19 || unit == 22 || unit == 28 || unit == 32;
            });
            QCOMPARE(lips, 1);
        }
        QCOMPARE(all, (std::multiset<int>{11, 13, 16, 18, 19, 22, 28, 30, 32, 38, 39}));
    }

    void lipsNeverCross()
    {
        Random random(4);
        for (int i = 0; i < 500; ++i) {
            AuSet aus;
            for (const int number : auNumbers) aus.set(number, random.uniform(), random.uniform());
            const HeadShape shape = expressiveShape(neutralShape(drawIdentity(random.fork("x")).proportions), aus);
            QVERIFY(shape[66].y > shape[62].y && shape[67].y > shape[61].y && shape[65].y > shape[63].y);
            QVERIFY(shape[57].y > shape[66].y);
            QVERIFY(shape[51].y < shape[62].y);
        }
    }

    void unknownEmotionsAndActionUnitsAreBrokenContracts()
    {
        QVERIFY_EXCEPTION_THROWN(auIndex(3), std::out_of_range);
        const ExpressionStyle style = drawStyle(Random(1), m_difficulty);
        QVERIFY_EXCEPTION_THROWN(ExpressionPlan("boredom", style, m_difficulty, Random(1)), std::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(TestExpression)
#include "test_expression.moc"
