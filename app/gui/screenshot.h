// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

namespace mien {

class MainWindow;

/// Saves one picture of the window when its content has settled: what was asked for is open, decoded, tracked and, with
/// a run, explained.
class Screenshot final : public QObject
{
    Q_OBJECT
public:
    /// `window` must outlive the object; it is resized to 1280 × 720.
    Screenshot(MainWindow& window, const QString& file);

signals:
    /// Once. `error` is empty, or says why there is no picture.
    void finished(const QString& error);

private:
    void contentSettled();
    void settleDown();
    void save();

    MainWindow& m_window;
    QString m_file;
    QTimer m_guard;
    int m_quietTurns = 0;
    bool m_waiting = false;
    bool m_done = false;
};

} // namespace mien
