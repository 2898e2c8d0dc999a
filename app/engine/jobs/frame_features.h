// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs/parent_run.h"
#include "app/engine/jobs/run_data.h"

namespace mien::jobs {

/// Looks for the faces that the parent's network will see, in every frame of the clips that have samples; samples that
/// show a frame without one are dropped with a diagnostic. Pictures are cut some thousand frames at a time and kept in
/// the cache: memory does not grow with the films. Fills RunData::Source::hasFace.
Result<void> findFaces(RunData& data, const ParentRun& parent, const RunControl& control);

/// What the parent's networks make of every frame with a face (valence/arousal spec, sections 3 and 6), from the cache
/// where it has been made before. `folds`: the parent's fold for each fold of the run. Behind findFaces(). Fills
/// ClipMaterial::features and ::key.
Result<void> makeFeatures(RunData& data, const ParentRun& parent, const std::vector<int>& folds, Engine& engine,
                          const RunControl& control);

} // namespace mien::jobs
