// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/lighting.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mien::synth {

namespace {

constexpr double gamma = 2.2; ///< light adds and fades linearly, pictures hold its root

std::array<double, 256> linearTable()
{
    std::array<double, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = std::pow(static_cast<double>(i) / 255, gamma);
    return table;
}

int stored(double light)
{
    return static_cast<int>(std::lround(255 * std::pow(std::clamp(light, 0.0, 1.0), 1 / gamma)));
}

/// The lamp at the lens reaches the face and hardly the wall: bright in the middle, dark towards the corners.
double lampAt(double x, double y)
{
    const double away = (x * x + y * y) / (0.75 * 0.75);
    return 1.15 * std::exp(-away);
}

} // namespace

QImage illuminated(const QImage& scene, const Lighting& light)
{
    if (light.isDaylight()) return scene;
    static const std::array<double, 256> linear = linearTable();
    QImage picture(scene.size(), QImage::Format_RGB32);
    const double width = scene.width(), height = scene.height();
    for (int y = 0; y < scene.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(scene.constScanLine(y));
        auto* to = reinterpret_cast<QRgb*>(picture.scanLine(y));
        const double down = (y + 0.5) / height;
        // A screen stands below: the chin gets more of it than the forehead.
        const double screen = 0.5 + down;
        for (int x = 0; x < scene.width(); ++x) {
            const double r = linear[static_cast<std::size_t>(qRed(from[x]))];
            const double g = linear[static_cast<std::size_t>(qGreen(from[x]))];
            const double b = linear[static_cast<std::size_t>(qBlue(from[x]))];
            if (light.infrared) {
                // Skin, lips and hair reflect near infrared about as they do red, and more evenly.
                const double reflected = 0.12 + 0.72 * r + 0.10 * g;
                const double across = ((x + 0.5) / width - 0.5) * width / height;
                const double lamp = lampAt(across, down - 0.47);
                const int grey = stored(light.exposure * reflected * (lamp + light.ambient));
                to[x] = qRgb(grey, grey, grey);
                continue;
            }
            const double even = light.exposure * (1 - light.screenGlow);
            const double glow = light.exposure * light.screenGlow * screen;
            to[x] = qRgb(stored(r * (even + 0.75 * glow)), stored(g * (even + 0.95 * glow)),
                         stored(b * (even + 1.25 * glow)));
        }
    }
    return picture;
}

} // namespace mien::synth
