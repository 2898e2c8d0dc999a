// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>

class QLabel;
class QToolButton;

namespace mien {

/// Messages that do not stop the work: one line over the content, newest first, closed by the user.
class MessageBar final : public QFrame
{
    Q_OBJECT
public:
    enum class Severity { Info, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);
    void show(Severity severity, const QString& text);
    QString text() const; ///< of the message shown; empty = none

private:
    void next();
    void present();

    struct Message
    {
        Severity severity;
        QString text;
    };
    QList<Message> m_messages; ///< shown one last
    QLabel* m_text;
    QLabel* m_more;
};

} // namespace mien
