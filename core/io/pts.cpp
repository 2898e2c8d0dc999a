// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pts.h"

#include "core/base/text.h"
#include "core/io/landmark_frames.h"

#include <optional>

namespace mien {

namespace {

constexpr double firstPixel = 1; ///< what the file calls the first pixel of a row

/// The coordinate as the file counts, with the fewest decimals that lead back to `value`.
std::string shifted(float value)
{
    const double there = static_cast<double>(value) + firstPixel;
    for (int decimals = 0; decimals <= 17; ++decimals) {
        std::string shown = text::fixed(there, decimals);
        const auto back = text::toDouble(shown);
        if (back && static_cast<float>(*back - firstPixel) == value) return shown;
    }
    return text::number(there);
}

/// The lines before the brace, "key: value": how many points the file says it has.
Result<std::optional<std::int64_t>> announcedCount(const std::vector<landmarks::NumberedLine>& lines, std::size_t& next,
                                                   const std::string& where)
{
    std::optional<std::int64_t> announced;
    for (; next < lines.size() && lines[next].text != "{"; ++next) {
        const auto& [number, line] = lines[next];
        const std::size_t colon = line.find(':');
        const std::string place = where + ", line " + std::to_string(number);
        if (colon == std::string_view::npos)
            return Error::input(landmarks::quoted(line) + " does not belong into the head of a points file", place,
                                "expected \"version: 1\", \"n_points: 68\" and \"{\"");
        if (text::lower(text::trimmed(line.substr(0, colon))) != "n_points") continue;
        const std::string_view value = text::trimmed(line.substr(colon + 1));
        announced = text::toInt(value);
        if (!announced || *announced < 0)
            return Error::input(landmarks::quoted(value) + " is no number of points", place);
    }
    return announced;
}

} // namespace

std::string toPts(const Landmarks68& points)
{
    std::string text = "version: 1\nn_points: 68\n{\n";
    for (const Point& point : points) text += shifted(point.x) + " " + shifted(point.y) + "\n";
    return text + "}\n";
}

Result<Landmarks68> parsePts(std::string_view text, const std::string& where)
{
    const auto lines = landmarks::linesOf(text);
    if (lines.empty()) return Error::input("the file is empty", where, "expected 68 landmarks");
    std::size_t next = 0;
    const auto announced = announcedCount(lines, next, where);
    if (!announced) return announced.error();
    const Error cut = Error::input("the points file ends before its closing brace", where, "copy it again");
    if (next == lines.size()) return cut;
    if (*announced && static_cast<std::size_t>(**announced) != landmarks::pointCount)
        return landmarks::wrongCount(static_cast<std::size_t>(**announced), where);
    Landmarks68 points;
    std::size_t count = 0;
    for (++next; next < lines.size() && lines[next].text != "}"; ++next, ++count) {
        const auto place =
            landmarks::coordinatesOf(lines[next].text, where + ", line " + std::to_string(lines[next].number));
        if (!place) return place.error();
        if (count < points.size())
            points[count] = {static_cast<float>(place->x - firstPixel), static_cast<float>(place->y - firstPixel)};
    }
    if (next == lines.size()) return cut;
    if (count != points.size()) return landmarks::wrongCount(count, where);
    if (next + 1 < lines.size())
        return Error::input(landmarks::quoted(lines[next + 1].text) + " stands behind the closing brace",
                            where + ", line " + std::to_string(lines[next + 1].number), "give one face per file");
    return points;
}

} // namespace mien
