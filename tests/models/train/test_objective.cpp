// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/objective.h"
#include "tests/support/check.h"

#include <cmath>
#include <limits>

using namespace mien;

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

Sample with(std::vector<float> targets)
{
    Sample sample;
    sample.targets = std::move(targets);
    return sample;
}

std::vector<const Sample*> pointers(const std::vector<Sample>& samples)
{
    std::vector<const Sample*> all;
    for (const Sample& sample : samples) all.push_back(&sample);
    return all;
}

double softplus(double x)
{
    return std::log1p(std::exp(x));
}

} // namespace

TEST_CASE("binary loss: mean over what is annotated, worked by hand")
{
    const BinaryObjective objective(false);
    const std::vector<Sample> samples = {with({1, 0, unknown}), with({0, unknown, 1})};
    const torch::Tensor targets = objective.targets(samples, torch::kCPU);
    const torch::Tensor logits = torch::tensor({{2.0f, -1.0f, 50.0f}, {0.5f, 50.0f, -3.0f}});
    const double expected = (softplus(-2) + softplus(-1) + softplus(0.5) + softplus(3)) / 4;
    EXPECT_NEAR(objective.loss(logits, targets, true).item<double>(), expected, 1e-6);
    // First sample: both right; second: the first output is wrong, the third too.
    EXPECT_NEAR(objective.correct(logits, targets), 1.0, 1e-12);
    EXPECT(!objective.check(with({1, 0}), 3).ok());
    EXPECT(objective.check(samples[0], 3).ok());
}

TEST_CASE("balanced binary loss weighs positives by negatives over positives, 50 at most")
{
    BinaryObjective objective(true);
    std::vector<Sample> training(101, with({0, 0, 0}));
    training[0].targets = {1, 1, unknown};
    for (std::size_t i = 0; i < 25; ++i) training[i].targets[0] = 1;
    objective.fit(pointers(training));
    const std::vector<Sample> one = {with({1, 1, 0})};
    const torch::Tensor targets = objective.targets(one, torch::kCPU);
    const torch::Tensor logits = torch::zeros({1, 3});
    const double log2 = std::log(2.0);
    EXPECT_NEAR(objective.loss(logits, targets, true).item<double>(), (76.0 / 25 + 50 + 1) * log2 / 3, 1e-5);
    EXPECT_NEAR(objective.loss(logits, targets, false).item<double>(), log2, 1e-6);
}

TEST_CASE("concordance: the vectors of the valence/arousal specification")
{
    const AffectObjective objective(AffectObjective::Loss::Concordance);
    const torch::Tensor x = torch::tensor({{-0.5f, 0.3f}, {0.1f, -0.2f}, {0.4f, -0.1f}});
    EXPECT_NEAR(objective.loss(x, x, true).item<double>(), 0.0, 1e-5);
    const torch::Tensor centred = x - x.mean(0);
    EXPECT_NEAR(objective.loss(centred, -centred, true).item<double>(), 2.0, 1e-5);
    // CCC of x and x + d = 2 s² / (2 s² + d²).
    const double d = 0.3;
    const torch::Tensor variance = x.var(0, false).to(torch::kFloat64);
    const double expected = 1 - (2 * variance / (2 * variance + d * d)).mean().item<double>();
    EXPECT_NEAR(objective.loss(x + d, x, true).item<double>(), expected, 1e-5);
    EXPECT(std::isnan(objective.correct(x, x)));
    EXPECT(!objective.check(with({0.5f, unknown}), 2).ok());
}

TEST_CASE("scores of a part: average precision over units with positives, concordance of each dimension")
{
    // The first unit is the example of scikit-learn's average_precision_score: 0.83; of the second all scores tie; the
    // third has no positive sample, and of the fourth only two samples are coded.
    const torch::Tensor coded = torch::tensor(
        {{0.0f, 1.0f, 0.0f, unknown}, {0.0f, 0.0f, 0.0f, 1.0f}, {1.0f, 1.0f, 0.0f, unknown}, {1.0f, 0.0f, 0.0f, 0.0f}});
    const torch::Tensor said = torch::tensor(
        {{0.1f, 2.0f, 9.0f, 9.0f}, {0.4f, 2.0f, 1.0f, 3.0f}, {0.35f, 2.0f, 5.0f, 9.0f}, {0.8f, 2.0f, 2.0f, 1.0f}});
    const TaskScores units = BinaryObjective(false).scores(said, coded);
    EXPECT_NEAR(units.map, (0.8333333333 + 0.5 + 1.0) / 3, 1e-9);
    EXPECT(std::isnan(units.cccValence));
    EXPECT(std::isnan(BinaryObjective(false).scores(said, torch::zeros({4, 4})).map));

    const torch::Tensor answers = torch::tensor({{0.1f, -0.2f}, {0.4f, 0.1f}, {0.35f, 0.3f}, {0.8f, 0.0f}});
    const torch::Tensor truth = torch::tensor({{0.0f, 0.2f}, {0.5f, -0.1f}, {0.25f, -0.3f}, {0.9f, 0.1f}});
    const AffectObjective affect(AffectObjective::Loss::MeanSquaredError);
    EXPECT_NEAR(affect.scores(answers, truth).cccValence, 0.9423423423, 1e-6); // by hand, population moments
    EXPECT_NEAR(affect.scores(answers, truth).cccArousal, -0.9, 1e-6);
    EXPECT(std::isnan(affect.scores(torch::zeros({4, 2}), torch::zeros({4, 2})).cccValence));
    EXPECT(std::isnan(affect.scores(answers, truth).map));
}

TEST_CASE("class weights make rare classes count as much as frequent ones, in training only")
{
    SoftmaxObjective objective(0, true);
    std::vector<Sample> training(8);
    for (std::size_t i = 0; i < training.size(); ++i) training[i].label = i < 6 ? 0 : 1;
    objective.fit(pointers(training));
    const std::vector<Sample> batch = {training.front(), training.back()};
    const torch::Tensor targets = objective.targets(batch, torch::kCPU);
    const torch::Tensor logits = torch::tensor({{0.0f, 1.0f, -9.0f}, {2.0f, 0.0f, -9.0f}});
    const double first = softplus(1.0) + 1e-9;
    const double second = softplus(2.0);
    const double w0 = 8.0 / (2 * 6);
    const double w1 = 8.0 / (2 * 2);
    EXPECT_NEAR(objective.loss(logits, targets, true).item<double>(), (w0 * first + w1 * second) / (w0 + w1), 2e-4);
    EXPECT_NEAR(objective.loss(logits, targets, false).item<double>(), (first + second) / 2, 2e-4);
}

TEST_MAIN
