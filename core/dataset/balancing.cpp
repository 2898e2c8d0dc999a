// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/balancing.h"

#include "core/dataset/sampling_rules.h"

#include <stdexcept>

namespace mien {

namespace {

using Indices = std::vector<std::size_t>;

Indices chosen(const Indices& from, const Indices& positions)
{
    Indices indices;
    for (const std::size_t position : positions) indices.push_back(from[position]);
    return indices;
}

sampling::AffectSubset subsetOf(int number)
{
    switch (number) {
    case 1:
        return sampling::AffectSubset::Most;
    case 2:
        return sampling::AffectSubset::Mean;
    case 3:
        return sampling::AffectSubset::Between;
    default:
        throw std::invalid_argument("there are three subsets of valence and arousal");
    }
}

} // namespace

void balanceTraining(std::vector<Fold>& folds, const std::vector<Sample>& samples, const SamplingPlan& plan,
                     std::uint64_t seed)
{
    for (Fold& fold : folds) {
        if (plan.capPerClass > 0) {
            std::vector<std::string> labels;
            for (const std::size_t i : fold.train) labels.push_back(std::to_string(samples[i].label));
            fold.train =
                chosen(fold.train, sampling::capPerClass(labels, static_cast<std::size_t>(plan.capPerClass), seed));
        }
        if (plan.affectSubset > 0) {
            std::vector<double> valence, arousal;
            for (const std::size_t i : fold.train) {
                valence.push_back(samples[i].targets.at(0));
                arousal.push_back(samples[i].targets.at(1));
            }
            fold.train = chosen(fold.train, sampling::balanceAffect(valence, arousal, subsetOf(plan.affectSubset),
                                                                    plan.affectRatio ? sampling::AffectRule::Ratio
                                                                                     : sampling::AffectRule::Paper,
                                                                    seed));
        }
    }
}

} // namespace mien
