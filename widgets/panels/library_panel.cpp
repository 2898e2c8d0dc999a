// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/library_panel.h"

#include "widgets/common/names.h"
#include "widgets/itemmodels/library_filter.h"
#include "widgets/panels/library_delegate.h"
#include "widgets/panels/library_filter_bar.h"
#include "widgets/plots/bar_list.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QMenu>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <map>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

/// Key of the bar of clips without a label: no label can be called so.
const QString unlabelled = u"\n"_s;

/// Says that there is a menu behind it.
QString withArrow(const QString& title)
{
    return title + u" ▾"_s;
}

} // namespace

LibraryPanel::LibraryPanel(LibraryModel* model, QWidget* parent)
    : QWidget(parent), m_model(model), m_filter(new LibraryFilter(this)), m_tree(new QTreeView),
      m_countsTitle(new QToolButton), m_counts(new BarList), m_countsArea(new QScrollArea)
{
    m_filter->setSourceModel(model);
    m_bar = new LibraryFilterBar(*model, *m_filter);
    m_tree->setModel(m_filter);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new LibraryDelegate(m_tree));
    m_tree->setIndentation(7);
    m_tree->setAccessibleName(tr("Clips"));
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setExpandsOnDoubleClick(true);
    m_countsTitle->setObjectName(u"muted"_s);
    m_countsTitle->setAutoRaise(true);
    m_countsTitle->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_countsTitle);
    const auto offer = [this, menu](const QString& text, bool byLength) {
        menu->addAction(text, this, [this, text, byLength] { countBy(text, byLength); });
    };
    offer(tr("clips by label"), false);
    offer(tr("clips by length"), true);
    m_countsTitle->setText(withArrow(menu->actions().front()->text()));
    m_countsTitle->setMenu(menu);
    m_counts->setInteractive(true);
    m_counts->setAccessibleName(tr("Clips by label"));
    m_countsArea->setWidget(m_counts);
    m_countsArea->setWidgetResizable(true);
    m_countsArea->setFrameShape(QFrame::NoFrame);
    m_countsArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_countsArea->viewport()->setAutoFillBackground(false);
    m_counts->setAutoFillBackground(false);
    connect(m_counts, &BarList::currentMoved, this, [this](const QRect& row) {
        m_countsArea->ensureVisible(row.center().x(), row.center().y(), 0, row.height());
    });

    setMinimumWidth(190);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 2, 8, 8);
    column->setSpacing(5);
    column->addWidget(m_bar);
    column->addWidget(m_tree, 1);
    column->addWidget(m_countsTitle);
    column->addWidget(m_countsArea);

    // Rows that fly past need no pictures.
    constexpr int atRest = 80; // ms
    m_scrolled.setSingleShot(true);
    m_scrolled.setInterval(atRest);
    connect(&m_scrolled, &QTimer::timeout, this, &LibraryPanel::wantPictures);
    const auto moved = [this] { m_scrolled.start(); };
    connect(m_tree->verticalScrollBar(), &QScrollBar::valueChanged, this, moved);
    connect(m_tree->verticalScrollBar(), &QScrollBar::rangeChanged, this, moved);
    connect(m_tree, &QTreeView::expanded, this, moved);

    m_tree->viewport()->installEventFilter(this);

    connect(m_bar, &LibraryFilterBar::changed, this, &LibraryPanel::filterChanged);
    connect(m_bar, &LibraryFilterBar::clipsCleared, this, &LibraryPanel::showOnlyCleared);
    connect(m_counts, &BarList::chosen, this, [this](const QString& label) {
        LibraryQuery query = m_filter->query();
        query.label = label.isEmpty() ? std::nullopt : std::optional(label == unlabelled ? QString() : label);
        m_bar->ask(query);
    });
    connect(m_tree, &QTreeView::activated, this, &LibraryPanel::open);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &LibraryPanel::showMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LibraryPanel::selectionChanged);
    connect(model, &LibraryModel::clipsChanged, this, &LibraryPanel::updateCounts);
    connect(model, &QAbstractItemModel::rowsInserted, this, moved);
    updateCounts();
}

void LibraryPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) updateCounts();
}

void LibraryPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_scrolled.start();
}

/// The current row, that of the open clip at first, stays in view where bars that were counted later take room from the
/// rows.
bool LibraryPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_tree->viewport() && event->type() == QEvent::Resize) {
        const QRect row = m_tree->visualRect(m_tree->currentIndex());
        const QRect before(QPoint(0, 0), static_cast<QResizeEvent*>(event)->oldSize());
        if (!row.isEmpty() && before.contains(row.center())) m_tree->scrollTo(m_tree->currentIndex());
    }
    return QWidget::eventFilter(watched, event);
}

void LibraryPanel::open(const QModelIndex& index)
{
    const ClipRef ref = m_model->refOf(m_filter->mapToSource(index));
    if (ref.isValid()) emit clipChosen(ref);
}

void LibraryPanel::select(const ClipRef& ref)
{
    const QModelIndex index = m_filter->mapFromSource(m_model->indexOf(ref));
    if (!index.isValid()) return m_tree->setCurrentIndex({});
    // What a person has selected stays selected when one of it is opened.
    const bool among = m_tree->selectionModel()->isSelected(index);
    m_tree->selectionModel()->setCurrentIndex(index, among ? QItemSelectionModel::NoUpdate
                                                           : QItemSelectionModel::ClearAndSelect);
    m_tree->scrollTo(index);
}

std::vector<ClipRef> LibraryPanel::selectedClips() const
{
    std::vector<ClipRef> clips;
    QSet<ClipRef> known;
    const auto add = [&](const QModelIndex& index, const auto& again) -> void {
        const ClipRef ref = m_model->refOf(m_filter->mapToSource(index));
        if (!ref.isValid())
            for (int row = 0; row < m_filter->rowCount(index); ++row) again(m_filter->index(row, 0, index), again);
        else if (!known.contains(ref)) {
            known.insert(ref);
            clips.push_back(ref);
        }
    };
    for (const QModelIndex& index : m_tree->selectionModel()->selectedIndexes()) add(index, add);
    return clips;
}

QString LibraryPanel::selectedDataset() const
{
    const QModelIndexList selected = m_tree->selectionModel()->selectedIndexes();
    if (selected.size() != 1 || selected.front().parent().isValid()) return {};
    return selected.front().data(LibraryModel::DatasetRole).toString();
}

void LibraryPanel::selectAllShown()
{
    // Whole datasets stand for their clips: nothing has to be opened up for it.
    QItemSelection all;
    const int last = m_filter->rowCount() - 1;
    if (last >= 0) all.select(m_filter->index(0, 0), m_filter->index(last, 0));
    m_tree->selectionModel()->select(all, QItemSelectionModel::ClearAndSelect);
}

void LibraryPanel::showMenu(QPoint position)
{
    if (m_actions.isEmpty() || !m_tree->indexAt(position).isValid()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QAction* action : m_actions) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void LibraryPanel::wantPictures()
{
    std::vector<ClipRef> wanted;
    const int bottom = m_tree->viewport()->height();
    for (QModelIndex index = m_tree->indexAt(QPoint(2, 2)); index.isValid(); index = m_tree->indexBelow(index)) {
        if (m_tree->visualRect(index).top() > bottom) break;
        const ClipRef ref = m_model->refOf(m_filter->mapToSource(index));
        if (ref.isValid() && !m_model->hasPicture(ref)) wanted.push_back(ref);
    }
    emit picturesWanted(wanted);
}

void LibraryPanel::showOnly(const std::optional<QSet<ClipRef>>& clips, const QString& reason)
{
    m_bar->setReasonOfClips(reason);
    LibraryQuery query = m_filter->query();
    query.clips = clips;
    m_bar->ask(query);
}

void LibraryPanel::focusFilter()
{
    m_bar->focusWords();
}

void LibraryPanel::chooseNeighbour(int direction)
{
    QModelIndex index = m_tree->currentIndex();
    const auto isClip = [](const QModelIndex& i) { return !i.data(LibraryModel::ClipRole).toString().isEmpty(); };
    if (!index.isValid()) index = m_filter->index(0, 0);
    // Groups between clips are opened on the way, so that the order shown is the order walked.
    for (int guard = 0; index.isValid() && guard < 4; ++guard) {
        if (!isClip(index)) m_tree->expand(index);
        index = direction > 0 ? m_tree->indexBelow(index) : m_tree->indexAbove(index);
        if (index.isValid() && !isClip(index)) {
            m_tree->expand(index);
            continue;
        }
        break;
    }
    if (index.isValid() && isClip(index)) {
        m_tree->setCurrentIndex(index);
        open(index);
    }
}

void LibraryPanel::filterChanged()
{
    // What was looked for lies open, unless there is too much of it to look at.
    constexpr int manyClips = 500;
    if (m_filter->isActive() && m_filter->clipCount() <= manyClips) m_tree->expandAll();
    updateCounts();
    m_scrolled.start();
}

void LibraryPanel::countBy(const QString& title, bool byLength)
{
    m_countsTitle->setText(withArrow(title));
    m_byLength = byLength;
    m_counts->setInteractive(!byLength);
    updateCounts();
}

/// Bins whose borders are those of the papers' protocols: 10, 15 and 100 frames.
std::vector<BarList::Bar> LibraryPanel::lengthBars() const
{
    constexpr int borders[] = {1, 10, 15, 20, 30, 60, 100, 300, 1000};
    std::map<int, int> bins; // first length of the bin, −1 = unknown
    for (const auto& [frames, count] : m_filter->lengthCounts())
        bins[frames < 1 ? -1 : *std::prev(std::upper_bound(std::begin(borders), std::end(borders), frames))] += count;
    std::vector<BarList::Bar> bars;
    for (const auto& [first, count] : bins) {
        BarList::Bar bar;
        const auto next = std::upper_bound(std::begin(borders), std::end(borders), first);
        bar.key = QString::number(first);
        bar.name = first < 0                   ? tr("unknown")
                   : next == std::end(borders) ? tr("%1 or more", "frames").arg(first)
                                               : tr("%1–%2 frames").arg(first).arg(*next - 1);
        bar.value = count;
        bar.figure = QString::number(count);
        bar.colour = Theme::of(this).accent;
        bars.push_back(bar);
    }
    if (!bars.empty() && bins.begin()->first < 0) std::rotate(bars.begin(), bars.begin() + 1, bars.end());
    return bars;
}

std::vector<BarList::Bar> LibraryPanel::labelBars() const
{
    const Theme& theme = Theme::of(this);
    std::vector<BarList::Bar> bars;
    const auto& labels = m_filter->labelCounts();
    for (const auto& [label, count] : labels) {
        BarList::Bar bar;
        bar.key = label.isEmpty() ? unlabelled : label;
        bar.name = label.isEmpty() ? tr("unlabelled") : displayLabel(label.toStdString());
        bar.value = count;
        bar.figure = QString::number(count);
        bar.colour = theme.labelColour(label);
        bars.push_back(bar);
    }
    std::stable_sort(bars.begin(), bars.end(), [](auto& a, auto& b) {
        const bool aLast = a.key == unlabelled, bLast = b.key == unlabelled;
        return aLast != bLast ? bLast : a.value > b.value;
    });
    return bars;
}

void LibraryPanel::updateCounts()
{
    std::vector<BarList::Bar> bars = m_byLength ? lengthBars() : labelBars();
    m_countsTitle->setVisible(!bars.empty());
    m_countsArea->setVisible(!bars.empty());
    m_counts->setBars(std::move(bars));
    constexpr int most = 8; // rows; further ones are scrolled to
    m_countsArea->setFixedHeight(std::min(m_counts->sizeHint().height(), m_counts->heightOf(most)));
    const auto& chosen = m_filter->query().label;
    m_counts->setChosen(!chosen || m_byLength ? QString() : chosen->isEmpty() ? unlabelled : *chosen);
    const int all = m_model->clipCount();
    emit infoChanged(m_filter->isActive() ? tr("%1 of %n clip(s)", nullptr, all).arg(m_filter->clipCount())
                                          : tr("%n clip(s)", nullptr, all));
}

} // namespace mien
