// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/agreement.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace mien {

namespace {

/// Mean squares of the two-way layout.
struct MeanSquares
{
    double targets, judges, residual, within;
};

double mean(const std::vector<double>& values)
{
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
}

MeanSquares meanSquares(const std::vector<std::vector<double>>& rows)
{
    const std::size_t n = rows.size(), k = rows.front().size();
    std::vector<double> ofRow, ofColumn(k, 0.0);
    for (const auto& row : rows) {
        ofRow.push_back(mean(row));
        for (std::size_t j = 0; j < k; ++j) ofColumn[j] += row[j] / static_cast<double>(n);
    }
    const double grand = mean(ofRow);
    double targets = 0, judges = 0, residual = 0, within = 0;
    for (std::size_t i = 0; i < n; ++i) {
        targets += (ofRow[i] - grand) * (ofRow[i] - grand);
        for (std::size_t j = 0; j < k; ++j) {
            const double rest = rows[i][j] - ofRow[i] - ofColumn[j] + grand;
            residual += rest * rest;
            within += (rows[i][j] - ofRow[i]) * (rows[i][j] - ofRow[i]);
        }
    }
    for (std::size_t j = 0; j < k; ++j) judges += (ofColumn[j] - grand) * (ofColumn[j] - grand);
    const auto N = static_cast<double>(n), K = static_cast<double>(k);
    return {K * targets / (N - 1), N * judges / (K - 1), residual / ((N - 1) * (K - 1)), within / (N * (K - 1))};
}

double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : notComputed;
}

} // namespace

IntraclassCorrelation intraclassCorrelation(const std::vector<std::vector<double>>& ratings)
{
    IntraclassCorrelation result;
    std::vector<std::vector<double>> rows;
    for (const auto& row : ratings) {
        if (row.size() != ratings.front().size())
            throw std::invalid_argument("each target needs one rating of each judge");
        if (std::any_of(row.begin(), row.end(), [](double v) { return std::isnan(v); }))
            ++result.leftOut;
        else
            rows.push_back(row);
    }
    result.targets = static_cast<long>(rows.size());
    result.judges = ratings.empty() ? 0 : static_cast<long>(ratings.front().size());
    if (result.targets < 2 || result.judges < 2) return result;
    const double first = rows.front().front();
    const bool varies = std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
        return std::any_of(row.begin(), row.end(), [&](double v) { return v != first; });
    });
    if (!varies) return result;
    const MeanSquares ms = meanSquares(rows);
    const auto n = static_cast<double>(result.targets), k = static_cast<double>(result.judges);
    result.oneWaySingle = ratio(ms.targets - ms.within, ms.targets + (k - 1) * ms.within);
    result.randomSingle =
        ratio(ms.targets - ms.residual, ms.targets + (k - 1) * ms.residual + k * (ms.judges - ms.residual) / n);
    result.fixedSingle = ratio(ms.targets - ms.residual, ms.targets + (k - 1) * ms.residual);
    result.oneWayAverage = ratio(ms.targets - ms.within, ms.targets);
    result.randomAverage = ratio(ms.targets - ms.residual, ms.targets + (ms.judges - ms.residual) / n);
    result.fixedAverage = ratio(ms.targets - ms.residual, ms.targets);
    return result;
}

} // namespace mien
