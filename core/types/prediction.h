// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace mien {

/// What a network says of one sample.
struct Prediction
{
    std::string sample; ///< Sample::id
    std::string subject;
    int fold = 0;   ///< from 1; 0 = no fold (a foreign clip)
    int truth = -1; ///< class index; −1 = unknown
    std::vector<double> logits;
    /// Of each class by softmax, of each action unit by sigmoid, or valence and arousal as they are; output order.
    std::vector<double> probabilities;
    std::vector<double> targets; ///< Sample::targets, NaN = not annotated
    int decided = -1;            ///< the class that a vote over the clip's samples chose; −1 = there was none

    int predicted() const; ///< `decided`, or else the most probable class, the lower index on a tie; −1 if empty
    int second() const;    ///< the most probable of the others; −1 with fewer than two classes
};

} // namespace mien
