// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synth/au_set.h"
#include "core/synth/head_motion.h"
#include "core/synth/identity.h"
#include "core/types/geometry.h"

#include <QPointF>

#include <array>

namespace mien::synth {

/// A point of the head: x to the image's right, y down, z towards the camera, in face units (1 = half the distance of
/// the outer eye corners), origin between the outer eye corners.
struct HeadPoint
{
    double x = 0;
    double y = 0;
    double z = 0;
};

using HeadShape = std::array<HeadPoint, 68>; ///< in the iBUG order of Landmarks68

/// The landmarks of a person whose face is at rest.
HeadShape neutralShape(const FaceProportions& proportions);

/// The landmarks of the face while action units act on it. Lips touch but do not cross, lids neither.
HeadShape expressiveShape(const HeadShape& neutral, const AuSet& actionUnits);

/// Head coordinates to pixels of the frame: rotation about the head's centre, then a scaled orthographic projection.
class HeadProjection
{
public:
    explicit HeadProjection(const HeadPose& pose);

    QPointF map(const HeadPoint& point) const;
    QPointF onSurface(double x, double y) const; ///< a point of the skin; its depth comes from the head's ellipsoid
    QPointF inPlane(double x, double y, double z) const { return map({x, y, z}); }
    double unit() const { return m_pose.unit; }
    double roll() const { return m_pose.roll; }

private:
    HeadPose m_pose;
    double m_cosYaw, m_sinYaw, m_cosPitch, m_sinPitch, m_cosRoll, m_sinRoll;
};

Landmarks68 project(const HeadShape& shape, const HeadProjection& projection);

/// The landmark that mirrors `index` at the face's midline; itself on the midline.
int mirroredLandmark(int index);

} // namespace mien::synth
