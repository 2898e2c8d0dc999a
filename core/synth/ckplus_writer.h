// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"
#include "core/synth/performance.h"

#include <filesystem>

namespace mien::synth {

/// Writes clips in the layout of CK+ (its distribution's ReadMe): cohn-kanade-images/, Landmarks/ (every frame), FACS/
/// and Emotion/ (last frame only). Thread: any number of clips may be written at a time.
class CkPlusWriter
{
public:
    explicit CkPlusWriter(std::filesystem::path root) : m_root(std::move(root)) {}

    /// Picture and landmarks of one frame (from 0); returns the picture's path below the root.
    Result<std::filesystem::path> writeFrame(const ClipPlan& clip, int frame, const Picture& picture) const;

    /// Label and action units of the last frame. A sequence without a label gets no Emotion file, a face on which no
    /// action unit can be coded no FACS file.
    Result<void> writeLabels(const ClipPlan& clip, const std::vector<AuCode>& actionUnits) const;

private:
    std::filesystem::path m_root;
};

/// What a FACS coder would write down: action units from intensity 0.15, graded 1 … 5 (A … E) by fifths of the range.
std::vector<AuCode> codedActionUnits(const AuSet& actionUnits);

} // namespace mien::synth
