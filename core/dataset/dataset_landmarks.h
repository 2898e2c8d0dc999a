// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"
#include "core/types/face_track.h"

namespace mien {

/// The landmarks that the dataset itself brings along for a clip, as a track: `width` and `height` are those of the
/// pictures, times are assumed. Frames without landmarks count as frames without a face. Input error if the layout has
/// no landmarks. Only for runs that ask for them: training sees pixels otherwise.
Result<FaceTrack> datasetLandmarks(const DatasetIndex& index, const ClipEntry& clip, int width, int height);

/// The landmarks that the generator drew from: truth/ of a generated dataset. Same rules.
Result<FaceTrack> truthLandmarks(const DatasetIndex& index, const ClipEntry& clip, int width, int height);

} // namespace mien
