// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/head_pose.h"
#include "core/face/neutral_choice.h"
#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <memory>
#include <optional>
#include <string>

namespace mien {

/// Pose, openings and geometric action units of the frames of one person.
///
/// Action units are measured on the landmarks turned to the front, as distances that the unit changes, and, where the
/// picture was seen, on brows and eyes in it (eye_region.h); they count from the person's neutral (NeutralChoice). A
/// person who smiles throughout a film shows no neutral in it. Fewer than ten frames with the face tell none, unless
/// they are chosen by hand, and then no intensity is given. 5 = the largest excursion that posed faces reach.
///
/// First learn() from the film, then settle(), then measure(), which any number of threads may do.
class FaceMeasurer
{
public:
    /// Of a film of `frames` frames.
    FaceMeasurer(const Camera& camera, int frames, const NeutralChoice& neutral = {});
    ~FaceMeasurer();
    FaceMeasurer(FaceMeasurer&&) noexcept;

    /// The frames of the person in order. Does nothing for a frame without a face. Memory does not grow with the film:
    /// one or two thousand frames, evenly among those with the face, tell the neutral.
    void learn(const FaceFrame& frame);
    void settle();
    bool hasNeutral() const;            ///< else no intensity is given
    const std::string& neutral() const; ///< in words: the frames taken for the neutral, or why none were

    /// Nothing for a frame without a face.
    std::optional<FaceMeasures> measure(const FaceFrame& frame) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A whole track by FaceMeasurer.
MeasuredTrack measureFace(const FaceTrack& track, const Camera& camera, const NeutralChoice& neutral = {});
MeasuredTrack measureFace(const FaceTrack& track); ///< with the assumed camera

} // namespace mien
