// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/eval/landmark_error.h"

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

namespace mien::cli {

/// What is known of a rendered film, by frame from 0; the series are equally long and NaN where nothing is known.
struct FilmTruth
{
    LandmarkSeries landmarks;
    std::vector<double> yaw, pitch, roll;           ///< degrees
    std::map<int, std::vector<double>> actionUnits; ///< weights 0…1 by number; of two sides the mean
};

/// Where the truth of a video, image or folder of images would lie: a table of the same stem beside it.
std::filesystem::path truthFileOf(const std::filesystem::path& video);

/// That table: columns frame (from 1, or 0 if it begins so), x_0 … x_67, y_0 … y_67, and where there are yaw_deg,
/// pitch_deg, roll_deg, AUnn or AUnn_l and AUnn_r. Nothing if there is no file, or it is no truth: other columns, or
/// a table of found landmarks (`success`, `confidence`), as `extract` writes them.
Result<std::optional<FilmTruth>> readTruth(const std::filesystem::path& file);

} // namespace mien::cli
