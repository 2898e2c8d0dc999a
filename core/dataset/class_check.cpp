// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/class_check.h"

#include "core/base/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace mien {

namespace {

/// What makes a class come into the training part under this protocol.
std::string adviceFor(const Protocol& protocol, const std::string& name, bool isDrawn)
{
    const std::string seed = isDrawn ? "another seed draws others, or label neutral clips" : "another seed";
    const std::string clips = isDrawn ? "more clips to draw from" : "more subjects with " + name;
    using Kind = Protocol::Kind;
    switch (protocol.kind) {
    case Kind::SubjectKFold:
    case Kind::KFold:
        return "more folds hold fewer out at a time; " + seed + ", or " + clips + " may help, too";
    case Kind::LeaveOneSubjectOut:
        return "one subject is held out at a time and others choose the epoch: " + seed + ", or " + clips + " may help";
    case Kind::Holdout:
    case Kind::ClipHoldout:
        return "hold a smaller share out; " + seed + ", or " + clips + " may help, too";
    case Kind::Subjects:
        return "hold other subjects out; " + seed + ", or " + clips + " may help, too";
    case Kind::Split:
        return isDrawn ? "the split is fixed: " + seed + " in the training part"
                       : "the split is fixed: put clips of " + name + " into its training part";
    case Kind::CrossDataset:
        return "all of the first dataset is trained on but what chooses the epoch: " + seed + ", or " + clips +
               " may help";
    case Kind::Paper:
        return "the paper's split is fixed but for its seed: " + seed + ", or take another protocol";
    }
    return {};
}

bool isDrawn(const Sample& sample)
{
    return text::endsWith(sample.id, "#neutral");
}

} // namespace

bool isLabelledFor(const ClipEntry& clip, Task task)
{
    switch (task) {
    case Task::Classes:
        return clip.label.has_value();
    case Task::Units:
        return clip.hasFrameLabels || !clip.actionUnits.empty();
    case Task::Affect:
        break;
    }
    return clip.hasFrameLabels || (clip.valence && clip.arousal);
}

Result<void> checkClasses(const std::vector<Sample>& samples, const std::vector<Fold>& folds,
                          const std::vector<std::string>& classes, const Protocol& protocol)
{
    std::set<int> present;
    for (const Sample& sample : samples) present.insert(sample.label);
    if (present.size() < 2)
        return Error::input("the clips carry " + std::to_string(present.size()) + " of the network's classes", {},
                            "at least two are needed; check the labels with mien-cli scan");
    for (std::size_t f = 0; f < folds.size(); ++f) {
        std::set<int> missing = present;
        for (const std::size_t i : folds[f].train) missing.erase(samples[i].label);
        if (missing.empty()) continue;
        const int label = *missing.begin();
        const std::string& name = classes[static_cast<std::size_t>(label)];
        const auto drawn = std::count_if(samples.begin(), samples.end(), [&](const Sample& sample) {
            return sample.label == label && isDrawn(sample);
        });
        std::string what = folds.size() == 1 ? "the training part" : "fold " + std::to_string(f + 1);
        what += (folds.size() == 1 ? " has no clip of class " : " has no training clip of class ") + name;
        if (drawn > 0)
            what +=
                ": the dataset labels none so, neutral samples are drawn from the first frames of other clips, and " +
                (drawn == 1 ? std::string("the only one that was drawn is")
                            : "all " + std::to_string(drawn) + " that were drawn are") +
                " held out or choose the epoch";
        return Error::input(what, {}, adviceFor(protocol, name, drawn > 0));
    }
    return {};
}

std::vector<std::string> oneSidedUnits(const std::vector<Sample>& samples, const std::vector<Fold>& folds,
                                       const std::vector<std::string>& units)
{
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> alike; // by what is missing and where
    for (std::size_t u = 0; u < units.size(); ++u) {
        std::vector<std::string> neverPresent, neverAbsent;
        for (std::size_t f = 0; f < folds.size(); ++f) {
            const auto sees = [&](bool present) {
                return std::any_of(folds[f].train.begin(), folds[f].train.end(), [&](std::size_t i) {
                    const float target = samples[i].targets.at(u);
                    return present ? target >= 0.5F : target < 0.5F; // neither where it is not annotated
                });
            };
            if (!sees(true)) neverPresent.push_back(std::to_string(f + 1));
            if (!sees(false)) neverAbsent.push_back(std::to_string(f + 1));
        }
        if (!neverPresent.empty()) alike[{"present", text::join(neverPresent, " ")}].push_back(units[u]);
        if (!neverAbsent.empty()) alike[{"absent", text::join(neverAbsent, " ")}].push_back(units[u]);
    }
    std::vector<std::string> sentences;
    for (const auto& [what, names] : alike)
        sentences.push_back(text::join(names, " ") + ": never " + what.first + " in the training part of fold " +
                            what.second + "; what is predicted of it there means nothing");
    return sentences;
}

} // namespace mien
