// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/metrics.h"
#include "core/types/prediction.h"

#include <cstddef>
#include <string>
#include <vector>

namespace mien {

/// Which class came second wherever a class was predicted: what a network finds similar (MicroX spec, section 7).
struct NextHighest
{
    /// counts.counts[a][b]: samples predicted as a with b second; the diagonal is 0.
    ConfusionMatrix counts;
    struct Answer
    {
        std::size_t sample; ///< index into the predictions
        int second;         ///< class index
    };
    std::vector<std::vector<Answer>> sequences; ///< by predicted class, in the order of the predictions
};

/// Over all predictions that have at least two probabilities, whether their truth is known or not.
NextHighest nextHighest(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes);

} // namespace mien
