// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/pose_dependence.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

constexpr double unit = 10 * CV_PI / 180; ///< turns are counted in tens of degrees
constexpr double ridge = 0.04;            ///< variance of a head that wanders by 2°

} // namespace

cv::Vec3d PoseDependence::termsOf(const HeadPose& pose)
{
    const double pitch = pose.rx / unit, yaw = pose.ry / unit;
    return {pitch, yaw, yaw * yaw};
}

void PoseDependence::add(const HeadPose& pose, double value)
{
    if (!std::isfinite(value)) return;
    const cv::Vec3d terms = termsOf(pose);
    for (int i = 0; i < 3; ++i) {
        m_least[i] = m_count > 0 ? std::min(m_least[i], terms[i]) : terms[i];
        m_most[i] = m_count > 0 ? std::max(m_most[i], terms[i]) : terms[i];
    }
    ++m_count;
    m_values += value;
    m_terms += terms;
    m_products += terms * value;
    m_squares += terms * terms.t();
}

void PoseDependence::settle()
{
    if (m_count < 1) return;
    m_terms /= m_count;
    const cv::Matx33d covariance = m_squares * (1 / m_count) - m_terms * m_terms.t() + cv::Matx33d::eye() * ridge;
    const cv::Vec3d products = m_products / m_count - m_terms * (m_values / m_count);
    m_slopes = covariance.inv() * products;
}

double PoseDependence::at(const HeadPose& pose) const
{
    const cv::Vec3d terms = termsOf(pose);
    double sum = 0;
    for (int i = 0; i < 3; ++i) sum += m_slopes[i] * (std::clamp(terms[i], m_least[i], m_most[i]) - m_terms[i]);
    return sum;
}

} // namespace mien
