// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/next_highest.h"

namespace mien {

NextHighest nextHighest(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes)
{
    NextHighest result{ConfusionMatrix(classes), {}};
    result.sequences.resize(classes.size());
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        const int first = predictions[i].predicted(), second = predictions[i].second();
        if (second < 0) continue;
        result.counts.add(first, second);
        result.sequences[static_cast<std::size_t>(first)].push_back({i, second});
    }
    return result;
}

} // namespace mien
