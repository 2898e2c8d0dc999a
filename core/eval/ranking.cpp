// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/ranking.h"

#include "core/eval/correlation.h"
#include "core/types/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace mien {

namespace {

std::size_t checkedPositives(std::span<const bool> positive, std::span<const double> scores)
{
    if (positive.size() != scores.size()) throw std::invalid_argument("each score needs one truth");
    if (std::any_of(scores.begin(), scores.end(), [](double s) { return std::isnan(s); }))
        throw std::invalid_argument("a score that was not computed has no rank");
    return static_cast<std::size_t>(std::count(positive.begin(), positive.end(), true));
}

} // namespace

double averagePrecision(std::span<const bool> positive, std::span<const double> scores)
{
    const std::size_t positives = checkedPositives(positive, scores);
    if (positives == 0) return notComputed;
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    double area = 0;
    std::size_t hits = 0;
    for (std::size_t i = 0; i < order.size();) {
        const double step = scores[order[i]];
        const std::size_t before = hits;
        for (; i < order.size() && scores[order[i]] == step; ++i) hits += positive[order[i]];
        area += static_cast<double>(hits - before) * static_cast<double>(hits) / static_cast<double>(i);
    }
    return area / static_cast<double>(positives);
}

double rocAuc(std::span<const bool> positive, std::span<const double> scores)
{
    const std::size_t positives = checkedPositives(positive, scores);
    if (positives == 0 || positives == scores.size()) return notComputed;
    const std::vector<double> ranks = ranksOf(scores);
    double sum = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i)
        if (positive[i]) sum += ranks[i];
    const auto p = static_cast<double>(positives), n = static_cast<double>(scores.size() - positives);
    return (sum - p * (p + 1) / 2) / (p * n);
}

} // namespace mien
