// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/paired_comparison.h"

#include <algorithm>
#include <map>

namespace mien {

namespace {

/// Samples of one subject or fold, and by how many the second is ahead.
struct Group
{
    long samples = 0;
    long ahead = 0;
};

double share(long part, long whole)
{
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : notComputed;
}

template <typename Key, typename KeyOf>
std::map<Key, Group> groupsOf(const std::vector<PairedSample>& samples, KeyOf keyOf)
{
    std::map<Key, Group> groups;
    for (const PairedSample& sample : samples) {
        Group& group = groups[keyOf(sample)];
        ++group.samples;
        group.ahead += static_cast<long>(sample.secondRight) - static_cast<long>(sample.firstRight);
    }
    return groups;
}

Interval intervalOf(const std::vector<Group>& subjects, const BootstrapOptions& options)
{
    const auto statistic = [&](std::span<const std::size_t> drawn, std::span<double> values) {
        Group sum;
        for (const std::size_t s : drawn) {
            sum.samples += subjects[s].samples;
            sum.ahead += subjects[s].ahead;
        }
        values[0] = share(sum.ahead, sum.samples);
    };
    return bootstrapIntervals(subjects.size(), 1, statistic, options).front();
}

} // namespace

PairedComparison comparePaired(const std::vector<PairedSample>& samples, double testPerTrain,
                               const BootstrapOptions& options)
{
    PairedComparison result;
    long onlyFirst = 0, onlySecond = 0;
    for (const PairedSample& sample : samples) {
        ++result.samples;
        if (sample.firstRight && sample.secondRight) ++result.bothRight;
        if (!sample.firstRight && !sample.secondRight) ++result.bothWrong;
        onlyFirst += sample.firstRight && !sample.secondRight;
        onlySecond += !sample.firstRight && sample.secondRight;
    }
    if (samples.empty()) return result;
    result.firstAccuracy = share(result.bothRight + onlyFirst, result.samples);
    result.secondAccuracy = share(result.bothRight + onlySecond, result.samples);
    result.difference = share(onlySecond - onlyFirst, result.samples);
    result.mcNemar = mcNemar(onlyFirst, onlySecond);
    std::vector<double> differences;
    for (const auto& [fold, group] : groupsOf<int>(samples, [](const PairedSample& s) { return s.fold; }))
        differences.push_back(share(group.ahead, group.samples));
    result.resampledT = correctedResampledT(differences, testPerTrain);
    const auto isNameless = [](const PairedSample& s) { return s.subject.empty(); };
    if (std::any_of(samples.begin(), samples.end(), isNameless)) return result;
    std::vector<Group> subjects;
    for (const auto& [subject, group] : groupsOf<std::string>(samples, [](const PairedSample& s) { return s.subject; }))
        subjects.push_back(group);
    result.subjects = static_cast<long>(subjects.size());
    result.interval = intervalOf(subjects, options);
    return result;
}

} // namespace mien
