// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/transport_bar.h"

#include "widgets/common/names.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QToolButton>

#include <QMouseEvent>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr std::array speeds = {0.1, 0.25, 0.5, 1.0, 2.0, 4.0};

std::size_t nearestIndex(double speed)
{
    // By ratio: 0.15 is as far from 0.1 as 1.5 is from 1.
    const auto distance = [=](double s) { return std::abs(std::log(s / std::max(speed, 1e-3))); };
    const auto best =
        std::min_element(speeds.begin(), speeds.end(), [&](double a, double b) { return distance(a) < distance(b); });
    return static_cast<std::size_t>(best - speeds.begin());
}

} // namespace

/// A click on the groove goes there at once, as in video players. Marks stand as brackets over the groove.
class ScrubSlider final : public QSlider
{
public:
    using QSlider::QSlider;

    void setMarks(std::optional<int> in, std::optional<int> out)
    {
        m_in = in;
        m_out = out;
        update();
    }

protected:
    void mousePressEvent(QMouseEvent* event) override
    {
        if (event->button() != Qt::LeftButton) return QSlider::mousePressEvent(event);
        const QRect handle = handleRect();
        if (!handle.contains(event->position().toPoint())) {
            const int span = width() - handle.width();
            const int x = static_cast<int>(event->position().x()) - handle.width() / 2;
            setValue(QStyle::sliderValueFromPosition(minimum(), maximum(), x, span));
        }
        QSlider::mousePressEvent(event);
    }

    void paintEvent(QPaintEvent* event) override
    {
        QSlider::paintEvent(event);
        if (!m_in && !m_out) return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Theme::of(this).warning, 2));
        const int handle = handleRect().width();
        const auto bracket = [&](int frame, double direction) {
            const double x =
                QStyle::sliderPositionFromValue(minimum(), maximum(), frame, width() - handle) + handle / 2.0;
            const double middle = height() / 2.0;
            painter.drawPolyline(QPolygonF({QPointF(x + 4 * direction, middle - 7), QPointF(x, middle - 7),
                                            QPointF(x, middle + 7), QPointF(x + 4 * direction, middle + 7)}));
        };
        if (m_in) bracket(*m_in, 1);
        if (m_out) bracket(*m_out, -1);
    }

private:
    QRect handleRect() const
    {
        QStyleOptionSlider option;
        initStyleOption(&option);
        return style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    }

    std::optional<int> m_in;
    std::optional<int> m_out;
};

TransportBar::TransportBar(QWidget* parent)
    : QWidget(parent), m_slider(new ScrubSlider(Qt::Horizontal)), m_position(new QLabel), m_speed(new QComboBox),
      m_buttons(new QWidget)
{
    m_slider->setAccessibleName(tr("Frame"));
    m_slider->setEnabled(false);
    m_slider->setPageStep(10);
    for (const double speed : speeds) m_speed->addItem(u"%1×"_s.arg(speed), speed);
    setSpeed(1);
    m_speed->setToolTip(tr("Playback speed"));
    m_speed->setAccessibleName(tr("Playback speed"));
    m_position->setObjectName(u"muted"_s);
    m_position->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_position->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_buttons);
    row->addWidget(m_speed);
    row->addWidget(m_position, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 2, 8, 4);
    column->setSpacing(2);
    column->addWidget(m_slider);
    column->addLayout(row);

    connect(m_slider, &QSlider::valueChanged, this, &TransportBar::scrubbed);
    connect(m_speed, &QComboBox::activated, this, [this] { emit speedChosen(m_speed->currentData().toDouble()); });
}

void TransportBar::setActions(const QList<QAction*>& actions)
{
    auto* row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    for (QAction* action : actions) {
        if (!action) {
            row->addSpacing(6);
            continue;
        }
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setIconSize(QSize(16, 16));
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        row->addWidget(button);
    }
    fitButtons();
}

void TransportBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitButtons();
    layout()->activate(); // the text is chosen by the room it has
    if (m_frames > 0) showPosition();
}

void TransportBar::fitButtons()
{
    const auto buttons = m_buttons->findChildren<QToolButton*>(Qt::FindDirectChildrenOnly);
    int all = 0;
    for (const QToolButton* button : buttons) all += button->sizeHint().width() + 1;
    const QMargins margins = layout()->contentsMargins();
    const int room = width() - margins.left() - margins.right() - m_speed->sizeHint().width() - 2 * layout()->spacing();
    const int text = m_position->fontMetrics().horizontalAdvance(tr("frame %1 of %2").arg(10000).arg(10000) % u" · "_s %
                                                                 displaySeconds(60));
    for (QToolButton* button : buttons)
        if (button->defaultAction()->priority() == QAction::LowPriority) button->setVisible(room - all >= text);
}

void TransportBar::setFrameCount(int frames)
{
    const QSignalBlocker blocker(m_slider);
    m_frames = frames;
    m_slider->setRange(0, std::max(0, frames - 1));
    m_slider->setEnabled(frames > 1);
    m_speed->setEnabled(frames > 1);
    m_frame = 0;
    m_seconds = 0;
    if (frames == 0) m_position->clear();
}

void TransportBar::setPosition(int frame, double seconds)
{
    const QSignalBlocker blocker(m_slider);
    // A late picture must not pull the handle from under the mouse.
    if (!m_slider->isSliderDown()) m_slider->setValue(frame);
    m_frame = frame;
    m_seconds = seconds;
    showPosition();
}

void TransportBar::showPosition()
{
    const QString time = u" · "_s % displaySeconds(m_seconds);
    const QString text = tr("frame %1 of %2").arg(m_frame + 1).arg(m_frames) % time;
    const QString full = m_timeNote.isEmpty() ? text : QString(text % u" · "_s % m_timeNote);
    const QString brief = u"%1 / %2"_s.arg(m_frame + 1).arg(m_frames) % time;
    const auto fits = [this](const QString& candidate) {
        return m_position->fontMetrics().horizontalAdvance(candidate) < m_position->width();
    };
    m_position->setText(fits(full) ? full : fits(text) ? text : brief);
    m_position->setToolTip(full);
}

void TransportBar::setTimeNote(const QString& note)
{
    m_timeNote = note;
}

void TransportBar::setMarks(std::optional<int> in, std::optional<int> out)
{
    m_slider->setMarks(in, out);
}

void TransportBar::setSpeed(double speed)
{
    m_speed->setCurrentIndex(static_cast<int>(nearestIndex(speed)));
}

double TransportBar::nearestSpeed(double speed)
{
    return speeds[nearestIndex(speed)];
}

double TransportBar::neighbourSpeed(double speed, int direction)
{
    const auto index = static_cast<int>(nearestIndex(speed)) + (direction > 0 ? 1 : -1);
    return speeds[static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(speeds.size()) - 1))];
}

} // namespace mien
