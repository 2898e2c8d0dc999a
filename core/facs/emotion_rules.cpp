// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/facs/emotion_rules.h"

#include <algorithm>
#include <string_view>

namespace mien {

namespace {

struct Rule
{
    std::string_view emotion;
    std::vector<int> units;
    double lowest5 = 0;  ///< AU 5 at least as strong
    double highest5 = 5; ///< and not stronger; not graded passes
};

constexpr double intensityB = 2;
constexpr double intensityE = 5;

const std::vector<Rule>& rules()
{
    static const std::vector<Rule> table = {
        {"anger", {23, 24}},
        {"disgust", {9}},
        {"disgust", {10}},
        {"fear", {1, 2, 4}},
        {"fear", {1, 2, 5}, intensityE},
        {"happiness", {12}},
        {"sadness", {1, 4, 15}},
        {"sadness", {11}},
        {"sadness", {6, 15}},
        {"surprise", {1, 2}, 0, intensityB},
        {"surprise", {5}, 0, intensityB},
        {"contempt", {14}},
    };
    return table;
}

} // namespace

std::optional<std::string> emotionOfUnits(const std::vector<SeenUnit>& units)
{
    const auto isSeen = [&](int number) {
        return std::any_of(units.begin(), units.end(), [&](const SeenUnit& u) { return u.number == number; });
    };
    std::optional<double> grade5;
    for (const SeenUnit& unit : units)
        if (unit.number == 5 && unit.intensity) grade5 = std::max(grade5.value_or(0), *unit.intensity);

    const Rule* best = nullptr;
    for (const Rule& rule : rules()) {
        if (!std::all_of(rule.units.begin(), rule.units.end(), isSeen)) continue;
        if (grade5.value_or(0) < rule.lowest5 || grade5.value_or(0) > rule.highest5) continue;
        if (!best || rule.units.size() > best->units.size()) best = &rule;
    }
    return best ? std::optional(std::string(best->emotion)) : std::nullopt;
}

} // namespace mien
