// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/clip.h"
#include "core/types/fold.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mien {

/// How a paper divided its samples. All of these let subjects leak, but leave-one-subject-out.
enum class PaperSplit {
    SixHoldouts,        ///< landmark TCN: six disjoint stratified parts of 15 %; 10 % are always trained on
    LeaveOneSubjectOut, ///< temporal fusion
    SubjectOrder,       ///< valence/arousal, CK+: samples in order of shuffled subjects, the last 10 % held out
    GivenParts,     ///< valence/arousal, Aff-Wild2: the clips that the dataset itself marks as test, as under Split;
                    ///< SubjectOrder where none is
    SegmentHoldout, ///< MicroX: a shuffle of all segments, 20 % held out
    FrameQuarter,   ///< action units: a shuffle of all frames, a quarter held out. (Its own quarter for evaluation is
                    ///< not cut: validation is whole subjects here, see makeFolds().)
};

/// The split of the paper that a network comes from; SixHoldouts for networks of none.
PaperSplit paperSplitOf(const std::string& network);

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
        CrossDataset,       ///< cross:DIR         everything is trained on, and tested on the dataset in DIR
        Split,              ///< split             the clips' attribute "split": test held out, val chooses the epoch
        Paper,              ///< paper             what the network's paper did, see PaperSplit
    };

    Kind kind = Kind::SubjectKFold;
    double fraction = 0;               ///< of Holdout, ClipHoldout
    int folds = 0;                     ///< of SubjectKFold, KFold
    std::vector<std::string> subjects; ///< of Subjects; of CrossDataset those of DIR, which parse() cannot know
    std::string directory;             ///< of CrossDataset
    std::map<std::string, std::string>
        splits; ///< of Split and GivenParts, by Sample::clip; parse() cannot know the clips
    PaperSplit paper = PaperSplit::SixHoldouts; ///< of Paper

    /// People of one fold of a parent run.
    struct Parts
    {
        std::vector<std::string> held, validation;
    };
    /// Of Holdout and SubjectKFold behind a parent run that was divided by the same protocol: its folds, which are
    /// taken over. (Drawn anew they would come out otherwise, since they go by the numbers of samples.)
    std::vector<Parts> parent = {};

    /// `network`: whose paper "paper" means.
    static Result<Protocol> parse(const std::string& text, const std::string& network = {});
    std::string toString() const;
    bool isSubjectDisjoint() const; ///< no subject on both sides, by construction
};

/// The folds of `samples` under `protocol`, deterministic in `seed`. Validation parts: 15 % of the training samples,
/// cut as whole subjects (at least one) whatever the protocol, so that early stopping is never subject-leaky; under
/// Split the clips marked "val" where there are some, and what is not marked is trained on.
/// Samples that serve for training or for testing only (Sample::use) go with their clip to the side that it is on.
/// A neutral sample goes with its subject; under protocols that split clips, it is a sample of its own class.
/// Usage error when there are fewer subjects than folds, an unknown subject, or an empty side.
Result<std::vector<Fold>> makeFolds(const std::vector<Sample>& samples, const Protocol& protocol, std::uint64_t seed);

/// Two clips on different sides of a fold that look the same: a leak that no subject's name shows.
struct LeakedPair
{
    std::string held;    ///< clip that is tested
    std::string learned; ///< clip of training or validation
};

/// `pairs`: clips that look the same, by name. Each leak once, in order of folds.
std::vector<LeakedPair> leakedPairs(const std::vector<Sample>& samples, const std::vector<Fold>& folds,
                                    const std::vector<std::pair<std::string, std::string>>& pairs);

/// Subjects with samples on both sides of a fold (training + validation against test), each once. Empty = no leak.
std::vector<std::string> leakedSubjects(const std::vector<Sample>& samples, const std::vector<Fold>& folds);

} // namespace mien
