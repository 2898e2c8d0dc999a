// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_tracker.h"

#include "core/base/bounded_queue.h"
#include "core/base/text.h"
#include "core/face/face_follower.h"
#include "core/face/landmark_smoother.h"
#include "core/media/frame_mat.h"

#include <exception>
#include <thread>

namespace mien {

namespace {

FaceFrame analyse(const Frame& frame, FaceFollower& follower)
{
    FaceFrame entry;
    entry.frame = frame.index;
    entry.seconds = frame.seconds;
    const auto face = follower.next(asMat(frame));
    if (!face) return entry;
    entry.found = true;
    entry.box = face->box;
    entry.score = face->score;
    entry.landmarks = entry.measured = face->landmarks;
    return entry;
}

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

    static constexpr std::size_t ahead = 8;

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
    return "face " + std::to_string(FaceFollower::algorithmVersion) + "; threshold " + text::number(detectorThreshold) +
           "; upsampling " + std::to_string(maximumUpsampling);
}

Result<bool> followFace(FrameSource& source, const Segment& segment, const LandmarkModel& model,
                        const FaceOptions& options, const RunControl& control,
                        const std::function<void(const FaceFrame&)>& onFrame)
{
    if (const auto moved = source.seek(segment.begin); !moved) return moved.error();
    FaceFollower follower(options, model);
    AheadDecoder decoder(source, segment.begin, segment.end);
    for (int index = segment.begin;; ++index) {
        const auto signal = control.checkpoint();
        if (signal == RunControl::Signal::Cancel) return Error::cancelled();
        if (signal == RunControl::Signal::Finish) return false;
        const auto item = decoder.next();
        if (!item) return true;
        FaceFrame entry;
        if (item->frame) {
            entry = analyse(*item->frame, follower);
        } else {
            entry = failedEntry(index, item->seconds, item->frame.error());
        }
        if (index < segment.first) continue;
        if (!item->frame) {
            const Error& error = item->frame.error();
            control.report(Diagnostic{Diagnostic::Severity::Warning, error.where, 0, error.what});
        }
        onFrame(entry);
    }
}

Result<FaceTrack> trackFace(FrameSource& source, const LandmarkModel& model, const FaceOptions& options,
                            const RunControl& control, const std::function<void(const FaceFrame&)>& onFrame)
{
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
