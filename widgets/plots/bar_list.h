// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

#include <vector>

namespace mien {

struct Theme;

/// Horizontal bars with a name and a figure: class probabilities, clips by label. Bars can be chosen by mouse and keys.
class BarList final : public QWidget
{
    Q_OBJECT
public:
    struct Bar
    {
        QString key;  ///< returned by chosen()
        QString name; ///< shown
        double value = 0;
        QString figure; ///< shown behind the bar: "0.91", "69"
        QString note;   ///< muted, behind the figure: "second"
        QColor colour;
        bool strong = false; ///< name in bold
    };

    explicit BarList(QWidget* parent = nullptr);

    /// `full`: value of a bar of full length; 0 = the largest value.
    void setBars(std::vector<Bar> bars, double full = 0);
    void setChosen(const QString& key); ///< marked; empty = none
    void setInteractive(bool interactive);

    int barAt(QPointF position) const; ///< −1 if none
    QImage renderToImage(QSize size, const Theme& theme) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int heightOf(int bars) const; ///< pixels

signals:
    void currentMoved(const QRect& bar); ///< by the keyboard
    void chosen(const QString& key);     ///< empty when the chosen bar is chosen again

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void draw(QPainter& painter, const QRectF& area, const Theme& theme) const;
    double rowHeight() const;
    void choose(int index);

    std::vector<Bar> m_bars;
    double m_full = 0;
    QString m_chosen;
    bool m_interactive = false;
    int m_current = 0; ///< of the keyboard
};

} // namespace mien
