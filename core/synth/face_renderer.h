// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/synth/face_geometry.h"
#include "core/synth/occluder.h"
#include "core/synth/paint_tools.h"

#include <QImage>

#include <array>

namespace mien::synth {

/// Everything that the painters of one frame share. Pixels of the frame, y down.
struct FaceView
{
    const Identity& identity;
    const AuSet& aus;
    const HeadProjection& projection;
    std::array<QPointF, 68> points; ///< the landmarks
    double unit;                    ///< pixels per face unit
    double lightSide;               ///< −1 … 1: the image side where the light comes from

    const QPointF& at(int landmark) const { return points[static_cast<std::size_t>(landmark)]; }
    QPointF skin(double x, double y) const { return projection.onSurface(x, y); }
    QPointF head(double x, double y, double z) const { return projection.map({x, y, z}); }
    Curve run(int first, int last) const;          ///< landmarks first … last, in either direction
    double side(bool imageLeft, int number) const; ///< intensity of the action unit on that side of the image
};

// The painters, back to front. Each lives in a file of its own: paint_hair, paint_skin, paint_eyes, paint_mouth,
// paint_occluders.
void paintHairBehind(QPainter& painter, const FaceView& view);
void paintBody(QPainter& painter, const FaceView& view);
void paintHead(QPainter& painter, const FaceView& view);
void paintFolds(QPainter& painter, const FaceView& view);
void paintNose(QPainter& painter, const FaceView& view);
void paintBeard(QPainter& painter, const FaceView& view);
void paintMouth(QPainter& painter, const FaceView& view);
void paintEyes(QPainter& painter, const FaceView& view);
void paintBrows(QPainter& painter, const FaceView& view);
void paintHairInFront(QPainter& painter, const FaceView& view);
void paintGlasses(QPainter& painter, const FaceView& view);
void paintOccluder(QPainter& painter, const FaceView& view, Occluder occluder); ///< nothing for None and Glasses

/// The outline of skull and jaw.
QPainterPath headOutline(const FaceView& view);

/// Draws one person in front of one background; construct once per clip.
/// Thread: needs no QGuiApplication (no text); one object per thread.
class FaceRenderer
{
public:
    /// `scene`: background and lighting come from it, and from nothing else.
    FaceRenderer(const Identity& identity, Random scene, int width, int height, Occluder occluder = Occluder::None);

    /// The frame without sensor noise, QImage::Format_RGB32.
    QImage render(const HeadShape& shape, const AuSet& actionUnits, const HeadProjection& projection) const;

private:
    Identity m_identity;
    Occluder m_occluder;
    QImage m_background;
    QImage m_shade; ///< light falling off to one side and to the corners, premultiplied black
    double m_lightSide = 0;
};

} // namespace mien::synth
