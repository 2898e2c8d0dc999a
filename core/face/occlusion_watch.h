// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/face_probe.h"

#include <bitset>

namespace mien {

/// Notices landmarks that something hides: where the detector's classifiers find much less of this face than they did
/// while it was clear. On rendered faces behind bars, hands, noise and masks it flags two of three hidden landmarks,
/// and 3 % of those in sight. Each view of the classifiers is compared with itself: a head that turns changes the view
/// that knows it, and the cells of two views do not compare. The jaw (0–16) lies at the edge of what the classifiers
/// look at and is never flagged. One object per followed face.
class OcclusionWatch
{
public:
    /// The next frame: the probe's answer for `probed`, and the landmarks found there. Nothing is flagged before the
    /// face has been clear for some frames.
    std::bitset<68> look(const FaceProbe::Answer& answer, const Box& probed, const Landmarks68& landmarks);

private:
    decltype(FaceProbe::Answer::cells) m_usual{}; ///< while the face is clear, whichever view knows it
    int m_clear = 0;                              ///< frames it was
    std::bitset<68> m_suspects;                   ///< of the last frame: one frame alone proves nothing
};

} // namespace mien
