// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QListWidget;

namespace mien {

/// Finds an action by parts of its name and runs it; also any other choice given as a QAction. Type, arrows, Return.
class CommandPalette final : public QDialog
{
    Q_OBJECT
public:
    /// `actions` must outlive the palette; disabled ones are shown but cannot be run.
    CommandPalette(const QList<QAction*>& actions, QWidget* parent);

    void setText(const QString& text);
    QStringList shownTexts() const; ///< names in the order shown

    /// How well `text` matches what was typed: every blank-separated part must occur; a higher score is a better
    /// match; −1 = none.
    static int score(const QString& text, const QString& typed);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void run();

    QList<QAction*> m_actions;
    QLineEdit* m_input;
    QListWidget* m_list;
};

} // namespace mien
