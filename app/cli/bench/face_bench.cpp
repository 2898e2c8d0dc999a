// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/face_bench.h"

#include "core/base/parallel.h"
#include "core/face/face_follower.h"
#include "core/media/frame_mat.h"

#include <QTemporaryDir>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <future>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <sched.h>
#include <sys/resource.h>
#include <utility>

namespace mien::cli {

namespace {

namespace fs = std::filesystem;

template <typename Work> double secondsOf(Work work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Runs `work` on one core only: on a thread of its own whose affinity every thread that it starts inherits, those of
/// the decoder too. (One worker would not be one core: decoding runs beside it.) False if the system forbids it.
template <typename Work> bool onOneCore(Work work)
{
    // OpenCV's threads outlive their first caller and keep the affinity they were born with.
    const int openCvThreads = cv::getNumThreads();
    cv::setNumThreads(1);
    auto confined = std::async(std::launch::async, [&] {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(static_cast<std::size_t>(std::max(0, sched_getcpu())), &one);
        if (sched_setaffinity(0, sizeof one, &one) != 0) return false;
        work();
        return true;
    });
    confined.wait();
    cv::setNumThreads(openCvThreads);
    return confined.get();
}

/// Frames per second of OpenFace 2.0.6 (landmarks, pose, action units, gaze) at one size of the picture.
struct RecordedPeer
{
    int width, height;
    double framesPerSecond;
};

/// Measured elsewhere, on 2 cores of an AMD EPYC, best of three; a hint at the order of size, not a comparison.
constexpr std::array<RecordedPeer, 4> recordedPeers = {
    {{640, 480, 89}, {640, 360, 86}, {400, 300, 134}, {1920, 1080, 41}}};

/// The one whose picture has the number of pixels next to this.
RecordedPeer recordedPeer(int width, int height)
{
    const auto apart = [pixels = std::max(1.0, static_cast<double>(width) * height)](const RecordedPeer& peer) {
        return std::abs(std::log(static_cast<double>(peer.width) * peer.height / pixels));
    };
    return *std::min_element(recordedPeers.begin(), recordedPeers.end(),
                             [&](const auto& a, const auto& b) { return apart(a) < apart(b); });
}

class FaceBench
{
public:
    FaceBench(fs::path video, int frames, const FaceBenchTools& tools)
        : m_video(std::move(video)), m_frames(frames), m_tools(tools), m_model(*tools.faces.model)
    {
    }

    Result<BenchedFilm> run()
    {
        for (const auto step :
             {&FaceBench::plainLoop, &FaceBench::ownLoop, &FaceBench::cascades, &FaceBench::largePictures})
            if (auto done = (this->*step)(); !done) return done.error();
        kernel();
        agreement();
        memory();
        return std::move(m_film);
    }

private:
    /// The first frames, as the plain loop takes them.
    Result<void> plainLoop()
    {
        auto source = openSource(m_video);
        if (!source) return source.error();
        const int total = std::min(m_frames, (*source)->info().frameCount.value_or(0));
        m_plainSeconds = 0;
        while (static_cast<int>(m_film.plain.size()) < m_frames) {
            if (m_tools.control.isCancelRequested()) return Error::cancelled();
            bool ended = false;
            m_plainSeconds += secondsOf([&] {
                const auto frame = (*source)->next();
                if (!frame) {
                    m_film.plain.emplace_back(); // a frame that cannot be decoded ends no film and keeps its place
                    if (m_kept.size() < kept) m_kept.emplace_back();
                } else if (!*frame) {
                    ended = true;
                } else {
                    cv::Mat grey;
                    cv::cvtColor(asMat(**frame), grey, cv::COLOR_BGR2GRAY);
                    const auto face = m_tools.plain.next(grey);
                    m_film.plain.push_back(face ? std::optional(face->landmarks) : std::nullopt);
                    if (m_kept.size() < kept) m_kept.push_back(grey);
                }
            });
            if (ended) break;
            m_tools.control.report(Progress{"plain loop", static_cast<std::int64_t>(m_film.plain.size()), total});
        }
        return {};
    }

    /// From opening the film to its table; `found`: frames with a face.
    Result<double> secondsOfTable(FaceDetector detector = FaceDetector::Hog, int* found = nullptr) const
    {
        jobs::FaceTools faces = m_tools.faces;
        faces.options.detector = detector;
        const QTemporaryDir folder;
        const fs::path table = fs::path(folder.path().toStdString()) / "faces.csv";
        std::optional<Error> failure;
        const double seconds = secondsOf([&] {
            auto facts = jobs::writeTable({m_video, {{m_video}}, table}, faces, m_tools.control);
            if (!facts)
                failure = facts.error();
            else if (found)
                *found = facts->faces;
        });
        if (failure) return *failure;
        return seconds;
    }

    double secondsOfDecoding() const
    {
        return secondsOf([&] {
            const auto source = openSource(m_video);
            while (source) {
                const auto frame = (*source)->nextGrey();
                if (frame && !*frame) break;
            }
        });
    }

    /// The whole film on all cores, on one, and only decoded: the best of three, in turns, so that what else the
    /// machine does meets all of them alike.
    Result<void> ownLoop()
    {
        double all = INFINITY, one = INFINITY, decoding = INFINITY;
        for (int repeat = 0; repeat < repeats; ++repeat) {
            const auto seconds = secondsOfTable();
            if (!seconds) return seconds.error();
            all = std::min(all, *seconds);
            std::optional<Result<double>> confined;
            if (onOneCore([&] { confined = secondsOfTable(); })) {
                if (!*confined) return confined->error();
                one = std::min(one, **confined);
            }
            decoding = std::min(decoding, secondsOfDecoding());
        }
        auto track = jobs::extract({{m_video}}, m_tools.faces, m_tools.control);
        if (!track) return track.error();
        m_film.own = std::move(*track);
        const auto count = static_cast<double>(m_film.own.frames.size());
        const double fps = count / all, plainFps = static_cast<double>(m_film.plain.size()) / m_plainSeconds;
        add({"frames/s against the plain loop", fps, plainFps, "frames/s"});
        add({"frames/s against decoding alone", fps, count / decoding, "frames/s"});
        const RecordedPeer peer = recordedPeer(m_film.own.width, m_film.own.height);
        add({"frames/s against OpenFace 2.0.6 at " + std::to_string(peer.width) + " x " + std::to_string(peer.height) +
                 ", recorded elsewhere on 2 cores of an AMD EPYC",
             fps, peer.framesPerSecond, "frames/s"});
        if (!std::isfinite(one)) return {};
        add({"frames/s on one core against the plain loop", count / one, plainFps, "frames/s"});
        add({"frames/s on one core against all " + std::to_string(usableCores()), count / one, fps, "frames/s"});
        return {};
    }

    /// The cascades in the place of the HOG detector: the best of three, in turns. A machine without the cascades'
    /// files has no such figures.
    Result<void> cascades()
    {
        std::array<double, faceDetectors.size()> seconds{};
        std::array<int, faceDetectors.size()> found{};
        seconds.fill(INFINITY);
        for (int repeat = 0; repeat < repeats; ++repeat)
            for (std::size_t i = 0; i < faceDetectors.size(); ++i) {
                if (!FaceFinder::load({.detector = faceDetectors[i]})) continue;
                const auto took = secondsOfTable(faceDetectors[i], &found[i]);
                if (!took) return took.error();
                seconds[i] = std::min(seconds[i], *took);
            }
        const auto count = static_cast<double>(m_film.own.frames.size());
        for (std::size_t i = 1; i < faceDetectors.size(); ++i) { // the first is HOG
            if (!std::isfinite(seconds[i])) continue;
            const std::string by = std::string(", detector ") + name(faceDetectors[i]) + " against hog";
            add({"share of frames with a face" + by, found[i] / count, found[0] / count});
            add({"frames/s" + by, count / seconds[i], count / seconds[0], "frames/s"});
        }
        return {};
    }

    /// The same pictures at 1080 lines; no decoding on either side.
    Result<void> largePictures()
    {
        std::vector<cv::Mat> large;
        for (const cv::Mat& grey : m_kept) {
            if (grey.empty()) continue;
            cv::Mat scaled;
            const double scale = 1080.0 / grey.rows;
            cv::resize(grey, scaled, {}, scale, scale, cv::INTER_CUBIC);
            large.push_back(scaled);
        }
        if (large.empty()) return {};
        const std::size_t few = std::min<std::size_t>(large.size(), 8); // of 100 ms each
        const double plain = secondsOf([&] {
            for (std::size_t i = 0; i < few; ++i) m_tools.plain.next(large[i]);
        });
        FaceFollower follower({}, m_model);
        const double own = secondsOf([&] {
            for (const cv::Mat& grey : large) follower.next(grey);
        });
        add({"frames/s at 1080 lines, one thread", static_cast<double>(large.size()) / own,
             static_cast<double>(few) / plain, "frames/s"});
        return {};
    }

    /// Landmarks of one box: the kernel of this machine against dlib.
    void kernel()
    {
        std::vector<std::pair<const cv::Mat*, Box>> places;
        for (std::size_t i = 0; i < std::min(m_kept.size(), m_film.own.frames.size()); ++i)
            if (const FaceFrame& frame = m_film.own.frames[i]; frame.found && !m_kept[i].empty())
                places.emplace_back(&m_kept[i], frame.box);
        if (places.empty()) return;
        const auto perSecond = [&](auto predict) {
            double best = INFINITY;
            for (int repeat = 0; repeat < 5; ++repeat)
                best = std::min(best, secondsOf([&] {
                                    for (const auto& [grey, box] : places) predict(*grey, box);
                                }));
            return static_cast<double>(places.size()) / best;
        };
        const double plain = perSecond([&](const cv::Mat& g, const Box& b) { m_tools.plain.predict(g, b); });
        const double own = perSecond([&](const cv::Mat& g, const Box& b) { m_model.predict(g, b); });
        add({std::string("68 points of a box per second, kernel ") + m_model.kernel(), own, plain, "faces/s"});
    }

    /// How far apart the two loops are, and how restless each.
    void agreement()
    {
        double apart = 0, ownMotion = 0, plainMotion = 0;
        int both = 0, pairs = 0, ownFound = 0, plainFound = 0;
        const auto& frames = m_film.own.frames;
        const auto& plain = m_film.plain;
        for (std::size_t i = 0; i < std::min(plain.size(), frames.size()); ++i) {
            ownFound += frames[i].found;
            plainFound += plain[i].has_value();
            if (!frames[i].found || !plain[i]) continue;
            apart += innerDistance(frames[i].landmarks, *plain[i]);
            ++both;
            if (i == 0 || !frames[i - 1].found || !plain[i - 1]) continue;
            ownMotion += innerDistance(frames[i].landmarks, frames[i - 1].landmarks);
            plainMotion += innerDistance(*plain[i], *plain[i - 1]);
            ++pairs;
        }
        add({"frames with a face", static_cast<double>(ownFound), static_cast<double>(plainFound), "frames"});
        if (both > 0) add({"inner points apart", apart / both, notComputed, "% of eye distance"});
        if (pairs > 0)
            add({"inner points' motion from frame to frame", ownMotion / pairs, plainMotion / pairs,
                 "% of eye distance"});
    }

    /// For information: it holds the plain loop and, of several films, those before.
    void memory()
    {
        rusage usage{};
        if (getrusage(RUSAGE_SELF, &usage) == 0)
            add({"peak memory of the process so far, both loops", static_cast<double>(usage.ru_maxrss) / 1024,
                 notComputed, "MiB"});
    }

    void add(Figure figure) { m_film.figures.push_back(std::move(figure)); }

    static constexpr std::size_t kept = 40;
    static constexpr int repeats = 3;

    fs::path m_video;
    int m_frames;
    const FaceBenchTools& m_tools;
    const LandmarkModel& m_model;
    double m_plainSeconds = 0;
    std::vector<cv::Mat> m_kept; ///< the first frames; empty where one could not be decoded
    BenchedFilm m_film;
};

} // namespace

Result<BenchedFilm> benchFilm(const fs::path& video, int plainFrames, const FaceBenchTools& tools)
{
    return FaceBench(video, plainFrames, tools).run();
}

} // namespace mien::cli
