// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/run_comparison.h"

#include "core/base/text.h"
#include "core/eval/run_report.h"
#include "core/types/sample_name.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

namespace mien {

namespace {

using Key = std::pair<int, std::string>; ///< fold, sample
using BySample = std::map<Key, const Prediction*>;

Result<BySample> bySample(const ComparedRun& run)
{
    BySample samples;
    for (const Prediction& prediction : run.predictions)
        if (!samples.emplace(Key{prediction.fold, prediction.sample}, &prediction).second)
            return Error::input("the clip '" + prediction.sample + "' is listed twice in one fold",
                                run.name + "/predictions.csv");
    return samples;
}

std::set<std::string> samplesOf(const BySample& all)
{
    std::set<std::string> names;
    for (const auto& [key, prediction] : all) names.insert(key.second);
    return names;
}

std::string truthName(const ComparedRun& run, const Prediction& prediction)
{
    return prediction.truth < 0 ? std::string() : run.classes.at(static_cast<std::size_t>(prediction.truth));
}

bool isShuffled(const ComparedRun& run)
{
    return run.config.control == "shuffled_labels";
}

/// What is not annotated is so in both.
bool alike(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return std::abs(x - y) < 1e-6 || (std::isnan(x) && std::isnan(y)); });
}

std::optional<Error> whyNotPaired(const ComparedRun& first, const BySample& a, const ComparedRun& second,
                                  const BySample& b)
{
    const std::string where = first.name + " and " + second.name;
    const auto inFirst = samplesOf(a), inSecond = samplesOf(b);
    if (inFirst != inSecond) {
        std::vector<std::string> shared;
        std::set_intersection(inFirst.begin(), inFirst.end(), inSecond.begin(), inSecond.end(),
                              std::back_inserter(shared));
        return Error::usage("do not hold out the same clips (" + std::to_string(inFirst.size()) + " and " +
                                std::to_string(inSecond.size()) + ", " + std::to_string(shared.size()) +
                                " of them shared), so nothing can be paired",
                            where,
                            first.config.network == second.config.network
                                ? "train both on the same data with the same --protocol and --seed"
                                : "networks take different samples of the same data: clips that are too short are left "
                                  "out, neutral ones drawn, windows begin later; compare those that are tested on the "
                                  "same ones");
    }
    const auto sameKey = [](const auto& x, const auto& y) { return x.first == y.first; };
    if (a.size() != b.size() || !std::equal(a.begin(), a.end(), b.begin(), sameKey))
        return Error::usage("hold out the same clips, but in other folds: the networks that answered for a clip had "
                            "learned from other people",
                            where, "train both with the same --protocol and --seed");
    if (isShuffled(first) || isShuffled(second)) return std::nullopt;
    for (const auto& [key, prediction] : a) {
        if (!alike(prediction->targets, b.at(key)->targets))
            return Error::usage("know other targets of the sample '" + key.second + "'", where,
                                "train both on the same data");
        const std::string x = truthName(first, *prediction), y = truthName(second, *b.at(key));
        if (x != y)
            return Error::usage("know another truth of the clip '" + key.second + "': '" + x + "' and '" + y + "'",
                                where, "train both with the same labels");
    }
    return std::nullopt;
}

/// The clip that a sample was made of: "S1_2" of "S1_2#31". Clips of neutral samples ("S1_2#neutral") count on their
/// own.
std::string clipOf(const std::string& sample)
{
    return text::endsWith(sample, "#neutral") ? sample : clipOfSample(sample);
}

/// Clips of one side of all folds. Training counts validation in: it chose the epoch.
std::set<Key> clipsOf(const ComparedRun& run, bool tested)
{
    std::set<Key> keys;
    for (const SplitRow& row : run.splits)
        if ((row.role == "test") == tested) keys.insert({row.fold, clipOf(row.sample)});
    return keys;
}

/// In clips: a network may be asked about many windows of a clip and have been trained on one.
double testPerTrain(const ComparedRun& run)
{
    const auto learned = clipsOf(run, false).size();
    return learned > 0 ? static_cast<double>(clipsOf(run, true).size()) / static_cast<double>(learned) : notComputed;
}

std::vector<std::string> pathsOf(const RunConfig& config)
{
    std::vector<std::string> paths;
    for (const auto& dataset : config.datasets) paths.push_back(dataset.path);
    return paths;
}

void addRunNotes(const ComparedRun& run, std::vector<std::string>& notes)
{
    if (isShuffled(run))
        notes.push_back(run.name + " is a control run with shuffled labels: a clip counts as right there when it meets "
                                   "its shuffled label");
    else if (run.config.control != "none")
        notes.push_back(run.name + " is a control run (" + run.config.control + ")");
    if (run.config.selectOn == "test")
        notes.push_back(run.name + " chose its epoch on the held-out clips: its accuracy is too high");
    if (run.config.landmarks != "extract")
        notes.push_back(run.name + " did not measure its landmarks (" + run.config.landmarks + ")");
}

std::vector<std::string> notesOf(const ComparedRun& first, const ComparedRun& second)
{
    std::vector<std::string> notes;
    addRunNotes(first, notes);
    if (second.name != first.name) addRunNotes(second, notes);
    if (pathsOf(first.config) != pathsOf(second.config))
        notes.push_back("the runs name other dataset folders; clips are taken as the same by their names");
    if (clipsOf(first, false) != clipsOf(second, false))
        notes.push_back("the networks learned from other clips: the difference is that of the data, too");
    return notes;
}

/// Of one of several comparisons: intervals that hold for all figures of all of them together at 95 % (Bonferroni).
std::vector<PairedSpread> pairedSpreads(Task task, const ComparedRun& first, const ComparedRun& second,
                                        std::size_t comparisons)
{
    const std::size_t figures = task == Task::Units ? 2 : 4;
    BootstrapOptions options;
    options.coverage = 1 - 0.05 / static_cast<double>(figures * comparisons);
    options.resamples *= static_cast<int>(std::min<std::size_t>(comparisons, 10)); // for the ends of wider intervals
    return mien::pairedSpreads(task, first.predictions, second.predictions, first.classes.size(), options);
}

long subjectsOf(const ComparedRun& run)
{
    std::set<std::string> subjects;
    for (const Prediction& prediction : run.predictions)
        if (!prediction.subject.empty()) subjects.insert(prediction.subject);
    return static_cast<long>(subjects.size());
}

Result<RunComparison> comparePair(const ComparedRun& first, const ComparedRun& second, std::size_t comparisons)
{
    const auto a = bySample(first), b = bySample(second);
    if (!a) return a.error();
    if (!b) return b.error();
    if (const auto error = whyNotPaired(first, *a, second, *b)) return *error;
    RunComparison comparison;
    comparison.first = first.name;
    comparison.second = second.name;
    comparison.notes = notesOf(first, second);
    const Task task = taskOf(first.predictions, first.classes);
    if (task != taskOf(second.predictions, second.classes) ||
        (task != Task::Classes && first.classes != second.classes))
        return Error::usage("do not answer the same questions", first.name + " and " + second.name,
                            "compare runs of one kind of output");
    if (task != Task::Classes) {
        comparison.spreads = pairedSpreads(task, first, second, comparisons);
        comparison.samples = static_cast<long>(first.predictions.size());
        comparison.subjects = subjectsOf(first);
        constexpr long fewSubjects = 20; // see bootstrap.h
        if (comparison.subjects < fewSubjects)
            comparison.notes.push_back("with " + std::to_string(comparison.subjects) +
                                       " subjects the intervals are rather too short");
        return comparison;
    }
    std::vector<PairedSample> samples;
    for (const auto& [key, x] : *a) {
        const Prediction* y = b->at(key);
        if (x->truth < 0 || y->truth < 0 || x->probabilities.empty() || y->probabilities.empty()) continue;
        samples.push_back({x->subject, x->fold, x->predicted() == x->truth, y->predicted() == y->truth});
    }
    if (samples.empty())
        return Error::usage("share no clip with a truth and two answers", first.name + " and " + second.name);
    if (const std::size_t left = a->size() - samples.size(); left > 0)
        comparison.notes.push_back(std::to_string(left) + " clips without a truth or an answer are left out");
    // The larger one, with which less is found, so that it does not matter which run is named first.
    const double x = testPerTrain(first), y = testPerTrain(second);
    comparison.figures = comparePaired(samples, std::isnan(x) || std::isnan(y) ? notComputed : std::max(x, y));
    return comparison;
}

} // namespace

Result<ComparedRun> readComparedRun(const std::filesystem::path& folder)
{
    const RunFolder run(folder);
    auto config = run.config();
    if (!config) return config.error();
    auto classes = run.classes();
    if (!classes) return classes.error();
    auto predictions = run.predictions();
    if (!predictions) return predictions.error();
    auto splits = run.splits();
    if (!splits) return splits.error();
    return ComparedRun{folder.string(), *std::move(config), *std::move(classes), *std::move(predictions),
                       *std::move(splits)};
}

Result<std::vector<RunComparison>> compareRuns(const std::vector<ComparedRun>& runs)
{
    if (runs.size() < 2) throw std::invalid_argument("a comparison needs two runs");
    std::vector<RunComparison> comparisons;
    std::vector<double> mcNemar, resampledT;
    for (std::size_t i = 1; i < runs.size(); ++i) {
        auto comparison = comparePair(runs.front(), runs[i], runs.size() - 1);
        if (!comparison) return comparison.error();
        mcNemar.push_back(comparison->figures.mcNemar.p);
        resampledT.push_back(comparison->figures.resampledT.p);
        comparisons.push_back(*std::move(comparison));
    }
    const auto mcNemarHolm = holmAdjusted(mcNemar), resampledTHolm = holmAdjusted(resampledT);
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
        comparisons[i].mcNemarHolm = mcNemarHolm[i];
        comparisons[i].resampledTHolm = resampledTHolm[i];
    }
    return comparisons;
}

} // namespace mien
