// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "app/engine/jobs.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/face/face_follower.h"
#include "core/face/plain_loop.h"
#include "core/media/frame_mat.h"

#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace mien::cli {

namespace {

namespace fs = std::filesystem;

template <typename Work> double secondsOf(Work work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A figure, its baseline in the same run, and how the two compare.
struct Figure
{
    std::string name;
    double own = notComputed;
    double baseline = notComputed;
    std::string unit;

    double ratio() const { return own / baseline; }
};

class FaceBench
{
public:
    FaceBench(fs::path video, int frames, const jobs::FaceTools& tools, PlainLoop& plain, const RunControl& control)
        : m_video(std::move(video)), m_frames(frames), m_tools(tools), m_model(*tools.model), m_plain(plain),
          m_control(control)
    {
    }

    Result<std::vector<Figure>> run()
    {
        for (const auto step : {&FaceBench::plainLoop, &FaceBench::ownLoop, &FaceBench::largePictures})
            if (auto done = (this->*step)(); !done) return done.error();
        agreement();
        return m_figures;
    }

private:
    /// The first frames, as the plain loop takes them.
    Result<void> plainLoop()
    {
        auto source = openSource(m_video);
        if (!source) return source.error();
        m_plainSeconds = 0;
        while (static_cast<int>(m_plainPoints.size()) < m_frames) {
            if (m_control.isCancelRequested()) return Error::cancelled();
            std::optional<Error> failure;
            bool ended = false;
            m_plainSeconds += secondsOf([&] {
                const auto frame = (*source)->next();
                if (!frame) {
                    failure = frame.error();
                } else if (!*frame) {
                    ended = true;
                } else {
                    cv::Mat grey;
                    cv::cvtColor(asMat(**frame), grey, cv::COLOR_BGR2GRAY);
                    m_plainPoints.push_back(m_plain.next(grey));
                    if (m_kept.size() < kept) m_kept.push_back(grey);
                }
            });
            if (failure) return *failure;
            if (ended) break;
        }
        return {};
    }

    /// The whole film, from opening it to its table; the best of three.
    Result<void> ownLoop()
    {
        const QTemporaryDir folder;
        const fs::path table = fs::path(folder.path().toStdString()) / "faces.csv";
        double best = INFINITY, decoding = INFINITY;
        for (int repeat = 0; repeat < 3; ++repeat) {
            std::optional<Error> failure;
            best = std::min(best, secondsOf([&] {
                                auto facts = jobs::writeTable({m_video, {{m_video}}, table}, m_tools, m_control);
                                if (!facts) failure = facts.error();
                            }));
            if (failure) return *failure;
            int decoded = 0;
            decoding = std::min(decoding, secondsOf([&] {
                                    const auto source = openSource(m_video);
                                    while (source) {
                                        const auto frame = (*source)->nextGrey();
                                        if (!frame || !*frame) break;
                                        ++decoded;
                                    }
                                }));
        }
        auto track = jobs::extract({{m_video}}, m_tools, m_control);
        if (!track) return track.error();
        m_track = std::move(*track);
        const auto count = static_cast<double>(m_track.frames.size());
        const double fps = count / best;
        m_figures.push_back({"frames/s against the plain loop", fps,
                             static_cast<double>(m_plainPoints.size()) / m_plainSeconds, "frames/s"});
        m_figures.push_back({"frames/s against decoding alone", fps, count / decoding, "frames/s"});
        return {};
    }

    /// The same pictures at 1080 lines; no decoding on either side.
    Result<void> largePictures()
    {
        std::vector<cv::Mat> large;
        for (const cv::Mat& grey : m_kept) {
            cv::Mat scaled;
            const double scale = 1080.0 / grey.rows;
            cv::resize(grey, scaled, {}, scale, scale, cv::INTER_CUBIC);
            large.push_back(scaled);
        }
        if (large.empty()) return {};
        const std::size_t few = std::min<std::size_t>(large.size(), 8); // of 100 ms each
        const double plain = secondsOf([&] {
            for (std::size_t i = 0; i < few; ++i) m_plain.next(large[i]);
        });
        FaceFollower follower({}, m_model);
        const double own = secondsOf([&] {
            for (const cv::Mat& grey : large) follower.next(grey);
        });
        m_figures.push_back({"frames/s at 1080 lines, one thread", static_cast<double>(large.size()) / own,
                             static_cast<double>(few) / plain, "frames/s"});
        return {};
    }

    /// Landmarks of one box: every kernel against dlib. And how far apart the two loops are.
    void agreement()
    {
        std::vector<Box> boxes;
        for (const FaceFrame& frame : m_track.frames)
            if (frame.found && boxes.size() < m_kept.size()) boxes.push_back(frame.box);
        if (!boxes.empty()) {
            const auto microseconds = [&](auto predict) {
                double best = INFINITY;
                for (int repeat = 0; repeat < 5; ++repeat)
                    best = std::min(best, secondsOf([&] {
                                        for (std::size_t i = 0; i < boxes.size(); ++i) predict(m_kept[i], boxes[i]);
                                    }));
                return best * 1e6 / static_cast<double>(boxes.size());
            };
            const double plain = microseconds([&](const cv::Mat& g, const Box& b) { m_plain.predict(g, b); });
            const double own = microseconds([&](const cv::Mat& g, const Box& b) { m_model.predict(g, b); });
            m_figures.push_back({std::string("68 points of a box per second, kernel ") + m_model.kernel(), 1e6 / own,
                                 1e6 / plain, "faces/s"});
        }
        double apart = 0, ownMotion = 0, plainMotion = 0;
        int both = 0, pairs = 0, ownFound = 0, plainFound = 0;
        const auto motion = [](const Landmarks68& a, const Landmarks68& b) { return distance(a, b); };
        for (std::size_t i = 0; i < m_plainPoints.size() && i < m_track.frames.size(); ++i) {
            const FaceFrame& own = m_track.frames[i];
            ownFound += own.found;
            plainFound += m_plainPoints[i].has_value();
            if (!own.found || !m_plainPoints[i]) continue;
            apart += distance(own.landmarks, *m_plainPoints[i]);
            ++both;
            if (i == 0 || !m_track.frames[i - 1].found || !m_plainPoints[i - 1]) continue;
            ownMotion += motion(own.landmarks, m_track.frames[i - 1].landmarks);
            plainMotion += motion(*m_plainPoints[i], *m_plainPoints[i - 1]);
            ++pairs;
        }
        m_figures.push_back(
            {"frames with a face", static_cast<double>(ownFound), static_cast<double>(plainFound), "frames"});
        if (both > 0) m_figures.push_back({"inner points apart", 100 * apart / both, notComputed, "% of eye distance"});
        if (pairs > 0)
            m_figures.push_back({"inner points' motion from frame to frame", 100 * ownMotion / pairs,
                                 100 * plainMotion / pairs, "% of eye distance"});
    }

    /// Mean over landmarks 17–67, in outer-eye distances of `b`.
    static double distance(const Landmarks68& a, const Landmarks68& b)
    {
        double sum = 0;
        for (std::size_t i = 17; i < 68; ++i) sum += std::hypot(a[i].x - b[i].x, a[i].y - b[i].y) / 51;
        return sum / std::max(1.0f, outerEyeDistance(b));
    }

    static constexpr std::size_t kept = 40;

    fs::path m_video;
    int m_frames;
    const jobs::FaceTools& m_tools;
    const LandmarkModel& m_model;
    PlainLoop& m_plain;
    const RunControl& m_control;
    std::vector<std::optional<Landmarks68>> m_plainPoints;
    double m_plainSeconds = 0;
    std::vector<cv::Mat> m_kept;
    FaceTrack m_track;
    std::vector<Figure> m_figures;
};

void print(const fs::path& video, const std::vector<Figure>& figures, bool asJson, CliContext& context)
{
    if (asJson) {
        for (const Figure& f : figures)
            context.print(QJsonObject{{QStringLiteral("input"), json(video)},
                                      {QStringLiteral("figure"), json(f.name)},
                                      {QStringLiteral("own"), json(f.own)},
                                      {QStringLiteral("baseline"), json(f.baseline)},
                                      {QStringLiteral("ratio"), json(f.ratio())},
                                      {QStringLiteral("unit"), json(f.unit)}});
        return;
    }
    context.out() << video.string() << ", " << usableCores() << " cores\n";
    for (const Figure& f : figures) {
        context.out() << "  " << f.name << ": " << text::fixed(f.own, 2);
        if (!std::isnan(f.baseline))
            context.out() << " against " << text::fixed(f.baseline, 2) << " " << f.unit << ", ratio "
                          << text::fixed(f.ratio(), 2);
        else
            context.out() << " " << f.unit;
        context.out() << "\n";
    }
    context.out() << std::flush;
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const auto& words = arguments.positionals();
    if (words.front() != "faces")
        return Error::usage("there is no bench '" + words.front() + "'", {}, "the one there is: faces");
    if (words.size() < 2) return Error::usage("no video is named", {}, "mien-cli bench faces VIDEO...");
    const auto tools = jobs::FaceTools::load(false);
    if (!tools) return tools.error();
    auto plain = PlainLoop::load(tools->model->file());
    if (!plain) return plain.error();
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto figures = FaceBench(words[i], static_cast<int>(arguments.integer("frames").value_or(120)), *tools,
                                       *plain, context.control())
                                 .run();
        if (!figures) return figures.error();
        context.progress().clear();
        print(words[i], *figures, arguments.has("json"), context);
    }
    return {};
}

} // namespace

const Command& benchCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "bench",
        .summary = "Measures the face engine against a plain loop of dlib in the same run.",
        .details = "`bench faces VIDEO...`: speed, found faces, distance and steadiness of the landmarks, each beside "
                   "the figure of "
                   "the loop that everybody writes first: dlib's detector over the whole of every frame, then dlib's "
                   "predictor, on one thread. Measure on a machine that does nothing else.\n"
                   "JSON, a line per figure: {input, figure, own, baseline, ratio, unit}",
        .syntax = {.positionals = {{"faces VIDEO", "What to measure, and on which videos.", true}},
                   .options = {{.name = "frames",
                                .type = Type::Integer,
                                .value = "N",
                                .help = "Frames of each video that the plain loop, the slow one, goes through (120).",
                                .minimum = 1,
                                .maximum = 100'000},
                               jsonOption("One line of JSON per figure.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
