// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/viewer_panel.h"

#include "widgets/common/dock_title_bar.h"
#include "widgets/common/names.h"
#include "widgets/video/overlays/au_overlay.h"
#include "widgets/video/overlays/face_box_overlay.h"
#include "widgets/video/overlays/landmark_overlays.h"
#include "widgets/video/overlays/people_overlay.h"
#include "widgets/video/overlays/pose_overlay.h"
#include "widgets/video/overlays/strength_overlay.h"
#include "widgets/video/transport_bar.h"
#include "widgets/video/video_view.h"

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr double hoverRadius = 7; ///< view pixels

} // namespace

ViewerPanel::ViewerPanel(QWidget* parent)
    : QWidget(parent), m_title(new DockTitleBar(tr("Viewer"))), m_view(new VideoView), m_transport(new TransportBar),
      m_footnote(new QLabel), m_aus(new AuOverlay(this)), m_strength(new StrengthOverlay(this)),
      m_landmarks(new LandmarkOverlay(this)), m_people(new PeopleOverlay(this)), m_pose(new PoseOverlay(this)),
      m_layers({new FaceBoxOverlay(this), new ConnectionOverlay(this), m_strength, m_landmarks,
                new LandmarkNumberOverlay(this), m_people, m_aus, m_pose})
{
    for (FaceOverlay* layer : m_layers) {
        layer->setShown(layer == m_strength || layer == m_landmarks || layer == m_people);
        m_view->addOverlay(layer);
    }
    m_footnote->setObjectName(u"muted"_s);
    m_footnote->setContentsMargins(10, 0, 10, 4);
    m_footnote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_footnote->hide();

    auto* frame = new QFrame;
    frame->setObjectName(u"panel"_s);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_view, 1);
    column->addWidget(m_transport);
    column->addWidget(m_footnote);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(frame);

    connect(m_strength, &Overlay::changed, this, &ViewerPanel::showPoints);
    connect(m_view, &VideoView::hovered, this,
            [this](QPointF at) { hover(m_landmarks->landmarkAt(at, m_view->frameToView(), hoverRadius)); });
    connect(m_view, &VideoView::left, this, [this] { hover(-1); });
    connect(m_view, &VideoView::clicked, this, [this](QPointF at) {
        const int landmark = m_landmarks->landmarkAt(at, m_view->frameToView(), hoverRadius);
        emit landmarkChosen(landmark);
        const int person = landmark < 0 ? m_people->personAt(at, m_view->frameToView()) : -1;
        if (person >= 0) emit personChosen(person);
    });
}

std::vector<Overlay*> ViewerPanel::overlays() const
{
    return {m_layers.begin(), m_layers.end()};
}

Overlay* ViewerPanel::overlay(const QString& id) const
{
    const auto at =
        std::find_if(m_layers.begin(), m_layers.end(), [&](const FaceOverlay* layer) { return layer->id() == id; });
    return at == m_layers.end() ? nullptr : *at;
}

void ViewerPanel::hover(int landmark)
{
    if (landmark == m_hovered) return;
    m_hovered = landmark;
    m_view->setCaption(landmark < 0 ? QString() : displayLandmark(landmark));
    emit landmarkHovered(landmark);
}

void ViewerPanel::setTitle(const QString& title, const QString& info)
{
    m_title->setTitle(title.isEmpty() ? tr("Viewer") : title);
    m_title->setInfo(info);
}

void ViewerPanel::setFaces(const Faces& faces)
{
    for (FaceOverlay* layer : m_layers) layer->setFace(faces.face, faces.others);
    m_pose->setPose(faces.pose);
    m_aus->setMeasures(faces.measures, m_view->frameSize(), faces.note);
}

void ViewerPanel::setNames(const QHash<int, QString>& names)
{
    m_people->setNames(names);
}

void ViewerPanel::setAuThreshold(double intensity)
{
    m_aus->setThreshold(intensity);
}

void ViewerPanel::setStrength(const std::vector<float>& strength)
{
    m_strength->setStrength(strength);
    showPoints();
}

void ViewerPanel::showPoints()
{
    // The discs of the map stand on the same places: points over them would hide their colours.
    m_landmarks->setPoints(!m_strength->hasStrength() || !m_strength->isShown());
}

void ViewerPanel::setMarkedLandmark(int landmark)
{
    m_landmarks->setMarked(landmark);
}

void ViewerPanel::setFootnote(const QString& text)
{
    m_footnote->setText(text);
    m_footnote->setToolTip(text);
    m_footnote->setVisible(!text.isEmpty());
}

void ViewerPanel::setCaption(const QString& text)
{
    m_view->setCaption(text);
}

} // namespace mien
