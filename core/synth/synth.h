// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/dataset_index.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mien {

/// What to generate. The same options give the same bytes on one machine.
struct SynthOptions
{
    std::string layout = "ckplus";
    int subjects = 20;
    std::uint64_t seed = 1;
    bool motion = true; ///< false: the face stays neutral (a control: labels cannot be learned)
    int width = 0;      ///< pixels; 0: as the layout has them
    int height = 0;

    // Settings: what each may be is in core/synth/settings.h.
    std::string difficulty = "standard";
    std::string codec = "auto"; ///< of videos: H.264 where this FFmpeg has it, else MJPEG
    std::string lighting = "layout";
    std::string occluder = "none";
    double noise = 1; ///< factor of the cameras' read noise
    double turn = 0;  ///< largest turn of a head to a side, degrees
    double micro = 0; ///< share of the films with a micro-expression of another emotion
};

/// Writes a generated dataset and, in OUT/truth/, its ground truth. Returns what was written, as the layout's reader
/// must find it, and how long each video is, which some readers leave to the video. Usage error for options that cannot
/// be, before anything is written; failed error when OUT exists and is not empty, or cannot be written.
Result<DatasetIndex> synthesise(const std::filesystem::path& out, const SynthOptions& options,
                                const RunControl& control);

const std::vector<std::string>& synthLayouts(); ///< those that can be written today

} // namespace mien
