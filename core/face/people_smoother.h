// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/landmark_smoother.h"

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace mien {

/// LandmarkSmoother for a film with any number of people: push() its entries in order of frames; they come out in order
/// of frames and people, some frames later, the last ones by finish(). Memory does not grow with the film.
class PeopleSmoother
{
public:
    /// Without `steady` the landmarks are those measured.
    PeopleSmoother(bool steady, std::function<void(const FaceFrame&)> out) : m_steady(steady), m_out(std::move(out)) {}

    void push(const FaceFrame& entry);
    void finish();

private:
    void closeFrame();
    void emitBefore(int frame);

    const bool m_steady;
    std::function<void(const FaceFrame&)> m_out;
    std::map<int, std::unique_ptr<LandmarkSmoother>> m_people; ///< those in the last frame
    std::set<int> m_seen;                                      ///< in this frame
    std::map<int, std::vector<FaceFrame>> m_done;              ///< by frame
    int m_frame = -1;
};

} // namespace mien
