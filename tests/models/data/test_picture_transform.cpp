// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/data/picture_transform.h"
#include "tests/support/check.h"

#include <algorithm>
#include <cmath>

using namespace mien;

namespace {

using Crop = ClipSpec::Crop;

ClipSpec pictures(int side, int frames = 1, int channels = 1, Crop crop = Crop::Frame)
{
    ClipSpec spec;
    spec.kind = ClipSpec::Kind::Pictures;
    spec.frames = frames;
    spec.channels = channels;
    spec.width = spec.height = side;
    spec.crop = crop;
    return spec;
}

/// A value for every pixel, 0.1…0.9, another in each input.
Clip filled(const std::vector<ClipSpec>& inputs)
{
    Clip clip;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        Array array{inputs[i].shape(), {}};
        for (std::int64_t e = 0; e < array.elements(); ++e)
            array.data.push_back(static_cast<float>(
                0.1 + 0.8 * std::fabs(std::sin(0.7 * static_cast<double>(e) + static_cast<double>(i)))));
        clip.inputs.push_back(std::move(array));
    }
    return clip;
}

Clip transformed(const PictureTransform::Settings& settings, const std::vector<ClipSpec>& inputs, std::uint64_t seed)
{
    Clip clip = filled(inputs);
    Random random(seed);
    PictureTransform(settings, inputs).apply(clip, &random);
    return clip;
}

} // namespace

TEST_CASE("without augmentation, and with all of it off, nothing changes")
{
    const std::vector<ClipSpec> inputs = {pictures(9, 3, 3)};
    Clip clip = filled(inputs);
    PictureTransform::Settings all;
    all.rotation = 15, all.shift = 0.1, all.flip = true;
    PictureTransform(all, inputs).apply(clip, nullptr);
    EXPECT(clip.inputs[0].data == filled(inputs).inputs[0].data);
    EXPECT(transformed({}, inputs, 3).inputs[0].data == filled(inputs).inputs[0].data);
}

TEST_CASE("mirroring swaps left and right, pixels and components, and no more")
{
    const std::vector<ClipSpec> inputs = {pictures(4, 2, 1, Crop::Mouth), pictures(4, 2, 1, Crop::RightEye),
                                          pictures(4, 2, 1, Crop::LeftEye)};
    PictureTransform::Settings settings;
    settings.flip = true;
    const Clip before = filled(inputs);
    int flips = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Clip after = transformed(settings, inputs, seed);
        if (after.inputs[0].data == before.inputs[0].data) {
            EXPECT(after.inputs[1].data == before.inputs[1].data);
            continue;
        }
        ++flips;
        const std::size_t from[] = {0, 2, 1};
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t e = 0; e < before.inputs[i].data.size(); ++e)
                EXPECT_EQUAL(after.inputs[i].data[e], before.inputs[from[i]].data[e / 4 * 4 + 3 - e % 4]);
    }
    EXPECT(flips > 8 && flips < 32);
}

TEST_CASE("all frames, channels and components move alike")
{
    // Equal planes stay equal, so they met the same motion.
    std::vector<ClipSpec> inputs = {pictures(16, 3, 3), pictures(16, 3, 3, Crop::Mouth)};
    inputs[1].layout = ClipSpec::Layout::ChannelsFirst;
    Clip clip = filled(inputs);
    for (Array& array : clip.inputs)
        for (std::size_t e = 0; e < array.data.size(); ++e) array.data[e] = static_cast<float>(e % 256) / 255;
    PictureTransform::Settings settings;
    settings.rotation = 15, settings.shift = 0.1, settings.zoomOut = 0.9, settings.zoomIn = 1.25, settings.shear = 5;
    Random random(11);
    PictureTransform(settings, inputs).apply(clip, &random);
    for (const Array& array : clip.inputs)
        for (std::size_t e = 256; e < array.data.size(); ++e) EXPECT_EQUAL(array.data[e], array.data[e % 256]);
    EXPECT(clip.inputs[0].data[5] != 5.0f / 255);
}

TEST_CASE("a shift moves by its share and reflects at the border")
{
    const std::vector<ClipSpec> inputs = {pictures(10)};
    PictureTransform::Settings settings;
    settings.shift = 0.3;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const Clip before = filled(inputs);
        const Clip after = transformed(settings, inputs, seed);
        const auto [low, high] = std::minmax_element(before.inputs[0].data.begin(), before.inputs[0].data.end());
        for (const float value : after.inputs[0].data) EXPECT(value >= *low - 1e-6f && value <= *high + 1e-6f);
    }
}

TEST_CASE("a quarter turn brings every pixel to its place")
{
    // Drawn angles are uniform: one close to 90 degrees of ±90 is found among many seeds.
    const std::vector<ClipSpec> inputs = {pictures(5)};
    PictureTransform::Settings settings;
    settings.rotation = 90;
    const Clip before = filled(inputs);
    float best = 1e9f;
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
        const Clip after = transformed(settings, inputs, seed);
        float clockwise = 0;
        float counter = 0;
        for (int y = 0; y < 5; ++y)
            for (int x = 0; x < 5; ++x) {
                const float value = after.inputs[0].data[static_cast<std::size_t>(y * 5 + x)];
                clockwise = std::max(
                    clockwise, std::fabs(value - before.inputs[0].data[static_cast<std::size_t>((4 - x) * 5 + y)]));
                counter = std::max(counter,
                                   std::fabs(value - before.inputs[0].data[static_cast<std::size_t>(x * 5 + 4 - y)]));
            }
        best = std::min({best, clockwise, counter});
    }
    EXPECT(best < 0.02f);
}

TEST_CASE("brightness stays between black and white on every scale")
{
    for (const auto values : {ClipSpec::Values::Unit, ClipSpec::Values::Raw, ClipSpec::Values::ImageNet}) {
        std::vector<ClipSpec> inputs = {pictures(6, 1, 3)};
        inputs[0].values = values;
        Clip clip = filled(inputs);
        const float mean[] = {0.485f, 0.456f, 0.406f};
        const float deviation[] = {0.229f, 0.224f, 0.225f};
        const auto toUnit = [&](float v, std::size_t c) {
            return values == ClipSpec::Values::Unit  ? v
                   : values == ClipSpec::Values::Raw ? v / 255
                                                     : v * deviation[c] + mean[c];
        };
        const auto fromUnit = [&](float v, std::size_t c) {
            return values == ClipSpec::Values::Unit  ? v
                   : values == ClipSpec::Values::Raw ? v * 255
                                                     : (v - mean[c]) / deviation[c];
        };
        const Clip unit = clip;
        for (std::size_t e = 0; e < clip.inputs[0].data.size(); ++e)
            clip.inputs[0].data[e] = fromUnit(clip.inputs[0].data[e], e / 36);
        PictureTransform::Settings settings;
        settings.brightnessLow = 0.5, settings.brightnessHigh = 1.5;
        Random random(4);
        PictureTransform(settings, inputs).apply(clip, &random);
        // One factor for all, where white does not cut it off.
        const float factor = toUnit(clip.inputs[0].data[0], 0) / unit.inputs[0].data[0];
        EXPECT(factor >= 0.5f && factor <= 1.5f && std::fabs(factor - 1) > 1e-3f);
        for (std::size_t e = 0; e < clip.inputs[0].data.size(); ++e)
            EXPECT_NEAR(toUnit(clip.inputs[0].data[e], e / 36), std::min(1.0f, unit.inputs[0].data[e] * factor), 2e-5);
    }
}

TEST_CASE("dropped components are blank and stay so; the full face is never dropped")
{
    const std::vector<ClipSpec> inputs = {pictures(4, 2, 1, Crop::Mouth), pictures(4, 2, 1, Crop::Nose),
                                          pictures(4, 2, 1, Crop::Frame)};
    PictureTransform::Settings settings;
    settings.dropComponent = 0.5;
    settings.brightnessLow = 0.5, settings.brightnessHigh = 1.5;
    int dropped = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const Clip clip = transformed(settings, inputs, seed);
        const auto blank = [&](std::size_t i) {
            return std::all_of(clip.inputs[i].data.begin(), clip.inputs[i].data.end(), [](float v) { return v == 0; });
        };
        dropped += blank(0) + blank(1);
        EXPECT(!blank(2));
    }
    EXPECT(dropped > 70 && dropped < 130);
}

TEST_CASE("where every input is a component, one always stays")
{
    const std::vector<ClipSpec> inputs = {pictures(2, 1, 1, Crop::Mouth), pictures(2, 1, 1, Crop::Nose),
                                          pictures(2, 1, 1, Crop::LeftEye), pictures(2, 1, 1, Crop::RightEye)};
    const auto blanks = [&](double probability, std::uint64_t seed) {
        PictureTransform::Settings settings;
        settings.dropComponent = probability;
        int count = 0;
        for (const Array& input : transformed(settings, inputs, seed).inputs)
            count += std::all_of(input.data.begin(), input.data.end(), [](float v) { return v == 0; });
        return count;
    };
    int all = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        EXPECT_EQUAL(blanks(0, seed), 0);
        EXPECT_EQUAL(blanks(1, seed), 3);
        all += blanks(0.3, seed);
    }
    EXPECT_NEAR(all / 4000.0, 0.3, 0.03);
}

TEST_MAIN
