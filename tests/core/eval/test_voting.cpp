// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/voting.h"

#include <QTest>

#include <cmath>

using namespace mien;

namespace {

Prediction sample(const std::string& id, std::vector<double> probabilities, int truth = 0, int fold = 1)
{
    Prediction prediction;
    prediction.sample = id;
    prediction.fold = fold;
    prediction.truth = truth;
    prediction.logits = probabilities;
    prediction.probabilities = std::move(probabilities);
    return prediction;
}

} // namespace

class TestVoting : public QObject
{
    Q_OBJECT

private slots:
    /// The vector of the temporal fusion specification, section 10.
    void rulesFollowTheSpecification()
    {
        const std::vector<Prediction> samples = {sample("A#1", {.6, .4}), sample("A#2", {.6, .4}),
                                                 sample("A#3", {0, 1})};
        const std::map<std::string, std::string> clipOf = {{"A#1", "A"}, {"A#2", "A"}, {"A#3", "A"}};
        const auto most = votedByClip(samples, clipOf, Vote::MaxProbability);
        const auto sum = votedByClip(samples, clipOf, Vote::Sum);
        QCOMPARE(most.size(), std::size_t(1));
        QCOMPARE(most[0].sample, std::string("A"));
        QCOMPARE(most[0].predicted(), 0);
        QCOMPARE(sum[0].predicted(), 1);
        QCOMPARE(sum[0].probabilities[0], 0.4);
        QCOMPARE(most[0].second(), 1);
    }

    void networksOfSeveralFoldsAnswerTogetherOnce()
    {
        const auto together = meanOverFolds({sample("A", {.9, .1}, 1, 1), sample("B", {.2, .8}, 0, 1),
                                             sample("A", {.3, .7}, 1, 2), sample("B", {.4, .6}, 0, 2)});
        QCOMPARE(together.size(), std::size_t(2));
        QCOMPARE(together[0].sample, std::string("A"));
        QCOMPARE(together[0].fold, 0);
        QCOMPARE(together[0].truth, 1);
        QCOMPARE(together[0].predicted(), 0);
        QVERIFY(std::abs(together[0].probabilities[0] - 0.6) < 1e-12);
        QVERIFY(std::abs(together[1].logits[1] - 0.7) < 1e-12);
    }

    void tiesGoToTheLargerSumThenTheLowerIndex()
    {
        const std::map<std::string, std::string> clipOf = {{"A#1", "A"}, {"A#2", "A"}};
        const auto larger =
            votedByClip({sample("A#1", {.6, .4, 0}), sample("A#2", {0, .9, .1})}, clipOf, Vote::MaxProbability);
        QCOMPARE(larger[0].predicted(), 1);
        const auto lower =
            votedByClip({sample("A#1", {0, .7, .3}), sample("A#2", {0, .3, .7})}, clipOf, Vote::MaxProbability);
        QCOMPARE(lower[0].predicted(), 1);
    }

    void foldsClipsAndNeutralSamplesStayApart()
    {
        const std::map<std::string, std::string> clipOf = {{"A#1", "A"}, {"A#2", "A"}, {"A#neutral", "A"}, {"B", "B"}};
        const auto voted = votedByClip({sample("A#1", {1, 0}), sample("A#neutral", {0, 1}, 1), sample("B", {.5, .5}),
                                        sample("A#2", {0, 1}), sample("A#1", {1, 0}, 0, 2)},
                                       clipOf, Vote::Sum);
        QCOMPARE(voted.size(), std::size_t(4));
        QCOMPARE(voted[0].sample, std::string("A"));
        QCOMPARE(voted[1].sample, std::string("A#neutral"));
        QCOMPARE(voted[2].decided, -1); // nothing to vote on
        QCOMPARE(voted[3].fold, 2);
        QCOMPARE(voted[3].sample, std::string("A"));
    }

    void onlyItsOwnNamesAreRules()
    {
        QVERIFY(voteFromName("sum") == Vote::Sum);
        QVERIFY(voteFromName("max_probability") == Vote::MaxProbability);
        QVERIFY(!voteFromName("median"));
    }
};

QTEST_GUILESS_MAIN(TestVoting)
#include "test_voting.moc"
