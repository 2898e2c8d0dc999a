// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

namespace mien {

/// Which of the faces of a film are followed.
enum class FollowedFaces {
    Largest, ///< one at a time
    All,     ///< each with a number that stays with the person
};

/// What searches pictures for faces. A cascade only says where one may be: what is reported has been seen by the
/// classifiers of the HOG detector, whose margin is every face's score.
enum class FaceDetector {
    Hog,  ///< dlib's (HogDetector)
    Lbp,  ///< the improved LBP cascade of OpenCV (CascadeKind::ImprovedLbp)
    Haar, ///< its Haar cascade (CascadeKind::Haar)
};

inline constexpr std::array faceDetectors = {FaceDetector::Hog, FaceDetector::Lbp, FaceDetector::Haar};

/// "hog", "lbp", "haar": what the command line calls them.
const char* name(FaceDetector detector);

/// What changes the result of face tracking; part of the landmark cache's key.
struct FaceOptions
{
    FollowedFaces faces = FollowedFaces::Largest;
    FaceDetector detector = FaceDetector::Hog;
    double detectorThreshold = 0.0; ///< HOG margin below which a detection is dropped
    int maximumUpsampling = 1;      ///< times a frame without a detection is doubled and searched again

    bool steady = true; ///< takes the jitter out of the landmarks (LandmarkSmoother)

    /// For caches: the algorithm's version and all values but `steady`, which works on what was measured. The file of
    /// a cascade comes beside it.
    std::string key() const;
};

} // namespace mien
