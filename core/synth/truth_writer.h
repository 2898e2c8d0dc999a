// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/synth/layout_writer.h"

#include <filesystem>
#include <vector>

namespace mien::synth {

/// Writes OUT/truth/: a table per clip, clips.csv and a README that says what each column is. Readers of datasets
/// ignore the folder. Thread: tables of different clips may be written at a time.
class TruthWriter
{
public:
    explicit TruthWriter(const std::filesystem::path& root) : m_folder(root / "truth") {}

    Result<void> writeClip(const Recording& clip, const std::vector<FrameTruth>& frames) const;
    Result<void> writeSummary(const std::vector<Recording>& clips) const; ///< clips.csv and README.txt

private:
    std::filesystem::path m_folder;
};

} // namespace mien::synth
