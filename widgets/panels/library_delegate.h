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
    static constexpr int shortestName = 5; ///< characters that stay of a name before the label is cut

    /// What a row of `room` pixels shows: the label as a whole where that can be, the name with its middle left out.
    struct Fit
    {
        QString name;
        QString label; ///< as it is shown; empty = none
    };
    static Fit fit(int room, const QFontMetrics& metrics, const QString& name, const QString& label,
                   const QString& split, bool hasVerdict);

    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    static constexpr int verdictWidth = 16, dotWidth = 12, gap = 6; ///< pixels

    /// Returns what is left of the row.
    static QRect paintPicture(QPainter& painter, QRect rest, const Theme& theme, const QModelIndex& index);
    static void paintFacts(QPainter& painter, QRect rest, const QFontMetrics& metrics, const Theme& theme,
                           const QModelIndex& index, const QString& label);
    static int splitWidth(const QFontMetrics& metrics, const QString& split);
};

} // namespace mien
