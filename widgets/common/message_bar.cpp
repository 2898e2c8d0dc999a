// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/message_bar.h"

#include "widgets/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), m_text(new QLabel), m_more(new QLabel), m_act(new QToolButton)
{
    setObjectName(u"messageBar"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_more->setObjectName(u"muted"_s);
    auto* close = new QToolButton;
    close->setIcon(glyphIcon(Glyph::Close));
    close->setIconSize(QSize(12, 12));
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, &MessageBar::next);
    m_act->setObjectName(u"offer"_s);
    connect(m_act, &QToolButton::clicked, this, [this] {
        const auto act = m_messages.isEmpty() ? nullptr : m_messages.last().act;
        next();
        if (act) act();
    });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 4, 4, 4);
    row->addWidget(m_text, 1);
    row->addWidget(m_act);
    row->addWidget(m_more);
    row->addWidget(close);
    setAccessibleName(tr("Message"));
    hide();
}

void MessageBar::show(Severity severity, const QString& text)
{
    offer(severity, text, {}, {});
}

void MessageBar::offer(Severity severity, const QString& text, const QString& action, std::function<void()> act)
{
    if (!m_messages.isEmpty() && m_messages.last().text == text) return;
    m_messages.append({severity, text, action, std::move(act)});
    present();
}

void MessageBar::withdraw(const QString& text)
{
    if (m_messages.removeIf([&](const Message& message) { return message.text == text; }) > 0) present();
}

QString MessageBar::text() const
{
    return m_messages.isEmpty() ? QString() : m_messages.last().text;
}

void MessageBar::next()
{
    if (!m_messages.isEmpty()) m_messages.removeLast();
    present();
}

void MessageBar::present()
{
    setVisible(!m_messages.isEmpty());
    if (m_messages.isEmpty()) return;
    const Message& message = m_messages.last();
    static const char* const names[] = {"info", "warning", "error"};
    setProperty("severity", QLatin1String(names[static_cast<int>(message.severity)]));
    style()->unpolish(this);
    style()->polish(this);
    m_text->setText(message.text);
    m_act->setText(message.action);
    m_act->setVisible(!message.action.isEmpty());
    setAccessibleDescription(message.text);
    const auto others = static_cast<int>(m_messages.size()) - 1;
    m_more->setText(others > 0 ? tr("%n more", nullptr, others) : QString());
}

} // namespace mien
