// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/dialogs/shortcuts_dialog.h"

#include <QAction>
#include <QHash>
#include <QList>
#include <QObject>

#include <functional>

class QWidget;

namespace mien {

class Settings;

/// Every action of the window: a stable name, a text, a shortcut the user may change, a place in the command palette.
class ActionRegistry final : public QObject
{
    Q_OBJECT
public:
    /// Shortcuts work in `window`; both must outlive the registry.
    ActionRegistry(Settings& settings, QWidget* window);

    /// `id` is stable across versions and languages ("playback.play"); `slot` runs on trigger.
    QAction* add(const QString& id, const QString& text, const QString& shortcut, const std::function<void()>& slot);
    QAction* action(const QString& id) const; ///< null if unknown
    QList<QAction*> actions() const { return m_order; }

    QList<ShortcutsDialog::Entry> entries() const;
    void applyShortcuts(const QHash<QString, QKeySequence>& sequences);

private:
    Settings& m_settings;
    QWidget* m_window;
    QList<QAction*> m_order;
    QHash<QString, QAction*> m_byId;
    QHash<QString, QString> m_standard; ///< id to portable text
};

} // namespace mien
