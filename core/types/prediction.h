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
    std::vector<double> probabilities; ///< softmax of the logits, same order as the class list

    int predicted() const; ///< most probable class, the lower index on a tie; −1 if empty
    int second() const;    ///< second most probable; −1 with fewer than two classes
};

} // namespace mien
