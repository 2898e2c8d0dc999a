// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/synth/layout.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mien::synth {

/// A clip's row in clips.csv. Frames from 0; empty where nothing moves or nothing comes back.
struct TruthOfClip
{
    std::string id, subject, label;
    int frames = 0;
    std::optional<int> onset, apex, offset;
    std::string acting, lighting, occluder; ///< acting only of expressions that come and go
    std::string micro;                      ///< emotion of a micro-expression; empty: none
    std::optional<int> microOnset, microApex, microOffset;
};

TruthOfClip truthOf(const Recording& clip, const std::vector<FrameTruth>& frames);

/// Writes OUT/truth/: a table per clip, clips.csv and a README that says what each column is. Readers of datasets
/// ignore the folder. Thread: tables of different clips may be written at a time.
class TruthWriter
{
public:
    explicit TruthWriter(const std::filesystem::path& root, std::string notes = {})
        : m_folder(root / "truth"), m_notes(std::move(notes))
    {
    }

    Result<void> writeClip(const Recording& clip, const std::vector<FrameTruth>& frames) const;
    Result<void> writeSummary(const std::vector<TruthOfClip>& clips) const; ///< clips.csv and README.txt

private:
    std::filesystem::path m_folder;
    std::string m_notes; ///< of the layout, for README.txt
};

} // namespace mien::synth
