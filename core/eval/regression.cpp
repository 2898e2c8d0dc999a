// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/regression.h"

#include "core/eval/correlation.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace mien {

namespace {

struct Pairs
{
    std::vector<double> predicted, truth;
};

Pairs computedPairs(std::span<const double> predicted, std::span<const double> truth)
{
    if (predicted.size() != truth.size()) throw std::invalid_argument("each predicted value needs one true value");
    Pairs pairs;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (std::isnan(predicted[i]) || std::isnan(truth[i])) continue;
        pairs.predicted.push_back(predicted[i]);
        pairs.truth.push_back(truth[i]);
    }
    return pairs;
}

double rmseOf(std::span<const double> x, std::span<const double> y)
{
    if (x.empty()) return notComputed;
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - y[i]) * (x[i] - y[i]);
    return std::sqrt(sum / static_cast<double>(x.size()));
}

/// A mean that is exact for a constant, which has to have no variance.
double centreOf(std::span<const double> values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return *least == *most ? *least : meanOf(values);
}

double cccOf(std::span<const double> x, std::span<const double> y)
{
    if (x.empty()) return notComputed;
    const double mx = centreOf(x), my = centreOf(y);
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    const double below = xx + yy + static_cast<double>(x.size()) * (mx - my) * (mx - my);
    return below > 0 ? 2 * xy / below : notComputed;
}

} // namespace

double rootMeanSquare(std::span<const double> predicted, std::span<const double> truth)
{
    const Pairs pairs = computedPairs(predicted, truth);
    return rmseOf(pairs.predicted, pairs.truth);
}

double concordance(std::span<const double> predicted, std::span<const double> truth)
{
    const Pairs pairs = computedPairs(predicted, truth);
    return cccOf(pairs.predicted, pairs.truth);
}

RegressionScore regressionScore(std::span<const double> predicted, std::span<const double> truth, std::size_t batch)
{
    const Pairs pairs = computedPairs(predicted, truth);
    const std::span<const double> x = pairs.predicted, y = pairs.truth;
    RegressionScore score;
    score.samples = static_cast<long>(x.size());
    score.rmse = rmseOf(x, y);
    score.ccc = cccOf(x, y);
    score.pcc = pearson(x, y);
    if (batch == 0) return score;
    std::vector<double> rmse, ccc;
    for (std::size_t first = 0; first < x.size(); first += batch) {
        const std::size_t count = std::min(batch, x.size() - first);
        rmse.push_back(rmseOf(x.subspan(first, count), y.subspan(first, count)));
        ccc.push_back(cccOf(x.subspan(first, count), y.subspan(first, count)));
    }
    score.batches = static_cast<long>(rmse.size());
    score.batchesSkipped = std::count_if(ccc.begin(), ccc.end(), [](double v) { return std::isnan(v); });
    score.batchRmse = meanOf(rmse);
    score.batchCcc = meanOf(ccc);
    return score;
}

} // namespace mien
