// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/expression.h"
#include "core/synth/face_geometry.h"
#include "core/synth/performance.h"

#include <QTest>

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
