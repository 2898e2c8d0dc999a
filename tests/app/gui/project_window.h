// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/main_window.h"
#include "app/gui/session.h"
#include "app/gui/settings.h"

#include <QTemporaryDir>

#include <memory>
#include <vector>

/// The window offscreen, over two drawn datasets in "disk", for tests of projects.
class ProjectWindow : public QObject
{
    Q_OBJECT

protected slots:
    void initTestCase();
    void init();
    void cleanup();

protected:
    static constexpr int patience = 120'000; ///< ms

    QString at(const QString& name) const { return m_folder.filePath(name); }
    /// Of both datasets, in the file `name`, which is open then.
    void makeProject(const QString& name);
    bool settled() const { return m_session->isSettled(); }
    std::vector<mien::ClipRef> clipsOf(const QString& dataset, std::size_t count) const;

    QTemporaryDir m_folder;
    std::unique_ptr<mien::Settings> m_settings;
    std::unique_ptr<mien::Session> m_session;
    std::unique_ptr<mien::MainWindow> m_window;
};
