// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/correlation.h"

#include "core/types/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace mien {

namespace {

std::vector<double> computed(std::span<const double> values)
{
    std::vector<double> known;
    std::copy_if(values.begin(), values.end(), std::back_inserter(known), [](double v) { return !std::isnan(v); });
    return known;
}

using Pairs = std::pair<std::vector<double>, std::vector<double>>;

Pairs computedPairs(std::span<const double> a, std::span<const double> b)
{
    if (a.size() != b.size()) throw std::invalid_argument("series of different lengths do not correlate");
    Pairs pairs;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) || std::isnan(b[i])) continue;
        pairs.first.push_back(a[i]);
        pairs.second.push_back(b[i]);
    }
    return pairs;
}

/// By their range: around a mean that is rounded even equal values seem to vary.
bool varies(const std::vector<double>& values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return least != values.end() && *least < *most;
}

double pearsonOf(const Pairs& pairs)
{
    const auto& [a, b] = pairs;
    if (!varies(a) || !varies(b)) return notComputed;
    const double meanA = meanOf(a), meanB = meanOf(b);
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - meanA) * (b[i] - meanB);
        aa += (a[i] - meanA) * (a[i] - meanA);
        bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return std::clamp(ab / std::sqrt(aa) / std::sqrt(bb), -1.0, 1.0);
}

} // namespace

double meanOf(std::span<const double> values)
{
    const auto known = computed(values);
    if (known.empty()) return notComputed;
    return std::accumulate(known.begin(), known.end(), 0.0) / static_cast<double>(known.size());
}

double percentile(std::span<const double> values, double share)
{
    auto known = computed(values);
    if (known.empty()) return notComputed;
    std::sort(known.begin(), known.end());
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(known.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, known.size() - 1);
    return std::lerp(known[below], known[above], place - static_cast<double>(below));
}

double pearson(std::span<const double> a, std::span<const double> b)
{
    return pearsonOf(computedPairs(a, b));
}

std::vector<double> ranksOf(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t behind = first + 1;
        while (behind < order.size() && values[order[behind]] == values[order[first]]) ++behind;
        const double shared = static_cast<double>(first + 1 + behind) / 2;
        for (; first < behind; ++first) ranks[order[first]] = shared;
    }
    return ranks;
}

double spearman(std::span<const double> a, std::span<const double> b)
{
    const auto [x, y] = computedPairs(a, b);
    return pearsonOf({ranksOf(x), ranksOf(y)});
}

Lag lagBehind(std::span<const double> signal, std::span<const double> reference, int maximum)
{
    const auto margin = static_cast<std::size_t>(std::max(0, maximum));
    if (signal.size() != reference.size()) throw std::invalid_argument("series of different lengths have no lag");
    const auto missing = [](double v) { return std::isnan(v); };
    if (signal.size() < 2 * margin + 2 || std::any_of(signal.begin(), signal.end(), missing) ||
        std::any_of(reference.begin(), reference.end(), missing))
        return {notComputed, notComputed};
    const std::size_t count = signal.size() - 2 * margin;
    std::vector<double> alike; // by shift, from −maximum
    for (std::size_t shift = 0; shift <= 2 * margin; ++shift)
        alike.push_back(pearson(signal.subspan(shift, count), reference.subspan(margin, count)));
    if (std::all_of(alike.begin(), alike.end(), missing)) return {notComputed, notComputed};
    const auto less = [](double x, double y) { return std::isnan(x) ? !std::isnan(y) : x < y; };
    const auto best = std::max_element(alike.begin(), alike.end(), less);
    if (best == alike.begin() || best == alike.end() - 1) return {notComputed, notComputed};
    const double before = *(best - 1), behind = *(best + 1), bend = before - 2 * *best + behind;
    const double between = bend < 0 ? (before - behind) / (2 * bend) : 0; // 0 also where a neighbour is NaN
    return {static_cast<double>(best - alike.begin()) - static_cast<double>(margin) + between, *best};
}

} // namespace mien
