// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/ckplus_landmarks.h"

#include "core/base/text.h"
#include "core/io/landmark_frames.h"

namespace mien {

std::string toCkPlusLandmarks(const Landmarks68& points)
{
    std::string text;
    for (const Point& point : points)
        text += text::number(landmarks::decimal(point.x)) + " " + text::number(landmarks::decimal(point.y)) + "\n";
    return text;
}

Result<Landmarks68> parseCkPlusLandmarks(std::string_view text, const std::string& where)
{
    const auto lines = landmarks::linesOf(text);
    if (lines.empty()) return Error::input("the file is empty", where, "expected 68 landmarks");
    Landmarks68 points;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto place = landmarks::coordinatesOf(lines[i].text, where + ", line " + std::to_string(lines[i].number));
        if (!place) return place.error();
        if (i < points.size()) points[i] = {static_cast<float>(place->x), static_cast<float>(place->y)};
    }
    if (lines.size() != points.size()) return landmarks::wrongCount(lines.size(), where);
    return points;
}

} // namespace mien
