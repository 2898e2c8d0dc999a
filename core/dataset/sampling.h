// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/types/clip.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// Source index for k = 0 … count−1: lround(k·(n−1)/(count−1)). Keeps the first and the last frame (landmark TCN
/// spec, section 2.1). n ≥ 1, count ≥ 2.
std::vector<int> evenIndices(int n, int count);

/// A labelled sequence that may become a sample.
struct SampleCandidate
{
    std::string clip;
    std::string subject;
    std::string label; ///< emotion name
    int frames = 0;    ///< length of the sequence
};

struct SampleSet
{
    std::vector<Sample> samples;   ///< clips first, in the order given; neutral samples behind them
    std::vector<Diagnostic> notes; ///< what was left out and why (class not in the list, too short)
};

/// The samples of a run: classes not in `classes` and sequences shorter than spec.minimumFrames are left out with a
/// note; if `classes` has "neutral" and no candidate carries it, min(50, round(0.195 × kept)) sequences, drawn by
/// `seed`, give their first frame, repeated (spec section 2.1).
SampleSet makeSamples(const std::vector<SampleCandidate>& candidates, const std::vector<std::string>& classes,
                      const ClipSpec& spec, std::uint64_t seed);

} // namespace mien
