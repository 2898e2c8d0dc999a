// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/people_panel.h"

#include "widgets/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr int pictureSide = 40;
constexpr int rowHeight = 54;
constexpr int gap = 6;

/// Tick, picture, name over the number of frames, and a bar over the film with the parts where the person is seen.
class PersonDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {150, rowHeight}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override
    {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QString name = option.text;
        option.text.clear();
        styleOf(option)->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
        const auto* model = static_cast<const PeopleModel*>(index.model());
        const PeopleModel::Row* row = model->rowAt(index.row());
        if (!row) return;
        const Theme& theme = Theme::of(option.widget);
        const Places places = placesOf(option);
        painter->save();
        painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        if (row->person.excluded) painter->setOpacity(0.45);
        paintPicture(*painter, places.picture, index.data(PeopleModel::PictureRole).value<QImage>(), theme);
        painter->setPen(theme.text);
        painter->setFont(option.font);
        const QFontMetrics metrics(option.font);
        painter->drawText(places.name, Qt::AlignVCenter | Qt::AlignLeft,
                          metrics.elidedText(name, Qt::ElideRight, places.name.width()));
        const QString facts = row->person.excluded ? PeoplePanel::tr("excluded")
                                                   : PeoplePanel::tr("%1 of %2 frames")
                                                         .arg(QLocale().toString(row->person.frames),
                                                              QLocale().toString(model->frameCount()));
        painter->setPen(theme.muted);
        painter->drawText(places.facts, Qt::AlignVCenter | Qt::AlignLeft,
                          metrics.elidedText(facts, Qt::ElideRight, places.facts.width()));
        paintSpans(*painter, places.bar, *row, model->frameCount(), theme);
        painter->restore();
    }

    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& given,
                              const QModelIndex& index) const override
    {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QRect name = placesOf(option).name;
        editor->setGeometry(name.x() - 4, name.center().y() - 12, name.width() + 4, 24);
    }

private:
    struct Places
    {
        QRect picture, name, facts, bar;
    };

    static const QStyle* styleOf(const QStyleOptionViewItem& option)
    {
        return option.widget ? option.widget->style() : QApplication::style();
    }

    static Places placesOf(const QStyleOptionViewItem& option)
    {
        const QRect tick =
            styleOf(option)->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &option, option.widget);
        Places p;
        p.picture = QRect(tick.right() + gap, option.rect.center().y() - pictureSide / 2, pictureSide, pictureSide);
        const int left = p.picture.right() + gap + 2;
        const int width = std::max(10, option.rect.right() - gap - left);
        const int line = QFontMetrics(option.font).height();
        const int top = option.rect.center().y() - line - 3;
        p.name = QRect(left, top, width, line);
        p.facts = QRect(left, top + line, width, line);
        p.bar = QRect(left, p.facts.bottom() + 3, width, 4);
        return p;
    }

    static void paintPicture(QPainter& painter, const QRect& place, const QImage& picture, const Theme& theme)
    {
        if (picture.isNull()) {
            painter.setPen(theme.border);
            painter.setBrush(theme.field);
            painter.drawRoundedRect(place, 4, 4);
            return;
        }
        painter.drawImage(place, picture);
    }

    static void paintSpans(QPainter& painter, const QRect& bar, const PeopleModel::Row& row, int frames,
                           const Theme& theme)
    {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.field);
        painter.drawRect(bar);
        painter.setBrush(theme.personColour(row.person.id));
        for (const FrameSpan& span : row.spans) {
            const double scale = bar.width() / static_cast<double>(std::max(1, frames));
            painter.drawRect(QRectF(bar.left() + span.first * scale, bar.top(),
                                    std::max(1.0, (span.last - span.first + 1) * scale), bar.height()));
        }
    }
};

} // namespace

PeoplePanel::PeoplePanel(QWidget* parent)
    : QWidget(parent), m_model(new PeopleModel(this)), m_followed(new QComboBox), m_list(new QListView),
      m_hint(new QLabel), m_buttons(new QHBoxLayout)
{
    m_followed->addItems({tr("Follow the largest face"), tr("Follow all faces")});
    m_followed->setAccessibleName(tr("Faces that are followed"));
    m_followed->setToolTip(tr("All faces: each is followed on its own, and people are told apart by their looks"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PersonDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_list->setAccessibleName(tr("People"));
    m_hint->setObjectName(u"muted"_s);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_buttons->setSpacing(0);

    setMinimumWidth(190);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 2, 8, 8);
    column->setSpacing(5);
    column->addWidget(m_followed);
    column->addWidget(m_list, 1);
    column->addWidget(m_hint, 1);
    column->addLayout(m_buttons);

    connect(m_followed, &QComboBox::activated, this, [this](int index) { emit followsAllChosen(index == 1); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) emit personChosen(current.data(PeopleModel::IdRole).toInt());
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PeoplePanel::selectionChanged);
    connect(m_model, &QAbstractItemModel::modelReset, this, &PeoplePanel::showHint);
    showHint();
}

void PeoplePanel::setFollowsAll(bool all)
{
    m_followed->setCurrentIndex(all ? 1 : 0);
}

void PeoplePanel::setHint(const QString& text)
{
    m_hint->setText(text);
}

void PeoplePanel::showHint()
{
    m_list->setVisible(m_model->rowCount() > 0);
    m_hint->setVisible(m_model->rowCount() == 0);
}

void PeoplePanel::setActions(const QList<QAction*>& actions)
{
    for (QAction* action : actions) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        m_buttons->addWidget(button);
    }
    m_buttons->addStretch();
    m_list->addActions(actions);
}

void PeoplePanel::setCurrent(int id)
{
    const int row = m_model->rowOf(id);
    if (m_list->currentIndex().row() == row) return;
    {
        const QSignalBlocker quiet(this); // whoever says so knows
        m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row));
    }
    emit selectionChanged();
}

std::vector<int> PeoplePanel::selected() const
{
    std::vector<int> ids;
    for (const QModelIndex& index : m_list->selectionModel()->selectedIndexes())
        ids.push_back(index.data(PeopleModel::IdRole).toInt());
    std::sort(ids.begin(), ids.end());
    return ids;
}

void PeoplePanel::editName(int id)
{
    const int row = m_model->rowOf(id);
    if (row >= 0) m_list->edit(m_model->index(row));
}

} // namespace mien
