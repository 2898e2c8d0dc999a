// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/spread.h"

#include "core/eval/correlation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>

namespace mien {

namespace {

using Groups = std::vector<std::size_t>; ///< of each prediction

/// Figures of any choice of groups, each with how often it was drawn.
class Figures
{
public:
    virtual ~Figures() = default;
    virtual std::vector<std::string> names() const = 0;
    virtual void of(std::span<const long> weights, std::span<double> values) const = 0;
};

class UnitFigures final : public Figures
{
public:
    UnitFigures(const std::vector<Prediction>& predictions, const Groups& groups, std::size_t groupCount,
                std::size_t units)
        : m_units(units), m_present(groupCount, 0), m_found(groupCount, 0)
    {
        for (std::size_t i = 0; i < predictions.size(); ++i) {
            const Prediction& prediction = predictions[i];
            if (prediction.targets.size() != units || prediction.probabilities.size() != units) continue;
            for (std::size_t u = 0; u < units; ++u) {
                if (std::isnan(prediction.targets[u]) || std::isnan(prediction.probabilities[u])) continue;
                const bool present = prediction.targets[u] >= 0.5;
                m_units[u].push_back({prediction.probabilities[u], groups[i], present});
                m_present[groups[i]] += present;
                m_found[groups[i]] += present && prediction.probabilities[u] >= 0.5;
            }
        }
        for (auto& answers : m_units)
            std::sort(answers.begin(), answers.end(),
                      [](const Answer& a, const Answer& b) { return a.score > b.score; });
    }

    std::vector<std::string> names() const override { return {"map", "recall"}; }

    void of(std::span<const long> weights, std::span<double> values) const override
    {
        std::vector<double> precisions;
        long found = 0, present = 0;
        for (const auto& answers : m_units)
            if (const double precision = averagePrecision(answers, weights); !std::isnan(precision))
                precisions.push_back(precision);
        for (std::size_t g = 0; g < weights.size(); ++g) {
            present += weights[g] * m_present[g];
            found += weights[g] * m_found[g];
        }
        values[0] = meanOf(precisions);
        values[1] = present > 0 ? static_cast<double>(found) / static_cast<double>(present) : notComputed;
    }

private:
    struct Answer
    {
        double score;
        std::size_t group;
        bool positive;
    };

    /// As averagePrecision() of ranking.h, of answers that count as often as their group was drawn.
    static double averagePrecision(const std::vector<Answer>& answers, std::span<const long> weights)
    {
        double area = 0;
        long hits = 0, taken = 0;
        for (std::size_t i = 0; i < answers.size();) {
            const double step = answers[i].score;
            const long before = hits;
            for (; i < answers.size() && answers[i].score == step; ++i) {
                taken += weights[answers[i].group];
                hits += answers[i].positive ? weights[answers[i].group] : 0;
            }
            if (hits > before)
                area += static_cast<double>(hits - before) * static_cast<double>(hits) / static_cast<double>(taken);
        }
        return hits > 0 ? area / static_cast<double>(hits) : notComputed;
    }

    std::vector<std::vector<Answer>> m_units; ///< the most probable first
    std::vector<long> m_present, m_found;     ///< by group: pairs of a sample and a unit that it shows
};

class AffectFigures final : public Figures
{
public:
    AffectFigures(const std::vector<Prediction>& predictions, const Groups& groups, std::size_t groupCount)
        : m_sums(2, std::vector<Sums>(groupCount))
    {
        for (std::size_t i = 0; i < predictions.size(); ++i) {
            const Prediction& prediction = predictions[i];
            if (prediction.targets.size() != 2 || prediction.probabilities.size() != 2) continue;
            for (std::size_t d = 0; d < 2; ++d)
                if (!std::isnan(prediction.targets[d]) && !std::isnan(prediction.probabilities[d]))
                    m_sums[d][groups[i]].add(prediction.probabilities[d], prediction.targets[d]);
        }
    }

    std::vector<std::string> names() const override
    {
        return {"ccc_valence", "ccc_arousal", "rmse_valence", "rmse_arousal"};
    }

    void of(std::span<const long> weights, std::span<double> values) const override
    {
        for (std::size_t d = 0; d < 2; ++d) {
            Sums all;
            for (std::size_t g = 0; g < weights.size(); ++g) all.add(m_sums[d][g], static_cast<double>(weights[g]));
            values[d] = all.concordance();
            values[2 + d] = all.rootMeanSquare();
        }
    }

private:
    /// Sums over pairs of an answer x and a truth y.
    struct Sums
    {
        double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

        void add(double answer, double truth)
        {
            add({1, answer, truth, answer * answer, truth * truth, answer * truth}, 1);
        }
        void add(const Sums& other, double times)
        {
            n += times * other.n, x += times * other.x, y += times * other.y;
            xx += times * other.xx, yy += times * other.yy, xy += times * other.xy;
        }
        double concordance() const
        {
            if (n == 0) return notComputed;
            const double between = (x - y) * (x - y) / n;
            const double below = (xx - x * x / n) + (yy - y * y / n) + between;
            return below > 1e-12 * n ? 2 * (xy - x * y / n) / below : notComputed;
        }
        double rootMeanSquare() const { return n > 0 ? std::sqrt(std::max(0.0, xx - 2 * xy + yy) / n) : notComputed; }
    };

    std::vector<std::vector<Sums>> m_sums; ///< of valence and of arousal, by group
};

std::unique_ptr<Figures> figuresOf(Task task, const std::vector<Prediction>& predictions, const Groups& groups,
                                   std::size_t groupCount, std::size_t outputs)
{
    if (task == Task::Units) return std::make_unique<UnitFigures>(predictions, groups, groupCount, outputs);
    return std::make_unique<AffectFigures>(predictions, groups, groupCount);
}

/// The groups of predictions by `keyOf`, and the keys in ascending order.
template <typename KeyOf> auto groupsBy(const std::vector<Prediction>& predictions, KeyOf keyOf)
{
    using Key = std::decay_t<decltype(keyOf(predictions.front()))>;
    std::map<Key, std::size_t> places;
    for (const Prediction& prediction : predictions) places.emplace(keyOf(prediction), 0);
    std::vector<Key> keys;
    for (auto& [key, place] : places) {
        place = keys.size();
        keys.push_back(key);
    }
    Groups groups;
    for (const Prediction& prediction : predictions) groups.push_back(places.at(keyOf(prediction)));
    return std::pair(std::move(keys), std::move(groups));
}

void addFolds(std::vector<Spread>& spreads, const Figures& figures, const std::vector<int>& folds)
{
    std::vector<double> values(spreads.size());
    for (std::size_t f = 0; f < folds.size(); ++f) {
        std::vector<long> alone(folds.size(), 0);
        alone[f] = 1;
        figures.of(alone, values);
        for (std::size_t s = 0; s < spreads.size(); ++s) spreads[s].folds.emplace_back(folds[f], values[s]);
    }
    for (Spread& spread : spreads) {
        std::vector<double> known;
        for (const auto& [fold, value] : spread.folds)
            if (!std::isnan(value)) known.push_back(value);
        spread.mean = meanOf(known);
        if (known.size() < 2) continue;
        double squares = 0;
        for (const double value : known) squares += (value - spread.mean) * (value - spread.mean);
        spread.deviation = std::sqrt(squares / static_cast<double>(known.size() - 1));
    }
}

} // namespace

std::vector<Spread> spreadsOf(Task task, const std::vector<Prediction>& predictions, std::size_t outputs,
                              const BootstrapOptions& options)
{
    std::vector<Spread> spreads;
    if (task == Task::Classes || predictions.empty()) return spreads;
    const auto [folds, byFold] = groupsBy(predictions, [](const Prediction& p) { return p.fold; });
    const auto ofFolds = figuresOf(task, predictions, byFold, folds.size(), outputs);
    for (const std::string& name : ofFolds->names()) spreads.push_back({name, {}, notComputed, notComputed, {}});
    addFolds(spreads, *ofFolds, folds);

    const auto [subjects, bySubject] = groupsBy(predictions, [](const Prediction& p) { return p.subject; });
    if (subjects.front().empty()) return spreads; // the empty name comes first
    const auto ofSubjects = figuresOf(task, predictions, bySubject, subjects.size(), outputs);
    const auto statistic = [&, count = subjects.size()](std::span<const std::size_t> drawn, std::span<double> values) {
        std::vector<long> weights(count, 0);
        for (const std::size_t subject : drawn) ++weights[subject];
        ofSubjects->of(weights, values);
    };
    const auto intervals = bootstrapIntervals(subjects.size(), spreads.size(), statistic, options);
    for (std::size_t s = 0; s < spreads.size(); ++s) spreads[s].interval = intervals[s];
    return spreads;
}

std::vector<PairedSpread> pairedSpreads(Task task, const std::vector<Prediction>& first,
                                        const std::vector<Prediction>& second, std::size_t outputs,
                                        const BootstrapOptions& options)
{
    std::vector<PairedSpread> spreads;
    if (task == Task::Classes || first.empty() || second.empty()) return spreads;
    const auto subjectOf = [](const Prediction& p) { return p.subject; };
    const auto [subjects, ofFirst] = groupsBy(first, subjectOf);
    const auto [same, ofSecond] = groupsBy(second, subjectOf);
    if (subjects != same) throw std::invalid_argument("a paired comparison needs the same subjects on both sides");
    const std::size_t count = subjects.size();
    const auto a = figuresOf(task, first, ofFirst, count, outputs),
               b = figuresOf(task, second, ofSecond, count, outputs);
    const std::vector<std::string> names = a->names();
    std::vector<double> x(names.size()), y(names.size());
    const std::vector<long> once(count, 1);
    a->of(once, x);
    b->of(once, y);
    for (std::size_t s = 0; s < names.size(); ++s) spreads.push_back({names[s], x[s], y[s], {}});
    if (subjects.front().empty()) return spreads;
    const auto statistic = [&](std::span<const std::size_t> drawn, std::span<double> values) {
        std::vector<long> weights(count, 0);
        for (const std::size_t subject : drawn) ++weights[subject];
        a->of(weights, x);
        b->of(weights, y);
        for (std::size_t s = 0; s < names.size(); ++s) values[s] = y[s] - x[s];
    };
    const auto intervals = bootstrapIntervals(count, names.size(), statistic, options);
    for (std::size_t s = 0; s < names.size(); ++s) spreads[s].difference = intervals[s];
    return spreads;
}

} // namespace mien
