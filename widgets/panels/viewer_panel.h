// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <QHash>
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
class PeopleOverlay;
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

    /// What is known of the faces in the shown frame.
    struct Faces
    {
        std::optional<FaceFrame> face;      ///< of the person looked at
        std::vector<FaceFrame> others = {}; ///< of other people
        std::optional<HeadPose> pose = {};
        std::optional<FaceMeasures> measures = {};
        QString note = {}; ///< why there are no measures yet
    };
    void setFaces(const Faces& faces);

    /// Of the people in the film by Person::id; empty = one face is followed.
    void setNames(const QHash<int, QString>& names);

    void setAuThreshold(double intensity);                ///< action units below it are not drawn
    void setStrength(const std::vector<float>& strength); ///< 68 values 0…1; empty = none
    void setMarkedLandmark(int landmark);                 ///< −1 = none
    void setFootnote(const QString& text);                ///< "tcn · fold 3 (held out) · gradcam"
    void setCaption(const QString& text);                 ///< over the picture; empty = what is under the mouse

signals:
    void landmarkHovered(int landmark); ///< −1 = none
    void landmarkChosen(int landmark);
    void personChosen(int person); ///< by a click on a face

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
    PeopleOverlay* m_people;
    PoseOverlay* m_pose;
    std::vector<FaceOverlay*> m_layers; ///< all of them, lowest first
    int m_hovered = -1;
};

} // namespace mien
