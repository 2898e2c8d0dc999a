// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/library_model.h"
#include "widgets/plots/bar_list.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QToolButton;
class QScrollArea;
class QTreeView;

namespace mien {

class LibraryFilter;
class LibraryFilterBar;

/// Datasets, subjects and clips with their labels and pictures; filters, and clips by label as bars that filter, too.
/// A double click or Enter opens a clip; several may be selected for what the context menu does with them.
class LibraryPanel final : public QWidget
{
    Q_OBJECT
public:
    /// `model` must outlive the panel.
    explicit LibraryPanel(LibraryModel* model, QWidget* parent = nullptr);

    /// Shows `ref` as the current clip without announcing it.
    void select(const ClipRef& ref);

    /// The selected clips, and those shown below selected subjects and datasets, in the order shown.
    std::vector<ClipRef> selectedClips() const;
    QString selectedDataset() const; ///< root of the one dataset row that is selected; else empty
    void selectAllShown();

    /// What the context menu offers; null = a line. Actions must outlive the panel.
    void setActions(const QList<QAction*>& actions) { m_actions = actions; }

    /// Shows only these clips until the user takes the filter away; nothing = all. `reason` is the chip's text.
    void showOnly(const std::optional<QSet<ClipRef>>& clips, const QString& reason);
    void focusFilter();
    void chooseNeighbour(int direction); ///< −1 previous clip, +1 next clip, in the order shown
    QTreeView* tree() const { return m_tree; }
    LibraryFilter& filter() { return *m_filter; }
    LibraryFilterBar& filterBar() { return *m_bar; }

signals:
    void clipChosen(const mien::ClipRef& ref); ///< to be opened
    void selectionChanged();
    void infoChanged(const QString& info); ///< "34 of 140 clips"
    void showOnlyCleared();
    void picturesWanted(const std::vector<mien::ClipRef>& clips); ///< of the rows in view that have none

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void updateCounts();
    void countBy(const QString& title, bool byLength);
    std::vector<BarList::Bar> labelBars() const;
    std::vector<BarList::Bar> lengthBars() const;
    void filterChanged();
    void open(const QModelIndex& index);
    void showMenu(QPoint position);
    void wantPictures();

    LibraryModel* m_model;
    LibraryFilter* m_filter;
    LibraryFilterBar* m_bar;
    QTreeView* m_tree;
    QToolButton* m_countsTitle; ///< chooses what the bars count
    bool m_byLength = false;
    BarList* m_counts;
    QScrollArea* m_countsArea;
    QList<QAction*> m_actions;
    QTimer m_scrolled; ///< runs while rows are moving
};

} // namespace mien
