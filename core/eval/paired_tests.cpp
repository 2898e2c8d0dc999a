// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/paired_tests.h"

#include "core/eval/correlation.h"
#include "core/eval/distributions.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace mien {

McNemar mcNemar(long onlyFirst, long onlySecond)
{
    if (onlyFirst < 0 || onlySecond < 0) throw std::invalid_argument("counts of samples are not negative");
    const long discordant = onlyFirst + onlySecond, fewer = std::min(onlyFirst, onlySecond);
    const double both = 2 * fairBinomialTail(fewer, discordant);
    return {onlyFirst, onlySecond, std::min(1.0, both), std::min(1.0, both - fairBinomialMass(fewer, discordant))};
}

ResampledT correctedResampledT(std::span<const double> differences, double testPerTrain)
{
    ResampledT result;
    result.folds = static_cast<int>(differences.size());
    if (differences.empty()) return result;
    double sum = 0;
    for (const double d : differences) sum += d;
    const auto folds = static_cast<double>(differences.size());
    result.mean = sum / folds;
    if (differences.size() < 2 || std::isnan(result.mean)) return result;
    result.degrees = result.folds - 1;
    // By their range: around a mean that is rounded even equal values seem to vary.
    const auto [least, most] = std::minmax_element(differences.begin(), differences.end());
    double squares = 0;
    for (const double d : differences) squares += *least == *most ? 0 : (d - result.mean) * (d - result.mean);
    result.deviation = std::sqrt(squares / (folds - 1));
    if (*least == 0 && *most == 0) {
        result.t = 0;
        result.p = 1;
    } else if (result.deviation > 0 && testPerTrain > 0) {
        result.t = result.mean / (result.deviation * std::sqrt(1 / folds + testPerTrain));
        result.p = studentTwoSided(result.t, result.degrees);
    }
    return result;
}

std::vector<double> holmAdjusted(std::span<const double> p)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p.size(); ++i)
        if (!std::isnan(p[i])) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> adjusted(p.size(), notComputed);
    double largest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        largest = std::max(largest, std::min(1.0, static_cast<double>(order.size() - rank) * p[order[rank]]));
        adjusted[order[rank]] = largest;
    }
    return adjusted;
}

} // namespace mien
