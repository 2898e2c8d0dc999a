// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/face/appearance.h"
#include "core/types/face_track.h"

#include <map>
#include <vector>

namespace mien {

/// A tracklet of a film (FacesFollower), as far as it matters for who it is.
struct Tracklet
{
    int segment = 0; ///< the tracklets of each segment have numbers of their own
    int number = 0;
    int firstFrame = 0;
    int lastFrame = 0;
    Box firstBox;
    Box lastBox;
    MeanAppearance appearance; ///< may be empty
};

/// Gathers tracklets from the faces of a film, which come in order of segments and frames.
class TrackletGatherer
{
public:
    void add(int segment, const FaceFrame& face);
    std::vector<Tracklet> take(); ///< by first frame

private:
    std::map<std::pair<int, int>, Tracklet> m_tracklets;
};

/// Raise with every change of what peopleOf() says.
inline constexpr int peopleAlgorithmVersion = 1;

/// The person of each tracklet (given by first frame), from 0 in order of first appearance. Tracklets that meet at the
/// seam of two segments on one place are one person, each with the one that covers it best. Of the others those most
/// alike are joined first, then the next, as long as they look like one person; never two that are in the picture
/// together. A tracklet too short and unclear to have looks goes to whoever was at its place just before or comes there
/// just after. The only error is that of a cancel.
Result<std::vector<int>> peopleOf(const std::vector<Tracklet>& tracklets, const RunControl& control);

} // namespace mien
