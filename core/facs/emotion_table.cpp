// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/facs/emotion_table.h"

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/facs/emotions.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <stdexcept>
#include <unordered_map>

namespace mien {

namespace {

constexpr const char* neutral = "neutral";

/// What is tried for τ_s, τ_l and τ_d, ascending.
constexpr std::array shares = {0.02, 0.05, 0.1, 0.2};
constexpr std::array lifts = {1.2, 1.5, 2.0, 3.0};
constexpr std::array scores = {0.1, 0.2, 0.3, 0.5, 0.8, 1.2};

using Mask = std::uint32_t; ///< bit i = unit i of the list

/// In how many clips the units of a set come together: in all, and by emotion.
struct Count
{
    int all = 0;
    std::map<std::string, int> of;
};
using Counts = std::unordered_map<Mask, Count>;

/// Every set of up to `most` of the units that are there in a clip.
void addSets(const std::vector<int>& present, int most, const std::string& emotion, Counts& counts)
{
    const auto grow = [&](const auto& self, Mask set, std::size_t next) -> void {
        if (set != 0) {
            Count& count = counts[set];
            ++count.all;
            ++count.of[emotion];
        }
        if (std::popcount(set) == most) return;
        for (std::size_t i = next; i < present.size(); ++i) self(self, set | (Mask{1} << present[i]), i + 1);
    };
    grow(grow, 0, 0);
}

Counts countSets(const std::vector<UnitClip>& clips, std::size_t units, const EmotionTableOptions& options)
{
    Counts counts;
    for (const UnitClip& clip : clips) {
        if (clip.probabilities.size() != units) throw std::invalid_argument("a clip has other units than the list");
        std::vector<int> present;
        for (std::size_t u = 0; u < units; ++u)
            if (clip.probabilities[u] >= options.presentFrom) present.push_back(static_cast<int>(u));
        addSets(present, options.mostUnits, clip.emotion, counts);
    }
    return counts;
}

struct Candidate
{
    double value = 0; ///< lift · P(set | emotion)
    double lift = 0;
    double share = 0; ///< P(set | emotion)
    std::vector<int> units;
};

bool comesBefore(const Candidate& a, const Candidate& b)
{
    if (a.value != b.value) return a.value > b.value;
    if (a.units.size() != b.units.size()) return a.units.size() < b.units.size();
    return a.units < b.units;
}

std::vector<int> unitsIn(Mask set, const std::vector<int>& units)
{
    std::vector<int> in;
    for (std::size_t u = 0; u < units.size(); ++u)
        if (set >> u & 1) in.push_back(units[u]);
    std::sort(in.begin(), in.end());
    return in;
}

using Ranking = std::map<std::string, std::vector<Candidate>>; ///< by emotion, the best first

/// All sets that pass the thresholds of `options`.
Ranking rank(const std::vector<UnitClip>& clips, const std::vector<int>& units, const EmotionTableOptions& options)
{
    if (units.size() > 31) throw std::invalid_argument("more than 31 action units");
    const Counts counts = countSets(clips, units.size(), options);
    std::map<std::string, int> clipsOf;
    for (const UnitClip& clip : clips)
        if (!clip.emotion.empty() && clip.emotion != neutral) ++clipsOf[clip.emotion];
    Ranking ranking;
    for (const auto& [emotion, clipCount] : clipsOf) {
        std::vector<Candidate>& candidates = ranking[emotion];
        for (const auto& [set, count] : counts) {
            const auto own = count.of.find(emotion);
            const double all = static_cast<double>(count.all) / static_cast<double>(clips.size());
            const double share =
                ((own == count.of.end() ? 0 : own->second) + options.kappa * all) / (clipCount + options.kappa);
            const double lift = share / all;
            if (share < options.leastShare || lift < options.leastLift) continue;
            candidates.push_back({lift * share, lift, share, unitsIn(set, units)});
        }
        std::sort(candidates.begin(), candidates.end(), comesBefore);
    }
    return ranking;
}

/// The best that pass the thresholds of `options`, which are no lower than those of the ranking.
EmotionTable tableOf(const Ranking& ranking, const EmotionTableOptions& options)
{
    EmotionTable table;
    for (const auto& [emotion, candidates] : ranking) {
        int kept = 0;
        for (const Candidate& candidate : candidates) {
            if (candidate.share < options.leastShare || candidate.lift < options.leastLift) continue;
            if (++kept > options.setsPerEmotion) break;
            table.sets.push_back({emotion, candidate.units, candidate.lift});
        }
    }
    return table;
}

double accuracy(const EmotionTable& table, const std::vector<UnitClip>& clips, const std::vector<int>& units)
{
    const auto right = std::count_if(clips.begin(), clips.end(), [&](const UnitClip& clip) {
        return emotionOf(table, units, clip.probabilities) == clip.emotion;
    });
    return static_cast<double>(right) / static_cast<double>(clips.size());
}

Result<UnitSet> setOf(const std::vector<std::string>& cells, const std::string& where)
{
    const auto fault = [&](const std::string& what) { return Error::input(what, where); };
    UnitSet set;
    set.emotion = labelName(cells[0]);
    const auto weight = text::toDouble(text::trimmed(cells[2]));
    if (set.emotion.empty()) return fault("names no emotion");
    if (!weight || !std::isfinite(*weight) || *weight < 0) return fault("'" + cells[2] + "' is no weight");
    set.weight = *weight;
    if (set.emotion == neutral && text::trimmed(cells[1]).empty()) return set;
    for (const std::string& unit : text::split(cells[1], '+')) {
        const auto number = text::toInt(text::trimmed(unit));
        if (!number || *number < 1 || *number > 99) return fault("'" + cells[1] + "' are no units, as in 6+12");
        set.units.push_back(static_cast<int>(*number));
    }
    if (set.emotion == neutral) return fault("neutral is what is left, and has no units");
    std::sort(set.units.begin(), set.units.end());
    if (std::adjacent_find(set.units.begin(), set.units.end()) != set.units.end())
        return fault("names a unit twice: " + cells[1]);
    return set;
}

} // namespace

EmotionTable learnEmotionTable(const std::vector<UnitClip>& clips, const std::vector<int>& units,
                               const EmotionTableOptions& options)
{
    return tableOf(rank(clips, units, options), options);
}

std::vector<std::pair<std::string, double>> emotionScores(const EmotionTable& table, const std::vector<int>& units,
                                                          const std::vector<double>& probabilities)
{
    if (units.size() != probabilities.size()) throw std::invalid_argument("as many probabilities as units are needed");
    std::vector<std::pair<std::string, double>> all = {{neutral, table.neutralBelow}};
    for (const UnitSet& set : table.sets) {
        double least = 1;
        for (const int unit : set.units) {
            const auto at = std::find(units.begin(), units.end(), unit);
            least =
                std::min(least, at == units.end() ? 0 : probabilities[static_cast<std::size_t>(at - units.begin())]);
        }
        auto entry =
            std::find_if(all.begin() + 1, all.end(), [&](const auto& score) { return score.first == set.emotion; });
        if (entry == all.end()) entry = all.insert(all.end(), {set.emotion, 0});
        entry->second = std::max(entry->second, set.weight * least);
    }
    return all;
}

std::string emotionOf(const EmotionTable& table, const std::vector<int>& units,
                      const std::vector<double>& probabilities)
{
    const auto all = emotionScores(table, units, probabilities);
    return std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

ChosenTable chooseEmotionTable(const std::vector<UnitClip>& training, const std::vector<UnitClip>& validation,
                               const std::vector<int>& units, const EmotionTableOptions& options)
{
    EmotionTableOptions lowest = options;
    lowest.leastShare = std::min(lowest.leastShare, shares.front());
    lowest.leastLift = std::min(lowest.leastLift, lifts.front());
    const Ranking ranking = rank(training, units, lowest);
    ChosenTable best{tableOf(ranking, options), options};
    if (validation.empty()) return best;
    double reached = accuracy(best.table, validation, units);
    for (const double share : shares)
        for (const double lift : lifts) {
            ChosenTable other{{}, options};
            other.options.leastShare = share;
            other.options.leastLift = lift;
            other.table = tableOf(ranking, other.options);
            for (const double below : scores) {
                other.table.neutralBelow = below;
                const double now = accuracy(other.table, validation, units);
                if (now <= reached) continue;
                reached = now;
                best = other;
            }
        }
    return best;
}

std::string toCsv(const EmotionTable& table)
{
    std::string content = csv::line({"emotion", "units", "weight"});
    content += csv::line({neutral, "", text::number(table.neutralBelow)});
    for (const UnitSet& set : table.sets) {
        std::vector<std::string> units;
        for (const int unit : set.units) units.push_back(std::to_string(unit));
        content += csv::line({set.emotion, text::join(units, "+"), text::number(set.weight)});
    }
    return content;
}

Result<EmotionTable> readEmotionTable(const std::filesystem::path& file)
{
    const auto rows = csv::read(file);
    if (!rows) return rows.error();
    if (rows->header != std::vector<std::string>{"emotion", "units", "weight"})
        return Error::input("is no table of emotions", file.string(), "its first line is emotion,units,weight");
    EmotionTable table;
    for (std::size_t r = 0; r < rows->rows.size(); ++r) {
        const std::string where = file.string() + ", line " + std::to_string(rows->lines[r]);
        auto set = setOf(rows->rows[r], where);
        if (!set) return set.error();
        if (set->emotion == neutral)
            table.neutralBelow = set->weight;
        else
            table.sets.push_back(std::move(*set));
    }
    return table;
}

} // namespace mien
