// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/video_view.h"

#include "widgets/theme/theme.h"
#include "widgets/video/overlays/overlay.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <ranges>
#include <utility>

namespace mien {

VideoView::VideoView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setMinimumSize(160, 120);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Video"));
    setAccessibleDescription(tr("The current frame with the layers of the View menu over it"));
}

void VideoView::setFrame(const QImage& image, QSize frameSize)
{
    m_image = image;
    m_frameSize = frameSize;
    update();
}

void VideoView::clear(const QString& hint)
{
    m_image = {};
    m_frameSize = {};
    m_hint = hint;
    m_caption.clear();
    zoomToFit();
    update();
}

void VideoView::setCaption(const QString& caption)
{
    if (m_caption == caption) return;
    m_caption = caption;
    update();
}

void VideoView::addOverlay(Overlay* overlay)
{
    m_overlays.push_back(overlay);
    connect(overlay, &Overlay::changed, this, qOverload<>(&QWidget::update));
}

QRectF VideoView::pictureRect() const
{
    if (m_frameSize.isEmpty()) return {};
    // On whole pixels, as the decoder scales: a picture that fits is copied, not scaled again.
    const QSize size = m_frameSize.scaled(this->size() * m_zoom, Qt::KeepAspectRatio);
    // Larger than the view it covers the view, smaller it stands in the middle.
    const auto first = [](int picture, int view, double centre) {
        if (picture <= view) return (view - picture) / 2;
        return std::clamp(static_cast<int>(std::lround(view / 2.0 - centre * picture)), view - picture, 0);
    };
    return QRect(QPoint(first(size.width(), width(), m_centre.x()), first(size.height(), height(), m_centre.y())),
                 size);
}

QTransform VideoView::frameToView() const
{
    if (m_frameSize.isEmpty()) return {};
    const QRectF r = pictureRect();
    const double scale = r.width() / m_frameSize.width();
    // The centre of the first pixel is (0, 0) in frame coordinates and half a pixel inside on the screen.
    return QTransform::fromTranslate(0.5, 0.5) * QTransform::fromScale(scale, scale) *
           QTransform::fromTranslate(r.x(), r.y());
}

QSize VideoView::deviceSize() const
{
    return (QSizeF(size()) * m_zoom * devicePixelRatioF()).toSize();
}

void VideoView::setCentre(QPointF centre)
{
    m_centre = {std::clamp(centre.x(), 0.0, 1.0), std::clamp(centre.y(), 0.0, 1.0)};
    update();
}

void VideoView::zoomBy(double factor, QPointF position)
{
    const double zoom = std::clamp(m_zoom * factor, 1.0, largestZoom);
    const QRectF before = pictureRect();
    if (zoom == m_zoom || before.isEmpty()) return;
    const QPointF share((position.x() - before.x()) / before.width(), (position.y() - before.y()) / before.height());
    m_zoom = zoom;
    const QSizeF now = pictureRect().size();
    const QPointF off = QPointF(rect().width(), rect().height()) / 2 - position;
    setCentre(share + QPointF(off.x() / now.width(), off.y() / now.height()));
    emit deviceSizeChanged();
}

void VideoView::zoomToFit()
{
    if (m_zoom == 1) return;
    m_zoom = 1;
    setCentre({0.5, 0.5});
    emit deviceSizeChanged();
}

void VideoView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    painter.fillRect(rect(), theme.stage);
    if (m_image.isNull()) {
        painter.setPen(Theme::darkTheme().muted);
        painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_hint);
        return;
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(pictureRect(), m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    const QTransform toView = frameToView();
    for (const Overlay* overlay : m_overlays)
        if (overlay->isShown()) {
            painter.save();
            overlay->paint(painter, toView);
            painter.restore();
        }
    if (!m_caption.isEmpty()) {
        const QFontMetrics metrics(font());
        QRect box = metrics.boundingRect(m_caption).adjusted(-8, -4, 8, 4);
        box.moveBottomLeft(rect().bottomLeft() + QPoint(8, -8));
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0, 0, 0, 170));
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(Qt::white);
        painter.drawText(box, Qt::AlignCenter, m_caption);
    }
}

QString VideoView::describe(QPointF position) const
{
    const QTransform toView = frameToView();
    QStringList texts;
    for (const Overlay* overlay : m_overlays | std::views::reverse) {
        const QString text = overlay->isShown() && hasFrame() ? overlay->describe(position, toView) : QString();
        if (!text.isEmpty()) texts << text;
    }
    return texts.join(u'\n');
}

bool VideoView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), describe(help->pos()), this);
    return true;
}

void VideoView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    emit deviceSizeChanged();
}

void VideoView::mouseMoveEvent(QMouseEvent* event)
{
    const bool far =
        m_pressed && (event->position() - *m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (m_pressed && m_zoom > 1 && (m_dragged || far)) {
        const QRectF picture = pictureRect();
        // From where the picture really stands: at its edges it stays behind the centre that was asked for.
        const QPointF shown((width() / 2.0 - picture.x()) / picture.width(),
                            (height() / 2.0 - picture.y()) / picture.height());
        const QPointF moved = event->position() - *m_pressed;
        setCentre(shown - QPointF(moved.x() / picture.width(), moved.y() / picture.height()));
        m_pressed = event->position();
        m_dragged = true;
    }
    emit hovered(event->position());
}

void VideoView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_pressed = event->position();
        m_dragged = false;
    }
    QWidget::mousePressEvent(event);
}

void VideoView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && std::exchange(m_pressed, std::nullopt) && !m_dragged)
        emit clicked(event->position());
    QWidget::mouseReleaseEvent(event);
}

void VideoView::wheelEvent(QWheelEvent* event)
{
    constexpr double factorOfNotch = 1.25, notch = 120; // eighths of a degree
    if (hasFrame() && event->angleDelta().y() != 0)
        zoomBy(std::pow(factorOfNotch, event->angleDelta().y() / notch), event->position());
    event->accept();
}

void VideoView::leaveEvent(QEvent* event)
{
    emit left();
    QWidget::leaveEvent(event);
}

} // namespace mien
