// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mien {

/// Dense row-major float array.
struct Array
{
    std::vector<std::int64_t> shape;
    std::vector<float> data;

    std::int64_t elements() const;
};

/// What a network wants to see of a clip. Declared by the network, obeyed by the clip builder.
struct ClipSpec
{
    enum class Kind {
        LandmarkGrid, ///< channel (x, y) × landmark × frame
        GrayFrames,   ///< frame × height × width
    };
    enum class Coordinates {
        Image, ///< x / image width, y / image height (landmark TCN paper, section 3.1)
        Face,  ///< head motion, size and identity removed: see ClipBuilder
    };

    Kind kind = Kind::LandmarkGrid;
    int frames = 20;
    int minimumFrames = 10; ///< shorter sequences are dropped, with a note
    int height = 0;         ///< of image inputs, pixels
    int width = 0;
    Coordinates coordinates = Coordinates::Image;

    /// Shape of one sample without the batch dimension.
    std::vector<std::int64_t> shape() const;
};

/// One sample of a run: which frames of which clip, of whom, with which label.
struct Sample
{
    std::string id;   ///< unique in the run: the clip's id, "<clip>#neutral" for a neutral sample made from it
    std::string clip; ///< id in the DatasetIndex
    std::string subject;
    int label = -1;          ///< index into the run's class list; −1 = not labelled
    std::vector<int> frames; ///< source frame of each of ClipSpec::frames steps, from 0
};

/// A sample turned into numbers: one array per input of the network.
struct Clip
{
    Sample sample;
    std::vector<Array> inputs;
};

} // namespace mien
