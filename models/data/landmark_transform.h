// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/data/clip_transform.h"
#include "models/engine/options.h"

#include <array>
#include <memory>

namespace mien {

/// Index of the landmark that takes the place of each one when a face is mirrored (iBUG 68-point scheme).
const std::array<int, 68>& mirroredLandmarks();

/// Scaling and augmentation of landmark grids (2 × 68 × T).
class LandmarkTransform final : public ClipTransform
{
public:
    struct Settings
    {
        bool faceCoordinates = false; ///< motion in face coordinates; else 0…1 of the image
        double inputScale = 1;
        int shift = 0;     ///< frames
        double speed = 0;  ///< share
        double scale = 0;  ///< share
        double jitter = 0; ///< standard deviation, units of the coordinates
        bool flip = false;
        double deadZone = 0; ///< units of the coordinates; face coordinates only
    };

    explicit LandmarkTransform(const Settings& settings) : m_settings(settings) {}

    void apply(Clip& clip, Random* augmentation) const override;

private:
    void augment(Array& grid, Random& random) const;

    Settings m_settings;
};

/// Reads the options of landmarkInputOptions().
std::unique_ptr<ClipTransform> landmarkTransform(const Options& options);

} // namespace mien
