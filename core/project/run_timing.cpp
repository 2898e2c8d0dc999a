// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/run_timing.h"

#include "core/base/csv.h"
#include "core/base/text.h"

#include <algorithm>
#include <map>
#include <set>

namespace mien {

namespace {

Result<std::map<int, double>> secondsByFold(const std::filesystem::path& file)
{
    const auto table = csv::read(file);
    if (!table) return table.error();
    const int foldColumn = table->column("fold"), secondsColumn = table->column("seconds");
    if (foldColumn < 0 || secondsColumn < 0)
        return Error::input("the columns 'fold' and 'seconds' are needed", file.string());
    std::map<int, double> seconds;
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
        const auto& row = table->rows[r];
        const auto fold = text::toInt(row[static_cast<std::size_t>(foldColumn)]);
        const auto time = text::toDouble(row[static_cast<std::size_t>(secondsColumn)]);
        if (!fold || *fold < 1 || *fold > 1000000 || !time || !(*time >= 0))
            return Error::input("is no time of an epoch", file.string() + ", line " + std::to_string(table->lines[r]));
        seconds[static_cast<int>(*fold)] += *time;
    }
    return seconds;
}

} // namespace

Result<RunTiming> runTiming(const RunFolder& run)
{
    RunTiming timing;
    const auto file = run.path() / "timing.csv";
    std::error_code code;
    if (!std::filesystem::exists(file, code) || !std::filesystem::exists(run.path() / "predictions.csv", code))
        return timing;
    const auto seconds = secondsByFold(file);
    if (!seconds) return seconds.error();
    const auto predictions = run.predictions();
    if (!predictions) return predictions.error();
    std::map<int, std::set<std::string>> heldOut;
    for (const Prediction& prediction : *predictions) heldOut[prediction.fold].insert(prediction.subject);
    double sum = 0;
    for (const auto& [fold, time] : *seconds) {
        const auto found = heldOut.find(fold);
        if (found == heldOut.end()) continue;
        sum += time;
        ++timing.folds;
        timing.subjects += static_cast<int>(found->second.size());
    }
    if (timing.folds == 0) return timing;
    // Folds that were trained side by side took this time together.
    if (run.isFinished())
        if (const auto summary = run.summary(); summary && summary->count("folds_at_once"))
            sum /= std::max(1.0, text::toDouble(summary->at("folds_at_once")).value_or(1));
    timing.secondsPerFold = sum / timing.folds;
    timing.secondsPerSubject = sum / timing.subjects;
    return timing;
}

} // namespace mien
