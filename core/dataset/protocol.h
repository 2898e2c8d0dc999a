// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/clip.h"
#include "core/types/fold.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mien {

/// How samples are divided into training and held-out parts.
struct Protocol
{
    enum class Kind {
        Holdout,            ///< holdout:F         whole subjects until ≥ F of the samples are held out
        SubjectKFold,       ///< subject-kfold:K   every subject held out once
        LeaveOneSubjectOut, ///< loso
        KFold,              ///< kfold:K           stratified by class; subjects leak
        ClipHoldout,        ///< clip-holdout:F    stratified by class; subjects leak
        Subjects,           ///< subjects:ID,…     the named subjects are held out
        Paper,              ///< paper             the network's paper; for tcn six stratified disjoint 15 % parts
    };

    Kind kind = Kind::SubjectKFold;
    double fraction = 0; ///< of Holdout, ClipHoldout
    int folds = 0;       ///< of SubjectKFold, KFold
    std::vector<std::string> subjects;

    static Result<Protocol> parse(const std::string& text);
    std::string toString() const;
    bool isSubjectDisjoint() const; ///< no subject on both sides, by construction
};

/// The folds of `samples` under `protocol`, deterministic in `seed`. Validation parts: 15 % of the training samples,
/// cut as whole subjects (at least one) whatever the protocol, so that early stopping is never subject-leaky.
/// A neutral sample goes with its subject; under protocols that split clips, it is a sample of its own class.
/// Usage error when there are fewer subjects than folds, an unknown subject, or an empty side.
Result<std::vector<Fold>> makeFolds(const std::vector<Sample>& samples, const Protocol& protocol, std::uint64_t seed);

/// Subjects with samples on both sides of a fold (training + validation against test), each once. Empty = no leak.
std::vector<std::string> leakedSubjects(const std::vector<Sample>& samples, const std::vector<Fold>& folds);

} // namespace mien
