// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>

#include <functional>

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
    /// With a button that does something about it, and closes the message.
    void offer(Severity severity, const QString& text, const QString& action, std::function<void()> act);
    void withdraw(const QString& text); ///< it is no longer so
    QString text() const;               ///< of the message shown; empty = none

private:
    void next();
    void present();

    struct Message
    {
        Severity severity;
        QString text;
        QString action;
        std::function<void()> act;
    };
    QList<Message> m_messages; ///< shown one last
    QLabel* m_text;
    QLabel* m_more;
    QToolButton* m_act;
};

} // namespace mien
