// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_shuffle.h"

#include "core/base/random.h"

#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace mien {

namespace {

using Group = std::vector<std::size_t>; ///< positions of the samples of a clip

/// In order of first appearance.
std::vector<Group> clipsOf(const std::vector<Sample>& samples)
{
    std::vector<Group> clips;
    std::map<std::pair<std::string, int>, std::size_t> places;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto [place, isNew] = places.try_emplace({samples[i].clip, samples[i].label}, clips.size());
        if (isNew) clips.emplace_back();
        clips[place->second].push_back(i);
    }
    return clips;
}

Group ofUse(const std::vector<Sample>& samples, const Group& group, Sample::Use use)
{
    Group some;
    for (const std::size_t i : group)
        if (samples[i].use == use) some.push_back(i);
    return some;
}

} // namespace

std::vector<Sample> withShuffledLabels(std::vector<Sample> samples, std::uint64_t seed)
{
    const std::vector<Sample> before = samples;
    const std::vector<Group> clips = clipsOf(before);
    std::vector<std::size_t> order(clips.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random(seed).fork("shuffled labels").shuffle(order);
    for (std::size_t c = 0; c < clips.size(); ++c) {
        const Group& other = clips[order[c]];
        for (const auto use : {Sample::Use::Everywhere, Sample::Use::Training, Sample::Use::Held}) {
            const Group mine = ofUse(before, clips[c], use);
            Group theirs = ofUse(before, other, use);
            if (theirs.empty()) theirs = other;
            for (std::size_t k = 0; k < mine.size(); ++k) {
                const Sample& source = before[theirs[k * theirs.size() / mine.size()]];
                samples[mine[k]].label = source.label;
                samples[mine[k]].targets = source.targets;
            }
        }
    }
    return samples;
}

} // namespace mien
