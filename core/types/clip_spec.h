// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mien {

/// What one input of a network shows of a sample. Declared by the network, obeyed by the clip builder.
struct ClipSpec
{
    enum class Kind {
        LandmarkGrid, ///< channel (x, y) × landmark × frame
        Pictures,     ///< frames, or what `crop` cuts out of them
        Features,     ///< frame × value: what the network of the parent run makes of each frame
    };
    enum class Coordinates {
        Image, ///< x / image width, y / image height (landmark TCN spec, section 3.1)
        Face,  ///< head motion, size and identity removed: see ClipBuilder
    };
    enum class Crop {
        Frame,          ///< the whole frame
        Landmarks,      ///< the landmarks' bounding box, 20 % larger (landmark TCN spec, section 3.2)
        LbpFace,        ///< the largest box of OpenCV's improved LBP cascade (temporal fusion spec, section 3)
        LbpFaceTracked, ///< LbpFace, but a box that jumps gives way to the one before (withoutJump())
        HaarFace,       ///< the first box of OpenCV's Haar cascade (valence/arousal spec, section 2.1)
        LeftEye,        ///< facial components (MicroX spec, section 3); "left" is the image's left
        RightEye,
        Nose,
        Mouth,
        LeftBrow,
        RightBrow,
        BothEyes,     ///< the smallest box around the eyes' boxes (MicroX spec, section 9)
        EyesAndBrows, ///< the smallest box around those of both eyes and both brows
    };
    enum class Layout {
        Stacked,       ///< (frame · channel) × height × width, frame-major
        FramesFirst,   ///< frame × channel × height × width
        ChannelsFirst, ///< channel × frame × height × width
    };
    enum class Values {
        Unit,     ///< 0…1
        Raw,      ///< 0…255
        ImageNet, ///< 0…1, minus ImageNet's mean, divided by its standard deviation; three channels
    };

    Kind kind = Kind::LandmarkGrid;
    int frames = 20;
    std::vector<int> steps = {}; ///< which of Sample::frames, from 0, this input shows; empty = all
    Coordinates coordinates = Coordinates::Image;
    Crop crop = Crop::Frame;
    int channels = 1; ///< of pictures: 1 (grey) or 3
    bool bgr = false; ///< three channels in the order B, G, R instead of R, G, B
    int height = 0;   ///< of pictures, pixels
    int width = 0;    ///< of pictures, pixels; of features: values per frame
    Layout layout = Layout::Stacked;
    Values values = Values::Unit;

    /// Shape of one sample without the batch dimension.
    std::vector<std::int64_t> shape() const;
};

} // namespace mien
