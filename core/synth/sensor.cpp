// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/sensor.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

constexpr std::size_t noiseLength = 1 << 16;

// Noise does not compress: searching for repeats costs time and saves nothing.
const std::vector<int> pngOptions = {cv::IMWRITE_PNG_COMPRESSION, 1, cv::IMWRITE_PNG_STRATEGY,
                                     cv::IMWRITE_PNG_STRATEGY_HUFFMAN_ONLY};

} // namespace

Sensor::Sensor(Random random) : m_random(random), m_noise(noiseLength)
{
    const double deviation = m_random.uniform(0.7, 1.5);
    for (auto& level : m_noise)
        level = static_cast<std::int8_t>(std::lround(std::clamp(deviation * m_random.normal(), -9.0, 9.0)));
}

std::string Sensor::developPng(const QImage& picture, int frame) const
{
    Random random = m_random.fork("frame " + std::to_string(frame));
    cv::Mat bgr(picture.height(), picture.width(), CV_8UC3);
    const int width = picture.width();
    for (int y = 0; y < picture.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        auto* to = bgr.ptr<std::uint8_t>(y);
        // Every row starts at a random place of the table, so that no pattern repeats from frame to frame.
        std::size_t place = random.below(noiseLength);
        for (int x = 0; x < width; ++x, to += 3) {
            const int noise = m_noise[place];
            place = (place + 1) % noiseLength;
            to[0] = static_cast<std::uint8_t>(std::clamp(qBlue(from[x]) + noise, 0, 255));
            to[1] = static_cast<std::uint8_t>(std::clamp(qGreen(from[x]) + noise, 0, 255));
            to[2] = static_cast<std::uint8_t>(std::clamp(qRed(from[x]) + noise, 0, 255));
        }
    }
    std::vector<std::uint8_t> file;
    cv::imencode(".png", bgr, file, pngOptions);
    return {file.begin(), file.end()};
}

} // namespace mien::synth
