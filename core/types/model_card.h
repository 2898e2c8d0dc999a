// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/clip_spec.h"
#include "core/types/sampling_plan.h"
#include "core/types/task.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mien {

/// What one argument of a module's forward() takes: what `spec` shows, and what is made of it then.
struct ModelInput
{
    std::string name; ///< of the argument
    ClipSpec spec;
    double deadZone =
        0;            ///< of landmarks in face coordinates: taken off the length of every motion, what is shorter is 0
    double scale = 1; ///< of landmarks: factor of all values, after the dead zone
};

/// What a file of weights does not say of itself: lies beside it as a JSON file (core/config/model_card_json.h),
/// written with every export and asked for with every import.
struct ModelCard
{
    enum class Output { Logits, Probabilities };

    std::string title;
    std::string network; ///< id in networks.def; empty = a foreign one
    std::string paper;
    std::vector<ModelInput> inputs; ///< in the order of forward()'s arguments, each with a batch dimension in front
    SamplingPlan sampling;          ///< `held`, `minimumFrames` and `drawsNeutral` only
    Task task = Task::Classes;
    std::vector<std::string> classes;             ///< output order
    std::map<std::string, std::string> countedAs; ///< labels that stand for one of the classes
    Output output = Output::Logits;               ///< what forward() gives, N × classes
    std::map<std::string, std::string> options;   ///< that the network was built and trained with
    std::vector<std::pair<std::string, std::string>>
        training;        ///< facts: data, protocol, seed, fold, people, controls …
    std::string licence; ///< of the weights, in words
    std::string file;    ///< of the module, beside the card
    std::string sha256;  ///< of that file, hex; empty = not known
    std::string version; ///< of the Mien that wrote it; empty = somebody else did
};

} // namespace mien
