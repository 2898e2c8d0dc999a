// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

class QAction;
class QComboBox;
class QLabel;

namespace mien {

class ScrubSlider;

/// Scrub slider, transport buttons, speed, frame number and time. It shows and asks; whoever plays listens.
class TransportBar final : public QWidget
{
    Q_OBJECT
public:
    explicit TransportBar(QWidget* parent = nullptr);

    /// Buttons in the order given; null = a small gap. Those of low priority give way where frame and time would not
    /// find room.
    void setActions(const QList<QAction*>& actions);

    void setFrameCount(int frames);
    void setPosition(int frame, double seconds);                  ///< frame from 0
    void setTimeNote(const QString& note);                        ///< "assumed 30 fps"; empty = true time stamps
    void setMarks(std::optional<int> in, std::optional<int> out); ///< frames from 0, drawn on the slider

    /// One of the speeds that can be chosen, 0.1 to 4.
    void setSpeed(double speed);
    static double nearestSpeed(double speed);
    static double neighbourSpeed(double speed, int direction); ///< the next slower (−1) or faster (1); the ends stay

protected:
    void resizeEvent(QResizeEvent* event) override;

signals:
    void scrubbed(int frame);
    void speedChosen(double speed);

private:
    void fitButtons();
    void showPosition();

    ScrubSlider* m_slider;
    QLabel* m_position;
    QComboBox* m_speed;
    QWidget* m_buttons;
    int m_frames = 0;
    int m_frame = 0;
    double m_seconds = 0;
    QString m_timeNote;
};

} // namespace mien
