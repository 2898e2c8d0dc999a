// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/face_track.h"

#include <filesystem>

namespace mien {

/// The 68 landmarks of a table written by OpenFace 2 (old and new headers), by Py-Feat, or by Mien: columns x_0…x_67
/// and y_0…y_67 in pixels, one row per frame and face, parsed by name and never by position.
///
/// One entry per frame from the first to the last of the table; frames the table leaves out, and rows without success,
/// have no face. Confidence and hidden landmarks are taken where the table has them. Of several faces the one with the
/// widest eyes on average is taken. Frames without a time get one between, before or behind those around them, at their
/// rate; where the table does not tell a rate, it is 30 a second, and the track says so. Times never run backwards. The
/// size of the pictures is unknown (0) unless a details file of Mien lies beside the table. Input error in words for
/// other tables, and for times that run backwards or frames far apart; OpenFace 3 is refused, because it calls running
/// numbers AU01…AU08.
Result<FaceTrack> readLandmarkTable(const std::filesystem::path& file);

} // namespace mien
