// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/face_truth.h"

#include "app/cli/bench/occluders.h"
#include "core/eval/correlation.h"
#include "core/face/face_tracker.h"
#include "core/face/measure_face.h"
#include "core/media/frame_mat.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace mien::cli {

namespace {

namespace fs = std::filesystem;

const std::string ofEyes = "% of eye distance";

LandmarkSeries landmarksOf(const FaceTrack& track)
{
    LandmarkSeries series;
    for (const FaceFrame& frame : track.frames)
        series.push_back(frame.found ? std::optional(frame.landmarks) : std::nullopt);
    return series;
}

/// As if the plain loop's points were a track, to be measured by the same rules.
FaceTrack trackOf(const LandmarkSeries& points, const FaceTrack& like)
{
    FaceTrack track{like.width, like.height, like.timeAssumed, {}};
    for (std::size_t f = 0; f < points.size(); ++f) {
        FaceFrame frame;
        frame.frame = static_cast<int>(f);
        if (f < like.frames.size()) frame.seconds = like.frames[f].seconds;
        frame.found = points[f].has_value();
        if (points[f]) frame.landmarks = frame.measured = *points[f];
        track.frames.push_back(std::move(frame));
    }
    return track;
}

/// Only the frames that `mask` has, too.
LandmarkSeries within(LandmarkSeries series, const LandmarkSeries& mask)
{
    series.resize(mask.size());
    for (std::size_t f = 0; f < series.size(); ++f)
        if (!mask[f]) series[f].reset();
    return series;
}

std::size_t countOf(const LandmarkSeries& series)
{
    return static_cast<std::size_t>(std::count_if(series.begin(), series.end(), [](const auto& p) { return bool(p); }));
}

/// By frame; NaN where one of the two is missing. Equally long series.
std::vector<double> errorsOf(const LandmarkSeries& points, const LandmarkSeries& truth)
{
    std::vector<double> errors(points.size(), notComputed);
    for (std::size_t f = 0; f < points.size(); ++f)
        if (points[f] && truth[f]) errors[f] = innerDistance(*points[f], *truth[f]);
    return errors;
}

LandmarkSeries withoutMeanOffsets(LandmarkSeries points, const LandmarkSeries& truth)
{
    const LandmarkOffsets offsets = meanOffsets(points, truth);
    for (std::size_t f = 0; f < points.size(); ++f)
        if (points[f] && truth[f]) points[f] = withoutOffsets(*points[f], *truth[f], offsets);
    return points;
}

/// Frames up to which the truth moves by less than this, in % of the outer-eye distance, are still: a fifth of what a
/// detector's points tremble by.
constexpr double stillMotion = 0.05;

/// Mean motion from the frame before where the truth is still.
double motionWhereStill(const LandmarkSeries& points, const LandmarkSeries& truth)
{
    std::vector<double> motions;
    for (std::size_t f = 1; f < points.size(); ++f)
        if (points[f] && points[f - 1] && truth[f] && truth[f - 1] &&
            innerDistance(*truth[f], *truth[f - 1]) < stillMotion)
            motions.push_back(innerDistance(*points[f], *points[f - 1]));
    return meanOf(motions);
}

/// Mean motion from the frame before beyond what the truth moves by: trembling in films that never keep still.
double changeOfError(const LandmarkSeries& points, const LandmarkSeries& truth)
{
    std::vector<double> changes;
    for (std::size_t f = 1; f < points.size(); ++f) {
        if (!points[f] || !points[f - 1] || !truth[f] || !truth[f - 1]) continue;
        Landmarks68 expected = *points[f - 1];
        for (std::size_t i = 0; i < expected.size(); ++i) {
            expected[i].x += (*truth[f])[i].x - (*truth[f - 1])[i].x;
            expected[i].y += (*truth[f])[i].y - (*truth[f - 1])[i].y;
        }
        changes.push_back(innerDistance(*points[f], expected));
    }
    return meanOf(changes);
}

/// Frames [begin, end) in which an expression sets in.
struct Onset
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Where the sum of the action units rises by a third of a full unit at least. Blinks are no expressions.
std::vector<Onset> onsetsOf(const FilmTruth& truth)
{
    constexpr int blink = 45;
    constexpr double leastStep = 1e-4, leastRise = 1.0 / 3;
    std::vector<double> total(truth.landmarks.size(), 0.0);
    for (const auto& [number, weights] : truth.actionUnits)
        for (std::size_t f = 0; number != blink && f < total.size(); ++f) total[f] += weights[f];
    std::vector<Onset> onsets;
    for (std::size_t f = 1; f < total.size();) {
        const std::size_t begin = f - 1;
        while (f < total.size() && total[f] > total[f - 1] + leastStep) ++f;
        if (total[f - 1] - total[begin] >= leastRise) onsets.push_back({begin, f});
        ++f;
    }
    return onsets;
}

/// Lengths that expressions change, in outer-eye distances; turns in the picture do not change them.
constexpr std::array<std::array<std::size_t, 4>, 4> expressiveLengths = {{
    {48, 54, 48, 54}, // width of the mouth
    {62, 66, 62, 66}, // lips apart
    {37, 41, 44, 46}, // lids apart
    {21, 39, 22, 42}, // inner brows over the inner corners of the eyes
}};

double lengthOf(const std::optional<Landmarks68>& points, const std::array<std::size_t, 4>& ends)
{
    if (!points) return notComputed;
    const auto apart = [&](std::size_t a, std::size_t b) {
        return static_cast<double>(std::hypot((*points)[a].x - (*points)[b].x, (*points)[a].y - (*points)[b].y));
    };
    return (apart(ends[0], ends[1]) + apart(ends[2], ends[3])) / 2 /
           static_cast<double>(std::max(1.0f, outerEyeDistance(*points)));
}

/// Frames by which the points come behind the truth at onsets. A length counts where the truth changes it and both
/// loops follow; `plain` may be without any points.
struct OnsetLags
{
    double own = notComputed;
    double plain = notComputed;
    double ownBehindPlain = notComputed;
};

/// The median over onsets and lengths: single ones are off by a frame where the model answers the movement unevenly.
/// The plain loop knows no frame but its own and cannot lag: what it seems to is how exact the figure is. Both loops
/// share most of that unevenness, so that the lag of the one behind the other is the more exact.
OnsetLags lagsAtOnsets(const LandmarkSeries& own, const LandmarkSeries& plain, const FilmTruth& truth, bool compares)
{
    constexpr std::size_t most = 6, beside = 8;
    constexpr double leastChange = 0.03, leastLikeness = 0.9;
    std::vector<double> ownLags, plainLags, differences;
    for (const Onset& onset : onsetsOf(truth)) {
        const std::size_t begin = onset.begin > beside ? onset.begin - beside : 0;
        const std::size_t end = std::min(onset.end + beside, own.size());
        for (const auto& ends : expressiveLengths) {
            const auto course = [&](const LandmarkSeries& points) {
                std::vector<double> lengths;
                for (std::size_t f = begin; f < end; ++f) lengths.push_back(lengthOf(points[f], ends));
                return lengths;
            };
            const auto known = course(truth.landmarks);
            const auto [least, greatest] = std::minmax_element(known.begin(), known.end());
            if (known.empty() || !(*greatest - *least >= leastChange)) continue;
            const auto ownCourse = course(own), plainCourse = course(plain);
            const Lag ownLag = lagBehind(ownCourse, known, most);
            const Lag plainLag = compares ? lagBehind(plainCourse, known, most) : ownLag;
            if (!(ownLag.r >= leastLikeness && plainLag.r >= leastLikeness)) continue;
            ownLags.push_back(ownLag.samples);
            plainLags.push_back(plainLag.samples);
            differences.push_back(lagBehind(ownCourse, plainCourse, most).samples);
        }
    }
    if (!compares) return {percentile(ownLags, 0.5), notComputed, notComputed};
    return {percentile(ownLags, 0.5), percentile(plainLags, 0.5), percentile(differences, 0.5)};
}

std::vector<double> valuesOf(const MeasuredTrack& track, std::size_t length, auto value)
{
    std::vector<double> values(length, notComputed);
    for (std::size_t f = 0; f < std::min(length, track.frames.size()); ++f)
        if (track.frames[f]) values[f] = static_cast<double>(value(*track.frames[f]));
    return values;
}

/// The truth's series for a unit. Models of the head that are moved by muscles have one dropping jaw, 27, which stands
/// for the parted lips (25) and the dropped jaw (26) of FACS.
std::pair<int, const std::vector<double>*> truthOf(int unit, const FilmTruth& truth)
{
    for (const int number : {unit, unit == 25 || unit == 26 ? 27 : unit})
        if (const auto at = truth.actionUnits.find(number); at != truth.actionUnits.end()) return {number, &at->second};
    return {unit, nullptr};
}

std::string auName(int number)
{
    char text[16];
    std::snprintf(text, sizeof text, "AU%02d", number);
    return text;
}

/// Both loops' points in the frames that the truth covers, and the figures on them.
class TruthComparison
{
public:
    TruthComparison(const FilmTruth& truth, const BenchedFilm& film) : m_truth(truth), m_film(film)
    {
        m_own = within(landmarksOf(film.own), truth.landmarks);
        m_plain = within(film.plain, truth.landmarks);
        const LandmarkSeries both = within(m_own, m_plain);
        m_compares = countOf(both) > 0;
        if (m_compares) {
            m_own = both;
            m_plain = within(m_plain, both);
        }
    }

    std::vector<Figure> run()
    {
        points();
        motions();
        measures();
        return std::move(m_figures);
    }

private:
    void points()
    {
        m_figures.push_back({"frames compared with the truth", static_cast<double>(countOf(m_own)),
                             static_cast<double>(countOf(m_truth.landmarks)), "frames of those with truth"});
        both("points to the truth, mean", ofEyes,
             [&](const auto& p) { return meanOf(errorsOf(p, m_truth.landmarks)); });
        both("points to the truth, 95th percentile", ofEyes,
             [&](const auto& p) { return percentile(errorsOf(p, m_truth.landmarks), 0.95); });
        const auto corrected = [&](const LandmarkSeries& p) {
            return errorsOf(withoutMeanOffsets(p, m_truth.landmarks), m_truth.landmarks);
        };
        both("points to the truth without mean offsets, mean", ofEyes,
             [&](const auto& p) { return meanOf(corrected(p)); });
        both("points to the truth without mean offsets, 95th percentile", ofEyes,
             [&](const auto& p) { return percentile(corrected(p), 0.95); });
    }

    void motions()
    {
        both("points' motion where the truth is still", ofEyes,
             [&](const auto& p) { return motionWhereStill(p, m_truth.landmarks); });
        both("change of the points' error from frame to frame", ofEyes,
             [&](const auto& p) { return changeOfError(p, m_truth.landmarks); });
        const OnsetLags lags = lagsAtOnsets(m_own, m_plain, m_truth, m_compares);
        m_figures.push_back({"lag behind the truth at onsets", lags.own, lags.plain, "frames"});
        m_figures.push_back({"lag behind the plain loop at onsets", lags.ownBehindPlain, notComputed, "frames"});
    }

    void measures()
    {
        const std::size_t length = m_truth.landmarks.size();
        const MeasuredTrack own = measureFace(m_film.own);
        MeasuredTrack plain;
        if (m_film.plain.size() >= m_film.own.frames.size()) plain = measureFace(trackOf(m_film.plain, m_film.own));
        const auto add = [&](const std::string& name, const std::vector<double>* truth, auto value) {
            const auto with = [&](const MeasuredTrack& track) {
                return truth ? pearson(valuesOf(track, length, value), *truth) : notComputed;
            };
            m_figures.push_back({name, with(own), with(plain)});
        };
        // The truth's turns follow each other in another order than those of OpenFace's columns.
        const auto addTurn = [&](const char* name, const std::vector<double>& truth, double HeadTurns::*turn) {
            add(std::string("|r| of ") + name, &truth, [&](const FaceMeasures& m) { return turnsOf(m.pose).*turn; });
            Figure& figure = m_figures.back();
            figure.own = std::abs(figure.own);
            figure.baseline = std::abs(figure.baseline);
        };
        addTurn("yaw", m_truth.yaw, &HeadTurns::yaw);
        addTurn("pitch", m_truth.pitch, &HeadTurns::pitch);
        addTurn("roll", m_truth.roll, &HeadTurns::roll);
        for (std::size_t i = 0; i < geometricAus.size(); ++i) {
            const auto [number, truth] = truthOf(geometricAus[i].number, m_truth);
            std::string name = "r of " + auName(geometricAus[i].number);
            if (number != geometricAus[i].number) name += " with the truth's " + auName(number);
            if (geometricAus[i].isWeak(true)) name += " (weak)";
            add(name, truth, [&](const FaceMeasures& m) { return m.auIntensity[i]; });
        }
    }

    void both(const std::string& name, const std::string& unit, auto figure)
    {
        m_figures.push_back({name, figure(m_own), m_compares ? figure(m_plain) : notComputed, unit});
    }

    const FilmTruth& m_truth;
    const BenchedFilm& m_film;
    LandmarkSeries m_own, m_plain; ///< as long as the truth
    bool m_compares = false;
    std::vector<Figure> m_figures;
};

std::vector<ConfidenceSample> samplesOf(LandmarkSeries points, const std::vector<double>& confidences,
                                        const LandmarkSeries& truth, const OccluderPlan& plan)
{
    const std::size_t length = std::min(points.size(), truth.size());
    points = within(std::move(points), truth);
    LandmarkSeries free = points;
    for (std::size_t f = 0; f < free.size(); ++f)
        if (plan[f]) free[f].reset();
    const LandmarkOffsets offsets = meanOffsets(free, truth);
    std::vector<ConfidenceSample> samples;
    for (std::size_t f = 0; f < length; ++f) {
        if (!truth[f]) continue;
        ConfidenceSample sample;
        sample.occluded = plan[f].has_value();
        sample.found = points[f].has_value();
        if (sample.found) {
            sample.confidence = confidences[f];
            sample.error = innerDistance(*points[f], *truth[f]);
            sample.errorWithoutOffset = innerDistance(withoutOffsets(*points[f], *truth[f], offsets), *truth[f]);
        }
        samples.push_back(sample);
    }
    return samples;
}

} // namespace

std::vector<Figure> truthFigures(const FilmTruth& truth, const BenchedFilm& film)
{
    return TruthComparison(truth, film).run();
}

Result<OccludedFilm> behindOccluders(const fs::path& video, const FilmTruth& truth, bool withPlain,
                                     const FaceBenchTools& tools)
{
    // One seed for all films: of each the occluders are the same in every run.
    const OccluderPlan plan = planOccluders(truth.landmarks, Random(7));
    OccludedFilm film;
    auto opened = openSource(video);
    if (!opened) return opened.error();
    OccludedSource source(std::move(*opened), truth.landmarks, plan);
    const auto track = trackFace(source, *tools.faces.model, tools.faces.options, tools.control);
    if (!track) return track.error();
    std::vector<double> confidences;
    for (const FaceFrame& frame : track->frames) confidences.push_back(frame.confidence);
    film.own = samplesOf(landmarksOf(*track), confidences, truth.landmarks, plan);
    if (!withPlain) return film;
    if (auto reset = source.seek(0); !reset) return reset.error();
    LandmarkSeries points;
    confidences.clear();
    while (true) {
        if (tools.control.isCancelRequested()) return Error::cancelled();
        const auto frame = source.nextGrey();
        if (frame && !*frame) break;
        const auto face =
            frame ? tools.plain.next(asMat(**frame)) : std::nullopt; // one that cannot be decoded has none
        points.push_back(face ? std::optional(face->landmarks) : std::nullopt);
        confidences.push_back(face ? face->score : notComputed);
        tools.control.report(Progress{"plain loop behind occluders", static_cast<std::int64_t>(points.size()),
                                      static_cast<std::int64_t>(track->frames.size())});
    }
    film.plain = samplesOf(points, confidences, truth.landmarks, plan);
    return film;
}

std::vector<Figure> confidenceFigures(const OccludedFilm& film)
{
    const auto shareFound = [](const std::vector<ConfidenceSample>& samples) {
        double occluded = 0, found = 0;
        for (const ConfidenceSample& sample : samples) {
            occluded += sample.occluded;
            found += sample.occluded && sample.found;
        }
        return occluded > 0 ? 100 * found / occluded : notComputed;
    };
    const auto correlation = [](const std::vector<ConfidenceSample>& samples, double ConfidenceSample::*error) {
        std::vector<double> confidences, errors;
        for (const ConfidenceSample& sample : samples) {
            confidences.push_back(sample.confidence);
            errors.push_back(sample.*error);
        }
        return spearman(confidences, errors);
    };
    const auto figure = [&](const char* name, double ConfidenceSample::*error) {
        return Figure{name, correlation(film.own, error), correlation(film.plain, error)};
    };
    return {{"occluded frames with a face", shareFound(film.own), shareFound(film.plain), "%"},
            figure("Spearman of confidence and error, occluders", &ConfidenceSample::error),
            figure("Spearman of confidence and error without mean offsets, occluders",
                   &ConfidenceSample::errorWithoutOffset)};
}

} // namespace mien::cli
