// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;

namespace mien {

class DockTitleBar;
class FaceBoxOverlay;
class LandmarkOverlay;
class Overlay;
class StrengthOverlay;
class TransportBar;
class VideoView;

/// The video with its overlay layers, the transport bar below, and a line that says what is painted.
class ViewerPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ViewerPanel(QWidget* parent = nullptr);

    VideoView* view() const { return m_view; }
    TransportBar* transport() const { return m_transport; }
    std::vector<Overlay*> overlays() const; ///< top layer last; owned by the panel
    LandmarkOverlay* landmarks() const { return m_landmarks; }

    void setTitle(const QString& title, const QString& info);
    void setFace(const std::optional<FaceFrame>& face);
    void setStrength(const std::vector<float>& strength); ///< 68 values 0…1; empty = none
    void setMarkedLandmark(int landmark);                 ///< −1 = none
    void setFootnote(const QString& text);                ///< "tcn · fold 3 (held out) · gradcam"
    void setCaption(const QString& text);                 ///< over the picture; empty = what is under the mouse

signals:
    void landmarkHovered(int landmark); ///< −1 = none
    void landmarkChosen(int landmark);

private:
    void hover(int landmark);
    void showPoints();

    DockTitleBar* m_title;
    VideoView* m_view;
    TransportBar* m_transport;
    QLabel* m_footnote;
    FaceBoxOverlay* m_box;
    LandmarkOverlay* m_landmarks;
    StrengthOverlay* m_strength;
    int m_hovered = -1;
};

} // namespace mien
