// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"

#include <QByteArray>
#include <optional>

namespace mien {

/// A face track as compressed bytes with a format version, and back without loss. Nothing for bytes that are not a
/// whole track of this version.
QByteArray toBlob(const FaceTrack& track);
std::optional<FaceTrack> fromBlob(const QByteArray& blob);

} // namespace mien
