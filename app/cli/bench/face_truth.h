// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/bench/face_bench.h"
#include "app/cli/bench/figure.h"
#include "app/cli/bench/film_truth.h"

#include <filesystem>
#include <vector>

namespace mien::cli {

/// How right both loops were: points, steadiness, lag, head pose and action units against the truth.
///
/// Points compare over the frames in which both loops found the face. Pose and action units are those of the whole
/// film, because a stretch of it shows other movements; the plain loop has them only if it went through the whole film,
/// and they are measured on its points by the same rules.
std::vector<Figure> truthFigures(const FilmTruth& truth, const BenchedFilm& film);

/// One frame of a film with occluders.
struct ConfidenceSample
{
    bool occluded = false;
    bool found = false;
    double confidence = notComputed;         ///< of the plain loop: the detector's margin
    double error = notComputed;              ///< of the points, % of outer-eye distance
    double errorWithoutOffset = notComputed; ///< the same without what the points are off by where nothing hides them
};

struct OccludedFilm
{
    std::vector<ConfidenceSample> own;
    std::vector<ConfidenceSample> plain; ///< empty if the plain loop was not asked for
};

/// Runs the loops over the film with occluders painted in; the plain one, which is slow, if asked for.
Result<OccludedFilm> behindOccluders(const std::filesystem::path& video, const FilmTruth& truth, bool withPlain,
                                     const FaceBenchTools& tools);

/// How well confidence foretells the error, against the detector's margin in the plain loop.
std::vector<Figure> confidenceFigures(const OccludedFilm& film);

} // namespace mien::cli
