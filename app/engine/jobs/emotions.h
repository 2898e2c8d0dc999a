// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "core/facs/emotion_table.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mien::jobs {

/// RunConfig::network of a run that holds tables from action units to emotions. It is none of the engine's: nothing of
/// it is trained by gradients.
inline constexpr const char* emotionsNetwork = "au_emotions";

/// Tables from action units to emotions (core/facs/emotion_table.h) behind a finished run of action units: for each of
/// its folds learned from the clips that it trained on, as its own network sees them, thresholds chosen on its
/// validation clips, tested on those that it held out.
struct EmotionsJob
{
    std::filesystem::path units;  ///< run of action units
    std::filesystem::path folder; ///< run folder to write
    EmotionTableOptions options;
    std::uint64_t seed = 1;                     ///< of the controls
    std::optional<std::filesystem::path> table; ///< tests this one, an expert's, in the place of learned ones
};

struct EmotionsResult
{
    RunReport report;
    double rulesAccuracy = notComputed;   ///< of the FACS rules on the same units (spec section 8)
    double controlAccuracy = notComputed; ///< mean over tables learned from shuffled labels
    double controlBest = notComputed;
    int controls = 0;
    std::filesystem::path folder;
};

/// Writes a run folder whose fold-K/emotions.csv hold the tables. Usage error where people are on both sides of a fold
/// of the unit run.
Result<EmotionsResult> learnEmotions(const EmotionsJob& job, Engine& engine, const RunControl& control);

/// What the tables of such a run say of windows whose units have been predicted: the mean over its folds.
Result<void> nameEmotions(const std::filesystem::path& folder, const std::vector<std::string>& units,
                          std::vector<WindowPrediction>& windows);

} // namespace mien::jobs
