// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/library_delegate.h"

#include "widgets/common/names.h"
#include "widgets/itemmodels/library_model.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr double smallText = 0.85; ///< of the chip, in sizes of the row's text

} // namespace

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
    QString name = option.text;
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
        const QString label = displayLabel(index.data(LibraryModel::LabelRole).toString().toStdString());
        const QString split = index.data(LibraryModel::SplitRole).toString();
        const bool judged = index.data(LibraryModel::VerdictRole).toInt() != static_cast<int>(Verdict::None);
        const Fit fitted = fit(rest.width(), metrics, name, label, split, judged);
        paintFacts(*painter, rest, metrics, theme, index, fitted.label);
        name = fitted.name;
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

LibraryDelegate::Fit LibraryDelegate::fit(int room, const QFontMetrics& metrics, const QString& name,
                                          const QString& label, const QString& split, bool hasVerdict)
{
    int right = room - (hasVerdict ? verdictWidth : 0) - (split.isEmpty() ? 0 : splitWidth(metrics, split));
    Fit fitted;
    if (!label.isEmpty()) {
        // A name says what it has to with its ends, a label only as a whole.
        const int least = std::min(metrics.horizontalAdvance(name), metrics.averageCharWidth() * shortestName);
        fitted.label = metrics.elidedText(label, Qt::ElideRight, std::max(0, right - dotWidth - gap - least));
        right -= metrics.horizontalAdvance(fitted.label) + gap + dotWidth;
    }
    fitted.name = metrics.elidedText(name, Qt::ElideMiddle, std::max(0, right));
    return fitted;
}

int LibraryDelegate::splitWidth(const QFontMetrics& metrics, const QString& split)
{
    return static_cast<int>(std::ceil(metrics.horizontalAdvance(split) * smallText)) + 6 + 4;
}

void LibraryDelegate::paintFacts(QPainter& painter, QRect rest, const QFontMetrics& metrics, const Theme& theme,
                                 const QModelIndex& index, const QString& label)
{
    int right = rest.right();
    const auto verdict = static_cast<Verdict>(index.data(LibraryModel::VerdictRole).toInt());
    if (verdict != Verdict::None) {
        // A tick and a cross: the mark does not rest on colour.
        painter.setPen(verdict == Verdict::Right ? theme.good : theme.bad);
        painter.drawText(QRect(right - 12, rest.top(), 14, rest.height()), Qt::AlignCenter,
                         verdict == Verdict::Right ? u"✓"_s : u"✗"_s);
        right -= verdictWidth;
    }
    if (const QString split = index.data(LibraryModel::SplitRole).toString(); !split.isEmpty()) {
        const int width = splitWidth(metrics, split) - 4;
        const QRectF tag(right - width, rest.center().y() - metrics.height() / 2.0 + 1, width, metrics.height());
        painter.setBrush(Qt::NoBrush);
        painter.setPen(theme.border);
        painter.drawRoundedRect(tag, 4, 4);
        painter.setPen(theme.muted);
        const QFont plain = painter.font();
        QFont small = plain;
        if (small.pointSizeF() > 0)
            small.setPointSizeF(small.pointSizeF() * smallText);
        else
            small.setPixelSize(static_cast<int>(small.pixelSize() * smallText));
        painter.setFont(small);
        painter.drawText(tag, Qt::AlignCenter, split);
        painter.setFont(plain);
        right -= splitWidth(metrics, split);
    }
    const bool relabelled = index.data(LibraryModel::RelabelledRole).toBool();
    const QColor colour = theme.labelColour(index.data(LibraryModel::LabelRole).toString());
    if (!label.isEmpty()) {
        const int width = metrics.horizontalAdvance(label);
        painter.setPen(theme.muted);
        painter.drawText(QRect(right - width, rest.top(), width + 1, rest.height()), Qt::AlignVCenter, label);
        right -= width + gap;
    } else if (!relabelled) {
        return;
    }
    // A ring where a user says something else than the dataset.
    painter.setPen(relabelled ? QPen(colour, 1.8) : QPen(Qt::NoPen));
    painter.setBrush(relabelled ? QBrush(Qt::NoBrush) : QBrush(colour));
    const double radius = relabelled ? 3.4 : 4;
    painter.drawEllipse(QPointF(right - 4, rest.center().y() + 0.5), radius, radius);
}

} // namespace mien
