// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mien {

/// Names of emotions in every file, JSON and model, in this order.
inline constexpr std::array<std::string_view, 8> emotionNames = {"neutral", "anger",     "contempt", "disgust",
                                                                 "fear",    "happiness", "sadness",  "surprise"};

/// The name for any spelling of the field ("happy", "Angry", "SU", "happyiness"), case ignored; nothing if unknown.
/// The only alias table of the program.
std::optional<std::string> emotionFromAlias(std::string_view alias);

/// The name under which a label is kept: that of the emotion, however it is spelt; any other as it is, without blanks
/// around it.
std::string labelName(std::string_view text);

/// The emotion that a misspelt label seems to mean ("Hapiness"); nothing for known ones, and for words of their own
/// ("repression").
std::optional<std::string> nearestEmotion(std::string_view label);

/// What readers say of a label that is no emotion: that the class keeps its name, and which emotion may be meant.
std::string wordsOnForeignLabel(std::string_view label);

} // namespace mien
