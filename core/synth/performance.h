// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synth/expression.h"
#include "core/synth/head_motion.h"
#include "core/synth/identity.h"
#include "core/synth/lighting.h"
#include "core/synth/occluder.h"
#include "core/types/frame.h"
#include "core/types/geometry.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mien::synth {

/// Frames of a clip, from 0, of an expression that comes and goes: rest before the onset and after the offset.
struct Burst
{
    int onset = 0;
    int apex = 0;         ///< first frame of full strength
    int offset = 0;       ///< last frame that moves
    int release = 0;      ///< where it begins to go back; not before the apex
    double spread = 0.25; ///< share of the way up by which action units begin apart
};

/// A burst of another emotion within an expression.
struct MicroExpression
{
    std::string emotion;
    Burst burst;
};

/// Expressions on request and those that overcome a person differ in their course: see course.h.
enum class Acting { Acted, Spontaneous };

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

    std::string name;            ///< id where it is not subject_sequence
    Camera camera;               ///< what it is recorded with, in which light
    std::optional<Burst> burst;  ///< empty: from neutral to the apex in the last frame
    std::vector<int> extraUnits; ///< action units beside those of the emotion: see spreadUnits
    Acting acting = Acting::Acted;
    double amplitude = 1; ///< factor of the expression's strength
    Occluder occluder = Occluder::None;
    std::optional<MicroExpression> micro;
    double turn = 0;      ///< radians; the head turns up to this far to a side
    double sway = 1;      ///< factor of the head's drift: short clips see little of it
    double closeness = 1; ///< factor of the head's size in the picture

    std::string id() const { return name.empty() ? subject + "_" + sequence : name; }
};

/// Every subject shows every emotion once; every fourth also one sequence that is not labelled. The order of a
/// subject's sequences, their lengths, scenes and noise are drawn without looking at the label.
std::vector<ClipPlan> planClips(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty);

/// A clip of this person in which everything else is still to be planned.
ClipPlan castSubject(const std::string& subject, const Random& own, const ExpressionDifficulty& difficulty);

/// Gives each of these action units to one of the clips, as evenly as can be, so that none is missing in what a coder
/// finds. Where they fall does not depend on labels. Units that shape the whole mouth meet as little as can be.
void spreadUnits(const std::vector<ClipPlan*>& clips, std::vector<int> units);

/// What is true of one frame.
struct FrameTruth
{
    std::string emotion; ///< "neutral" until the face begins to move; empty when moving without a label
    Affect affect;
    AuSet actionUnits;
    Landmarks68 landmarks{};
    HeadPose pose;
};

struct Picture
{
    Frame frame;
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

    const ClipPlan& plan() const;
    FrameTruth truth(int frame) const; ///< from 0
    Picture draw(int frame) const;     ///< from 0

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace mien::synth
