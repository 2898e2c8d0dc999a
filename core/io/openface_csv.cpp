// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/openface_csv.h"

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/face/cascade_finder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

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
constexpr int shareDecimals = 4; // of the eye distance

std::string auName(const GeometricAu& au)
{
    return (au.number < 10 ? "AU0" : "AU") + std::to_string(au.number);
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

constexpr std::array poseNames = {"pose_Tx", "pose_Ty", "pose_Tz", "pose_Rx", "pose_Ry", "pose_Rz"};

void addPoints(std::vector<std::string>& fields, bool known, const Landmarks68& points)
{
    for (const auto axis : {&Point::x, &Point::y})
        for (const Point& point : points)
            fields.push_back(known ? text::fixed(static_cast<double>(point.*axis), pixelDecimals) : "");
}

/// Cells of what is measured; all empty without.
class MeasureCells
{
public:
    MeasureCells(std::vector<std::string>& fields, const std::optional<FaceMeasures>& measures)
        : m_fields(fields), m_measures(measures)
    {
    }

    void addPose()
    {
        const HeadPose pose = m_measures ? m_measures->pose : HeadPose{};
        for (const double v : {pose.tx, pose.ty, pose.tz}) add(v, millimetreDecimals);
        for (const double v : {pose.rx, pose.ry, pose.rz}) add(v, radianDecimals);
    }

    void addIntensities()
    {
        for (std::size_t i = 0; i < geometricAus.size(); ++i)
            add(m_measures ? static_cast<double>(m_measures->auIntensity[i]) : NAN, intensityDecimals);
    }

    void addGeometry()
    {
        const FaceMeasures none;
        const FaceMeasures& m = m_measures ? *m_measures : none;
        add(m.eyeDistance, pixelDecimals);
        add(m.eyeOpening, shareDecimals);
        add(m.mouthOpening, shareDecimals);
        for (std::size_t i = 0; i < geometricAus.size(); ++i)
            if (geometricAus[i].sides) add(static_cast<double>(m.auAsymmetry[i]), intensityDecimals);
    }

private:
    void add(double value, int decimals)
    {
        m_fields.push_back(m_measures && std::isfinite(value) ? text::fixed(value, decimals) : "");
    }

    std::vector<std::string>& m_fields;
    const std::optional<FaceMeasures>& m_measures;
};

} // namespace

std::string openFaceHeader(const TableColumns& columns)
{
    std::vector<std::string> names = {"frame", "face_id", "timestamp", "confidence", "success"};
    const auto addAxes = [&names](const std::string& prefix) {
        for (const char* axis : {"x_", "y_"})
            for (std::size_t i = 0; i < pointCount; ++i) names.push_back(prefix + axis + std::to_string(i));
    };
    if (columns.measures) names.insert(names.end(), poseNames.begin(), poseNames.end());
    addAxes({});
    if (columns.measures) {
        for (const GeometricAu& au : geometricAus) names.push_back(auName(au) + "_r");
        names.insert(names.end(), {"eye_distance", "eye_opening", "mouth_opening"});
        for (const GeometricAu& au : geometricAus)
            if (au.sides) names.push_back(auName(au) + "_asymmetry");
    }
    if (columns.raw) addAxes("raw_");
    if (columns.measures) names.emplace_back("AUs_weak");
    if (columns.measures || columns.hidden) names.emplace_back("landmarks_hidden");
    return csv::line(names);
}

std::string openFaceRow(const FaceFrame& frame, const std::optional<FaceMeasures>& measures,
                        const TableColumns& columns)
{
    std::vector<std::string> fields = {
        std::to_string(frame.frame + 1), std::to_string(frame.person), text::fixed(frame.seconds, timeDecimals),
        frame.found && std::isfinite(frame.confidence) ? text::fixed(frame.confidence, confidenceDecimals) : "",
        frame.found ? "1" : "0"};
    MeasureCells cells(fields, measures);
    if (columns.measures) cells.addPose();
    addPoints(fields, frame.found, frame.landmarks);
    if (columns.measures) {
        cells.addIntensities();
        cells.addGeometry();
    }
    if (columns.raw) addPoints(fields, frame.found, frame.measured);
    if (columns.measures) fields.push_back(numbersOf(true, frame.eyes.has_value()));
    if (columns.measures || columns.hidden) fields.push_back(frame.found ? hiddenOf(frame) : "");
    return csv::line(fields);
}

std::string toOpenFaceCsv(const FaceTrack& track, const MeasuredTrack& measures)
{
    const TableColumns columns{.measures = !measures.frames.empty(),
                               .hidden = std::any_of(track.frames.begin(), track.frames.end(),
                                                     [](const FaceFrame& f) { return f.found && f.hidden.any(); })};
    std::string table = openFaceHeader(columns);
    for (std::size_t i = 0; i < track.frames.size(); ++i)
        table += openFaceRow(track.frames[i], columns.measures ? measures.frames[i] : std::nullopt, columns);
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

namespace {

std::string detectorInWords(FaceDetector detector)
{
    const auto cascade = cascadeOf(detector);
    if (!cascade) return std::string(name(detector)) + ": dlib's, on histograms of oriented gradients";
    return std::string(name(detector)) + ": OpenCV's " + name(*cascade) +
           " says where a face may be, the HOG detector's classifiers whether one is there";
}

using Say = std::function<void(const std::string& name, const std::string& value)>;

void sayOfPictures(const TableFacts& facts, const Say& say)
{
    say("Detector", detectorInWords(facts.detector));
    say("Landmarks 2D", "yes, pixels; the centre of the top-left pixel is (0, 0)");
    say("Filter",
        facts.steadied
            ? "steady: landmarks averaged with the frames around them where that takes jitter away without delay; "
              "raw_x_.. raw_y_.. are those measured in each frame alone"
            : "none: landmarks as measured in each frame alone");
    say("Confidence",
        "yes, 0 to 1: the probability that the landmarks lie within 5 % of the outer-eye distance from the "
        "truth on average, from the detector's margin; fitted on rendered faces behind bars, masks, noise "
        "and blur");
}

void sayOfLandmarks(const Say& say)
{
    say("Detector", "none: the input holds landmarks that another program, or Mien before, found");
    say("Landmarks 2D", "yes, as in the input");
    say("Filter", "as in the input");
    say("Confidence", "as in the input, empty where it has none");
}

} // namespace

std::string openFaceDetails(const TableFacts& facts)
{
    std::string out;
    const auto say = [&out](const std::string& name, const std::string& value) { out += name + ": " + value + "\n"; };
    say("Input", facts.input.string());
    say("Writer", "Mien " MIEN_VERSION);
    const auto sizeOf = [](int pixels) { return pixels > 0 ? std::to_string(pixels) : std::string("not known"); };
    say("Image width", sizeOf(facts.width));
    say("Image height", sizeOf(facts.height));
    say("Frames", std::to_string(facts.frames));
    if (facts.firstFrame)
        say("Part", "frames " + std::to_string(*facts.firstFrame + 1) + " to " +
                        std::to_string(*facts.firstFrame + facts.frames) +
                        " of the input; the table counts frames and seconds from the first of them");
    say("Frames with a face", std::to_string(facts.faces));
    say("Frames that could not be decoded", std::to_string(facts.problems.size()));
    say("Timestamps", facts.timeAssumed ? "assumed: the input has none, times follow from a frame rate"
                                        : "presentation times of the input, seconds since its first frame");
    if (facts.fromLandmarks)
        sayOfLandmarks(say);
    else
        sayOfPictures(facts, say);
    if (facts.people.size() > 1)
        say("Faces", std::to_string(facts.people.size()) + " people, told apart by their looks");
    else
        say("Faces", facts.faces > 0 || !facts.people.empty() ? "one at a time, the largest, or the only one" : "none");
    for (const TablePerson& person : facts.people)
        if (!person.name.empty() || person.excluded)
            say("face_id " + std::to_string(person.id),
                person.name + (person.excluded ? (person.name.empty() ? "(left out)" : " (left out)") : ""));
    say("Gaze", "no");
    const bool measured = facts.measured;
    say("Landmarks 3D", "no");
    say("Pose", measured ? "yes: pose_Tx pose_Ty pose_Tz, the middle between the outer eye corners in millimetres, and "
                           "pose_Rx pose_Ry pose_Rz in radians; x right, y down, z away from the camera, R = Rx Ry Rz"
                         : "no");
    if (measured) {
        const bool known = facts.camera && facts.camera->known;
        if (facts.camera && facts.camera->tellsPlaces())
            say("Camera", text::number(facts.camera->fx) + " " + text::number(facts.camera->fy) + " " +
                              text::number(facts.camera->cx) + " " + text::number(facts.camera->cy) +
                              " (fx fy cx cy, pixels), " + (known ? "given" : "assumed"));
        say("Pose, turns", std::string(known ? "in the camera's frame" : "against the line of sight") +
                               "; 0 0 0 = a mean face looking straight at the camera; pose_Rx > 0 down, pose_Ry > 0 "
                               "towards the left of the picture, pose_Rz > 0 clockwise");
        const bool places = !facts.camera || facts.camera->tellsPlaces();
        say("Pose, millimetres", !places ? "not known, because the size of the pictures is not"
                                 : known ? "only as good as one guess: outer eye corners 89 mm apart"
                                         : "only as good as two guesses: outer eye corners 89 mm apart, and a focal "
                                           "length of 500 at 640 x 480, scaled with the picture");
    }
    say("AUs", measured
                   ? "yes: AU.._r, intensity 0 to 5, from the geometry of landmarks, brows and eyes, above the neutral"
                   : "no");
    if (measured) {
        for (const TablePerson& person : facts.people)
            if (!person.excluded)
                say(facts.people.size() > 1 ? "AUs, neutral of face_id " + std::to_string(person.id) : "AUs, neutral",
                    person.neutral);
        say("AUs measured on their outline, brows and eyes in the picture", numbersOf(false, !facts.fromLandmarks));
        say("Openings", "yes: eye_opening and mouth_opening in eye distances, eye_distance (outer corners) in pixels, "
                        "seen from the front");
        say("Asymmetry", "yes: AU.._asymmetry, -5 to 5, the image's left minus its right, of units that have sides");
        say("AUs that geometry only hints at", numbersOf(true, !facts.fromLandmarks) + " (AUs_weak)");
    }
    for (const std::string& problem : facts.problems) out += problem + "\n";
    return out;
}

} // namespace mien
