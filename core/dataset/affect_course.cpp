// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/affect_course.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace mien {

std::string_view name(AffectFrame::Source source)
{
    switch (source) {
    case AffectFrame::Source::Cnn:
        return "cnn";
    case AffectFrame::Source::Rnn:
        return "rnn";
    case AffectFrame::Source::Interpolated:
        return "interpolated";
    case AffectFrame::Source::None:
        break;
    }
    return "";
}

void completeCourse(std::vector<AffectFrame>& frames)
{
    using Source = AffectFrame::Source;
    const auto fill = [&](std::size_t f, double valence, double arousal) {
        frames[f].valence = valence;
        frames[f].arousal = arousal;
        frames[f].source = Source::Interpolated;
    };
    std::optional<std::size_t> before;
    for (std::size_t f = 0; f < frames.size(); ++f) {
        if (frames[f].source == Source::None) continue;
        const AffectFrame& known = frames[f];
        const AffectFrame& last = frames[before.value_or(f)];
        const std::size_t begin = before ? *before + 1 : 0;
        for (std::size_t g = begin; g < f; ++g) {
            const double share = before ? static_cast<double>(g - *before) / static_cast<double>(f - *before) : 1;
            fill(g, std::lerp(last.valence, known.valence, share), std::lerp(last.arousal, known.arousal, share));
        }
        before = f;
    }
    if (!before) return;
    for (std::size_t f = *before + 1; f < frames.size(); ++f) fill(f, frames[*before].valence, frames[*before].arousal);
    for (AffectFrame& frame : frames) {
        frame.valence = std::clamp(frame.valence, -1.0, 1.0);
        frame.arousal = std::clamp(frame.arousal, -1.0, 1.0);
    }
}

} // namespace mien
