// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/run_report.h"

#include "core/eval/agreement.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace mien {

namespace {

MultiLabelReport unitsOf(const std::vector<Prediction>& predictions, const std::vector<std::string>& outputs)
{
    std::vector<int> truth;
    std::vector<double> probabilities;
    for (const Prediction& prediction : predictions) {
        if (prediction.targets.size() != outputs.size() || prediction.probabilities.size() != outputs.size()) continue;
        for (const double target : prediction.targets) truth.push_back(std::isnan(target) ? -1 : target >= 0.5 ? 1 : 0);
        probabilities.insert(probabilities.end(), prediction.probabilities.begin(), prediction.probabilities.end());
    }
    return evaluateMultiLabel(truth, probabilities, outputs);
}

AffectReport affectOf(const std::vector<Prediction>& predictions, std::size_t batch)
{
    std::vector<double> said[2], true_[2];
    for (const Prediction& prediction : predictions) {
        if (prediction.targets.size() != 2 || prediction.probabilities.size() != 2) continue;
        for (std::size_t d = 0; d < 2; ++d) {
            said[d].push_back(prediction.probabilities[d]);
            true_[d].push_back(prediction.targets[d]);
        }
    }
    const auto icc = [&](std::size_t d) {
        std::vector<std::vector<double>> ratings;
        for (std::size_t i = 0; i < said[d].size(); ++i) ratings.push_back({said[d][i], true_[d][i]});
        return intraclassCorrelation(ratings).fixedSingle;
    };
    return {regressionScore(said[0], true_[0], batch), regressionScore(said[1], true_[1], batch), icc(0), icc(1)};
}

} // namespace

RunReport::RunReport(ClassificationReport report)
    : samples(report.confusion.total()), subjects(static_cast<long>(report.bySubject.subjects.size())),
      classes(std::move(report))
{
}

Task taskOf(const std::vector<Prediction>& predictions, const std::vector<std::string>& outputs)
{
    if (std::all_of(predictions.begin(), predictions.end(), [](const Prediction& p) { return p.targets.empty(); }))
        return Task::Classes;
    return outputs == std::vector<std::string>{"valence", "arousal"} ? Task::Affect : Task::Units;
}

RunReport reportOf(Task task, const std::vector<Prediction>& predictions, const std::vector<std::string>& outputs,
                   const ReportOptions& options)
{
    if (task == Task::Classes) return evaluate(predictions, outputs);
    RunReport report;
    report.task = task;
    report.samples = static_cast<long>(predictions.size());
    std::set<std::string> subjects;
    for (const Prediction& prediction : predictions) subjects.insert(prediction.subject);
    report.subjects = static_cast<long>(subjects.size());
    if (task == Task::Units)
        report.units = unitsOf(predictions, outputs);
    else
        report.affect = affectOf(predictions, options.batch);
    report.spreads = spreadsOf(task, predictions, outputs.size(), options.intervals);
    return report;
}

std::vector<std::pair<std::string, double>> scalarFigures(const RunReport& report)
{
    std::vector<std::pair<std::string, double>> figures;
    switch (report.task) {
    case Task::Classes:
        for (const auto& [name, value] : scalarFigures(report.classes)) figures.emplace_back(name, value);
        break;
    case Task::Units:
        figures = {{"map", report.units.meanAveragePrecision},
                   {"units_without_positives", static_cast<double>(report.units.labelsWithoutPositives)},
                   {"recall", report.units.microRecall},
                   {"precision", report.units.microPrecision},
                   {"macro_f1", report.units.macroF1}};
        break;
    case Task::Affect:
        figures = {{"ccc_valence", report.affect.valence.ccc},   {"ccc_arousal", report.affect.arousal.ccc},
                   {"rmse_valence", report.affect.valence.rmse}, {"rmse_arousal", report.affect.arousal.rmse},
                   {"pcc_valence", report.affect.valence.pcc},   {"pcc_arousal", report.affect.arousal.pcc},
                   {"icc_valence", report.affect.valenceIcc},    {"icc_arousal", report.affect.arousalIcc}};
        for (const auto& [name, score] :
             {std::pair{"valence", &report.affect.valence}, {"arousal", &report.affect.arousal}}) {
            if (score->batches == 0) continue; // not asked for
            figures.emplace_back(std::string("ccc_") + name + "_batch_mean", score->batchCcc);
            figures.emplace_back(std::string("rmse_") + name + "_batch_mean", score->batchRmse);
        }
        break;
    }
    for (const Spread& spread : report.spreads) {
        figures.emplace_back(spread.name + "_mean", spread.mean);
        figures.emplace_back(spread.name + "_std", spread.deviation);
        figures.emplace_back(spread.name + "_low", spread.interval.low);
        figures.emplace_back(spread.name + "_high", spread.interval.high);
    }
    return figures;
}

} // namespace mien
