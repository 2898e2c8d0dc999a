// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/prediction.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mien {

/// How the predictions of a clip's samples become one of the clip (temporal fusion spec, section 5).
enum class Vote {
    Sum,            ///< the class with the largest sum of probabilities
    MaxProbability, ///< every sample votes for its most probable class; ties by the larger sum, then the lower index
};

/// "sum", "max_probability".
std::optional<Vote> voteFromName(std::string_view name);

/// One prediction for each fold, clip and truth (a neutral sample made of a clip is not asked what the clip shows), in
/// order of first appearance, named by the clip; a neutral sample keeps its name. Probabilities and logits are the
/// means, `decided` is what the vote chose. `clipOf`: Sample::clip by Sample::id.
std::vector<Prediction> votedByClip(const std::vector<Prediction>& predictions,
                                    const std::map<std::string, std::string>& clipOf, Vote vote);

/// What the networks of several folds say of each sample together: one prediction a sample, in order of first
/// appearance, of fold 0, with the means of their probabilities and logits. No vote may have been taken yet.
std::vector<Prediction> meanOverFolds(const std::vector<Prediction>& predictions);

} // namespace mien
