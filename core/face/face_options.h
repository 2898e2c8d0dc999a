// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mien {

/// Which of the faces of a film are followed.
enum class FollowedFaces {
    Largest, ///< one at a time
    All,     ///< each with a number that stays with the person
};

/// What changes the result of face tracking; part of the landmark cache's key.
struct FaceOptions
{
    FollowedFaces faces = FollowedFaces::Largest;
    double detectorThreshold = 0.0; ///< HOG margin below which a detection is dropped
    int maximumUpsampling = 1;      ///< times a frame without a detection is doubled and searched again

    bool steady = true; ///< takes the jitter out of the landmarks (LandmarkSmoother)

    /// For caches: the algorithm's version and all values but `steady`, which works on what was measured.
    std::string key() const;
};

} // namespace mien
