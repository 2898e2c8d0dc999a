// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace mien {

/// Row-major matrix of floats: rows are landmarks, columns are time steps.
struct Grid
{
    int rows = 0;
    int columns = 0;
    std::vector<float> values;

    Grid() = default;
    Grid(int rows, int columns) : rows(rows), columns(columns), values(static_cast<std::size_t>(rows) * columns, 0.0f)
    {
    }
    float at(int row, int column) const { return values[static_cast<std::size_t>(row) * columns + column]; }
    float& at(int row, int column) { return values[static_cast<std::size_t>(row) * columns + column]; }
};

/// Where in its clip a network looked, after landmark TCN spec section 8.
struct HeatMap
{
    std::string method;      ///< gradcam | hirescam | cam
    std::string layer;       ///< named activation it was taken from: conv3 | conv2
    int explainedClass = -1; ///< class index whose logit is explained
    Grid map;        ///< M resized to 68 × T, or to height × width of the network's pictures; raw units of the method
    Grid normalised; ///< N = 255 (M − min)/(max − min); all 0 for a constant map
    Grid difference; ///< D, 68 × (T−1), signed; 0 inside [−75, 75]; empty where the network sees pictures
    bool overPictures = false; ///< the map lies over the network's pictures, height × width, and not over landmarks
    std::vector<int> frames;   ///< source frame of each column of a map over landmarks: the transform to frame
                               ///< coordinates in time; else the frames that the sample shows
    std::vector<std::string> notes; ///< "nothing survived on conv3; taken from conv2", "the map is constant"

    bool isConstant() const;                         ///< nothing to show; said to the user in words
    std::vector<float> strengthAt(int column) const; ///< s of spec 8.4 per landmark for column t ≥ 1; 0 for t = 0
    std::vector<float> summaryStrength() const;      ///< max over t per landmark, 0…1
};

} // namespace mien
