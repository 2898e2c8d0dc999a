// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/clip.h"
#include "core/types/sampling_plan.h"
#include "core/types/task.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// One setting of a run, described as data: the command line checks it, the Train dialog draws its form from it.
struct OptionInfo
{
    enum class Type {
        Integer,
        Real,
        Flag,
        Choice, ///< one of `choices`
        List,   ///< one or more of `choices`, apart by commas, in any order; kept in the order of `choices`
    };

    std::string name; ///< as in --set name=value and run.json
    Type type = Type::Real;
    std::string recommended; ///< value under preset `recommended`
    std::string paper;       ///< value under preset `paper`
    std::string help;        ///< one sentence, English source of the translated text
    double minimum = 0;      ///< of numbers, inclusive
    double maximum = 0;
    std::vector<std::string> choices; ///< of Choice and List
    std::string group;                ///< heading in the form: "training", "input", "network"
};

/// Everything the rest of the program needs to know about a network, without torch.
struct ModelInfo
{
    std::string id;                      ///< as in networks.def
    std::string title;                   ///< "Landmark TCN"
    std::string paper;                   ///< "Gund, Bharadwaj, Nwogu: Interpretable Emotion Classification …"
    std::vector<std::string> inputNames; ///< one per input of the network
    std::vector<ClipSpec> inputs;        ///< same order; before options are applied
    SamplingPlan sampling;               ///< before options are applied
    Task task = Task::Classes;
    std::vector<std::string> classes;              ///< output order
    std::map<std::string, std::string> countedAs;  ///< labels that stand for one of the classes: disgust for contempt
    std::vector<OptionInfo> options;               ///< training and input options included
    std::int64_t parameters = 0;                   ///< trainable, counted on a network built with preset `paper`
    std::optional<std::int64_t> printedParameters; ///< in the paper
    std::string countNote;                         ///< what is to be said of the two, as why they differ; may be empty
    std::vector<std::string> methods; ///< map methods it supports, the default first: gradcam hirescam cam; may be none
    std::vector<std::string> layers;  ///< named activations maps can be taken from, the default first; may be none
};

/// What of a ModelInfo depends on options, with those applied.
struct InputPlan
{
    std::vector<ClipSpec> inputs;
    SamplingPlan sampling;
    std::vector<std::string> inputNames = {}; ///< one per input
    std::vector<std::string> classes = {};    ///< output order
    std::vector<std::string> layers = {};     ///< that maps can be taken from, the default first
    int features = 0; ///< values per sample that LoadedRun::features() gives, for a run behind this one; 0 = none
};

/// That of the default options.
inline InputPlan defaultPlan(const ModelInfo& info)
{
    return {info.inputs, info.sampling, info.inputNames, info.classes, info.layers};
}

/// Values of every option of a network: the preset's, overridden by the explicit ones.
using OptionValues = std::map<std::string, std::string>;

} // namespace mien
