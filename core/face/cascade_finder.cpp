// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/cascade_finder.h"

#include "core/face/face_probe.h"

#include <algorithm>
#include <utility>

namespace mien {

namespace {

using Detection = HogDetector::Detection;

/// Where the HOG detector's box lies, from a cascade's.
struct Geometry
{
    float down; ///< its centre below the cascade's, shares of the cascade's side
    float side; ///< its side, cascade's sides
};

/// In the order of CascadeKind. Measured on every tenth frame of the project's test films: largest HOG face against the
/// cascade's box on it, mean of the means of the films with five such frames at least (improved LBP 13 films, 642
/// frames; Haar 15, 622). Sideways there was less than 0.005 on average. The mean side differs from film to film, 1.17
/// to 1.48 and 0.81 to 1.09, so that it is looked for around the mean.
constexpr std::array<Geometry, cascadeKinds.size()> geometries = {{{0.04f, 1.30f}, {0.10f, 0.90f}}};
constexpr float sideStep = 1.15f;
constexpr std::array<float, 3> triedSides = {1, 1 / sideStep, sideStep};

constexpr double onePlace = 0.3; ///< overlap of boxes

const Geometry& geometryOf(CascadeKind kind)
{
    return geometries.at(static_cast<std::size_t>(kind));
}

Box hogBox(const Box& found, const Geometry& geometry, float tried)
{
    const float side = found.width * geometry.side * tried;
    const float centreX = found.x + found.width / 2;
    const float centreY = found.y + found.height / 2 + geometry.down * found.width;
    return {centreX - side / 2, centreY - side / 2, side, side};
}

/// The best that the classifiers see at the proposed place.
Detection probed(const cv::Mat& grey, const Box& found, const Geometry& geometry)
{
    std::optional<Detection> best;
    for (const float tried : triedSides) {
        Box box = hogBox(found, geometry, tried);
        // A new probe each time: one remembers the view that knew the face before.
        const FaceProbe::Answer answer = FaceProbe().ask(grey, box);
        box.x += answer.dx;
        box.y += answer.dy;
        if (!best || answer.score > best->score) best = {box, answer.score};
    }
    return *best;
}

} // namespace

CascadeFinder::CascadeFinder(CascadeKind kind, CascadeDetector cascade) : m_kind(kind), m_cascade(std::move(cascade)) {}

std::vector<Detection> CascadeFinder::detect(const cv::Mat& grey, double threshold)
{
    const Geometry& geometry = geometryOf(m_kind);
    // Faces from the size on that the HOG detector finds; smaller ones come with a doubled picture, as with it.
    const int smallest = static_cast<int>(HogDetector::smallestFace / (geometry.side * sideStep));
    std::vector<Detection> confirmed;
    for (const Box& found : m_cascade.detect(grey, smallest))
        if (const Detection face = probed(grey, found, geometry); face.score > threshold) confirmed.push_back(face);
    std::stable_sort(confirmed.begin(), confirmed.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    std::vector<Detection> faces;
    for (const Detection& face : confirmed)
        if (std::none_of(faces.begin(), faces.end(),
                         [&](const Detection& known) { return overlap(known.box, face.box) > onePlace; }))
            faces.push_back(face);
    return faces;
}

} // namespace mien
