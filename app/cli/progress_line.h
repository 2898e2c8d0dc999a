// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/base/text.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <ostream>
#include <string>

namespace mien::cli {

/// Progress with the time left on stderr: on a terminal one line that is written over, elsewhere (log files, pipes) a
/// line at the start of each stage and then one every half minute; stages that take turns count as going on.
/// Thread: any; calls are serialised.
class ProgressLine
{
public:
    using Clock = std::chrono::steady_clock;

    ProgressLine(std::ostream& err, bool terminal);
    ~ProgressLine();

    void update(const Progress& progress, Clock::time_point now = Clock::now());
    void message(const std::string& line); ///< above the progress line, which comes back with the next update
    void clear();

private:
    struct Stage
    {
        Clock::time_point start;
        Clock::time_point lastWrite;
        std::int64_t doneAtStart = 0;
        std::int64_t done = 0;
    };

    void clearLocked();
    static std::string describe(const Progress& progress, const Stage& stage, Clock::time_point now);

    std::mutex m_mutex;
    std::ostream& m_err;
    const bool m_terminal;
    std::map<std::string, Stage> m_stages;
    std::string m_current; ///< name of the stage last seen
    bool m_shown = false;
};

using text::duration;

} // namespace mien::cli
