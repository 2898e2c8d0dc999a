// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synth/expression.h"
#include "core/synth/identity.h"
#include "core/types/geometry.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace mien::synth {

/// One clip to be drawn. All that it needs, so that clips can be drawn in any order and on any thread.
struct ClipPlan
{
    std::string subject;  ///< "S001"
    std::string sequence; ///< "003"
    std::string emotion;  ///< empty: not labelled
    int frames = 0;
    Identity identity;
    ExpressionStyle style;
    Random random{0}; ///< the clip's own stream

    std::string id() const { return subject + "_" + sequence; }
};

/// Every subject shows every emotion once; every fourth also one sequence that is not labelled. The order of a
/// subject's sequences, their lengths, scenes and noise are drawn without looking at the label.
std::vector<ClipPlan> planClips(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty);

/// What is true of one frame.
struct FrameTruth
{
    std::string emotion; ///< "neutral" until the face begins to move; empty when moving without a label
    Affect affect;
    AuSet actionUnits;
    Landmarks68 landmarks{};
};

struct Picture
{
    std::string png; ///< the file's bytes
    FrameTruth truth;
};

struct Stage
{
    int width = 640;
    int height = 480;
    bool motion = true; ///< false: the face stays as it is in frame 0
};

/// Plays and draws one clip. Frames may be asked for in any order; the same frame has the same bytes every time.
class Performance
{
public:
    Performance(const ClipPlan& plan, const Stage& stage, const ExpressionDifficulty& difficulty);
    ~Performance();
    Performance(const Performance&) = delete;
    Performance& operator=(const Performance&) = delete;

    FrameTruth truth(int frame) const; ///< from 0
    Picture draw(int frame) const;     ///< from 0

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace mien::synth
