// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/metrics.h"

#include <utility>

namespace mien {

ConfusionMatrix::ConfusionMatrix(std::vector<std::string> names)
    : classes(std::move(names)), counts(classes.size(), std::vector<long>(classes.size(), 0))
{
}

void ConfusionMatrix::add(int truth, int predicted)
{
    ++counts.at(truth).at(predicted);
}

long ConfusionMatrix::total() const
{
    long n = 0;
    for (const auto& row : counts)
        for (const long c : row) n += c;
    return n;
}

long ConfusionMatrix::correct() const
{
    long n = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) n += counts[i][i];
    return n;
}

double ConfusionMatrix::accuracy() const
{
    const long n = total();
    return n == 0 ? notComputed : static_cast<double>(correct()) / static_cast<double>(n);
}

} // namespace mien
