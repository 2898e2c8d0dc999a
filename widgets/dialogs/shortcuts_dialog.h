// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/dialogs/fitting_dialog.h"

#include <QHash>
#include <QKeySequence>
#include <QList>

class QAction;
class QKeySequenceEdit;
class QLabel;

namespace mien {

/// Edits the shortcut of every action; a sequence that two actions share is said and keeps OK disabled.
class ShortcutsDialog final : public FittingDialog
{
    Q_OBJECT
public:
    struct Entry
    {
        QString id; ///< stable name of the action
        QString title;
        QKeySequence current;
        QKeySequence standard; ///< as delivered
    };

    ShortcutsDialog(const QList<Entry>& entries, QWidget* parent);

    QHash<QString, QKeySequence> sequences() const; ///< by id, all actions
    void setSequence(const QString& id, const QKeySequence& sequence);

    /// Titles of actions that share a sequence, in words; empty = no conflict.
    QString conflict() const;

signals:
    void sequencesAccepted(const QHash<QString, QKeySequence>& sequences);

private:
    void check();

    QList<Entry> m_entries;
    QHash<QString, QKeySequenceEdit*> m_editors;
    QLabel* m_conflict;
};

} // namespace mien
