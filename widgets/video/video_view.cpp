// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/video_view.h"

#include "widgets/theme/theme.h"
#include "widgets/video/overlays/overlay.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>

#include <ranges>

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
    const QSize size = m_frameSize.scaled(this->size(), Qt::KeepAspectRatio);
    return QRect(QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size);
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
    return (QSizeF(size()) * devicePixelRatioF()).toSize();
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
    emit resized();
}

void VideoView::mouseMoveEvent(QMouseEvent* event)
{
    emit hovered(event->position());
}

void VideoView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) emit clicked(event->position());
    QWidget::mousePressEvent(event);
}

void VideoView::leaveEvent(QEvent* event)
{
    emit left();
    QWidget::leaveEvent(event);
}

} // namespace mien
