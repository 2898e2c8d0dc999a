// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

class QDockWidget;
class QMainWindow;

namespace mien {

class Settings;

/// Arrangements of the docks for a task. Each remembers how the user left it; layout and data are apart.
class Workspaces final : public QObject
{
    Q_OBJECT
public:
    struct Docks
    {
        QDockWidget* library = nullptr;
        QDockWidget* people = nullptr; ///< at first hidden: shown when all faces are followed
        QDockWidget* timeline = nullptr;
        QDockWidget* inspect = nullptr;
        QDockWidget* runs = nullptr;
        QDockWidget* jobs = nullptr;
    };

    /// `window` and `settings` must outlive the object.
    Workspaces(QMainWindow& window, const Docks& docks, Settings& settings);

    static const QStringList& names();              ///< "browse", "train", "interpret"
    static QString title(const QString& workspace); ///< translated
    QString current() const { return m_current; }

    void show(const QString& workspace); ///< unknown names are ignored
    void reset();                        ///< the current one as delivered
    void remember();                     ///< stores how the current one is arranged now

signals:
    void shown(const QString& workspace);

private:
    void arrange(const QString& workspace);

    QMainWindow& m_window;
    Docks m_docks;
    Settings& m_settings;
    QString m_current;
};

} // namespace mien
