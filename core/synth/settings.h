// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/synth/expression.h"
#include "core/synth/synth.h"

#include <string>

namespace mien::synth {

/// "easy", "standard" (what the layout has) or "hard": how far emotions overlap. Throws std::invalid_argument for
/// others.
ExpressionDifficulty adjusted(const ExpressionDifficulty& ofLayout, const std::string& difficulty);

} // namespace mien::synth

namespace mien {

/// Sets one of the settings that synthSettingsHelp() lists. Usage error that says what can be given.
Result<void> applySynthSetting(SynthOptions& options, const std::string& name, const std::string& value);

std::string synthSettingsHelp(); ///< names and values, for --help

} // namespace mien
