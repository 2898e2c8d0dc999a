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

constexpr int side = 21;
constexpr int middle = 10;

/// Where the pixels of a moved picture come from: two frames whose values are their columns and their rows.
class Origins
{
public:
    Origins(const PictureTransform::Settings& settings, std::uint64_t seed)
    {
        const std::vector<ClipSpec> inputs = {pictures(side, 2)};
        Clip clip;
        Array array{inputs[0].shape(), {}};
        for (int i = 0; i < side * side; ++i) array.data.push_back(static_cast<float>(i % side));
        for (int i = 0; i < side * side; ++i) array.data.push_back(static_cast<float>(i / side));
        clip.inputs.push_back(std::move(array));
        Random random(seed);
        PictureTransform(settings, inputs).apply(clip, &random);
        m_values = std::move(clip.inputs[0].data);
    }

    double x(int column, int row) const { return at(0, column, row); }
    double y(int column, int row) const { return at(1, column, row); }
    double xAlongX() const { return x(middle + 1, middle) - x(middle, middle); }
    double xAlongY() const { return x(middle, middle + 1) - x(middle, middle); }
    double yAlongX() const { return y(middle + 1, middle) - y(middle, middle); }
    double yAlongY() const { return y(middle, middle + 1) - y(middle, middle); }

private:
    double at(int frame, int column, int row) const
    {
        return m_values[static_cast<std::size_t>((frame * side + row) * side + column)];
    }
    std::vector<float> m_values;
};

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
    PictureTransform::Settings settings;
    settings.shift = 0.3;
    const auto reflected = [](double position) {
        const double p = std::fmod(std::fabs(position), 2.0 * (side - 1));
        return p > side - 1 ? 2 * (side - 1) - p : p;
    };
    double farthest = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const Origins from(settings, seed);
        const double dx = from.x(middle, middle) - middle, dy = from.y(middle, middle) - middle;
        EXPECT(std::fabs(dx) <= 0.3 * side && std::fabs(dy) <= 0.3 * side);
        farthest = std::max({farthest, std::fabs(dx), std::fabs(dy)});
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                EXPECT(std::fabs(from.x(x, y) - reflected(x + dx)) < 1e-4);
                EXPECT(std::fabs(from.y(x, y) - reflected(y + dy)) < 1e-4);
            }
    }
    EXPECT(farthest > 0.28 * side);
}

TEST_CASE("a zoom stretches each axis about the middle within its bounds")
{
    PictureTransform::Settings settings;
    settings.zoomOut = 0.8;
    settings.zoomIn = 1.25;
    double least = 2, most = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const Origins from(settings, seed);
        for (const double factor : {1 / from.xAlongX(), 1 / from.yAlongY()}) {
            EXPECT(factor > 0.8 - 1e-4 && factor < 1.25 + 1e-4);
            least = std::min(least, factor);
            most = std::max(most, factor);
        }
        EXPECT(std::fabs(from.xAlongY()) < 1e-5 && std::fabs(from.yAlongX()) < 1e-5);
        EXPECT(std::fabs(from.x(middle, middle) - middle) < 1e-4);
    }
    EXPECT(least < 0.82 && most > 1.23);
}

TEST_CASE("a shear slants the columns by its angle at most and leaves rows where they are")
{
    PictureTransform::Settings settings;
    settings.shear = 10;
    double most = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const Origins from(settings, seed);
        EXPECT(std::fabs(from.yAlongX()) < 1e-5 && std::fabs(from.xAlongX() - 1) < 1e-4);
        EXPECT(std::fabs(from.xAlongY()) <= std::tan(10 * 3.14159265 / 180) + 1e-4);
        most = std::max(most, std::fabs(from.xAlongY()));
    }
    EXPECT(most > std::sin(9 * 3.14159265 / 180));
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
                                          pictures(2, 1, 1, Crop::BothEyes), pictures(2, 1, 1, Crop::EyesAndBrows)};
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
