// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/prediction.h"

#include <algorithm>

namespace mien {

int Prediction::predicted() const
{
    if (decided >= 0) return decided;
    if (probabilities.empty()) return -1;
    return static_cast<int>(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
}

int Prediction::second() const
{
    const int best = predicted();
    int second = -1;
    for (int i = 0; i < static_cast<int>(probabilities.size()); ++i)
        if (i != best && (second < 0 || probabilities[i] > probabilities[second])) second = i;
    return second;
}

} // namespace mien
