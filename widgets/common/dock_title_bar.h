// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QDockWidget;
class QLabel;

namespace mien {

/// Title of a panel: name, a quiet line of facts, and for docks buttons to float and to close.
class DockTitleBar final : public QWidget
{
    Q_OBJECT
public:
    explicit DockTitleBar(const QString& title, QDockWidget* dock = nullptr);
    void setTitle(const QString& title);
    void setInfo(const QString& info);

    /// A button at the right end. An action with a menu opens it.
    void addButton(QAction* action);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();

    QLabel* m_title;
    QLabel* m_info;
    QString m_fullTitle;
    QString m_fullInfo;
    int m_buttonRoom; ///< pixels right of the texts
};

} // namespace mien
