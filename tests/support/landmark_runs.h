// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace mien::test {

/// Landmarks first … last, as the specifications write them.
inline std::vector<int> range(int first, int last)
{
    std::vector<int> values;
    for (int i = first; i <= last; ++i) values.push_back(i);
    return values;
}

inline std::vector<int> operator+(std::vector<int> a, const std::vector<int>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

} // namespace mien::test
