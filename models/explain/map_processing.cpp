// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/explain/map_processing.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

constexpr float threshold = 75.0f;

/// Two neighbours and the share of the second, for one output position.
struct Tap
{
    int first;
    int second;
    float weight;
};

Tap bilinearTap(int position, int from, int to)
{
    const double scale = static_cast<double>(from) / to;
    const double centre = std::max(0.0, (position + 0.5) * scale - 0.5);
    const int first = std::min(static_cast<int>(centre), from - 1);
    return {first, std::min(first + 1, from - 1), static_cast<float>(centre - first)};
}

Tap nearestTap(int position, int from, int to)
{
    const int source = std::min(static_cast<int>(static_cast<double>(position) * from / to), from - 1);
    return {source, source, 0.0f};
}

} // namespace

Grid resized(const Grid& map, int rows, int columns, Resize method)
{
    const auto tap = method == Resize::Bilinear ? bilinearTap : nearestTap;
    Grid out(rows, columns);
    for (int r = 0; r < rows; ++r) {
        const Tap y = tap(r, map.rows, rows);
        for (int c = 0; c < columns; ++c) {
            const Tap x = tap(c, map.columns, columns);
            const float above = (1 - x.weight) * map.at(y.first, x.first) + x.weight * map.at(y.first, x.second);
            const float below = (1 - x.weight) * map.at(y.second, x.first) + x.weight * map.at(y.second, x.second);
            out.at(r, c) = (1 - y.weight) * above + y.weight * below;
        }
    }
    return out;
}

Grid normalised(const Grid& map)
{
    Grid out(map.rows, map.columns);
    if (map.values.empty()) return out;
    const auto [low, high] = std::minmax_element(map.values.begin(), map.values.end());
    const double range = static_cast<double>(*high) - *low;
    if (range == 0) return out;
    for (std::size_t i = 0; i < map.values.size(); ++i)
        out.values[i] = static_cast<float>(255.0 * (static_cast<double>(map.values[i]) - *low) / range);
    return out;
}

Grid thresholdedDifference(const Grid& normalised)
{
    Grid out(normalised.rows, std::max(0, normalised.columns - 1));
    for (int r = 0; r < out.rows; ++r)
        for (int c = 0; c < out.columns; ++c) {
            const float difference = normalised.at(r, c + 1) - normalised.at(r, c);
            if (std::abs(difference) > threshold) out.at(r, c) = difference;
        }
    return out;
}

bool hasNonZero(const Grid& grid)
{
    return std::any_of(grid.values.begin(), grid.values.end(), [](float value) { return value != 0.0f; });
}

} // namespace mien
