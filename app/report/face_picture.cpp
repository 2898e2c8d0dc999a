// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/face_picture.h"

#include "core/dataset/clip_builder.h"
#include "core/media/frame_source.h"
#include "core/render/face_painter.h"

#include <QImage>

#include <algorithm>
#include <cmath>

namespace mien::report {

namespace {

constexpr int maximumWidth = 480;    ///< pixels: twice the width on the page, for sharp screens and print
constexpr float spaceAround = 0.25f; ///< of the landmarks' box, on each side
constexpr float spaceAbove = 0.55f;  ///< landmarks end at the brows; the forehead lies above

Result<Frame> readFrame(const std::vector<std::filesystem::path>& files, int index)
{
    if (files.empty()) return Error::input("the clip has no files");
    auto source = files.size() == 1 ? openSource(files.front()) : openImageSequence(files);
    if (!source) return source.error();
    // A still has one picture that every step of the sample shows.
    const bool still = files.size() == 1 && looksLikeImage(files.front());
    return (*source)->frame(still ? 0 : index);
}

/// A view of a part of the frame; shares the pixels.
Frame cropped(const Frame& frame, const Box& box)
{
    const int left = std::clamp(static_cast<int>(std::floor(box.x)), 0, frame.width - 1);
    const int top = std::clamp(static_cast<int>(std::floor(box.y)), 0, frame.height - 1);
    const int right = std::clamp(static_cast<int>(std::ceil(box.x + box.width)), left + 1, frame.width);
    const int bottom = std::clamp(static_cast<int>(std::ceil(box.y + box.height)), top + 1, frame.height);
    Frame part = frame;
    part.width = right - left;
    part.height = bottom - top;
    part.pixels = {frame.pixels, frame.pixels.get() + top * frame.stride + left * 3};
    return part;
}

Frame scaledDown(const Frame& frame)
{
    if (frame.width <= maximumWidth) return frame;
    const QImage view(frame.pixels.get(), frame.width, frame.height, frame.stride, QImage::Format_BGR888);
    auto image = std::make_shared<QImage>(
        view.scaledToWidth(maximumWidth, Qt::SmoothTransformation).convertToFormat(QImage::Format_BGR888));
    Frame small = frame;
    small.width = image->width();
    small.height = image->height();
    small.stride = image->bytesPerLine();
    small.pixels = {image, image->constBits()};
    return small;
}

Box faceRegion(const Landmarks68& points)
{
    const Box box = boundingBox(points);
    return {box.x - spaceAround * box.width, box.y - spaceAbove * box.height, box.width * (1 + 2 * spaceAround),
            box.height * (1 + spaceAbove + spaceAround)};
}

} // namespace

Result<FacePicture> paintedFace(const jobs::Explanation& explanation)
{
    if (explanation.map.frames.empty()) return Error::failed("the map names no frames");
    FacePicture picture;
    picture.frame = explanation.map.frames.back();
    const auto& tracked = explanation.track.frames;
    if (picture.frame < 0 || picture.frame >= static_cast<int>(tracked.size()))
        return Error::failed("the clip has fewer frames than when it was used",
                             "frame " + std::to_string(picture.frame + 1));
    const auto position = static_cast<std::size_t>(picture.frame);
    picture.frame = tracked[position].frame; // the clip may be a part of its video

    Landmarks68 points = tracked[position].landmarks;
    if (!tracked[position].found) {
        const auto complete = completeLandmarks(explanation.track);
        if (!complete) return complete.error();
        points = complete->at(position);
        picture.interpolated = true;
    }
    const auto frame = readFrame(explanation.files, picture.frame);
    if (!frame) return frame.error();
    const Frame painted = paintStrength(*frame, points, explanation.map.summaryStrength());
    picture.image = scaledDown(cropped(painted, faceRegion(points)));
    return picture;
}

} // namespace mien::report
