// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include <array>
#include <string>
#include <string_view>

namespace mien::synth {

/// The light on a scene that was drawn in good daylight.
struct Lighting
{
    bool infrared = false; ///< near infrared, lit by a lamp at the lens
    double exposure = 1;   ///< factor of the light that arrives, linear
    double screenGlow = 0; ///< 0 … 1: how much of what is left comes, bluish, from a screen below the face
    double ambient = 0;    ///< of infrared: share of light that the room adds, which the lamp does not
    std::string name = {}; ///< "strong", "weak", "dark"; empty: daylight

    bool isDaylight() const { return !infrared && exposure == 1 && screenGlow == 0; }
};

/// What a clip is recorded with. As it stands: colour PNG in daylight.
struct Camera
{
    enum class File { Png, Jpeg, Tiff };

    std::string name; ///< two cameras on one scene have noise of their own
    File file = File::Png;
    bool grey = false; ///< one channel
    double noise = 1;  ///< factor of the read noise: amplified where light is short
    Lighting light;
};

/// The three lightings of Oulu-CASIA.
struct LightCondition
{
    std::string_view name;
    double exposure;   ///< of the visible light
    double screenGlow; ///< weak light is that of a screen
    double noise;      ///< the visible camera amplifies what little there is
    double ambient;    ///< what the room's light adds to near infrared

    Lighting visible() const { return {false, exposure, screenGlow, 0, std::string(name)}; }
    Lighting infrared() const { return {true, 0.72, 0, ambient, std::string(name)}; }
};
inline constexpr std::array<LightCondition, 3> lightConditions = {
    {{"strong", 1.05, 0, 1, 0.12}, {"weak", 0.30, 0.7, 1.8, 0.03}, {"dark", 0.07, 0.3, 3, 0}}};

/// The scene under this light; unchanged in daylight.
QImage illuminated(const QImage& scene, const Lighting& light);

} // namespace mien::synth
