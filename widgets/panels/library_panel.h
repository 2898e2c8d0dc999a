// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/library_model.h"

#include <QSet>
#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace mien {

class BarList;
class LibraryFilter;

/// Datasets, subjects and clips with their labels; filter words, filter by label (bars), filter by a set of clips.
class LibraryPanel final : public QWidget
{
    Q_OBJECT
public:
    /// `model` must outlive the panel.
    explicit LibraryPanel(LibraryModel* model, QWidget* parent = nullptr);

    /// Shows `ref` as the current clip without announcing it.
    void select(const ClipRef& ref);

    /// Shows only these clips until the user takes the filter away; nothing = all. `reason` is the chip's text.
    void showOnly(const std::optional<QSet<ClipRef>>& clips, const QString& reason);
    void focusFilter();
    void chooseNeighbour(int direction); ///< −1 previous clip, +1 next clip, in the order shown

signals:
    void clipChosen(const mien::ClipRef& ref);
    void infoChanged(const QString& info); ///< "34 of 140 clips"
    void showOnlyCleared();

private:
    void updateCounts();
    void currentChanged(const QModelIndex& current);

    LibraryModel* m_model;
    LibraryFilter* m_filter;
    QLineEdit* m_words;
    QToolButton* m_chip;
    QTreeView* m_tree;
    QLabel* m_countsTitle;
    BarList* m_counts;
    bool m_selecting = false;
};

} // namespace mien
