// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/data/picture_transform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace mien {

/// Where every pixel of a moved picture comes from: source = matrix · (pixel − centre) + centre + shift.
struct PictureMotion
{
    double xx = 1, xy = 0, yx = 0, yy = 1;
    double shiftX = 0, shiftY = 0; ///< share of the side
    double brightness = 1;

    bool isStill() const { return xx == 1 && xy == 0 && yx == 0 && yy == 1 && shiftX == 0 && shiftY == 0; }
};

namespace {

using Crop = ClipSpec::Crop;

/// The crop that is seen in the place of `crop` in a mirror.
Crop mirrored(Crop crop)
{
    switch (crop) {
    case Crop::LeftEye:
        return Crop::RightEye;
    case Crop::RightEye:
        return Crop::LeftEye;
    case Crop::LeftBrow:
        return Crop::RightBrow;
    case Crop::RightBrow:
        return Crop::LeftBrow;
    default:
        return crop;
    }
}

bool isComponent(Crop crop)
{
    return crop == Crop::LeftEye || crop == Crop::RightEye || crop == Crop::Nose || crop == Crop::Mouth ||
           crop == Crop::LeftBrow || crop == Crop::RightBrow || crop == Crop::BothEyes || crop == Crop::EyesAndBrows;
}

/// A position outside of 0 … n−1 folded back at the borders, which are not repeated.
double reflected(double position, int n)
{
    if (n == 1) return 0;
    const double period = 2.0 * (n - 1);
    double p = std::fmod(std::abs(position), period);
    if (p > n - 1) p = period - p;
    return p;
}

/// The planes of a picture array, and which colour channel each one is.
std::size_t channelOf(std::size_t plane, const ClipSpec& input)
{
    const auto channels = static_cast<std::size_t>(input.channels);
    return input.layout == ClipSpec::Layout::ChannelsFirst ? plane / static_cast<std::size_t>(input.frames)
                                                           : plane % channels;
}

/// The values of black and white as the network sees them.
struct Range
{
    float black;
    float white;
};

Range rangeOf(const ClipSpec& input, std::size_t channel)
{
    // As the clip builder scales them: minus ImageNet's mean, divided by its standard deviation.
    constexpr std::array<float, 3> mean = {0.485f, 0.456f, 0.406f};
    constexpr std::array<float, 3> deviation = {0.229f, 0.224f, 0.225f};
    switch (input.values) {
    case ClipSpec::Values::Unit:
        return {0, 1};
    case ClipSpec::Values::Raw:
        return {0, 255};
    case ClipSpec::Values::ImageNet:
        break;
    }
    return {-mean[channel] / deviation[channel], (1 - mean[channel]) / deviation[channel]};
}

/// The four pixels that a moved pixel is mixed of.
struct Tap
{
    std::uint32_t topLeft, topRight, bottomLeft, bottomRight;
    float right, bottom; ///< shares

    float of(const float* picture) const
    {
        const float top = picture[topLeft] * (1 - right) + picture[topRight] * right;
        const float below = picture[bottomLeft] * (1 - right) + picture[bottomRight] * right;
        return top * (1 - bottom) + below * bottom;
    }
};

std::vector<Tap> tapsOf(const PictureMotion& motion, int width, int height)
{
    std::vector<Tap> taps;
    taps.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    const double centreX = (width - 1) / 2.0;
    const double centreY = (height - 1) / 2.0;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double dx = x - centreX;
            const double dy = y - centreY;
            const double sx = reflected(motion.xx * dx + motion.xy * dy + centreX + motion.shiftX * width, width);
            const double sy = reflected(motion.yx * dx + motion.yy * dy + centreY + motion.shiftY * height, height);
            const int left = static_cast<int>(sx);
            const int top = static_cast<int>(sy);
            const int right = std::min(left + 1, width - 1);
            const int bottom = std::min(top + 1, height - 1);
            const auto index = [&](int row, int column) { return static_cast<std::uint32_t>(row * width + column); };
            taps.push_back({index(top, left), index(top, right), index(bottom, left), index(bottom, right),
                            static_cast<float>(sx - left), static_cast<float>(sy - top)});
        }
    return taps;
}

void mirrorRows(Array& array, int width)
{
    for (auto row = array.data.begin(); row != array.data.end(); row += width) std::reverse(row, row + width);
}

} // namespace

PictureTransform::PictureTransform(const Settings& settings, std::vector<ClipSpec> inputs)
    : m_settings(settings), m_inputs(std::move(inputs)), m_mirrored(m_inputs.size())
{
    std::iota(m_mirrored.begin(), m_mirrored.end(), std::size_t{0});
    for (std::size_t i = 0; i < m_inputs.size(); ++i)
        for (std::size_t j = 0; j < m_inputs.size(); ++j)
            if (m_inputs[i].crop != mirrored(m_inputs[i].crop) && m_inputs[j].crop == mirrored(m_inputs[i].crop))
                m_mirrored[i] = j;
}

void PictureTransform::apply(Clip& clip, Random* augmentation) const
{
    if (!augmentation) return;
    Random& random = *augmentation;
    const Settings& s = m_settings;
    const double radians = std::numbers::pi / 180;
    const double angle = random.uniform(-1, 1) * s.rotation * radians;
    const double shear = random.uniform(-1, 1) * s.shear * radians;
    const double zoomX = s.zoomOut + random.uniform() * (s.zoomIn - s.zoomOut);
    const double zoomY = s.zoomOut + random.uniform() * (s.zoomIn - s.zoomOut);
    PictureMotion motion;
    // Rotation, then shear, then zoom, of the places that are read.
    motion.xx = std::cos(angle) / zoomX;
    motion.xy = -std::sin(angle + shear) / zoomY;
    motion.yx = std::sin(angle) / zoomX;
    motion.yy = std::cos(angle + shear) / zoomY;
    motion.shiftX = random.uniform(-1, 1) * s.shift;
    motion.shiftY = random.uniform(-1, 1) * s.shift;
    motion.brightness = s.brightnessLow + random.uniform() * (s.brightnessHigh - s.brightnessLow);
    const bool flip = s.flip && random.chance(0.5);
    for (std::size_t i = 0; i < m_inputs.size(); ++i) {
        if (m_inputs[i].kind != ClipSpec::Kind::Pictures) continue;
        if (flip) mirrorRows(clip.inputs[i], m_inputs[i].width);
        move(clip.inputs[i], m_inputs[i], motion);
    }
    if (flip) {
        std::vector<Array> swapped(clip.inputs.size());
        for (std::size_t i = 0; i < swapped.size(); ++i) swapped[i] = std::move(clip.inputs[m_mirrored[i]]);
        clip.inputs = std::move(swapped);
    }
    dropComponents(clip, augmentation->fork("components"));
}

void PictureTransform::dropComponents(Clip& clip, Random random) const
{
    if (m_settings.dropComponent <= 0 || m_inputs.size() < 2) return;
    std::vector<bool> blank;
    for (const ClipSpec& input : m_inputs)
        blank.push_back(random.chance(m_settings.dropComponent) && isComponent(input.crop));
    const std::size_t spared = random.below(blank.size());
    if (std::find(blank.begin(), blank.end(), false) == blank.end()) blank[spared] = false;
    for (std::size_t i = 0; i < blank.size(); ++i)
        if (blank[i]) std::fill(clip.inputs[i].data.begin(), clip.inputs[i].data.end(), 0.0f);
}

void PictureTransform::move(Array& array, const ClipSpec& input, const PictureMotion& motion) const
{
    // A blank component is missing, not dark: it stays blank.
    if (std::all_of(array.data.begin(), array.data.end(), [](float v) { return v == 0; })) return;
    const std::size_t plane = static_cast<std::size_t>(input.width) * static_cast<std::size_t>(input.height);
    const std::size_t planes = array.data.size() / plane;
    const std::vector<Tap> taps = motion.isStill() ? std::vector<Tap>() : tapsOf(motion, input.width, input.height);
    std::vector<float> moved(plane);
    for (std::size_t p = 0; p < planes; ++p) {
        float* data = array.data.data() + p * plane;
        if (!taps.empty()) {
            for (std::size_t i = 0; i < plane; ++i) moved[i] = taps[i].of(data);
            std::copy(moved.begin(), moved.end(), data);
        }
        if (motion.brightness == 1) continue;
        const Range range = rangeOf(input, channelOf(p, input));
        const auto factor = static_cast<float>(motion.brightness);
        for (std::size_t i = 0; i < plane; ++i)
            data[i] = std::clamp(range.black + (data[i] - range.black) * factor, range.black, range.white);
    }
}

std::unique_ptr<ClipTransform> pictureTransform(const Options& options, std::vector<ClipSpec> inputs)
{
    PictureTransform::Settings settings;
    settings.rotation = options.real("augment_rotation");
    settings.shift = options.real("augment_move");
    settings.shear = options.real("augment_shear");
    settings.zoomOut = options.real("augment_zoom_out");
    settings.zoomIn = options.real("augment_zoom_in");
    settings.brightnessLow = 1 - options.real("augment_brightness");
    settings.brightnessHigh = 1 + options.real("augment_brightness");
    settings.flip = options.flag("augment_flip");
    if (options.has("drop_component")) settings.dropComponent = options.real("drop_component");
    return std::make_unique<PictureTransform>(settings, std::move(inputs));
}

} // namespace mien
