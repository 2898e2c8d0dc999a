// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"
#include "core/dataset/readers/label_text.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

/// The annotation files of Aff-Wild2: a header, then line k + 1 for frame k.
namespace mien::affwild2 {

enum class Kind {
    ValenceArousal, ///< "valence,arousal": −1…1, −5 = not annotated
    Expression,     ///< "Neutral,Anger,…[,Other]": the place of the expression in the header, −1 = not annotated
    ActionUnits,    ///< "AU1,AU2,…": 0 or 1 each, −1 = not annotated
};
inline constexpr std::array<Kind, 3> kinds = {Kind::ValenceArousal, Kind::Expression, Kind::ActionUnits};

std::string_view nameOf(Kind kind); ///< "VA", "EXPR", "AU": what its folders begin with

struct Annotation
{
    bool isUsable = false; ///< the header is of the kind that the folder promises
    int frames = 0;
    FrameLabels labels; ///< of frame 1, 2 …; a line that says nothing intelligible counts as not annotated.
                        ///< The expression Other is "other".
};

Annotation parse(std::string_view text, Kind kind, std::vector<LineFault>& faults);

/// Adds what `file` says of the frames of these numbers (from 1; none = not annotated). Nothing where its header is of
/// another kind. Input error where it cannot be read.
Result<void> addLabels(const std::filesystem::path& file, Kind kind, const std::vector<std::optional<int>>& numbers,
                       FrameLabels& labels);

} // namespace mien::affwild2
