// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/objective.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace mien {

namespace {

namespace F = torch::nn::functional;

/// N × outputs, NaN where nothing is annotated.
torch::Tensor rowsOf(const std::vector<Sample>& samples, torch::Device device)
{
    std::vector<float> values;
    for (const Sample& sample : samples) values.insert(values.end(), sample.targets.begin(), sample.targets.end());
    return torch::tensor(values, torch::kFloat32).view({static_cast<std::int64_t>(samples.size()), -1}).to(device);
}

/// Of each output, over all rows. `epsilon` is added below: 0 gives NaN where both are one constant.
torch::Tensor concordances(const torch::Tensor& x, const torch::Tensor& targets, double epsilon)
{
    const torch::Tensor meanX = x.mean(0);
    const torch::Tensor meanY = targets.mean(0);
    const torch::Tensor covariance = ((x - meanX) * (targets - meanY)).mean(0);
    const torch::Tensor spread = x.var(0, false) + targets.var(0, false) + (meanX - meanY).square();
    return 2 * covariance / (spread + epsilon);
}

/// Area under the precision–recall steps, equal scores one step (as core/eval/ranking.h, which the kernel does not
/// know); NaN without a positive answer.
double averagePrecision(std::vector<std::pair<double, bool>> answers)
{
    std::sort(answers.begin(), answers.end(), std::greater<>());
    double area = 0, positives = 0, before = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        positives += answers[i].second;
        if (i + 1 < answers.size() && answers[i + 1].first == answers[i].first) continue;
        area += (positives - before) * positives / static_cast<double>(i + 1);
        before = positives;
    }
    return area / positives;
}

Result<void> checkTargets(const Sample& sample, std::size_t outputs)
{
    if (sample.targets.size() == outputs) return {};
    return Error::usage("has " + std::to_string(sample.targets.size()) + " annotations where the network answers " +
                            std::to_string(outputs),
                        sample.id, "leave the sample out or annotate it");
}

} // namespace

Result<void> SoftmaxObjective::check(const Sample& sample, std::size_t outputs) const
{
    if (sample.label >= 0 && static_cast<std::size_t>(sample.label) < outputs) return {};
    return Error::usage("label " + std::to_string(sample.label) + " is none of the network's " +
                            std::to_string(outputs) + " classes",
                        sample.id, "leave the sample out or label it");
}

void SoftmaxObjective::fit(const std::vector<const Sample*>& training)
{
    if (!m_weighted) return;
    m_counts.clear();
    for (const Sample* sample : training) {
        const auto label = static_cast<std::size_t>(sample->label);
        if (m_counts.size() <= label) m_counts.resize(label + 1, 0.0);
        m_counts[label] += 1;
    }
}

std::vector<double> SoftmaxObjective::classWeights() const
{
    double samples = 0;
    double present = 0;
    for (const double count : m_counts) {
        samples += count;
        present += count > 0;
    }
    std::vector<double> weights(m_counts.size(), 0.0);
    for (std::size_t c = 0; c < m_counts.size(); ++c)
        if (m_counts[c] > 0) weights[c] = samples / (present * m_counts[c]);
    return weights;
}

torch::Tensor SoftmaxObjective::targets(const std::vector<Sample>& samples, torch::Device device) const
{
    std::vector<std::int64_t> labels;
    for (const Sample& sample : samples) labels.push_back(sample.label);
    return torch::tensor(labels, torch::kInt64).to(device);
}

torch::Tensor SoftmaxObjective::loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const
{
    auto options = F::CrossEntropyFuncOptions().label_smoothing(training ? m_labelSmoothing : 0.0);
    if (training && !m_counts.empty()) {
        std::vector<double> weights = classWeights();
        weights.resize(static_cast<std::size_t>(logits.size(1)), 0.0);
        options.weight(torch::tensor(weights, torch::kFloat32).to(logits.device()));
    }
    return F::cross_entropy(logits.to(torch::kFloat32), targets, options);
}

double SoftmaxObjective::weight(const torch::Tensor& targets, bool training) const
{
    if (!training || m_counts.empty()) return Objective::weight(targets, training);
    return torch::tensor(classWeights(), torch::kFloat64).index_select(0, targets.cpu()).sum().item<double>();
}

double SoftmaxObjective::correct(const torch::Tensor& logits, const torch::Tensor& targets) const
{
    return logits.argmax(1).eq(targets).sum().item<double>();
}

torch::Tensor SoftmaxObjective::probabilities(const torch::Tensor& logits) const
{
    return torch::softmax(logits.to(torch::kFloat64), 1);
}

Result<void> BinaryObjective::check(const Sample& sample, std::size_t outputs) const
{
    return checkTargets(sample, outputs);
}

void BinaryObjective::fit(const std::vector<const Sample*>& training)
{
    constexpr double most = 50;
    if (!m_balance || training.empty()) return;
    m_positiveWeights.clear();
    for (std::size_t unit = 0; unit < training.front()->targets.size(); ++unit) {
        double positives = 0;
        double negatives = 0;
        for (const Sample* sample : training) {
            positives += sample->targets[unit] >= 0.5f;
            negatives += sample->targets[unit] < 0.5f;
        }
        m_positiveWeights.push_back(positives > 0 ? std::min(most, negatives / positives) : 1.0);
    }
}

torch::Tensor BinaryObjective::targets(const std::vector<Sample>& samples, torch::Device device) const
{
    return rowsOf(samples, device);
}

torch::Tensor BinaryObjective::loss(const torch::Tensor& logits, const torch::Tensor& targets, bool training) const
{
    const torch::Tensor known = targets.isnan().logical_not();
    auto options =
        F::BinaryCrossEntropyWithLogitsFuncOptions().weight(known.to(torch::kFloat32)).reduction(torch::kSum);
    if (training && !m_positiveWeights.empty())
        options.pos_weight(torch::tensor(m_positiveWeights, torch::kFloat32).to(logits.device()));
    const torch::Tensor sum =
        F::binary_cross_entropy_with_logits(logits.to(torch::kFloat32), targets.nan_to_num(0.0), options);
    return sum / known.sum().clamp_min(1);
}

double BinaryObjective::weight(const torch::Tensor& targets, bool) const
{
    return targets.isnan().logical_not().sum().item<double>();
}

double BinaryObjective::correct(const torch::Tensor& logits, const torch::Tensor& targets) const
{
    const torch::Tensor known = targets.isnan().logical_not();
    const torch::Tensor right = logits.ge(0).eq(targets.ge(0.5)).logical_and(known);
    return (right.sum(1).to(torch::kFloat64) / known.sum(1).clamp_min(1)).sum().item<double>();
}

TaskScores BinaryObjective::scores(const torch::Tensor& logits, const torch::Tensor& targets) const
{
    const torch::Tensor said = logits.to(torch::kCPU, torch::kFloat64).contiguous();
    const torch::Tensor coded = targets.to(torch::kCPU, torch::kFloat64).contiguous();
    const auto score = said.accessor<double, 2>(), truth = coded.accessor<double, 2>();
    double sum = 0;
    int units = 0;
    for (std::int64_t unit = 0; unit < said.size(1); ++unit) {
        std::vector<std::pair<double, bool>> answers;
        for (std::int64_t i = 0; i < said.size(0); ++i)
            if (!std::isnan(truth[i][unit]) && !std::isnan(score[i][unit]))
                answers.emplace_back(score[i][unit], truth[i][unit] >= 0.5);
        const double precision = averagePrecision(std::move(answers));
        if (std::isnan(precision)) continue;
        sum += precision;
        ++units;
    }
    TaskScores scores;
    if (units > 0) scores.map = sum / units;
    return scores;
}

torch::Tensor BinaryObjective::probabilities(const torch::Tensor& logits) const
{
    return torch::sigmoid(logits.to(torch::kFloat64));
}

Result<void> AffectObjective::check(const Sample& sample, std::size_t outputs) const
{
    if (auto ok = checkTargets(sample, outputs); !ok) return ok;
    if (std::none_of(sample.targets.begin(), sample.targets.end(), [](float t) { return std::isnan(t); })) return {};
    return Error::usage("lacks valence or arousal", sample.id, "leave the sample out or annotate it");
}

torch::Tensor AffectObjective::targets(const std::vector<Sample>& samples, torch::Device device) const
{
    return rowsOf(samples, device);
}

torch::Tensor AffectObjective::loss(const torch::Tensor& logits, const torch::Tensor& targets, bool) const
{
    constexpr double epsilon = 1e-8; // a batch of equal targets and answers has no variance
    const torch::Tensor x = logits.to(torch::kFloat32);
    return m_loss == Loss::MeanSquaredError ? F::mse_loss(x, targets) : 1 - concordances(x, targets, epsilon).mean();
}

double AffectObjective::correct(const torch::Tensor&, const torch::Tensor&) const
{
    return std::numeric_limits<double>::quiet_NaN();
}

TaskScores AffectObjective::scores(const torch::Tensor& logits, const torch::Tensor& targets) const
{
    const torch::Tensor each = concordances(logits.to(torch::kFloat64), targets.to(torch::kFloat64), 0).cpu();
    TaskScores scores;
    scores.cccValence = each[0].item<double>();
    scores.cccArousal = each[1].item<double>();
    return scores;
}

torch::Tensor AffectObjective::probabilities(const torch::Tensor& logits) const
{
    return logits.to(torch::kFloat64);
}

std::unique_ptr<Objective> softmaxObjective(const Options& options)
{
    return std::make_unique<SoftmaxObjective>(options.real("label_smoothing"),
                                              options.choice("class_weights") == "balanced");
}

std::unique_ptr<Objective> binaryObjective(const Options& options)
{
    return std::make_unique<BinaryObjective>(options.choice("pos_weight") == "auto");
}

std::unique_ptr<Objective> affectObjective(const Options& options)
{
    using Loss = AffectObjective::Loss;
    return std::make_unique<AffectObjective>(options.choice("loss") == "mse" ? Loss::MeanSquaredError
                                                                             : Loss::Concordance);
}

} // namespace mien
