// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/bench/figure.h"
#include "app/engine/jobs.h"
#include "core/eval/landmark_error.h"
#include "core/face/plain_loop.h"

#include <filesystem>
#include <limits>
#include <vector>

namespace mien::cli {

/// What every bench of faces needs.
struct FaceBenchTools
{
    const jobs::FaceTools& faces; ///< without a cache that remembers, which would be measured instead of the engine
    PlainLoop& plain;
    const RunControl& control;
};

/// What our own loop and the plain one found in a film, and how fast.
struct BenchedFilm
{
    FaceTrack own;
    LandmarkSeries plain; ///< of the first frames, as many as were asked for
    std::vector<Figure> figures;
};

inline constexpr int wholeFilm = std::numeric_limits<int>::max();

/// Runs both loops; the plain one, which is slow, over the first `plainFrames` frames.
Result<BenchedFilm> benchFilm(const std::filesystem::path& video, int plainFrames, const FaceBenchTools& tools);

} // namespace mien::cli
