// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/calibration.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>

namespace mien {

Calibration calibration(std::span<const double> confidence, std::span<const bool> right, std::size_t bins)
{
    if (confidence.size() != right.size()) throw std::invalid_argument("each confidence needs one truth");
    if (bins == 0) throw std::invalid_argument("calibration needs at least one bin");
    Calibration result;
    result.bins.resize(bins);
    std::vector<double> sums(bins, 0.0), hits(bins, 0.0);
    const auto width = 1 / static_cast<double>(bins);
    long total = 0;
    for (std::size_t i = 0; i < confidence.size(); ++i) {
        if (std::isnan(confidence[i])) continue;
        const double place = std::ceil(confidence[i] * static_cast<double>(bins)) - 1;
        const auto bin = static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(bins - 1)));
        ++result.bins[bin].samples;
        ++total;
        sums[bin] += confidence[i];
        hits[bin] += right[i] ? 1 : 0;
    }
    double error = 0;
    for (std::size_t b = 0; b < bins; ++b) {
        CalibrationBin& bin = result.bins[b];
        bin.low = static_cast<double>(b) * width;
        bin.high = static_cast<double>(b + 1) * width;
        if (bin.samples == 0) continue;
        bin.confidence = sums[b] / static_cast<double>(bin.samples);
        bin.accuracy = hits[b] / static_cast<double>(bin.samples);
        error += std::abs(hits[b] - sums[b]);
    }
    if (total > 0) result.error = error / static_cast<double>(total);
    return result;
}

Calibration topLabelCalibration(const std::vector<Prediction>& predictions, std::size_t bins)
{
    std::vector<double> confidence;
    const auto right = std::make_unique<bool[]>(predictions.size()); // vector<bool> has no span
    for (const Prediction& prediction : predictions) {
        if (prediction.truth < 0 || prediction.probabilities.empty()) continue;
        const int predicted = prediction.predicted();
        right[confidence.size()] = predicted == prediction.truth;
        confidence.push_back(prediction.probabilities[static_cast<std::size_t>(predicted)]);
    }
    return calibration(confidence, {right.get(), confidence.size()}, bins);
}

} // namespace mien
