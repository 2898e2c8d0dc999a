// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace mien {

ShortcutsDialog::ShortcutsDialog(const QList<Entry>& entries, QWidget* parent)
    : FittingDialog(tr("Shortcuts"), parent), m_entries(entries), m_conflict(new QLabel)
{
    auto* content = new QWidget;
    auto* grid = new QGridLayout(content);
    grid->setColumnStretch(0, 1);
    int row = 0;
    for (const Entry& entry : m_entries) {
        auto* title = new QLabel(entry.title);
        auto* editor = new QKeySequenceEdit(entry.current);
        editor->setAccessibleName(tr("Shortcut of %1").arg(entry.title));
        title->setBuddy(editor);
        grid->addWidget(title, row, 0);
        grid->addWidget(editor, row, 1);
        m_editors.insert(entry.id, editor);
        connect(editor, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsDialog::check);
        ++row;
    }
    setContent(content);
    m_conflict->setObjectName(u"bad"_s);
    m_conflict->setWordWrap(true);
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, m_conflict);
    buttons()->setStandardButtons(QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::RestoreDefaults);
    connect(buttons()->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this, [this] {
        for (const Entry& entry : m_entries) setSequence(entry.id, entry.standard);
    });
    connect(this, &QDialog::accepted, this, [this] { emit sequencesAccepted(sequences()); });
    check();
}

QHash<QString, QKeySequence> ShortcutsDialog::sequences() const
{
    QHash<QString, QKeySequence> all;
    for (auto it = m_editors.begin(); it != m_editors.end(); ++it) all.insert(it.key(), it.value()->keySequence());
    return all;
}

void ShortcutsDialog::setSequence(const QString& id, const QKeySequence& sequence)
{
    if (QKeySequenceEdit* editor = m_editors.value(id)) editor->setKeySequence(sequence);
}

QString ShortcutsDialog::conflict() const
{
    for (qsizetype i = 0; i < m_entries.size(); ++i)
        for (qsizetype k = i + 1; k < m_entries.size(); ++k) {
            const QKeySequence a = m_editors.value(m_entries[i].id)->keySequence();
            const QKeySequence b = m_editors.value(m_entries[k].id)->keySequence();
            if (!a.isEmpty() && a == b)
                return tr("“%1” and “%2” share %3. Change one of them.")
                    .arg(m_entries[i].title, m_entries[k].title, a.toString(QKeySequence::NativeText));
        }
    return {};
}

void ShortcutsDialog::check()
{
    const QString text = conflict();
    m_conflict->setText(text);
    m_conflict->setVisible(!text.isEmpty());
    buttons()->button(QDialogButtonBox::Ok)->setEnabled(text.isEmpty());
}

} // namespace mien
