// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/head_pose.h"
#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <memory>
#include <optional>
#include <string>

namespace mien {

/// Pose, openings and geometric action units of the frames of one person.
///
/// Action units are measured on the landmarks turned to the front, as distances that the unit changes, and count from
/// the person's neutral. Clips of up to 100 frames are taken to begin with it, as posed sequences do (CK+, Oulu-CASIA):
/// the median of the first three frames. In longer ones it is what the face shows most: of the frames, the half that
/// differs least from their median; a person who smiles throughout a film has no neutral in it. Fewer than ten frames
/// with a face tell no neutral, and then no intensity is given. 5 = the largest excursion that posed faces reach.
///
/// First learn() from the film, then settle(), then measure(), which any number of threads may do.
class FaceMeasurer
{
public:
    explicit FaceMeasurer(const Camera& camera);
    ~FaceMeasurer();
    FaceMeasurer(FaceMeasurer&&) noexcept;

    /// Of a film of `frames` frames every how manieth tells the neutral: about a thousand are enough, and memory does
    /// not grow with the film.
    static int learningStep(int frames);

    void learn(const FaceFrame& frame); ///< does nothing for a frame without a face
    void settle();
    const std::string& neutral() const; ///< in words: the frames taken for the neutral, or why none were

    /// Nothing for a frame without a face.
    std::optional<FaceMeasures> measure(const FaceFrame& frame) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A whole track by FaceMeasurer.
MeasuredTrack measureFace(const FaceTrack& track, const Camera& camera);
MeasuredTrack measureFace(const FaceTrack& track); ///< with the assumed camera

} // namespace mien
