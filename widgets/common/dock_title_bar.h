// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

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

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();

    QLabel* m_title;
    QLabel* m_info;
    QString m_fullTitle;
    QString m_fullInfo;
};

} // namespace mien
