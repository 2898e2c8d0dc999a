// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"

#include "app/gui/settings.h"

#include <QKeySequence>
#include <QWidget>

namespace mien {

ActionRegistry::ActionRegistry(Settings& settings, QWidget* window)
    : QObject(window), m_settings(settings), m_window(window)
{
}

QAction* ActionRegistry::add(const QString& id, const QString& text, const QString& shortcut,
                             const std::function<void()>& slot)
{
    auto* action = new QAction(text, this);
    action->setObjectName(id);
    action->setShortcut(QKeySequence::fromString(m_settings.shortcut(id, shortcut), QKeySequence::PortableText));
    m_window->addAction(action);
    connect(action, &QAction::triggered, this, slot);
    m_order.append(action);
    m_byId.insert(id, action);
    m_standard.insert(id, shortcut);
    return action;
}

QAction* ActionRegistry::action(const QString& id) const
{
    return m_byId.value(id);
}

QList<ShortcutsDialog::Entry> ActionRegistry::entries() const
{
    QList<ShortcutsDialog::Entry> all;
    for (const QAction* action : m_order) {
        const QString id = action->objectName();
        QString title = action->text();
        title.remove(QLatin1Char('&'));
        all.append({id, title, action->shortcut(),
                    QKeySequence::fromString(m_standard.value(id), QKeySequence::PortableText)});
    }
    return all;
}

void ActionRegistry::applyShortcuts(const QHash<QString, QKeySequence>& sequences)
{
    for (auto it = sequences.begin(); it != sequences.end(); ++it) {
        QAction* action = m_byId.value(it.key());
        if (!action) continue;
        action->setShortcut(it.value());
        m_settings.setShortcut(it.key(), it.value().toString(QKeySequence::PortableText), m_standard.value(it.key()));
    }
}

} // namespace mien
