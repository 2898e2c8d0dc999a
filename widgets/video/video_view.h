// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSize>
#include <QTransform>
#include <QWidget>

#include <optional>
#include <vector>

namespace mien {

class Overlay;

/// Shows one picture, fitted to the widget or larger, and overlay layers over it, first added lowest. The wheel zooms
/// at the mouse, dragging moves the picture.
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

    /// Pixels of the screen that the whole picture can use, those out of sight too.
    QSize deviceSize() const;

    static constexpr double largestZoom = 16;
    double zoom() const { return m_zoom; }        ///< 1 = fitted
    void zoomBy(double factor, QPointF position); ///< what is shown at `position` stays there
    void zoomBy(double factor) { zoomBy(factor, rect().center()); }
    void zoomToFit();

signals:
    void hovered(QPointF viewPosition);
    void clicked(QPointF viewPosition);
    void left();
    void deviceSizeChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QRectF pictureRect() const;
    QString describe(QPointF position) const;
    void setCentre(QPointF centre);

    QImage m_image;
    QSize m_frameSize;
    QString m_hint;
    QString m_caption;
    std::vector<Overlay*> m_overlays;
    double m_zoom = 1;
    QPointF m_centre = {0.5, 0.5};    ///< of what is shown, in shares of the picture
    std::optional<QPointF> m_pressed; ///< where the left button went down
    bool m_dragged = false;
};

} // namespace mien
