// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_measures.h"

#include <opencv2/core.hpp>

namespace mien {

/// How far a measure of the face changes with the turn of the head although it should not, because this person's face
/// is not as deep as the mean face: a ridge regression on pitch, yaw and yaw squared over frames in which the face
/// rests. A head that hardly turns tells nothing, and then nothing is taken off.
class PoseDependence
{
public:
    void add(const HeadPose& pose, double value); ///< ignores NaN
    void settle();

    /// What to take off a value at this pose; turns beyond those seen count as the farthest seen.
    double at(const HeadPose& pose) const;

private:
    static cv::Vec3d termsOf(const HeadPose& pose);

    double m_count = 0;
    double m_values = 0;
    cv::Vec3d m_terms, m_products, m_least, m_most, m_slopes;
    cv::Matx33d m_squares = cv::Matx33d::zeros();
};

} // namespace mien
