// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/sensor.h"

#include "core/media/frame_mat.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

constexpr std::size_t noiseLength = 1 << 16;

/// Camera formula (BT.601) in whole numbers: the same on every machine.
std::uint8_t greyOf(QRgb colour)
{
    return static_cast<std::uint8_t>((299 * qRed(colour) + 587 * qGreen(colour) + 114 * qBlue(colour) + 500) / 1000);
}

} // namespace

Sensor::Sensor(Random random, const Camera& camera) : m_random(random), m_camera(camera), m_noise(noiseLength)
{
    const double deviation = camera.noise * m_random.uniform(0.7, 1.5);
    const double most = std::min(9.0 * camera.noise, 127.0);
    for (auto& level : m_noise)
        level = static_cast<std::int8_t>(std::lround(std::clamp(deviation * m_random.normal(), -most, most)));
}

Frame Sensor::develop(const QImage& picture, int frame) const
{
    Random random = m_random.fork("frame " + std::to_string(frame));
    cv::Mat bgr(picture.height(), picture.width(), CV_8UC3);
    cv::Mat grey;
    if (m_camera.grey) grey.create(bgr.size(), CV_8UC1);
    const int width = picture.width();
    for (int y = 0; y < picture.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        auto* to = bgr.ptr<std::uint8_t>(y);
        // Every row starts at a random place of the table, so that no pattern repeats from frame to frame.
        std::size_t place = random.below(noiseLength);
        for (int x = 0; x < width; ++x, to += 3) {
            const int noise = m_noise[place];
            place = (place + 1) % noiseLength;
            if (m_camera.grey) {
                grey.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(std::clamp(greyOf(from[x]) + noise, 0, 255));
                continue;
            }
            to[0] = static_cast<std::uint8_t>(std::clamp(qBlue(from[x]) + noise, 0, 255));
            to[1] = static_cast<std::uint8_t>(std::clamp(qGreen(from[x]) + noise, 0, 255));
            to[2] = static_cast<std::uint8_t>(std::clamp(qRed(from[x]) + noise, 0, 255));
        }
    }
    return toFrame(m_camera.grey ? grey : bgr, frame);
}

} // namespace mien::synth
