// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/clip_spec.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mien {

/// Dense row-major float array.
struct Array
{
    std::vector<std::int64_t> shape;
    std::vector<float> data;

    std::int64_t elements() const;
};

/// One sample of a run: which frames of which clip, of whom, with which label.
struct Sample
{
    enum class Use { Everywhere, Training, Held };

    std::string id;   ///< unique in the run: the clip's id, "<clip>#neutral", "<clip>#5" for others made from it
    std::string clip; ///< id in the DatasetIndex
    std::string subject;
    int label = -1;            ///< index into the run's class list; −1 = not labelled
    std::vector<int> frames;   ///< source frame of each step, from 0
    Use use = Use::Everywhere; ///< Training: in training and validation parts only; Held: in test parts only

    /// One value per output where a network answers several questions at once (Task::Units: 0 or 1; Task::Affect:
    /// valence and arousal, −1…1). NaN = not annotated. Empty for Task::Classes.
    std::vector<float> targets = {};
};

/// A sample turned into numbers: one array per input of the network.
struct Clip
{
    Sample sample;
    std::vector<Array> inputs;
};

} // namespace mien
