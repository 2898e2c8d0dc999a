// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_tracker.h"

#include "core/base/bounded_queue.h"
#include "core/base/text.h"
#include "core/face/eye_region.h"
#include "core/face/face_follower.h"
#include "core/face/faces_follower.h"
#include "core/face/landmark_smoother.h"
#include "core/media/frame_mat.h"

#include <exception>
#include <thread>
#include <utility>

namespace mien {

namespace {

FaceFrame emptyEntry(const Frame& frame)
{
    FaceFrame entry;
    entry.frame = frame.index;
    entry.seconds = frame.seconds;
    return entry;
}

FaceFrame foundEntry(const Frame& frame, const FittedFace& face)
{
    FaceFrame entry = emptyEntry(frame);
    entry.found = true;
    entry.box = face.box;
    entry.score = face.score;
    entry.confidence = confidenceOf(face.score);
    entry.landmarks = entry.measured = face.landmarks;
    entry.hidden = face.hidden;
    entry.eyes = readEyeRegion(asMat(frame), face.landmarks);
    return entry;
}

/// Looks for the faces that the options ask for; at least one entry a frame.
class Analyser
{
public:
    Analyser(FollowedFaces faces, FaceFinder finder, const LandmarkModel& model)
    {
        if (faces == FollowedFaces::All)
            m_all.emplace(std::move(finder), model);
        else
            m_largest.emplace(std::move(finder), model);
    }

    std::vector<FaceFrame> next(const Frame& frame)
    {
        std::vector<FaceFrame> entries;
        if (m_all) {
            for (FacesFollower::Face& face : m_all->next(asMat(frame))) {
                entries.push_back(foundEntry(frame, face.fitted));
                entries.back().tracklet = face.tracklet;
                entries.back().appearance = std::move(face.appearance);
            }
        } else if (const auto face = m_largest->next(asMat(frame))) {
            entries.push_back(foundEntry(frame, *face));
        }
        if (entries.empty()) entries.push_back(emptyEntry(frame));
        return entries;
    }

private:
    std::optional<FaceFollower> m_largest;
    std::optional<FacesFollower> m_all;
};

/// Entry of a frame that could not be decoded; it keeps its place in time.
FaceFrame failedEntry(int index, double seconds, const Error& error)
{
    FaceFrame entry;
    entry.frame = index;
    entry.seconds = seconds;
    entry.problem = error.what;
    return entry;
}

/// Decodes on a thread of its own, a few frames ahead of the one that looks at them.
class AheadDecoder
{
public:
    struct Item
    {
        Result<Frame> frame;
        double seconds = 0; ///< of a frame that could not be decoded
    };

    AheadDecoder(FrameSource& source, int begin, std::optional<int> end)
        : m_source(source), m_begin(begin), m_end(end), m_thread([this] { run(); })
    {
    }
    /// The source is the caller's again.
    ~AheadDecoder()
    {
        m_items.close();
        m_thread.join();
    }

    /// Nothing at the end. What the source throws is thrown here.
    std::optional<Item> next()
    {
        auto item = m_items.pop();
        if (!item && m_failure) std::rethrow_exception(m_failure);
        return item;
    }

private:
    void run()
    {
        try {
            decode();
        } catch (...) {
            m_failure = std::current_exception();
        }
        m_items.close();
    }

    void decode()
    {
        for (int index = m_begin; !m_end || index < *m_end; ++index) {
            auto frame = m_source.nextGrey();
            if (frame && !*frame) return;
            if (frame) {
                if (!m_items.push({std::move(**frame)})) return;
                continue;
            }
            const auto times = m_source.times();
            const double seconds =
                times && index < static_cast<int>(times->size()) ? (*times)[static_cast<std::size_t>(index)] : 0;
            if (!m_items.push({frame.error(), seconds})) return;
        }
    }

    static constexpr std::size_t ahead = 4;

    FrameSource& m_source;
    const int m_begin;
    const std::optional<int> m_end;
    BoundedQueue<Item> m_items{ahead};
    std::exception_ptr m_failure; ///< written before the queue is closed
    std::thread m_thread;
};

} // namespace

std::string FaceOptions::key() const
{
    const std::string followed =
        faces == FollowedFaces::All ? "all " + std::to_string(FacesFollower::algorithmVersion) + ", " : std::string();
    return "face " + followed + std::to_string(FaceFollower::algorithmVersion) + "; threshold " +
           text::number(detectorThreshold) + "; upsampling " + std::to_string(maximumUpsampling) +
           (cascadeOf(detector)
                ? std::string("; detector ") + name(detector) + " " + std::to_string(CascadeFinder::algorithmVersion)
                : std::string());
}

Result<bool> followFace(FrameSource& source, const Segment& segment, const LandmarkModel& model,
                        const FaceOptions& options, const RunControl& control,
                        const std::function<void(const FaceFrame&)>& onFrame)
{
    auto finder = FaceFinder::load(options);
    if (!finder) return finder.error();
    if (const auto moved = source.seek(segment.begin); !moved) return moved.error();
    Analyser analyser(options.faces, std::move(*finder), model);
    AheadDecoder decoder(source, segment.begin, segment.end);
    for (int index = segment.begin;; ++index) {
        const auto signal = control.checkpoint();
        if (signal == RunControl::Signal::Cancel) return Error::cancelled();
        if (signal == RunControl::Signal::Finish) return false;
        const auto item = decoder.next();
        if (!item) return true;
        std::vector<FaceFrame> entries;
        if (item->frame)
            entries = analyser.next(*item->frame);
        else
            entries.push_back(failedEntry(index, item->seconds, item->frame.error()));
        if (index < segment.first) continue;
        if (!item->frame) {
            const Error& error = item->frame.error();
            control.report(Diagnostic{Diagnostic::Severity::Warning, error.where, 0, error.what});
        }
        for (const FaceFrame& entry : entries) onFrame(entry);
    }
}

Result<FaceTrack> trackFace(FrameSource& source, const LandmarkModel& model, FaceOptions options,
                            const RunControl& control, const std::function<void(const FaceFrame&)>& onFrame)
{
    options.faces = FollowedFaces::Largest;
    FaceTrack track;
    track.width = source.info().width;
    track.height = source.info().height;
    track.timeAssumed = source.info().timeAssumed;
    LandmarkSmoother smoother(options.steady, [&](const FaceFrame& entry) {
        track.frames.push_back(entry);
        if (onFrame) onFrame(entry);
    });
    const int total = source.info().frameCount.value_or(0);
    for (const Segment& segment : planSegments(source)) {
        const auto whole = followFace(source, segment, model, options, control, [&](const FaceFrame& entry) {
            smoother.push(entry);
            control.report(Progress{"finding faces", entry.frame + 1, total});
        });
        if (!whole) return whole.error();
        if (!*whole) break;
    }
    smoother.finish();
    if (track.frames.empty() && !control.isFinishRequested())
        return Error::input("holds no picture that can be decoded", source.info().name);
    return track;
}

} // namespace mien
