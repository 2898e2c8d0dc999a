// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/library_filter.h"

#include <QWidget>

#include <functional>

class QLineEdit;
class QMenu;
class QToolButton;

namespace mien {

class FlowLayout;

/// What a person asks of the library: words, a menu of questions, and a chip for each question asked, which takes it
/// away.
class LibraryFilterBar final : public QWidget
{
    Q_OBJECT
public:
    /// Both must outlive the bar.
    LibraryFilterBar(const LibraryModel& model, LibraryFilter& filter, QWidget* parent = nullptr);

    void ask(const LibraryQuery& query);                                ///< shows and filters
    void setReasonOfClips(const QString& reason) { m_reason = reason; } ///< text of the chip of LibraryQuery::clips
    void focusWords();

signals:
    void changed();
    void clipsCleared(); ///< the user took the filter by a set of clips away

private:
    void fillMenu();
    void addChoice(QMenu& menu, const QString& text, bool chosen, const std::function<void(LibraryQuery&)>& change);
    void fillLabels(QMenu& menu);
    void fillSubjects(QMenu& menu);
    void showChips();
    void addChip(const QString& text, const std::function<void(LibraryQuery&)>& clear);

    const LibraryModel& m_model;
    LibraryFilter& m_filter;
    QLineEdit* m_words;
    QMenu* m_menu;
    QToolButton* m_button;
    QWidget* m_chips;
    FlowLayout* m_flow;
    QString m_reason;
};

} // namespace mien
