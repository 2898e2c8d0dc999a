// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"
#include "core/synth/performance.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mien::synth {

/// How a dataset lies on the disk. To add one: a file in layouts/ with a function `const Layout& <id>Layout()` and a
/// line in layouts.def.
struct Layout
{
    std::string id; ///< of the reader that must find it
    int width = 0;  ///< pixels, where nobody asks for others
    int height = 0;
    int mostSubjects = 0;            ///< as many as there are names for
    ExpressionDifficulty difficulty; ///< of its expressions
    std::string notes;               ///< for the truth's README: what was coded, and from when on

    /// The clips of each subject. More subjects change nothing of the first.
    std::vector<ClipPlan> (*plan)(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty);

    /// Where frame `frame` (from 0) of a clip lies, below the dataset's folder.
    std::filesystem::path (*frameFile)(const ClipPlan& clip, int frame);

    /// What the files say of a clip, into `entry`, which has id, subject, files, length and label; and those files that
    /// belong to this clip alone. Thread: called for several clips at a time.
    Result<void> (*label)(const std::filesystem::path& root, const ClipPlan& clip, const std::vector<FrameTruth>& truth,
                          ClipEntry& entry);

    /// Tables of the whole dataset; null where there are none. Clips in the order of plan().
    Result<void> (*tables)(const std::filesystem::path& root, const std::vector<ClipPlan>& plans,
                           const std::vector<ClipEntry>& clips);
};

const std::vector<const Layout*>& layouts(); ///< in the order of layouts.def

std::string padded(int number, int digits); ///< zeros before it: 7, 3 -> "007"

} // namespace mien::synth
