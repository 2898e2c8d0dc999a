// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/screenshot.h"

#include "app/gui/main_window.h"

#include <QPixmap>

#include <chrono>

using namespace std::chrono_literals;

namespace mien {
namespace {

/// Turns of the event loop without new work, after which queued drawing is done too.
constexpr int quietTurnsNeeded = 5;

} // namespace

Screenshot::Screenshot(MainWindow& window, const QString& file) : QObject(&window), m_window(window), m_file(file)
{
    m_window.resize(1280, 720);
    connect(&m_window.session(), &Session::settled, this, &Screenshot::contentSettled);
    // A source that never settles (a stream, a broken disk) must not hang a script.
    m_guard.setSingleShot(true);
    connect(&m_guard, &QTimer::timeout, this, [this] {
        if (m_done) return;
        m_done = true;
        emit finished(tr("the content did not settle within 10 minutes"));
    });
    m_guard.start(10min);
    // Some work ends without a word (a picture that was wanted no more): the state itself is asked, too.
    auto* again = new QTimer(this);
    connect(again, &QTimer::timeout, this, &Screenshot::contentSettled);
    again->start(250ms);
    QTimer::singleShot(0, this, &Screenshot::contentSettled);
}

void Screenshot::contentSettled()
{
    m_quietTurns = 0;
    if (m_waiting || !m_window.session().isSettled()) return;
    m_waiting = true;
    QTimer::singleShot(0, this, &Screenshot::settleDown);
}

void Screenshot::settleDown()
{
    if (!m_window.session().isSettled()) {
        m_waiting = false; // a result set off new work; its end comes back here
        return;
    }
    if (++m_quietTurns < quietTurnsNeeded) {
        QTimer::singleShot(0, this, &Screenshot::settleDown);
        return;
    }
    save();
}

void Screenshot::save()
{
    if (m_done) return;
    m_done = true;
    const bool saved = m_window.grab().save(m_file, "PNG");
    emit finished(saved ? QString() : tr("cannot write %1").arg(m_file));
}

} // namespace mien
