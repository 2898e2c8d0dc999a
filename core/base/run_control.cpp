// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/run_control.h"

#include <algorithm>
#include <utility>

namespace mien {

RunControl::RunControl(ProgressSink progress, DiagnosticSink diagnostics)
    : m_progress(std::move(progress)), m_diagnostics(std::move(diagnostics))
{
}

RunControl::RunControl(const RunControl* parent) : m_parent(parent) {}

void RunControl::requestCancel()
{
    {
        std::lock_guard lock(m_mutex);
        m_cancel = true;
    }
    m_changed.notify_all();
}

void RunControl::requestFinish()
{
    {
        std::lock_guard lock(m_mutex);
        m_finish = true;
    }
    m_changed.notify_all();
}

void RunControl::setPaused(bool paused)
{
    {
        std::lock_guard lock(m_mutex);
        m_paused = paused;
    }
    m_changed.notify_all();
}

bool RunControl::isPaused() const
{
    return m_paused;
}
bool RunControl::isCancelRequested() const
{
    return m_cancel;
}
bool RunControl::isFinishRequested() const
{
    return m_finish;
}

RunControl::Signal RunControl::checkpoint() const
{
    if (m_paused) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_paused || m_cancel || m_finish; });
    }
    const Signal own = m_cancel ? Signal::Cancel : m_finish ? Signal::Finish : Signal::Continue;
    return m_parent ? std::max(own, m_parent->checkpoint()) : own;
}

void RunControl::report(const Progress& progress) const
{
    if (!m_progress) return;
    std::lock_guard lock(m_sinkMutex);
    m_progress(progress);
}

void RunControl::report(const Diagnostic& diagnostic) const
{
    if (m_parent) m_parent->report(diagnostic);
    if (!m_diagnostics) return;
    std::lock_guard lock(m_sinkMutex);
    m_diagnostics(diagnostic);
}

} // namespace mien
