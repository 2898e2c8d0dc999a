// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/heat_map.h"

#include <algorithm>
#include <cmath>

namespace mien {

bool HeatMap::isConstant() const
{
    const auto& v = map.values;
    return v.empty() || *std::min_element(v.begin(), v.end()) == *std::max_element(v.begin(), v.end());
}

std::vector<float> HeatMap::strengthAt(int column) const
{
    std::vector<float> s(static_cast<std::size_t>(difference.rows), 0.0f);
    if (column < 1 || column > difference.columns) return s;
    for (int l = 0; l < difference.rows; ++l) s[l] = std::abs(difference.at(l, column - 1)) / 255.0f;
    return s;
}

std::vector<float> HeatMap::summaryStrength() const
{
    std::vector<float> s(static_cast<std::size_t>(difference.rows), 0.0f);
    for (int l = 0; l < difference.rows; ++l)
        for (int t = 0; t < difference.columns; ++t) s[l] = std::max(s[l], std::abs(difference.at(l, t)) / 255.0f);
    return s;
}

} // namespace mien
