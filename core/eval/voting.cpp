// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/voting.h"

#include <algorithm>
#include <tuple>

namespace mien {

namespace {

std::size_t decide(const std::vector<const Prediction*>& samples, const std::vector<double>& sums, Vote vote)
{
    std::vector<std::size_t> votes(sums.size(), 0);
    if (vote == Vote::MaxProbability)
        for (const Prediction* sample : samples) ++votes[static_cast<std::size_t>(sample->predicted())];
    std::size_t best = 0;
    for (std::size_t c = 1; c < sums.size(); ++c)
        if (std::tie(votes[c], sums[c]) > std::tie(votes[best], sums[best])) best = c;
    return best;
}

std::vector<double> mean(const std::vector<const Prediction*>& samples, std::vector<double> Prediction::*values)
{
    std::vector<double> sums((samples.front()->*values).size(), 0.0);
    for (const Prediction* sample : samples)
        for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += (sample->*values)[c];
    for (double& sum : sums) sum /= static_cast<double>(samples.size());
    return sums;
}

} // namespace

std::optional<Vote> voteFromName(std::string_view name)
{
    if (name == "sum") return Vote::Sum;
    if (name == "max_probability") return Vote::MaxProbability;
    return std::nullopt;
}

std::vector<Prediction> votedByClip(const std::vector<Prediction>& predictions,
                                    const std::map<std::string, std::string>& clipOf, Vote vote)
{
    std::vector<std::vector<const Prediction*>> clips;
    std::map<std::tuple<int, std::string, int>, std::size_t> places;
    for (const Prediction& prediction : predictions) {
        const auto known = clipOf.find(prediction.sample);
        const std::string& clip = known == clipOf.end() ? prediction.sample : known->second;
        const auto [place, isNew] = places.try_emplace({prediction.fold, clip, prediction.truth}, clips.size());
        if (isNew) clips.emplace_back();
        clips[place->second].push_back(&prediction);
    }
    std::vector<Prediction> voted;
    for (const auto& samples : clips) {
        voted.push_back(*samples.front());
        Prediction& clip = voted.back();
        const auto known = clipOf.find(clip.sample);
        if (known != clipOf.end() && clip.sample != known->second + "#neutral") clip.sample = known->second;
        if (samples.size() == 1) continue;
        clip.probabilities = mean(samples, &Prediction::probabilities);
        clip.logits = mean(samples, &Prediction::logits);
        clip.decided = static_cast<int>(decide(samples, clip.probabilities, vote));
    }
    return voted;
}

std::vector<Prediction> meanOverFolds(const std::vector<Prediction>& predictions)
{
    std::vector<std::vector<const Prediction*>> samples;
    std::map<std::string, std::size_t> places;
    for (const Prediction& prediction : predictions) {
        const auto [place, isNew] = places.try_emplace(prediction.sample, samples.size());
        if (isNew) samples.emplace_back();
        samples[place->second].push_back(&prediction);
    }
    std::vector<Prediction> together;
    for (const auto& folds : samples) {
        together.push_back(*folds.front());
        Prediction& all = together.back();
        all.fold = 0;
        all.decided = -1;
        all.probabilities = mean(folds, &Prediction::probabilities);
        all.logits = mean(folds, &Prediction::logits);
    }
    return together;
}

} // namespace mien
