// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"

#include <deque>
#include <functional>

namespace mien {

/// Takes the jitter out of a sequence of landmarks without delaying what they show.
///
/// Frame t is averaged with the middles of the pairs t − k and t + k. A middle lies on the spot where the face holds
/// still or moves evenly; where it lies elsewhere, an expression begins or ends, and the pair counts for little (a
/// bilateral filter on time and curvature). Past and future weigh the same, so nothing lags. Pairs do not reach over
/// frames without a face, nor over jumps of the box.
///
/// push() frames in order; each comes out `reach` frames later, the last ones by finish(). `landmarks` are made of
/// `measured`.
class LandmarkSmoother
{
public:
    static constexpr int reach = 4; ///< frames on each side

    /// Without `steady` every frame comes out at once, as measured.
    LandmarkSmoother(bool steady, std::function<void(const FaceFrame&)> out) : m_steady(steady), m_out(std::move(out))
    {
    }

    void push(FaceFrame frame);
    void finish();

private:
    void emitAt(std::size_t position);

    const bool m_steady;
    std::function<void(const FaceFrame&)> m_out;
    std::deque<FaceFrame> m_frames; ///< at most 2 · reach + 1
    std::size_t m_next = 0;         ///< position of the frame that comes out next
};

} // namespace mien
