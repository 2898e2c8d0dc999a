// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/library_panel.h"

#include "widgets/common/names.h"
#include "widgets/itemmodels/library_filter.h"
#include "widgets/plots/bar_list.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

/// Name on the left; label and the run's verdict on the right.
class ClipDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override
    {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QString name = option.text;
        option.text.clear();
        const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
        const Theme& theme = Theme::of(option.widget);
        const QFontMetrics metrics(option.font);
        QRect rest = option.rect.adjusted(4, 0, -6, 0);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setFont(option.font);
        const bool isClip = !index.data(LibraryModel::ClipRole).toString().isEmpty();
        if (isClip) rest.setRight(paintFacts(*painter, rest, metrics, theme, index, metrics.horizontalAdvance(name)));
        painter->setPen(theme.text);
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                          metrics.elidedText(name, Qt::ElideRight, rest.width()));
        painter->restore();
    }

private:
    /// Returns the right end of what is left for the name.
    static int paintFacts(QPainter& painter, const QRect& rect, const QFontMetrics& metrics, const Theme& theme,
                          const QModelIndex& index, int nameWidth)
    {
        int right = rect.right();
        const auto verdict = static_cast<Verdict>(index.data(LibraryModel::VerdictRole).toInt());
        if (verdict != Verdict::None) {
            // A tick and a cross: the mark does not rest on colour.
            painter.setPen(verdict == Verdict::Right ? theme.good : theme.bad);
            painter.drawText(QRect(right - 12, rect.top(), 14, rect.height()), Qt::AlignCenter,
                             verdict == Verdict::Right ? u"✓"_s : u"✗"_s);
            right -= 16;
        }
        const QString label = index.data(LibraryModel::LabelRole).toString();
        if (label.isEmpty()) return right;
        const QString shown = displayLabel(label.toStdString());
        const int width = metrics.horizontalAdvance(shown);
        if (nameWidth + width + 24 < right - rect.left()) {
            painter.setPen(theme.muted);
            painter.drawText(QRect(right - width, rect.top(), width + 1, rect.height()), Qt::AlignVCenter, shown);
            right -= width + 6;
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.labelColour(label));
        painter.drawEllipse(QPointF(right - 4, rect.center().y() + 0.5), 4, 4);
        return right - 12;
    }
};

} // namespace

LibraryPanel::LibraryPanel(LibraryModel* model, QWidget* parent)
    : QWidget(parent), m_model(model), m_filter(new LibraryFilter(this)), m_words(new QLineEdit),
      m_chip(new QToolButton), m_tree(new QTreeView), m_countsTitle(new QLabel(tr("clips by label"))),
      m_counts(new BarList)
{
    m_filter->setSourceModel(model);
    m_words->setPlaceholderText(tr("Filter: surprise wrong"));
    m_words->setClearButtonEnabled(true);
    m_words->setAccessibleName(tr("Filter of the library"));
    m_words->setToolTip(tr("Words that must all occur in the name, subject, label or attributes;\n"
                           "“right” and “wrong” ask for the shown run's verdict"));
    m_chip->setObjectName(u"chip"_s);
    m_chip->setCheckable(true);
    m_chip->setChecked(true);
    m_chip->setToolTip(tr("Show all clips again"));
    m_chip->hide();
    m_tree->setModel(m_filter);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new ClipDelegate(m_tree));
    m_tree->setIndentation(10);
    m_tree->setAccessibleName(tr("Clips"));
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_countsTitle->setObjectName(u"muted"_s);
    m_counts->setInteractive(true);
    m_counts->setAccessibleName(tr("Clips by label"));

    setMinimumWidth(190);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 2, 8, 8);
    column->setSpacing(5);
    column->addWidget(m_words);
    column->addWidget(m_chip, 0, Qt::AlignLeft);
    column->addWidget(m_tree, 1);
    column->addWidget(m_countsTitle);
    column->addWidget(m_counts);

    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_filter->setWords(words);
        updateCounts();
    });
    connect(m_chip, &QToolButton::clicked, this, [this] {
        showOnly(std::nullopt, {});
        emit showOnlyCleared();
    });
    connect(m_counts, &BarList::chosen, this, [this](const QString& label) {
        m_filter->setLabel(label);
        updateCounts();
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &LibraryPanel::currentChanged);
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(model, signal, this, &LibraryPanel::updateCounts);
    updateCounts();
}

void LibraryPanel::currentChanged(const QModelIndex& current)
{
    const QString clip = current.data(LibraryModel::ClipRole).toString();
    if (m_selecting || clip.isEmpty()) return;
    emit clipChosen({current.data(LibraryModel::DatasetRole).toString(), clip});
}

void LibraryPanel::select(const ClipRef& ref)
{
    const QModelIndex index = m_filter->mapFromSource(m_model->indexOf(ref));
    m_selecting = true;
    if (index.isValid()) {
        m_tree->setCurrentIndex(index);
        m_tree->scrollTo(index);
    } else {
        m_tree->setCurrentIndex({});
    }
    m_selecting = false;
}

void LibraryPanel::showOnly(const std::optional<QSet<ClipRef>>& clips, const QString& reason)
{
    m_filter->setClips(clips);
    m_chip->setText(reason % u"  ×"_s);
    m_chip->setChecked(true);
    m_chip->setVisible(clips.has_value());
    if (clips) m_tree->expandAll();
    updateCounts();
}

void LibraryPanel::focusFilter()
{
    m_words->setFocus();
    m_words->selectAll();
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
    if (index.isValid() && isClip(index)) m_tree->setCurrentIndex(index);
}

void LibraryPanel::updateCounts()
{
    std::map<std::string, int> counts;
    for (const auto& index : m_model->datasets())
        for (const auto& [label, count] : index->labelCounts()) counts[label] += count;
    const Theme& theme = Theme::of(this);
    std::vector<BarList::Bar> bars;
    for (const auto& [label, count] : counts) {
        BarList::Bar bar;
        bar.key = toQString(label);
        bar.name = displayLabel(label);
        bar.value = count;
        bar.figure = QString::number(count);
        bar.colour = theme.labelColour(bar.key);
        bars.push_back(bar);
    }
    std::stable_sort(bars.begin(), bars.end(), [](auto& a, auto& b) { return a.value > b.value; });
    m_countsTitle->setVisible(!bars.empty());
    m_counts->setVisible(!bars.empty());
    m_counts->setBars(std::move(bars));
    const int all = m_model->clipCount();
    emit infoChanged(m_filter->isActive() ? tr("%1 of %n clip(s)", nullptr, all).arg(m_filter->clipCount())
                                          : tr("%n clip(s)", nullptr, all));
}

} // namespace mien
