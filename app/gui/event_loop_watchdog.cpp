// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/event_loop_watchdog.h"

#include <algorithm>
#include <cmath>

namespace mien {

EventLoopWatchdog::EventLoopWatchdog(QObject* parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    // Single shots: a repeating timer skips the beats it missed and would hide part of the lateness.
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &EventLoopWatchdog::tick);
}

void EventLoopWatchdog::start()
{
    m_lateness.clear();
    m_clock.start();
    m_timer.start(interval);
}

void EventLoopWatchdog::stop()
{
    m_timer.stop();
}

void EventLoopWatchdog::tick()
{
    m_lateness.push_back(std::max(0.0, static_cast<double>(m_clock.nsecsElapsed()) * 1e-6 - interval));
    m_clock.start();
    m_timer.start(interval);
}

double EventLoopWatchdog::percentile(double share) const
{
    if (m_lateness.empty()) return NAN;
    std::vector<double> sorted = m_lateness;
    std::sort(sorted.begin(), sorted.end());
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

} // namespace mien
