// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/bootstrap.h"

#include "core/base/random.h"
#include "core/eval/correlation.h"

#include <algorithm>
#include <cmath>

namespace mien {

std::vector<Interval> bootstrapIntervals(std::size_t groups, std::size_t figures, const BootstrapStatistic& statistic,
                                         const BootstrapOptions& options)
{
    std::vector<Interval> intervals(figures);
    if (groups < std::max<std::size_t>(1, options.fewestGroups) || options.resamples < 1) return intervals;
    Random random = Random(options.seed).fork("bootstrap");
    std::vector<std::size_t> drawn(groups);
    std::vector<double> values(figures);
    std::vector<std::vector<double>> found(figures);
    for (int i = 0; i < options.resamples; ++i) {
        for (std::size_t& group : drawn) group = random.below(groups);
        std::fill(values.begin(), values.end(), notComputed);
        statistic(drawn, values);
        for (std::size_t f = 0; f < figures; ++f)
            if (!std::isnan(values[f])) found[f].push_back(values[f]);
    }
    const double tail = (1 - options.coverage) / 2;
    for (std::size_t f = 0; f < figures; ++f)
        if (static_cast<double>(found[f].size()) >= 0.95 * options.resamples)
            intervals[f] = {percentile(found[f], tail), percentile(found[f], 1 - tail)};
    return intervals;
}

} // namespace mien
