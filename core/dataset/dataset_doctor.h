// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/dataset_index.h"

#include <optional>
#include <vector>

namespace mien {

/// What examining a dataset found.
struct DatasetExam
{
    std::vector<Diagnostic> findings;        ///< each says what Mien will do about it
    std::vector<std::optional<int>> lengths; ///< frames of each clip, in order of DatasetIndex::clips; empty = unknown
};

/// What can be told of the index alone: unlabelled clips, sequences too short for a paper's protocol, labels that none
/// of the coded action units supports. All of it notes: a dataset may well be so. `lengths` as in DatasetExam.
std::vector<Diagnostic> reviewIndex(const DatasetIndex& index, const std::vector<std::optional<int>>& lengths);

/// Opens every file: counts the frames of videos, decodes every picture of stills and sequences and the middle frame of
/// videos. Finds what cannot be read, pictures of another size than the first of their sequence, videos that end before
/// the part that a clip is, and clips that look the same although subject or split (attribute "split") differ.
/// Counts the labels of single frames. Then reviewIndex(). Several clips at a time; findings in order of the clips.
Result<DatasetExam> examineDataset(const DatasetIndex& index, const RunControl& control);

} // namespace mien
