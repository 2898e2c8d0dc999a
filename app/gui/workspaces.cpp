// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/workspaces.h"

#include "app/gui/settings.h"

#include <QDockWidget>
#include <QMainWindow>

using namespace Qt::StringLiterals;

namespace mien {

Workspaces::Workspaces(QMainWindow& window, const Docks& docks, Settings& settings)
    : QObject(&window), m_window(window), m_docks(docks), m_settings(settings)
{
    window.setDockNestingEnabled(true);
    // The timeline lies below library and viewer, the right column goes down to the status bar.
    window.setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

const QStringList& Workspaces::names()
{
    static const QStringList names = {u"browse"_s, u"train"_s, u"interpret"_s};
    return names;
}

QString Workspaces::title(const QString& workspace)
{
    if (workspace == u"browse"_s) return tr("Browse");
    if (workspace == u"train"_s) return tr("Train");
    if (workspace == u"interpret"_s) return tr("Interpret");
    return {};
}

void Workspaces::show(const QString& workspace)
{
    if (!names().contains(workspace) || workspace == m_current) return;
    remember();
    m_current = workspace;
    const QByteArray stored = m_settings.layout(workspace);
    if (stored.isEmpty() || !m_window.restoreState(stored)) arrange(workspace);
    m_settings.set(Setting::Workspace, workspace);
    emit shown(workspace);
}

void Workspaces::reset()
{
    arrange(m_current);
}

void Workspaces::remember()
{
    if (!m_current.isEmpty()) m_settings.setLayout(m_current, m_window.saveState());
}

void Workspaces::arrange(const QString& workspace)
{
    const bool training = workspace == u"train"_s;
    const bool interpreting = workspace == u"interpret"_s;
    for (QDockWidget* dock :
         {m_docks.library, m_docks.people, m_docks.timeline, m_docks.inspect, m_docks.runs, m_docks.jobs}) {
        dock->setFloating(false);
        m_window.removeDockWidget(dock);
    }
    m_window.addDockWidget(Qt::LeftDockWidgetArea, m_docks.library);
    m_window.addDockWidget(Qt::LeftDockWidgetArea, m_docks.people);
    m_window.addDockWidget(Qt::BottomDockWidgetArea, m_docks.timeline);
    m_window.addDockWidget(Qt::RightDockWidgetArea, m_docks.inspect);
    m_window.addDockWidget(Qt::RightDockWidgetArea, m_docks.runs);
    m_window.addDockWidget(Qt::BottomDockWidgetArea, m_docks.jobs);

    m_docks.library->setVisible(true);
    m_docks.timeline->setVisible(!training);
    m_docks.inspect->setVisible(!training);
    m_docks.runs->setVisible(training || interpreting);
    m_docks.jobs->setVisible(training);

    const int left = 240;
    const int right = training ? 560 : interpreting ? 476 : 400;
    m_window.resizeDocks({m_docks.library, training ? m_docks.runs : m_docks.inspect}, {left, right}, Qt::Horizontal);
    if (interpreting) m_window.resizeDocks({m_docks.inspect, m_docks.runs}, {352, 260}, Qt::Vertical);
    m_window.resizeDocks({training ? m_docks.jobs : m_docks.timeline}, {training ? 190 : 186}, Qt::Vertical);
}

} // namespace mien
