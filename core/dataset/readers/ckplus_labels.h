// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/dataset/dataset_index.h"
#include "core/types/geometry.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mien::ckplus {

/// The emotion in a `_emotion.txt`: one number, often in e-notation. 0 neutral, 1 anger, 2 contempt, 3 disgust,
/// 4 fear, 5 happiness, 6 sadness, 7 surprise (CK+ ReadMe). Empty, with a warning, if it holds anything else.
std::optional<std::string> parseEmotion(std::string_view text, const std::string& file,
                                        std::vector<Diagnostic>& diagnostics);

/// The action units in a `_facs.txt`: lines "AU intensity". Intensity 0 means present, not graded. Lines that say
/// anything else are left out, each with a warning.
std::vector<AuCode> parseFacs(std::string_view text, const std::string& file, std::vector<Diagnostic>& diagnostics);

/// The 68 points of a `_landmarks.txt`, lines "x y" in pixels; empty if it holds anything else.
std::optional<Landmarks68> parseLandmarks(std::string_view text);

/// "S005" for every way subjects are written: "s5", "S0005" (a slip of the ReadMe); other names as they are.
std::string canonicalSubject(const std::string& name);

} // namespace mien::ckplus
