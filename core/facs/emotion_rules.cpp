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

struct Prototype
{
    const char* name;
    std::vector<int> units;
};

const std::vector<Prototype>& prototypes()
{
    static const std::vector<Prototype> table = {
        {"happy", {12, 25}},
        {"sad", {4, 15}},
        {"fearful", {1, 4, 20, 25}},
        {"angry", {4, 7, 24}},
        {"surprised", {1, 2, 25, 26}},
        {"disgusted", {9, 10, 17}},
        {"happily sad", {4, 6, 12, 25}},
        {"happily surprised", {1, 2, 12, 25}},
        {"happily disgusted", {10, 12, 25}},
        {"sadly fearful", {1, 4, 15, 25}},
        {"sadly angry", {4, 7, 15}},
        {"sadly surprised", {1, 4, 25, 26}},
        {"sadly disgusted", {4, 10}},
        {"fearfully angry", {4, 20, 25}},
        {"fearfully surprised", {1, 2, 5, 20, 25}},
        {"fearfully disgusted", {1, 4, 10, 20, 25}},
        {"angrily surprised", {4, 25, 26}},
        {"disgustedly surprised", {1, 2, 5, 10}},
        {"happily fearful", {1, 2, 12, 25, 26}},
        {"angrily disgusted", {4, 10, 17}},
        {"awed", {1, 2, 5, 25}},
        {"appalled", {4, 9, 10}},
        {"hatred", {4, 7, 10}},
    };
    return table;
}

bool has(const std::vector<int>& units, int unit)
{
    return std::find(units.begin(), units.end(), unit) != units.end();
}

} // namespace

std::vector<FiredRule> firedRules(const std::vector<SeenUnit>& units)
{
    const auto seen = [&](int number) {
        return std::find_if(units.begin(), units.end(), [&](const SeenUnit& u) { return u.number == number; });
    };
    std::optional<double> grade5;
    for (const SeenUnit& unit : units)
        if (unit.number == 5 && unit.intensity) grade5 = std::max(grade5.value_or(0), *unit.intensity);

    std::vector<FiredRule> fired;
    for (const Rule& rule : rules()) {
        if (!std::all_of(rule.units.begin(), rule.units.end(), [&](int n) { return seen(n) != units.end(); })) continue;
        if (grade5.value_or(0) < rule.lowest5 || grade5.value_or(0) > rule.highest5) continue;
        FiredRule one{std::string(rule.emotion), rule.units, 0};
        for (const int number : rule.units)
            one.probability += seen(number)->probability / static_cast<double>(rule.units.size());
        fired.push_back(std::move(one));
    }
    std::stable_sort(fired.begin(), fired.end(), [](const FiredRule& a, const FiredRule& b) {
        return a.probability != b.probability ? a.probability > b.probability : a.units.size() > b.units.size();
    });
    return fired;
}

std::optional<std::string> emotionOfUnits(const std::vector<SeenUnit>& units)
{
    const auto fired = firedRules(units);
    return fired.empty() ? std::nullopt : std::optional(fired.front().emotion);
}

std::vector<PrototypeScore> prototypeScores(const std::vector<int>& present, const std::vector<int>& known)
{
    std::vector<PrototypeScore> scores;
    for (const Prototype& prototype : prototypes()) {
        int wanted = 0, there = 0, outside = 0;
        for (const int unit : prototype.units) {
            wanted += has(known, unit);
            there += has(known, unit) && has(present, unit);
        }
        for (const int unit : present) outside += !has(prototype.units, unit);
        scores.push_back({prototype.name, 0});
        if (wanted > 0) scores.back().score += static_cast<double>(there) / wanted;
        if (!present.empty()) scores.back().score -= static_cast<double>(outside) / static_cast<double>(present.size());
    }
    std::stable_sort(scores.begin(), scores.end(),
                     [](const PrototypeScore& a, const PrototypeScore& b) { return a.score > b.score; });
    return scores;
}

} // namespace mien
