// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "app/cli/report_text.h"
#include "app/cli/run_argument.h"
#include "core/base/text.h"
#include "core/project/run_comparison.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace mien::cli {

namespace {

QJsonObject spreadsOf(const RunComparison& comparison)
{
    QJsonArray figures;
    for (const PairedSpread& spread : comparison.spreads)
        figures.append(QJsonObject{{QStringLiteral("figure"), json(spread.name)},
                                   {QStringLiteral("first"), json(spread.first)},
                                   {QStringLiteral("second"), json(spread.second)},
                                   {QStringLiteral("difference"), json(spread.second - spread.first)},
                                   {QStringLiteral("difference_low"), json(spread.difference.low)},
                                   {QStringLiteral("difference_high"), json(spread.difference.high)}});
    return {{QStringLiteral("first"), json(comparison.first)},
            {QStringLiteral("second"), json(comparison.second)},
            {QStringLiteral("samples"), static_cast<qint64>(comparison.samples)},
            {QStringLiteral("subjects"), static_cast<qint64>(comparison.subjects)},
            {QStringLiteral("figures"), figures},
            {QStringLiteral("notes"), json(comparison.notes)}};
}

QJsonObject jsonOf(const RunComparison& comparison)
{
    if (!comparison.spreads.empty()) return spreadsOf(comparison);
    const PairedComparison& figures = comparison.figures;
    const ResampledT& t = figures.resampledT;
    return {{QStringLiteral("first"), json(comparison.first)},
            {QStringLiteral("second"), json(comparison.second)},
            {QStringLiteral("samples"), static_cast<qint64>(figures.samples)},
            {QStringLiteral("subjects"), static_cast<qint64>(figures.subjects)},
            {QStringLiteral("both_right"), static_cast<qint64>(figures.bothRight)},
            {QStringLiteral("only_first"), static_cast<qint64>(figures.mcNemar.onlyFirst)},
            {QStringLiteral("only_second"), static_cast<qint64>(figures.mcNemar.onlySecond)},
            {QStringLiteral("both_wrong"), static_cast<qint64>(figures.bothWrong)},
            {QStringLiteral("accuracy_first"), json(figures.firstAccuracy)},
            {QStringLiteral("accuracy_second"), json(figures.secondAccuracy)},
            {QStringLiteral("difference"), json(figures.difference)},
            {QStringLiteral("difference_low"), json(figures.interval.low)},
            {QStringLiteral("difference_high"), json(figures.interval.high)},
            {QStringLiteral("mcnemar_p"), json(figures.mcNemar.p)},
            {QStringLiteral("mcnemar_mid_p"), json(figures.mcNemar.midP)},
            {QStringLiteral("mcnemar_p_holm"), json(comparison.mcNemarHolm)},
            {QStringLiteral("folds"), t.folds},
            {QStringLiteral("fold_difference_mean"), json(t.mean)},
            {QStringLiteral("fold_difference_std"), json(t.deviation)},
            {QStringLiteral("t"), json(t.t)},
            {QStringLiteral("degrees"), t.degrees},
            {QStringLiteral("t_p"), json(t.p)},
            {QStringLiteral("t_p_holm"), json(comparison.resampledTHolm)},
            {QStringLiteral("notes"), json(comparison.notes)}};
}

std::string probability(double p)
{
    if (std::isnan(p)) return "not computed";
    return p < 0.0001 ? "below 0.0001" : text::fixed(p, 4);
}

std::string points(double share)
{
    return (share > 0 ? "+" : "") + text::fixed(100 * share, 1) + " points";
}

std::string foldLine(const ResampledT& t)
{
    std::string line = "  corrected t over folds  p " + probability(t.p);
    if (t.folds < 2) return line + ": it needs two folds";
    if (std::isnan(t.t)) return line + ": every fold differs by the same amount";
    return line + " (t " + text::fixed(t.t, 2) + ", " + std::to_string(t.degrees) + " degrees; mean of " +
           std::to_string(t.folds) + " folds " + points(t.mean) + ", standard deviation " +
           text::fixed(100 * t.deviation, 1) + ")";
}

/// Whether all answers see a difference, at 95 %: three, or two where there is one fold.
std::string verdict(const RunComparison& comparison, bool isOneOfSeveral)
{
    const PairedComparison& figures = comparison.figures;
    constexpr double level = 0.05;
    const double p = isOneOfSeveral ? comparison.mcNemarHolm : figures.mcNemar.p;
    const double t = isOneOfSeveral ? comparison.resampledTHolm : figures.resampledT.p;
    const bool interval =
        figures.interval.isComputed() && (figures.interval.low > 0 || figures.interval.high < 0); // 0 lies outside
    std::vector<std::string> against;
    if (!interval) against.emplace_back("the interval");
    if (!(p < level)) against.emplace_back("McNemar's test");
    const bool oneFold = figures.resampledT.folds < 2;
    if (!oneFold && !(t < level)) against.emplace_back("the t-test");
    if (against.empty())
        return std::string(figures.difference > 0 ? "the second is better" : "the first is better") +
               (oneFold ? " on this one fold; the t-test, which needs two, was not asked" : "");
    return "no difference is demonstrated: not by " + text::join(against, ", ");
}

/// What an interval of a difference says. Of six people one in 32 chance differences has all on one side; of fewer
/// more.
std::string verdictOf(const PairedSpread& spread, long subjects)
{
    constexpr long fewestSubjects = 6;
    const Interval& interval = spread.difference;
    const bool isAbove = interval.low > 0, isBelow = interval.high < 0;
    if (subjects < fewestSubjects) return std::to_string(subjects) + " subjects are too few for a verdict";
    if (!isAbove && !isBelow) return "no difference is demonstrated";
    const bool lessIsBetter = text::startsWith(spread.name, "rmse");
    return isAbove != lessIsBetter ? "the second is better" : "the first is better";
}

std::string describeSpreads(const RunComparison& comparison)
{
    std::string page = comparison.second + " against " + comparison.first + ", " + std::to_string(comparison.samples) +
                       " samples of " + std::to_string(comparison.subjects) + " subjects\n";
    for (const PairedSpread& spread : comparison.spreads) {
        const Interval& interval = spread.difference;
        std::string name = spread.name;
        name.resize(std::max<std::size_t>(name.size(), 14), ' ');
        page += "  " + name + text::fixed(spread.second, 3) + " against " + text::fixed(spread.first, 3) +
                ", difference " + (spread.second > spread.first ? "+" : "") +
                text::fixed(spread.second - spread.first, 3);
        constexpr long fewest = 3;
        if (interval.isComputed())
            page += " [" + text::fixed(interval.low, 3) + ", " + text::fixed(interval.high, 3) +
                    "]: " + verdictOf(spread, comparison.subjects);
        else
            page += comparison.subjects < fewest ? " (no interval: it needs at least three named subjects)"
                                                 : " (no interval: the figure is not defined here)";
        page += "\n";
    }
    page += "  [ , ]: by resampling subjects, the same for both; all intervals shown hold together at 95 %\n";
    for (const std::string& note : comparison.notes) page += "  note: " + note + "\n";
    return page;
}

std::string describe(const RunComparison& comparison, bool isOneOfSeveral)
{
    if (!comparison.spreads.empty()) return describeSpreads(comparison);
    const PairedComparison& figures = comparison.figures;
    const McNemar& test = figures.mcNemar;
    std::string page = comparison.second + " against " + comparison.first + "\n";
    page += "  accuracy                " + percent(figures.secondAccuracy) + " against " +
            percent(figures.firstAccuracy) + " of " + std::to_string(figures.samples) + " clips\n";
    page += "  difference              " + points(figures.difference) + percentInterval(figures.interval) +
            (figures.interval.isComputed() ? " (95 % by resampling " + std::to_string(figures.subjects) + " subjects)\n"
                                           : " (no interval: it needs at least three subjects)\n");
    page += "  right                   both " + std::to_string(figures.bothRight) + ", only " + comparison.second +
            " " + std::to_string(test.onlySecond) + ", only " + comparison.first + " " +
            std::to_string(test.onlyFirst) + ", neither " + std::to_string(figures.bothWrong) + "\n";
    page += "  McNemar, all clips      p " + probability(test.p) + " (exact), " + probability(test.midP) + " (mid-p)\n";
    page += foldLine(figures.resampledT) + "\n";
    if (isOneOfSeveral)
        page += "  for several comparisons McNemar p " + probability(comparison.mcNemarHolm) + ", t p " +
                probability(comparison.resampledTHolm) + " (Holm)\n";
    page += "  verdict                 " + verdict(comparison, isOneOfSeveral) + "\n";
    for (const std::string& note : comparison.notes) page += "  note: " + note + "\n";
    return page;
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    if (arguments.positionals().size() < 2)
        return Error::usage("a comparison needs two runs", {}, "name the run to compare with first, then the others");
    std::vector<ComparedRun> runs;
    for (const std::string& folder : arguments.positionals()) {
        if (auto checked = requireRun(folder); !checked) return checked.error();
        auto compared = readComparedRun(folder);
        if (!compared) return compared.error();
        runs.push_back(*std::move(compared));
    }
    const auto comparisons = compareRuns(runs);
    if (!comparisons) return comparisons.error();
    for (const RunComparison& comparison : *comparisons) {
        if (arguments.has("json"))
            context.print(jsonOf(comparison));
        else
            context.out() << describe(comparison, comparisons->size() > 1)
                          << (&comparison == &comparisons->back() ? "" : "\n");
    }
    return {};
}

} // namespace

const Command& compareCommand()
{
    static const Command command = {
        .name = "compare",
        .summary = "Compares runs pair by pair on the held-out clips of the same folds: is one better, or was it luck?",
        .details =
            "Every further run is compared with the first. Differences are second minus first. Runs have to hold out "
            "the same clips in the same folds (same data, --protocol and --seed); others are refused.\n"
            "Three answers, because each has a weakness. McNemar's test counts the clips that only one of the two got "
            "right; it takes clips as independent and is too sure where a person has several. The corrected resampled "
            "t-test (Nadeau & Bengio 2003) looks at the accuracies of the folds and allows for their shared training "
            "clips; with few folds it finds little. The interval of the difference comes from resampling subjects and "
            "speaks of other people; it says nothing of other seeds of training. A difference that one of them does "
            "not support is not demonstrated; the last line says so.\n"
            "JSON, a line for each comparison: {first, second, samples, subjects, both_right, only_first, only_second, "
            "both_wrong, accuracy_first, accuracy_second, difference, difference_low, difference_high, mcnemar_p, "
            "mcnemar_mid_p, mcnemar_p_holm, folds, fold_difference_mean, fold_difference_std, t, degrees, t_p, "
            "t_p_holm, "
            "notes[]}; null = not computed, _holm = adjusted for the number of comparisons. Runs of action units, or "
            "of "
            "valence and arousal, have {first, second, samples, subjects, figures[{figure, first, second, difference, "
            "difference_low, "
            "difference_high}], notes[]}: differences of the pooled figures with intervals over subjects that hold "
            "together at 95 %",
        .syntax = {.positionals = {{"RUN", "Run folder; the first is the one that the others are compared with.",
                                    true}},
                   .options = {jsonOption("One line of JSON for each comparison.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
