// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/library_delegate.h"

#include "widgets/common/names.h"
#include "widgets/itemmodels/library_model.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace mien {

QSize LibraryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(rowHeight, option.fontMetrics.height() + 6));
    return size;
}

void LibraryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QString name = option.text;
    option.text.clear();
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    const Theme& theme = Theme::of(option.widget);
    const bool isClip = !index.data(LibraryModel::ClipRole).toString().isEmpty();
    const bool off = index.data(isClip ? LibraryModel::ExcludedRole : LibraryModel::MissingRole).toBool();
    QFont font = option.font;
    font.setStrikeOut(isClip && off);
    const QFontMetrics metrics(option.font);
    QRect rest = option.rect.adjusted(2, 0, -6, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(option.font);
    if (isClip) {
        rest = paintPicture(*painter, rest, theme, index);
        rest = paintFacts(*painter, rest, metrics, theme, index, metrics.horizontalAdvance(name));
    } else if (off) {
        const QString note = tr("not found");
        painter->setPen(theme.warning);
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignRight, note);
        rest.setRight(rest.right() - metrics.horizontalAdvance(note) - 6);
    }
    painter->setFont(font);
    painter->setPen(off ? theme.muted : theme.text);
    painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(name, Qt::ElideRight, rest.width()));
    painter->restore();
}

QRect LibraryDelegate::paintPicture(QPainter& painter, QRect rest, const Theme& theme, const QModelIndex& index)
{
    const QRectF frame(rest.left(), rest.center().y() - pictureSide / 2.0 + 1, pictureSide, pictureSide);
    const auto picture = index.data(LibraryModel::PictureRole).value<QImage>();
    QPainterPath rounded;
    rounded.addRoundedRect(frame, 3, 3);
    if (picture.isNull()) {
        painter.fillPath(rounded, theme.field);
    } else {
        painter.save();
        painter.setClipPath(rounded);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        if (index.data(LibraryModel::ExcludedRole).toBool()) painter.setOpacity(0.4);
        painter.drawImage(frame, picture);
        painter.restore();
    }
    rest.setLeft(rest.left() + pictureSide + 6);
    return rest;
}

QRect LibraryDelegate::paintFacts(QPainter& painter, QRect rest, const QFontMetrics& metrics, const Theme& theme,
                                  const QModelIndex& index, int nameWidth)
{
    int right = rest.right();
    const auto verdict = static_cast<Verdict>(index.data(LibraryModel::VerdictRole).toInt());
    if (verdict != Verdict::None) {
        // A tick and a cross: the mark does not rest on colour.
        painter.setPen(verdict == Verdict::Right ? theme.good : theme.bad);
        painter.drawText(QRect(right - 12, rest.top(), 14, rest.height()), Qt::AlignCenter,
                         verdict == Verdict::Right ? u"✓"_s : u"✗"_s);
        right -= 16;
    }
    if (const QString split = index.data(LibraryModel::SplitRole).toString(); !split.isEmpty()) {
        const int width = metrics.horizontalAdvance(split) + 8;
        const QRectF tag(right - width, rest.center().y() - metrics.height() / 2.0 + 1, width, metrics.height());
        painter.setBrush(Qt::NoBrush);
        painter.setPen(theme.border);
        painter.drawRoundedRect(tag, 4, 4);
        painter.setPen(theme.muted);
        painter.drawText(tag, Qt::AlignCenter, split);
        right -= width + 5;
    }
    const QString label = index.data(LibraryModel::LabelRole).toString();
    if (!label.isEmpty()) {
        const int room = right - rest.left() - nameWidth - 24;
        const QString full = displayLabel(label.toStdString());
        const QString shown = metrics.elidedText(full, Qt::ElideRight, room);
        if (shown == full || room >= shortestLabel) { // else the colour alone says it, and the tool tip
            const int width = metrics.horizontalAdvance(shown);
            painter.setPen(theme.muted);
            painter.drawText(QRect(right - width, rest.top(), width + 1, rest.height()), Qt::AlignVCenter, shown);
            right -= width + 6;
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.labelColour(label));
        painter.drawEllipse(QPointF(right - 4, rest.center().y() + 0.5), 4, 4);
        right -= 12;
    }
    rest.setRight(right);
    return rest;
}

} // namespace mien
