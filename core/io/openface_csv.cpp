// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/openface_csv.h"

#include "core/base/csv.h"
#include "core/base/text.h"

#include <cmath>

namespace mien {

namespace {

// Decimals of OpenFace's RecorderCSV.
constexpr int timeDecimals = 3;
constexpr int confidenceDecimals = 2;
constexpr int pixelDecimals = 1;
constexpr std::size_t pointCount = std::tuple_size_v<Landmarks68>;

constexpr int millimetreDecimals = 1;
constexpr int radianDecimals = 3;
constexpr int intensityDecimals = 2;

std::string auName(const GeometricAu& au)
{
    return (au.number < 10 ? "AU0" : "AU") + std::to_string(au.number) + "_r";
}

std::string numbersOf(bool weak, bool pictureSeen)
{
    std::string numbers;
    for (const GeometricAu& au : geometricAus)
        if (au.isWeak(pictureSeen) == weak) numbers += (numbers.empty() ? "" : " ") + std::to_string(au.number);
    return numbers;
}

std::string hiddenOf(const FaceFrame& entry)
{
    std::string numbers;
    for (std::size_t i = 0; i < entry.hidden.size(); ++i)
        if (entry.hidden[i]) numbers += (numbers.empty() ? "" : " ") + std::to_string(i);
    return numbers;
}

std::vector<std::string> header(bool measured)
{
    std::vector<std::string> names = {"frame", "face_id", "timestamp", "confidence", "success"};
    if (measured)
        for (const char* pose : {"pose_Tx", "pose_Ty", "pose_Tz", "pose_Rx", "pose_Ry", "pose_Rz"})
            names.emplace_back(pose);
    for (const char* axis : {"x_", "y_"})
        for (std::size_t i = 0; i < pointCount; ++i) names.push_back(axis + std::to_string(i));
    if (measured) {
        for (const GeometricAu& au : geometricAus) names.push_back(auName(au));
        names.emplace_back("AUs_weak");
        names.emplace_back("landmarks_hidden");
    }
    return names;
}

std::vector<std::string> row(const FaceFrame& entry, const std::optional<FaceMeasures>* measures)
{
    std::vector<std::string> fields = {
        std::to_string(entry.frame + 1), std::to_string(entry.person), text::fixed(entry.seconds, timeDecimals),
        entry.found && std::isfinite(entry.confidence) ? text::fixed(entry.confidence, confidenceDecimals) : "",
        entry.found ? "1" : "0"};
    const auto add = [&](bool known, double value, int decimals) {
        fields.push_back(known ? text::fixed(value, decimals) : "");
    };
    const bool known = measures && *measures;
    const HeadPose pose = known ? (*measures)->pose : HeadPose{};
    if (measures) {
        for (const double v : {pose.tx, pose.ty, pose.tz}) add(known, v, millimetreDecimals);
        for (const double v : {pose.rx, pose.ry, pose.rz}) add(known, v, radianDecimals);
    }
    for (const auto axis : {&Point::x, &Point::y})
        for (const Point& point : entry.landmarks) add(entry.found, static_cast<double>(point.*axis), pixelDecimals);
    if (measures) {
        for (std::size_t i = 0; i < geometricAus.size(); ++i) {
            const double intensity = known ? static_cast<double>((*measures)->auIntensity[i]) : NAN;
            add(std::isfinite(intensity), intensity, intensityDecimals);
        }
        fields.push_back(numbersOf(true, entry.eyes.has_value()));
        fields.push_back(hiddenOf(entry));
    }
    return fields;
}

} // namespace

std::string openFaceHeader(bool measured)
{
    return csv::line(header(measured));
}

std::string openFaceRow(const FaceFrame& frame)
{
    return csv::line(row(frame, nullptr));
}

std::string openFaceRow(const FaceFrame& frame, const std::optional<FaceMeasures>& measures)
{
    return csv::line(row(frame, &measures));
}

std::string toOpenFaceCsv(const FaceTrack& track, const MeasuredTrack& measures)
{
    const bool measured = !measures.frames.empty();
    std::string table = openFaceHeader(measured);
    for (std::size_t i = 0; i < track.frames.size(); ++i)
        table += measured ? openFaceRow(track.frames[i], measures.frames[i]) : openFaceRow(track.frames[i]);
    return table;
}

void TableFacts::count(const FaceFrame& frame)
{
    if (frame.frame != m_last) {
        ++frames;
        m_last = frame.frame;
        m_found = false;
    }
    if (frame.found && !m_found) ++faces;
    m_found = m_found || frame.found;
    if (!frame.problem.empty()) problems.push_back("Frame " + std::to_string(frame.frame + 1) + ": " + frame.problem);
}

std::string openFaceDetails(const TableFacts& facts)
{
    std::string out;
    const auto say = [&out](const std::string& name, const std::string& value) { out += name + ": " + value + "\n"; };
    say("Input", facts.input.string());
    say("Writer", "Mien " MIEN_VERSION);
    say("Image width", std::to_string(facts.width));
    say("Image height", std::to_string(facts.height));
    say("Frames", std::to_string(facts.frames));
    say("Frames with a face", std::to_string(facts.faces));
    say("Frames that could not be decoded", std::to_string(facts.problems.size()));
    say("Timestamps", facts.timeAssumed ? "assumed: the input has none, times follow from a frame rate"
                                        : "presentation times of the input, seconds since its first frame");
    say("Landmarks 2D", "yes, pixels; the centre of the top-left pixel is (0, 0)");
    say("Filter",
        facts.steadied
            ? "steady: landmarks averaged with the frames around them where that takes jitter away without delay"
            : "none: landmarks as measured in each frame alone");
    say("Confidence",
        "yes, 0 to 1: the probability that the landmarks lie within 5 % of the outer-eye distance from the "
        "truth on average, from the detector's margin; fitted on rendered faces behind bars, masks, noise "
        "and blur");
    if (facts.people.size() > 1)
        say("Faces", std::to_string(facts.people.size()) + " people, told apart by their looks");
    else
        say("Faces", facts.faces > 0 || !facts.people.empty() ? "one at a time, the largest, or the only one" : "none");
    for (const TablePerson& person : facts.people)
        if (!person.name.empty() || person.excluded)
            say("face_id " + std::to_string(person.id), person.name + (person.excluded ? " (left out)" : ""));
    say("Gaze", "no");
    const bool measured = facts.measured;
    say("Landmarks 3D", "no");
    say("Pose", measured ? "yes: pose_Tx pose_Ty pose_Tz, the middle between the outer eye corners in millimetres, and "
                           "pose_Rx pose_Ry pose_Rz in radians; x right, y down, z away from the camera, R = Rx Ry Rz"
                         : "no");
    if (measured) {
        const bool known = facts.camera && facts.camera->known;
        if (facts.camera)
            say("Camera", text::number(facts.camera->fx) + " " + text::number(facts.camera->fy) + " " +
                              text::number(facts.camera->cx) + " " + text::number(facts.camera->cy) +
                              " (fx fy cx cy, pixels), " + (known ? "given" : "assumed"));
        say("Pose, turns", std::string(known ? "in the camera's frame" : "against the line of sight") +
                               "; 0 0 0 = a mean face looking straight at the camera; pose_Rx > 0 down, pose_Ry > 0 "
                               "towards the left of the picture, pose_Rz > 0 clockwise");
        say("Pose, millimetres", known ? "only as good as one guess: outer eye corners 89 mm apart"
                                       : "only as good as two guesses: outer eye corners 89 mm apart, and a focal "
                                         "length of 500 at 640 x 480, scaled with the picture");
    }
    say("AUs", measured
                   ? "yes: AU.._r, intensity 0 to 5, from the geometry of landmarks, brows and eyes, above the neutral"
                   : "no");
    if (measured) {
        for (const TablePerson& person : facts.people)
            say(facts.people.size() > 1 ? "AUs, neutral of face_id " + std::to_string(person.id) : "AUs, neutral",
                person.neutral);
        say("AUs measured on their outline, brows and eyes in the picture", numbersOf(false, true));
        say("AUs that geometry only hints at", numbersOf(true, true) + " (AUs_weak)");
    }
    for (const std::string& problem : facts.problems) out += problem + "\n";
    return out;
}

} // namespace mien
