// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/grid_image.h"

#include "core/media/frame_mat.h"
#include "core/render/colour_map.h"
#include "core/types/geometry.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

namespace mien {

namespace {

const cv::Scalar ink(40, 40, 40);
const cv::Scalar groupLine(120, 120, 120);
const cv::Scalar cellLine(225, 225, 225);
constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
constexpr double fontScale = 0.4;

cv::Size textSize(const std::string& text)
{
    int baseline = 0;
    return cv::getTextSize(text, font, fontScale, 1, &baseline);
}

void write(cv::Mat& picture, const std::string& text, cv::Point leftBottom)
{
    cv::putText(picture, text, leftBottom, font, fontScale, ink, 1, cv::LINE_AA);
}

/// Where the cells lie in the picture.
struct Layout
{
    int rows;
    int columns;
    int cell;
    int left = 64; ///< group names
    int top = 12;
    int right = 64;  ///< colour scale
    int bottom = 44; ///< frame numbers and their title

    int x(int column) const { return left + column * cell; }
    int y(int row) const { return top + row * cell; }
    cv::Size size() const { return {x(columns) + right, y(rows) + bottom}; }
};

void paintCells(cv::Mat& picture, const Layout& at, const Grid& difference)
{
    for (int r = 0; r < at.rows; ++r) {
        for (int c = 0; c < at.columns; ++c) {
            const Colour colour = whiteYellowRed(std::abs(difference.at(r, c)) / 255.0);
            const cv::Rect cell(at.x(c), at.y(r), at.cell, at.cell);
            cv::rectangle(picture, cell, cv::Scalar(colour.blue, colour.green, colour.red), cv::FILLED);
            if (at.cell >= 6) cv::rectangle(picture, cell, cellLine);
        }
    }
}

void paintGroups(cv::Mat& picture, const Layout& at)
{
    for (const LandmarkGroup& group : landmarkGroups) {
        const int from = at.y(group.first);
        const int to = at.y(group.last + 1);
        cv::line(picture, {at.left - 8, from}, {at.x(at.columns), from}, groupLine);
        cv::line(picture, {at.left - 8, to}, {at.x(at.columns), to}, groupLine);
        const cv::Size size = textSize(group.name);
        write(picture, group.name, {at.left - 12 - size.width, (from + to + size.height) / 2});
    }
    cv::rectangle(picture, cv::Point(at.left, at.top), cv::Point(at.x(at.columns), at.y(at.rows)), groupLine);
}

void paintFrameNumbers(cv::Mat& picture, const Layout& at, const HeatMap& map)
{
    const int bottom = at.y(at.rows);
    int free = 0; // x from which a number overlaps no other
    for (int c = 0; c < at.columns; ++c) {
        // Column c of D is the change to column c + 1 of the map.
        const auto column = static_cast<std::size_t>(c) + 1;
        const std::string text = std::to_string(column < map.frames.size() ? map.frames[column] + 1 : c + 2);
        const cv::Size size = textSize(text);
        const int middle = at.x(c) + at.cell / 2;
        if (middle - size.width / 2 < free) continue;
        cv::line(picture, {middle, bottom}, {middle, bottom + 3}, ink);
        write(picture, text, {middle - size.width / 2, bottom + 7 + size.height});
        free = middle + size.width / 2 + 6;
    }
    const std::string title = "frame";
    write(picture, title, {at.x(at.columns) / 2 + at.left / 2 - textSize(title).width / 2, bottom + 36});
}

/// From `top`, right of `x`.
void paintScale(cv::Mat& picture, int x, int top, int height, const std::string& title)
{
    for (int i = 0; i < height; ++i) {
        const Colour colour = whiteYellowRed(1 - static_cast<double>(i) / (height - 1));
        cv::line(picture, {x, top + i}, {x + 10, top + i}, cv::Scalar(colour.blue, colour.green, colour.red));
    }
    cv::rectangle(picture, cv::Rect(x, top, 11, height), groupLine);
    write(picture, "255", {x + 15, top + 9});
    write(picture, "0", {x + 15, top + height});
    write(picture, title, {x + 15, top + height / 2 + 5});
}

} // namespace

Frame gridImage(const HeatMap& map, int cell)
{
    const Grid& difference = map.difference;
    if (difference.rows != landmarkGroups.back().last + 1 || difference.columns < 1 || cell < 1)
        throw std::invalid_argument("gridImage needs a difference map of 68 rows and a cell of at least 1 pixel");
    const Layout at{difference.rows, difference.columns, cell};
    cv::Mat picture(at.size(), CV_8UC3, cv::Scalar::all(255));
    paintCells(picture, at, difference);
    paintGroups(picture, at);
    paintFrameNumbers(picture, at, map);
    paintScale(picture, at.x(at.columns) + 14, at.top, std::min(at.y(at.rows) - at.top, 160), "|D|");
    return toFrame(picture);
}

Frame pictureMapImage(const HeatMap& map, int side)
{
    const Grid& grid = map.normalised;
    if (grid.rows < 1 || grid.columns < 1 || side < 16)
        throw std::invalid_argument("pictureMapImage needs a map and a side of at least 16 pixels");
    cv::Mat cells(grid.rows, grid.columns, CV_8UC3);
    for (int r = 0; r < grid.rows; ++r)
        for (int c = 0; c < grid.columns; ++c) {
            const Colour colour = whiteYellowRed(grid.at(r, c) / 255.0);
            cells.at<cv::Vec3b>(r, c) = {colour.blue, colour.green, colour.red};
        }
    const int width = std::max(1, side * grid.columns / grid.rows);
    const int margin = 12;
    cv::Mat picture(side + 2 * margin, width + 2 * margin + 52, CV_8UC3, cv::Scalar::all(255));
    const cv::Rect place(margin, margin, width, side);
    cv::resize(cells, picture(place), place.size(), 0, 0, cv::INTER_LINEAR);
    cv::rectangle(picture, place, groupLine);
    paintScale(picture, margin + width + 14, margin, std::min(side, 160), "N");
    return toFrame(picture);
}

} // namespace mien
