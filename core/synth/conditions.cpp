// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/conditions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace mien::synth {

namespace {

void light(ClipPlan& clip, const std::string& lighting)
{
    if (lighting == "layout") return;
    const LightCondition* condition = nullptr;
    if (lighting == "mixed") {
        Random random = clip.random.fork("light");
        condition = &lightConditions[random.below(lightConditions.size())];
    } else {
        condition = &*std::find_if(lightConditions.begin(), lightConditions.end(),
                                   [&](const LightCondition& each) { return each.name == lighting; });
    }
    clip.camera.light = condition->visible();
    clip.camera.noise *= condition->noise;
}

void hide(ClipPlan& clip, const std::string& occluder)
{
    if (occluder == "none") return;
    static constexpr std::array<Occluder, 4> all = {Occluder::None, Occluder::Mask, Occluder::Glasses, Occluder::Hand};
    Random random = clip.random.fork("occluder");
    for (const Occluder each : all)
        if (occluder == nameOf(each)) clip.occluder = each;
    if (occluder == "mixed") clip.occluder = all[random.below(all.size())];
    if (clip.occluder == Occluder::Glasses) clip.identity.glasses = true;
}

/// A burst of 1/25 to 1/2 s somewhere between the onset and the offset of the main expression.
void flash(ClipPlan& clip, double share, int framesPerSecond)
{
    Random random = clip.random.fork("micro-expression");
    if (!clip.burst || !random.chance(share)) return;
    std::vector<std::string> others;
    for (const std::string& emotion : generatedEmotions())
        if (emotion != clip.emotion) others.push_back(emotion);
    const int shortest = std::max(2, static_cast<int>(std::ceil(framesPerSecond / 25.0)));
    const int longest = std::min(framesPerSecond / 2, clip.burst->offset - clip.burst->onset);
    const int length = shortest + static_cast<int>(random.below(static_cast<std::size_t>(longest - shortest + 1)));
    const int places = clip.burst->offset - clip.burst->onset + 1 - length;
    MicroExpression micro;
    micro.emotion = others[random.below(others.size())];
    micro.burst.onset = clip.burst->onset + static_cast<int>(random.below(static_cast<std::size_t>(places + 1)));
    micro.burst.offset = micro.burst.onset + length - 1;
    micro.burst.apex = micro.burst.release = micro.burst.onset + (length - 1) / 2;
    clip.micro = micro;
}

} // namespace

void applyConditions(std::vector<Recording>& recordings, const Layout& layout, const SynthOptions& options)
{
    for (Recording& recording : recordings) {
        const auto film = layout.film ? layout.film(recording) : std::nullopt;
        for (ClipPlan& clip : recording.plans) {
            light(clip, options.lighting);
            hide(clip, options.occluder);
            clip.camera.noise *= options.noise;
            clip.turn = options.turn * std::numbers::pi / 180;
            if (film) flash(clip, options.micro, film->framesPerSecond);
        }
    }
}

} // namespace mien::synth
