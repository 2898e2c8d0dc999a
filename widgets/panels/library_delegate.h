// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace mien {

struct Theme;

/// A row of the library: picture and name on the left; label, split and the run's verdict on the right.
class LibraryDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static constexpr int pictureSide = 22; ///< pixels
    static constexpr int rowHeight = 26;
    static constexpr int shortestLabel = 36; ///< pixels; less of a cut label says nothing

    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    /// Return what is left of the row.
    static QRect paintPicture(QPainter& painter, QRect rest, const Theme& theme, const QModelIndex& index);
    static QRect paintFacts(QPainter& painter, QRect rest, const QFontMetrics& metrics, const Theme& theme,
                            const QModelIndex& index, int nameWidth);
};

} // namespace mien
