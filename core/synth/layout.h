// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"
#include "core/synth/performance.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mien::synth {

/// What becomes one clip of the dataset: performances of one subject, one after the other.
struct Recording
{
    std::string id;      ///< in the dataset, and of its table in truth/
    std::string subject; ///< as the dataset calls the person
    std::string label;   ///< of the truth; empty: none
    std::vector<ClipPlan> plans;
    int first = 0;           ///< frame of what is written where the clip begins, from 0
    std::optional<int> last; ///< where it ends; empty: with the last frame

    const ClipPlan& plan() const { return plans.front(); }
    int written() const; ///< frames that are drawn
    int frames() const;  ///< of the clip
};

/// Every performance a recording of its own.
std::vector<Recording> oneEach(const std::vector<ClipPlan>& plans);

/// Where the video of a recording lies, below the dataset's folder and without an ending: the codec gives that.
struct Film
{
    std::filesystem::path place;
    int framesPerSecond = 25;
};

/// How a dataset lies on the disk. To add one: a file in layouts/ with a function `const Layout& <id>Layout()` and a
/// line in layouts.def. A clip is a film where film() says so, else pictures.
struct Layout
{
    std::string id; ///< of the reader that must find it
    int width = 0;  ///< pixels, where nobody asks for others
    int height = 0;
    int mostSubjects = 0;            ///< as many as there are names for
    ExpressionDifficulty difficulty; ///< of its expressions
    std::string notes;               ///< for the truth's README: what was coded, and from when on

    /// The clips of each subject. More subjects change nothing of the first.
    std::vector<Recording> (*plan)(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty);

    /// Where frame `frame` (from 0) of what is written lies, below the dataset's folder; null where all are films.
    std::filesystem::path (*frameFile)(const Recording& recording, int frame);

    /// Empty for pictures; null where all are.
    std::optional<Film> (*film)(const Recording& recording);

    /// What the files say of a clip, into `entry`, which has id, subject, files, length and label; and those files that
    /// belong to this clip alone. `truth`: an entry per frame of the clip. Thread: called for several clips at a time.
    Result<void> (*label)(const std::filesystem::path& root, const Recording& recording,
                          const std::vector<FrameTruth>& truth, ClipEntry& entry);

    /// Tables of the whole dataset; null where there are none. Clips in the order of plan().
    Result<void> (*tables)(const std::filesystem::path& root, const std::vector<Recording>& recordings,
                           const std::vector<ClipEntry>& clips);
};

const std::vector<const Layout*>& layouts(); ///< in the order of layouts.def

std::string padded(int number, int digits); ///< zeros before it: 7, 3 -> "007"

} // namespace mien::synth
