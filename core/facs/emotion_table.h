// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

/// From action units to emotions by a table that is learned (action unit spec, section 9): sets of units that come
/// together more often where an emotion is shown. Few enough that an expert may read and change them.
namespace mien {

/// The units of one clip, and what it shows.
struct UnitClip
{
    std::string emotion;               ///< of the truth; empty = not known
    std::vector<double> probabilities; ///< mean over the clip, one per unit of the list that goes with it
};

/// A set of units that speaks for an emotion, by its lift P(set | emotion) / P(set).
struct UnitSet
{
    std::string emotion;
    std::vector<int> units; ///< numbers, ascending
    double weight = 0;

    friend bool operator==(const UnitSet&, const UnitSet&) = default;
};

struct EmotionTable
{
    std::vector<UnitSet> sets;
    double neutralBelow = 0.2; ///< τ_d: a clip no emotion of which reaches this score is neutral

    friend bool operator==(const EmotionTable&, const EmotionTable&) = default;
};

struct EmotionTableOptions
{
    double kappa = 20;        ///< κ, how many clips the prior P(set) weighs
    double leastShare = 0.05; ///< τ_s of P(set | emotion)
    double leastLift = 1.5;   ///< τ_l
    int setsPerEmotion = 3;   ///< the best by lift · P(set | emotion)
    int mostUnits = 5;        ///< of a set
    double presentFrom = 0.5; ///< a unit is there from this probability on
};

/// The units of `clips` are `units`, 31 at most. Clips that are neutral count in P(set), but get no sets: neutral is
/// what is left. Equal sets are ranked by fewer units, then lower numbers. std::invalid_argument where lengths differ.
EmotionTable learnEmotionTable(const std::vector<UnitClip>& clips, const std::vector<int>& units,
                               const EmotionTableOptions& options = {});

/// The score of each emotion in order of the table's first mention, neutral (with `neutralBelow`) before them:
/// max over its sets of weight · min of the units' probabilities. Units that are not given count as absent.
std::vector<std::pair<std::string, double>> emotionScores(const EmotionTable& table, const std::vector<int>& units,
                                                          const std::vector<double>& probabilities);

/// The emotion of the highest score; neutral on a tie with it, else the first.
std::string emotionOf(const EmotionTable& table, const std::vector<int>& units,
                      const std::vector<double>& probabilities);

/// Thresholds τ_s, τ_l and τ_d by the accuracy on `validation` clips of the table learned from `training`: the
/// defaults unless others do better. Without validation clips the defaults.
struct ChosenTable
{
    EmotionTable table;
    EmotionTableOptions options;
};
ChosenTable chooseEmotionTable(const std::vector<UnitClip>& training, const std::vector<UnitClip>& validation,
                               const std::vector<int>& units, const EmotionTableOptions& options = {});

/// As text: a row `emotion,units,weight` for each set ("happiness,7+12+13,2.4"); the row of neutral has no units and
/// its weight is `neutralBelow`. Reading refuses what is no such table with file and line.
std::string toCsv(const EmotionTable& table);
Result<EmotionTable> readEmotionTable(const std::filesystem::path& file);

} // namespace mien
