// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/video/transport_bar.h"

#include "widgets/common/names.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QToolButton>

#include <QMouseEvent>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

/// A click on the groove goes there at once, as in video players.
class ScrubSlider final : public QSlider
{
public:
    using QSlider::QSlider;

protected:
    void mousePressEvent(QMouseEvent* event) override
    {
        if (event->button() != Qt::LeftButton) return QSlider::mousePressEvent(event);
        QStyleOptionSlider option;
        initStyleOption(&option);
        const QRect handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
        if (!handle.contains(event->position().toPoint())) {
            const int span = width() - handle.width();
            const int x = static_cast<int>(event->position().x()) - handle.width() / 2;
            setValue(QStyle::sliderValueFromPosition(minimum(), maximum(), x, span));
        }
        QSlider::mousePressEvent(event);
    }
};

} // namespace

TransportBar::TransportBar(QWidget* parent)
    : QWidget(parent), m_slider(new ScrubSlider(Qt::Horizontal)), m_position(new QLabel), m_speed(new QComboBox),
      m_buttons(new QWidget)
{
    m_slider->setAccessibleName(tr("Frame"));
    m_slider->setEnabled(false);
    m_slider->setPageStep(10);
    for (const double speed : {0.1, 0.25, 0.5, 1.0, 2.0, 4.0}) m_speed->addItem(u"%1×"_s.arg(speed), speed);
    m_speed->setCurrentIndex(3);
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
}

void TransportBar::setFrameCount(int frames)
{
    const QSignalBlocker blocker(m_slider);
    m_frames = frames;
    m_slider->setRange(0, std::max(0, frames - 1));
    m_slider->setEnabled(frames > 1);
    m_speed->setEnabled(frames > 1);
    if (frames == 0) m_position->clear();
}

void TransportBar::setPosition(int frame, double seconds)
{
    const QSignalBlocker blocker(m_slider);
    // A late picture must not pull the handle from under the mouse.
    if (!m_slider->isSliderDown()) m_slider->setValue(frame);
    const QString time = u" · "_s % displaySeconds(seconds);
    const QString text = tr("frame %1 of %2").arg(frame + 1).arg(m_frames) % time;
    const QString full = m_timeNote.isEmpty() ? text : QString(text % u" · "_s % m_timeNote);
    const QString brief = u"%1 / %2"_s.arg(frame + 1).arg(m_frames) % time;
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

void TransportBar::setSpeed(double speed)
{
    const int index = m_speed->findData(speed);
    if (index >= 0) m_speed->setCurrentIndex(index);
}

} // namespace mien
