// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/landmark_smoother.h"

#include <array>
#include <cmath>

namespace mien {

namespace {

constexpr double timeSpread = 2.5;  ///< frames
constexpr double curvature = 0.008; ///< of the outer-eye distance: how far a middle may lie and still count
constexpr float jump = 0.35f;       ///< of the box's side

bool together(const FaceFrame& a, const FaceFrame& b)
{
    return a.found && b.found && std::hypot(a.box.x - b.box.x, a.box.y - b.box.y) < jump * a.box.width &&
           std::abs(a.box.width - b.box.width) < jump * a.box.width;
}

} // namespace

void LandmarkSmoother::push(FaceFrame frame)
{
    frame.landmarks = frame.measured;
    if (!m_steady) return m_out(frame);
    m_frames.push_back(std::move(frame));
    if (m_frames.size() - m_next <= static_cast<std::size_t>(reach)) return;
    emitAt(m_next++);
    while (m_next > static_cast<std::size_t>(reach)) {
        m_frames.pop_front();
        --m_next;
    }
}

void LandmarkSmoother::finish()
{
    while (m_next < m_frames.size()) emitAt(m_next++);
    m_frames.clear();
    m_next = 0;
}

void LandmarkSmoother::emitAt(std::size_t at)
{
    FaceFrame frame = m_frames[at];
    if (!frame.found) return m_out(frame);
    int pairs = 0;
    for (int k = 1; k <= reach; ++k) {
        const auto step = static_cast<std::size_t>(k);
        if (at < step || at + step >= m_frames.size()) break;
        if (!together(m_frames[at - step], m_frames[at - step + 1]) ||
            !together(m_frames[at + step - 1], m_frames[at + step]))
            break;
        pairs = k;
    }
    const double unit = curvature * outerEyeDistance(frame.measured);
    if (unit <= 0) return m_out(frame);
    static const auto timeWeights = [] {
        std::array<double, reach + 1> w{};
        for (int k = 0; k <= reach; ++k)
            w[static_cast<std::size_t>(k)] = 2 * std::exp(-0.5 * (k / timeSpread) * (k / timeSpread));
        return w;
    }();
    for (std::size_t i = 0; i < frame.landmarks.size(); ++i) {
        const Point here = frame.measured[i];
        double sum = 1, x = here.x, y = here.y;
        for (std::size_t k = 1; k <= static_cast<std::size_t>(pairs); ++k) {
            const Point before = m_frames[at - k].measured[i];
            const Point after = m_frames[at + k].measured[i];
            const double mx = 0.5 * (static_cast<double>(before.x) + after.x);
            const double my = 0.5 * (static_cast<double>(before.y) + after.y);
            const double distance = std::hypot(mx - here.x, my - here.y) / unit;
            const double weight = timeWeights[k] * std::exp(-0.5 * distance * distance);
            sum += weight;
            x += weight * mx;
            y += weight * my;
        }
        frame.landmarks[i] = {static_cast<float>(x / sum), static_cast<float>(y / sum)};
    }
    m_out(frame);
}

} // namespace mien
