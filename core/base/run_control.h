// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

namespace mien {

/// How far a job has come. `total` 0 means unknown.
struct Progress
{
    std::string stage; ///< "extracting landmarks", "fold 2 of 6"; English, shown as it is in logs
    std::int64_t done = 0;
    std::int64_t total = 0;
};

/// The strings by which a job is steered and watched while it runs.
///
/// A job calls checkpoint() once per batch or frame and obeys the answer. The other side (window, command line,
/// signal handler of a terminal) requests; requests are set directly, never through an event queue, because a busy
/// worker would see a queued one only after its end.
/// Thread: every member may be called from any thread. Sinks are called on the job's thread(s), one call at a time.
class RunControl
{
public:
    using ProgressSink = std::function<void(const Progress&)>;
    using DiagnosticSink = std::function<void(const Diagnostic&)>;

    enum class Signal {
        Continue,
        Finish, ///< stop now and keep what was learned
        Cancel, ///< stop now and discard
    };

    RunControl() = default;
    RunControl(ProgressSink progress, DiagnosticSink diagnostics);
    /// A child for one part of a job: obeys `parent` (which outlives it) and passes diagnostics on, but keeps its
    /// progress to itself, so that parts running side by side do not each claim to be the whole.
    explicit RunControl(const RunControl* parent);

    RunControl(const RunControl&) = delete;
    RunControl& operator=(const RunControl&) = delete;

    // Steering.
    void requestCancel();
    void requestFinish();
    void setPaused(bool paused);

    bool isPaused() const;
    bool isCancelRequested() const;
    bool isFinishRequested() const;

    // For the job.
    /// Waits while paused, then says how to go on. Cancel wins over Finish.
    Signal checkpoint() const;
    void report(const Progress& progress) const;
    void report(const Diagnostic& diagnostic) const;

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    mutable std::mutex m_sinkMutex;
    std::atomic<bool> m_cancel = false;
    std::atomic<bool> m_finish = false;
    std::atomic<bool> m_paused = false;
    ProgressSink m_progress;
    DiagnosticSink m_diagnostics;
    const RunControl* m_parent = nullptr;
};

} // namespace mien
