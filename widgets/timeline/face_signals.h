// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <optional>
#include <vector>

namespace mien {

/// Geometric curves of a face, per frame, in outer-eye distances (size and place of the face drop out). NaN where no
/// face was found.
struct FaceSignals
{
    double mouthOpening = 0; ///< inner lips: landmarks 62–66
    double browHeight = 0;   ///< mean distance from brow (17–26) to the eye line (36–45)
    double eyeOpening = 0;   ///< mean lid distance of both eyes (37–41, 38–40, 43–47, 44–46)
    double mouthWidth = 0;   ///< lip corners: landmarks 48–54
};

FaceSignals faceSignals(const FaceFrame& face);

/// Intensity of an action unit over the frames; NaN where it is not known.
struct MeasuredCurve
{
    int actionUnit = 0;
    std::vector<double> values;
};

/// Of the units that landmarks, or the picture where it was seen, carry well, the at most `count` that get most intense, if they reach `threshold` at all;
/// by number. None before a clip is measured.
std::vector<MeasuredCurve> strongestUnits(const std::vector<std::optional<FaceMeasures>>& frames, double threshold,
                                          std::size_t count, bool pictureSeen);

} // namespace mien
