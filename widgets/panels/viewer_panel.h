// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;

namespace mien {

class AuOverlay;
class DockTitleBar;
class FaceOverlay;
class LandmarkOverlay;
class Overlay;
class PoseOverlay;
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
    DockTitleBar* titleBar() const { return m_title; }

    /// Top layer last; owned by the panel. At first points and map are shown.
    std::vector<Overlay*> overlays() const;
    Overlay* overlay(const QString& id) const; ///< null if unknown

    void setTitle(const QString& title, const QString& info);

    /// What is known of the face in the shown frame. `note` says why there are no measures yet.
    void setFace(const std::optional<FaceFrame>& face, const std::optional<HeadPose>& pose = {},
                 const std::optional<FaceMeasures>& measures = {}, const QString& note = {});

    void setAuThreshold(double intensity);                ///< action units below it are not drawn
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
    AuOverlay* m_aus;
    StrengthOverlay* m_strength;
    LandmarkOverlay* m_landmarks;
    PoseOverlay* m_pose;
    std::vector<FaceOverlay*> m_layers; ///< all of them, lowest first
    int m_hovered = -1;
};

} // namespace mien
