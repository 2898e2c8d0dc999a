// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/normalise.h"

#include "core/face/similarity.h"

#include <array>

namespace mien {

namespace {

constexpr std::array<std::size_t, 8> rigid = {27, 28, 29, 30, 36, 39, 42, 45};

/// The same points of the mean shape of the 300-W predictor (dlib's 68-point model), moved and scaled as the header
/// says.
constexpr std::array<Point, 8> meanRigid = {{{0.0f, -0.1191f},
                                             {0.0f, 0.0210f},
                                             {0.0f, 0.1599f},
                                             {0.0f, 0.3028f},
                                             {-0.5f, -0.1016f},
                                             {-0.2108f, -0.0807f},
                                             {0.2108f, -0.0807f},
                                             {0.5f, -0.1016f}}};

} // namespace

std::vector<Landmarks68> toFaceCoordinates(const std::vector<Landmarks68>& sequence)
{
    std::vector<Landmarks68> out;
    out.reserve(sequence.size());
    for (const Landmarks68& points : sequence) {
        std::array<Point, rigid.size()> from;
        for (std::size_t i = 0; i < rigid.size(); ++i) from[i] = points[rigid[i]];
        const Similarity toMean = fitSimilarity(from, meanRigid);
        Landmarks68 moved;
        for (std::size_t i = 0; i < points.size(); ++i) moved[i] = toMean.apply(points[i]);
        out.push_back(moved);
    }
    return out;
}

} // namespace mien
