// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"

#include <QByteArray>
#include <optional>
#include <vector>

namespace mien {

/// Frames as compressed bytes with a format version, and back without loss; of the landmarks those measured. Nothing
/// for bytes that are not a whole blob of this version.
QByteArray toBlob(const std::vector<FaceFrame>& frames);
std::optional<std::vector<FaceFrame>> fromBlob(const QByteArray& blob);

} // namespace mien
