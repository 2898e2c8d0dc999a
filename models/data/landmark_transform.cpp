// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/data/landmark_transform.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mien {

namespace {

constexpr std::size_t landmarkCount = 68;

/// One coordinate of one landmark over time.
float* track(Array& grid, std::size_t channel, std::size_t landmark)
{
    const auto frames = static_cast<std::size_t>(grid.shape[2]);
    return grid.data.data() + (channel * landmarkCount + landmark) * frames;
}

/// Mirrors the face: x changes sign (motion) or becomes 1 − x (image), left and right landmarks change places.
void flip(Array& grid, bool faceCoordinates)
{
    const auto frames = static_cast<std::size_t>(grid.shape[2]);
    const Array source = grid;
    for (std::size_t channel = 0; channel < 2; ++channel)
        for (std::size_t l = 0; l < landmarkCount; ++l) {
            const auto from = static_cast<std::size_t>(mirroredLandmarks()[l]);
            const float* in = source.data.data() + (channel * landmarkCount + from) * frames;
            float* out = track(grid, channel, l);
            for (std::size_t t = 0; t < frames; ++t)
                out[t] = channel == 1 ? in[t] : (faceCoordinates ? -in[t] : 1.0f - in[t]);
        }
}

/// Frame t is taken from place t · speed − delay of the clip, between frames linearly; the ends are held.
void resample(Array& grid, double delay, double speed)
{
    const auto frames = static_cast<std::size_t>(grid.shape[2]);
    std::vector<float> source(frames);
    for (std::size_t channel = 0; channel < 2; ++channel)
        for (std::size_t l = 0; l < landmarkCount; ++l) {
            float* values = track(grid, channel, l);
            std::copy_n(values, frames, source.begin());
            for (std::size_t t = 0; t < frames; ++t) {
                const double place =
                    std::clamp(static_cast<double>(t) * speed - delay, 0.0, static_cast<double>(frames - 1));
                const auto before = static_cast<std::size_t>(place);
                const std::size_t after = std::min(before + 1, frames - 1);
                const auto weight = static_cast<float>(place - static_cast<double>(before));
                values[t] = source[before] + weight * (source[after] - source[before]);
            }
        }
}

/// Takes `zone` off the length of every landmark's motion; what is shorter becomes 0.
void shrink(Array& grid, double zone)
{
    const auto frames = static_cast<std::size_t>(grid.shape[2]);
    for (std::size_t l = 0; l < landmarkCount; ++l) {
        float* x = track(grid, 0, l);
        float* y = track(grid, 1, l);
        for (std::size_t t = 0; t < frames; ++t) {
            const double length = std::hypot(x[t], y[t]);
            const auto factor = static_cast<float>(length > zone ? 1.0 - zone / length : 0.0);
            x[t] *= factor;
            y[t] *= factor;
        }
    }
}

} // namespace

const std::array<int, 68>& mirroredLandmarks()
{
    static const std::array<int, 68> table = {
        16, 15, 14, 13, 12, 11, 10, 9,  8,  7,  6,  5,  4, 3, 2, 1, 0, // jaw
        26, 25, 24, 23, 22, 21, 20, 19, 18, 17,                        // brows
        27, 28, 29, 30, 35, 34, 33, 32, 31,                            // nose
        45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,                // eyes
        54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55,                // outer lips
        64, 63, 62, 61, 60, 67, 66, 65,                                // inner lips
    };
    return table;
}

void LandmarkTransform::augment(Array& grid, Random& random) const
{
    if (m_settings.shift > 0 || m_settings.speed > 0) {
        const double delay = random.uniform(-m_settings.shift, m_settings.shift);
        resample(grid, delay, 1.0 + random.uniform(-m_settings.speed, m_settings.speed));
    }
    if (m_settings.flip && random.chance(0.5)) flip(grid, m_settings.faceCoordinates);
    if (m_settings.scale > 0) {
        const auto factor = static_cast<float>(1.0 + random.uniform(-m_settings.scale, m_settings.scale));
        const float centre = m_settings.faceCoordinates ? 0.0f : 0.5f;
        for (float& value : grid.data) value = centre + factor * (value - centre);
    }
    if (m_settings.jitter > 0) {
        // Half of the clips stay clean: a neutral sample is one frame repeated and has no noise at all, which a network
        // trained on noise alone has never seen.
        const double sigma = m_settings.jitter * std::max(0.0, random.uniform(-1.0, 1.0));
        for (float& value : grid.data) value += static_cast<float>(sigma * random.normal());
    }
}

void LandmarkTransform::apply(Clip& clip, Random* augmentation) const
{
    for (Array& grid : clip.inputs) {
        if (augmentation) augment(grid, *augmentation);
        if (m_settings.faceCoordinates && m_settings.deadZone > 0) shrink(grid, m_settings.deadZone);
        if (m_settings.inputScale != 1.0)
            for (float& value : grid.data) value *= static_cast<float>(m_settings.inputScale);
    }
}

std::unique_ptr<ClipTransform> landmarkTransform(const Options& options)
{
    LandmarkTransform::Settings settings;
    settings.faceCoordinates = options.choice("coordinates") == "face";
    settings.inputScale = options.real("input_scale");
    settings.deadZone = options.real("dead_zone");
    settings.shift = static_cast<int>(options.integer("augment_shift"));
    settings.speed = options.real("augment_speed");
    settings.scale = options.real("augment_scale");
    settings.jitter = options.real("augment_jitter");
    settings.flip = options.flag("augment_flip");
    return std::make_unique<LandmarkTransform>(settings);
}

} // namespace mien
