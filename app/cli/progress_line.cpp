// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_line.h"

namespace mien::cli {

namespace {

using namespace std::chrono_literals;
constexpr auto terminalInterval = 100ms;
constexpr auto logInterval = 30s;

} // namespace

ProgressLine::ProgressLine(std::ostream& err, bool terminal) : m_err(err), m_terminal(terminal) {}

ProgressLine::~ProgressLine()
{
    clear();
}

void ProgressLine::update(const Progress& progress, Clock::time_point now)
{
    std::lock_guard lock(m_mutex);
    const auto [entry, isNew] = m_stages.try_emplace(progress.stage, Stage{now, {}, progress.done, progress.done});
    Stage& stage = entry->second;
    if (progress.done < stage.done) { // The same stage over something else: its old pace means nothing.
        stage.start = now;
        stage.doneAtStart = progress.done;
    }
    stage.done = progress.done;
    const bool changed = progress.stage != m_current;
    m_current = progress.stage;
    const bool finished = progress.total > 0 && progress.done >= progress.total;
    const auto since = now - stage.lastWrite;
    const bool due = m_terminal ? changed || finished || since >= terminalInterval : isNew || since >= logInterval;
    if (!due) return;
    stage.lastWrite = now;
    if (m_terminal)
        m_err << "\r\x1b[K" << describe(progress, stage, now) << std::flush;
    else
        m_err << describe(progress, stage, now) << std::endl;
    m_shown = m_terminal;
}

std::string ProgressLine::describe(const Progress& progress, const Stage& stage, Clock::time_point now)
{
    std::string line = progress.stage;
    if (progress.total <= 0) return progress.done > 0 ? line + " " + std::to_string(progress.done) : line;
    line += " " + std::to_string(progress.done) + "/" + std::to_string(progress.total);
    const double elapsed = std::chrono::duration<double>(now - stage.start).count();
    const std::int64_t did = progress.done - stage.doneAtStart;
    const std::int64_t left = progress.total - progress.done;
    if (did > 0 && elapsed > 2) {
        const double pace = static_cast<double>(did) / elapsed;
        if (pace >= 1) line += ", " + text::fixed(pace, pace < 10 ? 1 : 0) + "/s";
    }
    if (did > 0 && left > 0 && elapsed > 2)
        line += ", about " + duration(elapsed * static_cast<double>(left) / static_cast<double>(did)) + " left";
    return line;
}

void ProgressLine::message(const std::string& line)
{
    std::lock_guard lock(m_mutex);
    clearLocked();
    m_err << line << std::endl;
}

void ProgressLine::clear()
{
    std::lock_guard lock(m_mutex);
    clearLocked();
}

void ProgressLine::clearLocked()
{
    if (!m_shown) return;
    m_err << "\r\x1b[K" << std::flush;
    m_shown = false;
}

} // namespace mien::cli
