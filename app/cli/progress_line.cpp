// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_line.h"

#include <cmath>

namespace mien::cli {

namespace {

using namespace std::chrono_literals;
constexpr auto terminalInterval = 100ms;
constexpr auto logInterval = 30s;

} // namespace

std::string duration(double seconds)
{
    const long whole = std::lround(std::max(0.0, seconds));
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

ProgressLine::ProgressLine(std::ostream& err, bool terminal) : m_err(err), m_terminal(terminal) {}

ProgressLine::~ProgressLine()
{
    clear();
}

void ProgressLine::update(const Progress& progress, Clock::time_point now)
{
    std::lock_guard lock(m_mutex);
    const bool newStage = progress.stage != m_stage;
    if (newStage) {
        m_stage = progress.stage;
        m_stageStart = now;
        m_doneAtStart = progress.done;
    }
    const bool finished = progress.total > 0 && progress.done >= progress.total;
    const auto since = now - m_lastWrite;
    const bool due = m_terminal ? newStage || finished || since >= terminalInterval : newStage || since >= logInterval;
    if (!due) return;

    std::string line = progress.stage;
    if (progress.total > 0) {
        line += " " + std::to_string(progress.done) + "/" + std::to_string(progress.total);
        const double elapsed = std::chrono::duration<double>(now - m_stageStart).count();
        const std::int64_t did = progress.done - m_doneAtStart;
        if (did > 0 && elapsed > 2 && !finished)
            line += ", about " +
                    duration(elapsed * static_cast<double>(progress.total - progress.done) / static_cast<double>(did)) +
                    " left";
    } else if (progress.done > 0) {
        line += " " + std::to_string(progress.done);
    }
    if (m_terminal)
        m_err << "\r\x1b[K" << line << std::flush;
    else
        m_err << line << std::endl;
    m_shown = m_terminal;
    m_lastWrite = now;
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
