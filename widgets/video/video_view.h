// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSize>
#include <QTransform>
#include <QWidget>

#include <vector>

namespace mien {

class Overlay;

/// Shows one picture, fitted to the widget, and overlay layers over it, first added lowest.
class VideoView final : public QWidget
{
    Q_OBJECT
public:
    explicit VideoView(QWidget* parent = nullptr);

    /// `image` may be smaller than the frame (scaled for display); `frameSize` fixes the coordinates of overlays.
    void setFrame(const QImage& image, QSize frameSize);
    void clear(const QString& hint);

    /// Text at the foot of the picture (what is under the mouse); empty hides it.
    void setCaption(const QString& caption);

    /// Not owned; must outlive the view or be removed.
    void addOverlay(Overlay* overlay);

    /// Frame coordinates to view coordinates; identity without a frame.
    QTransform frameToView() const;
    bool hasFrame() const { return !m_image.isNull(); }
    QSize frameSize() const { return m_frameSize; } ///< empty without a frame

    /// Pixels of the screen that a fitted picture can use.
    QSize deviceSize() const;

signals:
    void hovered(QPointF viewPosition);
    void clicked(QPointF viewPosition);
    void left();
    void resized();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QRectF pictureRect() const;
    QString describe(QPointF position) const;

    QImage m_image;
    QSize m_frameSize;
    QString m_hint;
    QString m_caption;
    std::vector<Overlay*> m_overlays;
};

} // namespace mien
