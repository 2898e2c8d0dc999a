// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/facs/action_units.h"
#include "core/facs/emotion_rules.h"
#include "core/facs/emotions.h"
#include "tests/support/landmark_runs.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

using namespace mien;

namespace {

using test::range;
using test::operator+;

std::vector<float> strengthAt(const std::vector<int>& landmarks)
{
    std::vector<float> strength(68, 0.0f);
    for (const int landmark : landmarks) strength[landmark] = 0.4f;
    return strength;
}

} // namespace

class TestFacs : public QObject
{
    Q_OBJECT

private slots:
    void everyEmotionNameIsItsOwnAlias()
    {
        for (const auto name : emotionNames) QCOMPARE(emotionFromAlias(name), std::optional<std::string>(name));
    }

    void spellingsOfTheFieldAreUnderstood()
    {
        const std::map<std::string, std::string> expected = {
            {"happy", "happiness"}, {"Angry", "anger"}, {"SU", "surprise"},      {"happyiness", "happiness"},
            {"Sad", "sadness"},     {"NE", "neutral"},  {"Fearful", "fear"},     {" DIS ", "disgust"},
            {"HAP", "happiness"},   {"AN", "anger"},    {"Disgusted", "disgust"}};
        for (const auto& [alias, name] : expected) QCOMPARE(emotionFromAlias(alias), std::optional<std::string>(name));
    }

    void unknownWordsHaveNoEmotion()
    {
        for (const char* word : {"", " ", "boredom", "1", "happ", "thinking"}) QVERIFY(!emotionFromAlias(word));
    }

    /// The landmark map of the landmark TCN spec, section 8.5, typed anew, with the units that only the action unit
    /// spec has (section 7).
    void landmarksFollowTheSpecification()
    {
        const std::map<int, std::vector<std::vector<int>>> expected = {
            {1, {range(20, 23)}},
            {2, {range(17, 19), range(24, 26)}},
            {4, {range(17, 27)}},
            {5, {range(36, 39), range(42, 45)}},
            {6, {{36, 39, 40, 41}, {42, 45, 46, 47}}},
            {7, {range(36, 41), range(42, 47)}},
            {9, {std::vector<int>{21, 22} + range(27, 31) + std::vector<int>{35}}},
            {10, {range(31, 35) + range(49, 53)}},
            {11, {{31, 48, 49}, {35, 53, 54}}},
            {13, {{48, 49, 59, 60}, {53, 54, 55, 64}}},
            {14, {{48, 60}, {54, 64}}},
            {18, {range(48, 67)}},
            {19, {std::vector<int>{57} + range(60, 67)}},
            {22, {range(48, 67)}},
            {27, {range(6, 10) + range(48, 67)}},
            {28, {range(48, 67)}},
            {30, {range(5, 11) + range(48, 59)}},
            {32, {range(48, 67)}},
            {38, {range(31, 35)}},
            {39, {range(31, 35)}},
            {12, {{48, 49, 59, 60}, {53, 54, 55, 64}}},
            {15, {{48, 59, 60}, {54, 55, 64}}},
            {16, {range(55, 59) + range(65, 67)}},
            {17, {range(7, 9) + range(56, 58)}},
            {20, {range(48, 67)}},
            {23, {range(48, 67)}},
            {24, {range(48, 67)}},
            {25, {range(60, 67)}},
            {26, {range(6, 10) + range(48, 67)}}};
        for (const ActionUnit& unit : actionUnits()) {
            const auto it = expected.find(unit.number);
            const auto groups = it == expected.end() ? std::vector<std::vector<int>>{} : it->second;
            QVERIFY2(unit.landmarkGroups == groups, qPrintable(QString::number(unit.number)));
        }
        for (const auto& [number, groups] : expected) QVERIFY(actionUnit(number));
        QVERIFY(!actionUnit(3));
        QCOMPARE(actionUnitOfCode("AU04"), actionUnit(4));
        for (const char* code : {"AU3", "AU", "12", "AU4294967300", "AU1x"}) QVERIFY(!actionUnitOfCode(code));
        QCOMPARE(actionUnit(12)->name, std::string("Lip Corner Puller"));
        QCOMPARE(landmarksOf(12), (std::vector<int>{48, 49, 53, 54, 55, 59, 60, 64}));
        QVERIFY(landmarksOf(3).empty());
    }

    void prototypesFollowTheSpecification()
    {
        QCOMPARE(expectedActionUnits("anger"), (std::vector<int>{4, 5, 7, 23, 24}));
        QCOMPARE(expectedActionUnits("disgust"), (std::vector<int>{9, 10, 15, 16, 17}));
        QCOMPARE(expectedActionUnits("fear"), (std::vector<int>{1, 2, 4, 5, 7, 20, 26}));
        QCOMPARE(expectedActionUnits("happiness"), (std::vector<int>{6, 12}));
        QCOMPARE(expectedActionUnits("sadness"), (std::vector<int>{1, 4, 15}));
        QCOMPARE(expectedActionUnits("surprise"), (std::vector<int>{1, 2, 5, 26}));
        QVERIFY(expectedActionUnits("neutral").empty());
        QVERIFY(expectedActionUnits("contempt").empty());
    }

    void agreementCountsHitsAndPrecision()
    {
        // 48 belongs to AU 12; 0 (jaw) to none of happiness; 6 stays cold.
        const AuAgreement result = agreement(strengthAt({0, 48, 54}), "happiness");
        QCOMPARE(result.expected, (std::vector<int>{6, 12}));
        QCOMPARE(result.hit, std::vector<int>{12});
        QCOMPARE(result.active, (std::vector<int>{0, 48, 54}));
        QCOMPARE(result.hitRate, 0.5);
        QCOMPARE(result.precision, 2.0 / 3.0);
        QCOMPARE(result.activeShare, 3.0 / 68.0);
    }

    /// Action unit spec, section 8, and its closing examples.
    void unitsThatACoderSawNameAnEmotion()
    {
        using Name = std::optional<std::string>;
        QCOMPARE(emotionOfUnits({}), Name());
        QCOMPARE(emotionOfUnits({{4, {}}, {7, {}}}), Name());
        QCOMPARE(emotionOfUnits({{23, {}}, {24, {}}}), Name("anger"));
        QCOMPARE(emotionOfUnits({{10, {}}, {25, {}}}), Name("disgust"));
        QCOMPARE(emotionOfUnits({{12, {}}}), Name("happiness"));
        QCOMPARE(emotionOfUnits({{6, {}}, {15, {}}}), Name("sadness"));
        QCOMPARE(emotionOfUnits({{14, 2.0}}), Name("contempt"));
        QCOMPARE(emotionOfUnits({{1, {}}, {2, {}}, {4, {}}}), Name("fear")); // more units than surprise
        QCOMPARE(emotionOfUnits({{1, {}}, {2, {}}, {5, {}}}), Name("surprise"));
        QCOMPARE(emotionOfUnits({{1, {}}, {2, {}}, {5, 5.0}}), Name("fear"));
        QCOMPARE(emotionOfUnits({{5, 2.0}}), Name("surprise"));
        QCOMPARE(emotionOfUnits({{5, 3.0}}), Name());
    }

    /// Section 8: several rules rank by the mean probability of their units, then by more units, then in order of the
    /// table.
    void rulesThatFireAreRanked()
    {
        const auto emotions = [](const std::vector<FiredRule>& rules) {
            std::vector<std::string> names;
            for (const FiredRule& rule : rules) names.push_back(rule.emotion);
            return names;
        };
        using Names = std::vector<std::string>;
        QVERIFY(firedRules({{4, {}, 0.9}}).empty());
        const auto fired = firedRules({{12, {}, 0.6}, {14, {}, 0.9}, {1, {}, 0.7}, {2, {}, 0.8}, {4, {}, 0.9}});
        QCOMPARE(emotions(fired), (Names{"contempt", "fear", "surprise", "happiness"}));
        QCOMPARE(fired[1].units, (std::vector<int>{1, 2, 4}));
        QVERIFY(std::abs(fired[1].probability - 0.8) < 1e-12);
        QVERIFY(std::abs(fired[2].probability - 0.75) < 1e-12);
        QCOMPARE(emotions(firedRules({{12, {}, 0.8}, {10, {}, 0.8}})), (Names{"disgust", "happiness"}));
        QCOMPARE(emotions(firedRules({{6, {}, 0.5}, {15, {}, 0.5}, {11, {}, 0.5}, {10, {}, 0.5}})),
                 (Names{"sadness", "disgust", "sadness"}));
        // AU 5 at E: fear needs no AU 4, and surprise is out.
        QCOMPARE(emotions(firedRules({{1, {}}, {2, {}}, {5, 5.0}})), (Names{"fear"}));
    }

    void prototypesAreScoredByWhatIsThereAndWhatIsNot()
    {
        const std::vector<int> all = {1, 2, 4, 5, 6, 7, 9, 10, 12, 15, 17, 20, 24, 25, 26};
        const auto scores = prototypeScores({12, 25}, all);
        QCOMPARE(scores.size(), std::size_t(23));
        QCOMPARE(scores[0].name, std::string("happy"));
        QCOMPARE(scores[0].score, 1.0);
        QCOMPARE(scores[1].name, std::string("happily disgusted")); // 2 of 3 and nothing outside
        const auto scoreOf = [](const std::vector<PrototypeScore>& in, const std::string& name) {
            for (const PrototypeScore& score : in)
                if (score.name == name) return score.score;
            return -9.0;
        };
        QCOMPARE(scoreOf(scores, "sad"), -1.0);
        QCOMPARE(scoreOf(scores, "angrily surprised"), 1.0 / 3 - 1.0 / 2);
        // 25 and 26 are not among the 27 units of EB+.
        const auto coded = prototypeScores({4}, {1, 2, 4, 12});
        QCOMPARE(scoreOf(coded, "angrily surprised"), 1.0);
        QCOMPARE(scoreOf(coded, "happy"), -1.0);
        for (const PrototypeScore& score : prototypeScores({}, all)) QCOMPARE(score.score, 0.0);
    }

    void agreementWithoutActivityHasNoPrecision()
    {
        const AuAgreement result = agreement(strengthAt({}), "sadness");
        QCOMPARE(result.hitRate, 0.0);
        QVERIFY(std::isnan(result.precision));
        QCOMPARE(result.activeShare, 0.0);
    }

    void neutralReportsOnlyItsActiveShare()
    {
        const AuAgreement result = agreement(strengthAt({1, 2}), "neutral");
        QVERIFY(std::isnan(result.hitRate));
        QVERIFY(std::isnan(result.precision));
        QCOMPARE(result.activeShare, 2.0 / 68.0);
    }

    void agreementWantsOneStrengthPerLandmark()
    {
        QVERIFY_EXCEPTION_THROWN(agreement(std::vector<float>(67, 1.0f), "fear"), std::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(TestFacs)
#include "test_facs.moc"
