// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/landmark_frames.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mien::landmarks {

namespace {

constexpr double assumedRate = 30; ///< frames per second
constexpr const char* separators = " \t,;";

std::vector<std::string_view> wordsOf(std::string_view line)
{
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while ((at = line.find_first_not_of(separators, at)) != std::string_view::npos) {
        const std::size_t end = std::min(line.find_first_of(separators, at), line.size());
        words.push_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

} // namespace

std::vector<NumberedLine> linesOf(std::string_view text)
{
    if (text::startsWith(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<NumberedLine> lines;
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        if (const auto line = text::trimmed(text.substr(0, end)); !line.empty()) lines.push_back({number, line});
        text.remove_prefix(end);
        if (!text.empty()) text.remove_prefix(text::startsWith(text, "\r\n") ? 2 : 1);
    }
    return lines;
}

Result<Coordinates> coordinatesOf(std::string_view line, const std::string& where)
{
    const auto words = wordsOf(line);
    if (words.size() != 2)
        return Error::input(quoted(line) + " is no point", where, "expected two numbers, x and y in pixels");
    Coordinates place;
    for (const auto& [word, target] : {std::pair{words[0], &place.x}, {words[1], &place.y}}) {
        const auto number = text::toDouble(word);
        if (!number || !isPlace(*number))
            return Error::input(quoted(word) + " is no coordinate", where, "expected x and y in pixels");
        *target = *number;
    }
    return place;
}

bool isPlace(double value)
{
    return std::abs(value) <= farthest; // false for NaN
}

bool isPlace(const Point& point)
{
    return isPlace(static_cast<double>(point.x)) && isPlace(static_cast<double>(point.y));
}

bool hasAllLandmarks(const FaceFrame& frame)
{
    return frame.found && std::all_of(frame.landmarks.begin(), frame.landmarks.end(),
                                      [](const Point& point) { return isPlace(point); });
}

bool hasSomeLandmarks(const FaceFrame& frame)
{
    return frame.found && std::any_of(frame.landmarks.begin(), frame.landmarks.end(),
                                      [](const Point& point) { return isPlace(point); });
}

double decimal(float value)
{
    // Rounding twice, to a double and then to a float, could in principle end beside `value`.
    const auto shortest = text::toDouble(text::number(value));
    const auto exact = static_cast<double>(value);
    return shortest && static_cast<float>(*shortest) == value ? *shortest : exact;
}

Box boxOf(const FaceFrame& frame)
{
    const Box& box = frame.box;
    const bool known = isPlace({box.x, box.y}) && isPlace({box.width, box.height}) && box.width > 0 && box.height > 0;
    if (known) return box;
    const auto first =
        std::find_if(frame.landmarks.begin(), frame.landmarks.end(), [](const Point& point) { return isPlace(point); });
    if (first == frame.landmarks.end()) return {};
    Landmarks68 points = frame.landmarks;
    std::replace_if(
        points.begin(), points.end(), [](const Point& point) { return !isPlace(point); }, *first);
    return boundingBox(points);
}

FaceFrame frameWithFace(const Landmarks68& points)
{
    FaceFrame frame;
    frame.found = true;
    frame.landmarks = frame.measured = points;
    frame.box = boundingBox(points);
    return frame;
}

FaceFrame frameWithProblem(std::string problem)
{
    FaceFrame frame;
    frame.problem = std::move(problem);
    return frame;
}

FaceTrack trackOf(std::vector<FaceFrame> frames, int width, int height)
{
    for (std::size_t i = 0; i < frames.size(); ++i) {
        frames[i].frame = static_cast<int>(i);
        frames[i].seconds = static_cast<double>(i) / assumedRate;
    }
    return {width, height, true, std::move(frames)};
}

void CommonSize::add(int width, int height)
{
    if (m_first) {
        m_width = std::max(width, 0);
        m_height = std::max(height, 0);
    } else if (width != m_width || height != m_height) {
        m_width = m_height = 0;
    }
    m_first = false;
}

std::string numberedName(const std::string& stem, int frame)
{
    constexpr std::size_t digits = 8; // as CK+ names its frames
    const std::string number = std::to_string(frame + 1);
    return stem + "_" + std::string(number.size() < digits ? digits - number.size() : 0, '0') + number;
}

std::string quoted(std::string_view text)
{
    constexpr std::size_t most = 40;
    std::string shown(text.substr(0, most));
    std::replace_if(
        shown.begin(), shown.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
    return "'" + shown + (text.size() > most ? "…'" : "'");
}

Error wrongCount(std::size_t count, const std::string& where)
{
    return Error::input("has " + std::to_string(count) + (count == 1 ? " landmark" : " landmarks") + " instead of 68",
                        where, "give landmarks of the 68-point iBUG scheme");
}

} // namespace mien::landmarks
