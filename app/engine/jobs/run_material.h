// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs/named_clip.h"
#include "app/engine/jobs/run_data.h"

namespace mien::jobs {

/// The frames of the clips: with landmarks where the network's inputs need them, else only counted. Clips that fail or
/// lose the face too often are dropped from `clips` with a diagnostic.
Result<void> findFrames(std::vector<NamedClip>& clips, RunData& data, const std::string& landmarks,
                        const RunControl& control);

/// Cuts the pictures that the samples show, or finds them in the cache. Samples of clips that cannot be cut are dropped
/// with a diagnostic.
Result<void> cutPictures(RunData& data, const RunControl& control);

} // namespace mien::jobs
