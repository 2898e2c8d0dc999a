// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sampling.h"

#include "core/base/random.h"
#include "core/dataset/sampling_rules.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace mien {

namespace {

Diagnostic leftOut(const SampleCandidate& candidate, const std::string& reason)
{
    return {Diagnostic::Severity::Note, {}, 0, candidate.clip + ": left out, " + reason};
}

/// The neutral samples: the first frame of randomly drawn sequences, in the order of `kept`.
std::vector<Sample> drawNeutral(const std::vector<Sample>& kept, int label, int steps, std::uint64_t seed)
{
    const std::size_t count = sampling::neutralSamples(kept.size());
    std::vector<std::size_t> order(kept.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random = Random(seed).fork("neutral samples");
    random.shuffle(order);
    order.resize(count);
    std::sort(order.begin(), order.end());

    std::vector<Sample> samples;
    for (const std::size_t i : order) {
        Sample sample = kept[i];
        sample.id += "#neutral";
        sample.label = label;
        sample.frames.assign(static_cast<std::size_t>(steps), 0);
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace

std::vector<int> evenIndices(int n, int count)
{
    if (n < 1 || count < 2) throw std::invalid_argument("evenIndices() needs n >= 1 and count >= 2");
    std::vector<int> indices(static_cast<std::size_t>(count));
    for (int k = 0; k < count; ++k)
        indices[k] = static_cast<int>(std::lround(static_cast<double>(k) * (n - 1) / (count - 1)));
    return indices;
}

SampleSet makeSamples(const std::vector<SampleCandidate>& candidates, const std::vector<std::string>& classes,
                      const ClipSpec& spec, std::uint64_t seed)
{
    SampleSet set;
    for (const SampleCandidate& candidate : candidates) {
        const auto label = std::find(classes.begin(), classes.end(), candidate.label);
        if (label == classes.end()) {
            set.notes.push_back(leftOut(candidate, "'" + candidate.label + "' is no class of the network"));
        } else if (candidate.frames < std::max(1, spec.minimumFrames)) {
            set.notes.push_back(leftOut(candidate, std::to_string(candidate.frames) + " frames, fewer than " +
                                                       std::to_string(spec.minimumFrames)));
        } else {
            set.samples.push_back({candidate.clip, candidate.clip, candidate.subject,
                                   static_cast<int>(label - classes.begin()),
                                   evenIndices(candidate.frames, spec.frames)});
        }
    }
    const auto neutral = std::find(classes.begin(), classes.end(), "neutral");
    const bool hasNeutral = std::any_of(candidates.begin(), candidates.end(),
                                        [](const SampleCandidate& candidate) { return candidate.label == "neutral"; });
    if (neutral != classes.end() && !hasNeutral) {
        const auto drawn = drawNeutral(set.samples, static_cast<int>(neutral - classes.begin()), spec.frames, seed);
        set.samples.insert(set.samples.end(), drawn.begin(), drawn.end());
        if (!drawn.empty())
            set.notes.push_back({Diagnostic::Severity::Note,
                                 {},
                                 0,
                                 std::to_string(drawn.size()) + " neutral samples (named …#neutral) made of the first "
                                                                "frames of other clips, each repeated"});
    }
    return set;
}

} // namespace mien
