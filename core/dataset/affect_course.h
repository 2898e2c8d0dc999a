// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string_view>
#include <vector>

namespace mien {

/// Valence and arousal of one frame of a film, −1…1; NaN = not known.
struct AffectFrame
{
    enum class Source {
        None,         ///< nothing is known: no face was found in the whole film
        Cnn,          ///< a network that saw this frame alone
        Rnn,          ///< a network that saw the frames before it
        Interpolated, ///< from its neighbours
    };

    double valence = std::numeric_limits<double>::quiet_NaN();
    double arousal = std::numeric_limits<double>::quiet_NaN();
    Source source = Source::None;
    double seconds = 0;
};

/// "", "cnn", "rnn", "interpolated", as in files.
std::string_view name(AffectFrame::Source source);

/// Frames of Source::None become what lies on the line between the nearest known ones, before the first and behind the
/// last of these what they say; then all are cut to −1…1 (valence/arousal spec, section 7). Where nothing is known all
/// stays unknown.
void completeCourse(std::vector<AffectFrame>& frames);

} // namespace mien
