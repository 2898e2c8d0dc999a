// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/openface_csv.h"

#include "core/base/csv.h"
#include "core/base/text.h"

namespace mien {

namespace {

// Decimals of OpenFace's RecorderCSV.
constexpr int timeDecimals = 3;
constexpr int pixelDecimals = 1;
constexpr std::size_t pointCount = std::tuple_size_v<Landmarks68>;

std::vector<std::string> header()
{
    std::vector<std::string> names = {"frame", "face_id", "timestamp", "confidence", "success"};
    for (const char* axis : {"x_", "y_"})
        for (std::size_t i = 0; i < pointCount; ++i) names.push_back(axis + std::to_string(i));
    return names;
}

std::vector<std::string> row(const FaceFrame& entry)
{
    std::vector<std::string> fields = {std::to_string(entry.frame + 1), "0", text::fixed(entry.seconds, timeDecimals),
                                       "", entry.found ? "1" : "0"};
    for (const auto axis : {&Point::x, &Point::y})
        for (const Point& point : entry.landmarks)
            fields.push_back(entry.found ? text::fixed(point.*axis, pixelDecimals) : "");
    return fields;
}

} // namespace

std::string toOpenFaceCsv(const FaceTrack& track)
{
    std::string table = csv::line(header());
    for (const FaceFrame& entry : track.frames) table += csv::line(row(entry));
    return table;
}

std::string openFaceDetails(const FaceTrack& track, const std::filesystem::path& input)
{
    int undecodable = 0;
    for (const FaceFrame& entry : track.frames) undecodable += entry.problem.empty() ? 0 : 1;
    std::string out;
    const auto say = [&out](const std::string& name, const std::string& value) { out += name + ":" + value + "\n"; };
    say("Input", input.string());
    say("Writer", "Mien " MIEN_VERSION);
    say("Image width", std::to_string(track.width));
    say("Image height", std::to_string(track.height));
    say("Frames", std::to_string(track.frames.size()));
    say("Frames with a face", std::to_string(track.foundCount()));
    say("Frames that could not be decoded", std::to_string(undecodable));
    say("Timestamps", track.timeAssumed ? "assumed: the input has none, times follow from a frame rate"
                                        : "presentation times of the input, seconds since its first frame");
    say("Landmarks 2D", "yes, pixels; the centre of the top-left pixel is (0, 0)");
    say("Confidence", "no (the detector's margin is no probability)");
    say("Gaze", "no");
    say("Pose", "no");
    say("Landmarks 3D", "no");
    say("AUs", "no");
    for (const FaceFrame& entry : track.frames)
        if (!entry.problem.empty()) say("Frame " + std::to_string(entry.frame + 1), entry.problem);
    return out;
}

} // namespace mien
