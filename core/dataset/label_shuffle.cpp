// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_shuffle.h"

#include "core/base/random.h"

#include <map>
#include <numeric>
#include <set>
#include <string>

namespace mien {

namespace {

using Group = std::vector<std::size_t>; ///< positions of samples that keep one label

/// Whole clips, or single samples of those that show several labels, in order of first appearance.
std::vector<Group> groupsOf(const std::vector<Sample>& samples)
{
    std::map<std::string, std::set<int>> labels;
    for (const Sample& sample : samples) labels[sample.clip].insert(sample.label);
    std::vector<Group> groups;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::string& clip = samples[i].clip;
        const bool isAlone = labels.at(clip).size() > 1;
        const auto [place, isNew] = places.try_emplace(clip, groups.size());
        if (isNew || isAlone) {
            place->second = groups.size();
            groups.emplace_back();
        }
        groups[place->second].push_back(i);
    }
    return groups;
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
    const std::vector<Group> groups = groupsOf(before);
    std::vector<std::size_t> order(groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random(seed).fork("shuffled labels").shuffle(order);
    Random turns = Random(seed).fork("shuffled courses");
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const Group& other = groups[order[g]];
        const double turn = turns.uniform();
        for (const auto use : {Sample::Use::Everywhere, Sample::Use::Training, Sample::Use::Held}) {
            const Group mine = ofUse(before, groups[g], use);
            Group theirs = ofUse(before, other, use);
            if (theirs.empty()) theirs = other;
            for (std::size_t k = 0; k < mine.size(); ++k) {
                const auto begin = static_cast<std::size_t>(turn * static_cast<double>(theirs.size()));
                const Sample& source = before[theirs[(begin + k * theirs.size() / mine.size()) % theirs.size()]];
                samples[mine[k]].label = source.label;
                samples[mine[k]].targets = source.targets;
            }
        }
    }
    return samples;
}

} // namespace mien
