// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/data/clip_transform.h"
#include "models/engine/options.h"

#include <memory>
#include <vector>

namespace mien {

/// Augmentation of picture inputs: one draw per sample, so that the frames of a clip, and the components of a face,
/// move together (valence/arousal spec, section 2.3; border mode reflect, bilinear).
class PictureTransform final : public ClipTransform
{
public:
    struct Settings
    {
        double rotation = 0; ///< degrees, to either side
        double shift = 0;    ///< share of the side, in x and y
        double shear = 0;    ///< degrees
        double zoomOut = 1;  ///< factors of the picture's content are drawn from zoomOut … zoomIn, per axis
        double zoomIn = 1;
        double brightnessLow = 1; ///< factors of the brightness
        double brightnessHigh = 1;
        bool flip = false; ///< mirrors every other sample; left and right components change places
        double dropComponent =
            0; ///< probability that a facial component is blank, so that a network with an input for
               ///< each learns to do with what can be seen; one input always stays (MicroX spec, 7.1)
    };

    /// `inputs`: those of the network; what is no picture is left as it is.
    PictureTransform(const Settings& settings, std::vector<ClipSpec> inputs);

    void apply(Clip& clip, Random* augmentation) const override;

private:
    void dropComponents(Clip& clip, Random random) const;
    void move(Array& array, const ClipSpec& input, const struct PictureMotion& motion) const;

    Settings m_settings;
    std::vector<ClipSpec> m_inputs;
    std::vector<std::size_t> m_mirrored; ///< which input takes the place of each one in a mirrored face
};

/// Reads the options of pictureAugmentationOptions().
std::unique_ptr<ClipTransform> pictureTransform(const Options& options, std::vector<ClipSpec> inputs);

} // namespace mien
