// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/dataset/dataset_index.h"
#include "core/types/clip.h"
#include "core/types/sampling_plan.h"
#include "core/types/task.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// Source index for k = 0 … count−1: lround(k·(n−1)/(count−1)). Keeps the first and the last frame (landmark TCN
/// spec, section 2.1). n ≥ 1, count ≥ 2.
std::vector<int> evenIndices(int n, int count);

/// A sequence that may become samples.
struct SampleCandidate
{
    std::string clip;
    std::string subject;
    std::string label;                    ///< emotion name; empty = none
    int frames = 0;                       ///< length of the sequence
    FrameLabels frameLabels = {};         ///< where Task::Units or Task::Affect need them
    std::vector<AuCode> actionUnits = {}; ///< of the apex
    std::optional<double> valence = {};   ///< of the whole clip
    std::optional<double> arousal = {};
    std::optional<int> onset = {}; ///< frames of the sequence, from 0, where they are coded
    std::optional<int> apex = {};
};

struct SampleSet
{
    std::vector<Sample> samples;   ///< those of each clip together, in the order given; drawn neutral ones behind
    std::vector<Diagnostic> notes; ///< what was left out and why (class not in the list, too short, not annotated)
};

/// The samples of a run by `plan`, deterministic in `seed`; what gives none is left out with a note.
/// Where an apex is coded, a sequence ends there, as posed ones do: behind it a face returns to rest under the same
/// label. The even rule begins at the onset (landmark TCN spec, section 2.2). Segments and frames or windows with
/// annotations of their own are of the whole clip.
/// Task::Classes: `classes` are emotions. If the plan draws neutral samples, `classes` has "neutral" and no candidate
/// carries it, min(50, round(0.195 × kept)) sequences give their first frame, repeated (landmark TCN spec, 2.1).
/// Task::Units: `classes` are "AU<n>"; a sample carries a unit if at least half of its coded frames do; clips that are
/// coded as a whole give their last frames, or those up to the apex, with the units that are not named absent.
/// Task::Affect: frames or windows whose targets are annotated; clips annotated as a whole give their apex, or their
/// last frame.
SampleSet makeSamples(const std::vector<SampleCandidate>& candidates, const std::vector<std::string>& classes,
                      const SamplingPlan& plan, std::uint64_t seed, Task task = Task::Classes);

/// The samples of a clip whose label is not asked for, by the plan's rule for held-out clips: of what is known, onset,
/// apex, missing pictures and units that are coded as a whole decide as they do in makeSamples(); rules that go by
/// annotated frames take all. Without labels and targets; none for a clip that is too short.
std::vector<Sample> samplesToPredict(SampleCandidate candidate, const SamplingPlan& plan, Task task = Task::Classes);

} // namespace mien
