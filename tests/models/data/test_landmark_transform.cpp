// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/data/landmark_transform.h"
#include "tests/support/check.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace mien;

namespace {

constexpr int frames = 20;

/// Every cell tells where it came from: channel, landmark and frame.
Clip countingClip()
{
    Clip clip;
    Array grid;
    grid.shape = {2, 68, frames};
    for (int channel = 0; channel < 2; ++channel)
        for (int landmark = 0; landmark < 68; ++landmark)
            for (int frame = 0; frame < frames; ++frame)
                grid.data.push_back(static_cast<float>(channel * 10000 + landmark * 100 + frame));
    clip.inputs.push_back(grid);
    return clip;
}

float at(const Clip& clip, int channel, int landmark, int frame)
{
    return clip.inputs[0].data[static_cast<std::size_t>((channel * 68 + landmark) * frames + frame)];
}

Clip transformed(const LandmarkTransform::Settings& settings, std::uint64_t seed)
{
    Clip clip = countingClip();
    Random random(seed);
    LandmarkTransform(settings).apply(clip, &random);
    return clip;
}

} // namespace

TEST_CASE("mirroring is its own inverse and keeps the landmark groups")
{
    const auto& mirror = mirroredLandmarks();
    EXPECT_EQUAL(std::set<int>(mirror.begin(), mirror.end()).size(), 68u);
    for (int l = 0; l < 68; ++l) EXPECT_EQUAL(mirror[static_cast<std::size_t>(mirror[static_cast<std::size_t>(l)])], l);
    for (const auto& [left, right] :
         {std::pair{0, 16}, {17, 26}, {31, 35}, {36, 45}, {39, 42}, {41, 46}, {48, 54}, {59, 55}, {60, 64}, {67, 65}})
        EXPECT_EQUAL(mirror[static_cast<std::size_t>(left)], right);
    for (const int middle : {8, 27, 30, 33, 51, 57, 62, 66})
        EXPECT_EQUAL(mirror[static_cast<std::size_t>(middle)], middle);
}

TEST_CASE("without augmentation only the scale is applied")
{
    LandmarkTransform::Settings settings;
    settings.inputScale = 10;
    settings.flip = true;
    settings.shift = 3;
    settings.jitter = 1;
    Clip clip = countingClip();
    LandmarkTransform(settings).apply(clip, nullptr);
    EXPECT_EQUAL(at(clip, 1, 5, 7), 105070.0f);
}

TEST_CASE("the dead zone shortens motion in face coordinates, in its own direction, and leaves places alone")
{
    LandmarkTransform::Settings settings;
    settings.deadZone = 0.02;
    Clip clip = countingClip();
    std::fill(clip.inputs[0].data.begin(), clip.inputs[0].data.end(), 0.0f);
    const auto set = [&](int landmark, float x, float y) {
        clip.inputs[0].data[static_cast<std::size_t>(landmark * frames + 3)] = x;
        clip.inputs[0].data[static_cast<std::size_t>((68 + landmark) * frames + 3)] = y;
    };
    set(10, 0.012f, -0.015f); // shorter than the zone: wandering
    set(20, 0.06f, -0.08f);   // 0.1 long: 0.08 is left
    Clip image = clip;
    LandmarkTransform(settings).apply(image, nullptr);
    EXPECT(image.inputs[0].data == clip.inputs[0].data);
    settings.faceCoordinates = true;
    LandmarkTransform(settings).apply(clip, nullptr);
    EXPECT_EQUAL(at(clip, 0, 10, 3), 0.0f);
    EXPECT_EQUAL(at(clip, 1, 10, 3), 0.0f);
    EXPECT(std::abs(at(clip, 0, 20, 3) - 0.048f) < 1e-6f && std::abs(at(clip, 1, 20, 3) + 0.064f) < 1e-6f);
}

TEST_CASE("noise leaves half of the clips as they are")
{
    // A neutral sample is one frame repeated: without clean clips in training its stillness would be something new.
    LandmarkTransform::Settings settings;
    settings.jitter = 0.01;
    const Clip plain = countingClip();
    int clean = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed)
        clean += transformed(settings, seed).inputs[0].data == plain.inputs[0].data;
    EXPECT(clean > 70 && clean < 130);
}

TEST_CASE("a flip swaps sides and mirrors x only")
{
    LandmarkTransform::Settings settings;
    settings.flip = true;
    int flips = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed)
        for (const bool face : {false, true}) {
            settings.faceCoordinates = face;
            const Clip clip = transformed(settings, seed);
            if (at(clip, 1, 36, 3) == 13603.0f) continue; // not flipped
            ++flips;
            EXPECT_EQUAL(at(clip, 1, 36, 3), 14503.0f);
            EXPECT_EQUAL(at(clip, 0, 36, 3), face ? -4503.0f : 1.0f - 4503.0f);
        }
    EXPECT(flips > 20 && flips < 60);
}

TEST_CASE("a shift moves time, holds the ends and keeps landmarks apart")
{
    LandmarkTransform::Settings settings;
    settings.shift = 3;
    bool moved = false;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Clip clip = transformed(settings, seed);
        const float shift = at(clip, 0, 2, 10) - 210.0f;
        moved = moved || std::abs(shift) > 0.5f;
        EXPECT(std::abs(shift) <= 3.0f);
        for (int t = 0; t < frames; ++t)
            EXPECT_NEAR(at(clip, 0, 2, t), 200.0 + std::clamp(static_cast<double>(t) + shift, 0.0, 19.0), 1e-3);
    }
    EXPECT(moved);
}

TEST_CASE("scale acts about the image centre, or about rest in face coordinates")
{
    LandmarkTransform::Settings settings;
    settings.scale = 0.2;
    for (const bool face : {false, true}) {
        settings.faceCoordinates = face;
        const Clip clip = transformed(settings, 3);
        const float centre = face ? 0.0f : 0.5f;
        const float factor = (at(clip, 0, 0, 10) - centre) / (10.0f - centre);
        EXPECT(factor >= 0.8f && factor <= 1.2f && factor != 1.0f);
        EXPECT_NEAR(at(clip, 1, 50, 4), centre + factor * (15004.0f - centre), 0.05);
    }
}

TEST_CASE("one generator state gives one augmentation")
{
    LandmarkTransform::Settings settings{true, 10, 2, 0.15, 0.2, 0.005, true};
    EXPECT(transformed(settings, 5).inputs[0].data == transformed(settings, 5).inputs[0].data);
    EXPECT(transformed(settings, 5).inputs[0].data != transformed(settings, 6).inputs[0].data);
}

TEST_MAIN
