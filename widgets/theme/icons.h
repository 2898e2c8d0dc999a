// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace mien {

enum class Glyph {
    Play,
    Pause,
    StepBack,
    StepForward,
    JumpBack,
    JumpForward,
    LeapBack,
    LeapForward,
    First,
    Last,
    Loop,
    Layers,
    Float,
    Close,
    Cancel,
    FinishEarly,
    Filter,
};

/// A one-colour icon drawn as a path: sharp at any scale, in the text colour of the widget's palette group and mode.
QIcon glyphIcon(Glyph glyph);

} // namespace mien
