// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/experiment.h"

#include "app/engine/jobs/full_size.h"
#include "app/engine/jobs/run_data.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/config/reference_tables.h"
#include "core/project/run_timing.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace mien::jobs {

namespace {

/// Short ones are not 0.
std::string secondsText(double seconds)
{
    return text::fixed(seconds, seconds < 10 ? 1 : 0);
}

std::string durationText(double seconds)
{
    return seconds < 90 ? secondsText(seconds) + " seconds" : text::fixed(seconds / 60, 1) + " minutes";
}

using Summary = std::map<std::string, std::string>;

/// A cell with what its run says of itself; empty where it has not finished.
struct Row
{
    const ExperimentCell* cell;
    const CellOutcome* outcome;
    Summary summary;

    double number(const std::string& figure) const
    {
        const auto at = summary.find(figure);
        return at == summary.end() ? notComputed : text::toDouble(at->second).value_or(notComputed);
    }
    std::string text(const std::string& fact) const
    {
        const auto at = summary.find(fact);
        return at == summary.end() ? std::string() : at->second;
    }
    double classesShown = notComputed;   ///< classes of the held-out samples: a network may have more outputs
    double secondsPerFold = notComputed; ///< of training
    double seconds = 0;                  ///< of training, all folds
};

struct Column
{
    const char* figure; ///< in summary.json
    const char* title;
};

/// What the tables show of a task, the figure that decides first.
std::vector<Column> columnsOf(const std::string& task)
{
    if (task == "units") return {{"map", "mAP"}, {"recall", "recall"}, {"macro_f1", "macro F1"}};
    if (task == "affect")
        return {{"ccc_valence", "CCC valence"},
                {"ccc_arousal", "CCC arousal"},
                {"rmse_valence", "RMSE valence"},
                {"rmse_arousal", "RMSE arousal"}};
    return {{"accuracy_mean", "accuracy, mean of folds"},
            {"accuracy_subjects", "accuracy, mean of subjects"},
            {"balanced_accuracy", "balanced accuracy"},
            {"macro_f1", "macro F1"}};
}

/// What one run says of how a figure varies: its 95 % interval over people, its standard deviation over folds.
std::string variationOf(const Row& row, const std::string& figure)
{
    std::string variation;
    const double low = row.number(figure + "_low"), high = row.number(figure + "_high");
    if (!std::isnan(low) && !std::isnan(high))
        variation += " [" + text::fixed(low, 3) + ", " + text::fixed(high, 3) + "]";
    const std::string stem = figure == "accuracy_mean" ? "accuracy" : figure;
    // Over people that of subjects would be, which the interval says.
    const double deviation = figure == "accuracy_subjects" ? notComputed : row.number(stem + "_std");
    if (!std::isnan(deviation)) variation += ", folds ± " + text::fixed(deviation, 3);
    return variation;
}

/// Mean over seeds with the sample standard deviation, or where there is one run with its own variation.
std::string overSeeds(const std::vector<const Row*>& rows, const char* figure)
{
    std::vector<double> values;
    const Row* last = nullptr;
    for (const Row* row : rows)
        if (const double value = row->number(figure); !std::isnan(value)) {
            values.push_back(value);
            last = row;
        }
    if (values.empty()) return "–";
    double mean = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    if (values.size() == 1) return text::fixed(mean, 3) + variationOf(*last, figure);
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return text::fixed(mean, 3) + " ± " + text::fixed(std::sqrt(squares / static_cast<double>(values.size() - 1)), 3);
}

double meanOf(const std::vector<const Row*>& rows, const char* figure)
{
    double sum = 0;
    int count = 0;
    for (const Row* row : rows)
        if (const double value = row->number(figure); !std::isnan(value)) {
            sum += value;
            ++count;
        }
    return count > 0 ? sum / count : notComputed;
}

/// What the first column has to be read against: of classes the share of one in as many, and always the commonest; of
/// action units the same network on shuffled labels; of a correlation 0.
std::string chanceOf(const std::string& task, const std::vector<const Row*>& rows,
                     const std::vector<const Row*>& shuffled)
{
    if (rows.empty()) return "–";
    if (task == "affect") return "0";
    if (task == "units") {
        const double above = meanOf(rows, "map") - meanOf(shuffled, "map");
        return std::isnan(above) ? "no shuffled control" : text::fixed(above, 3) + " above the shuffled control";
    }
    const double chance = 1 / rows.front()->classesShown;
    return text::fixed(meanOf(rows, "accuracy_mean") / chance, 1) + " × " + text::fixed(chance, 3) +
           "; always the commonest: " + text::fixed(rows.front()->number("chance_level"), 3);
}

/// The figure that decides in a table of a paper; nothing of rows and measures that are about something else.
std::string printedIn(const ReferenceTable& table, const ReferenceRow& row)
{
    std::vector<std::string> figures;
    for (const ReferenceMeasure& measure : table.measures) {
        const std::string value = referenceText(measure, row.value(measure.id));
        const bool decides = table.id == "summary"           ? measure.id == "from" && row.item == "evaluation mAP"
                             : table.id == "valence_arousal" ? text::startsWith(measure.id, "ccc_")
                                                             : text::startsWith(measure.id, "accuracy");
        if (decides && !value.empty())
            figures.push_back(measure.kind == ReferenceMeasure::Kind::Share ? value : measure.text + " " + value);
    }
    return text::join(figures, ", ");
}

/// What the paper of a network prints: of other people, data and protocols.
std::string printedOf(const std::vector<ReferencePaper>& papers, const std::string& network)
{
    const auto reference = referenceFor(papers, network);
    std::vector<std::string> parts;
    if (!reference) return "–";
    for (const ReferenceTable& table : reference->tables) {
        // Tables of what networks answer; others are about parameters, times or other people's systems.
        if (!text::startsWith(table.id, "accuracy") && table.id != "ablation" && table.id != "valence_arousal" &&
            table.id != "summary")
            continue;
        for (const ReferenceRow& row : table.rows)
            if (const std::string figures = printedIn(table, row); !figures.empty()) {
                const std::string& of = row.item.empty() ? row.model : row.item;
                const std::string part = (table.rows.size() > 1 ? of + " " : "") + figures + " on " + table.dataset;
                if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
            }
    }
    if (parts.empty()) return "–";
    const std::string& remark = reference->network.remark;
    return text::join(parts, "; ") + (remark.empty() ? remark : ". " + remark);
}

/// The setting's name and what it sets.
std::string settingText(const ExperimentCell& cell)
{
    std::vector<std::string> parts;
    if (!cell.setting.empty()) parts.push_back(cell.setting);
    if (cell.config.preset != "recommended") parts.push_back("preset=" + cell.config.preset);
    if (cell.config.precision != "float32") parts.push_back("precision=" + cell.config.precision);
    for (const auto& [name, value] : cell.config.options) parts.push_back(name + "=" + value);
    return text::join(parts, " ");
}

/// Of the finished runs, and how many were asked for where some are missing.
std::string seedsText(const std::vector<const Row*>& finished, std::size_t asked)
{
    std::vector<std::string> seeds;
    for (const Row* row : finished) seeds.push_back(std::to_string(row->cell->config.seed));
    if (finished.size() < asked) seeds.push_back("of " + std::to_string(asked));
    return text::join(seeds, " ");
}

/// How many action units the mean is over: those that somebody shows.
std::string unitsScored(const Row& row)
{
    return text::fixed(row.number("class_count") - row.number("units_without_positives"), 0) + " of " +
           row.text("class_count");
}

std::string markdownLine(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (const std::string& cell : cells) line += " " + cell + " |";
    return line + "\n";
}

/// One table: rows that differ by their seeds alone are one.
std::string tableOf(const std::string& title, const std::vector<const Row*>& rows,
                    const std::vector<ReferencePaper>& papers)
{
    std::string task = "classes";
    for (const Row* row : rows)
        if (!row->text("task").empty()) task = row->text("task");
    const auto columns = columnsOf(task);
    std::vector<std::string> header = {"network", "setting", "protocol", "control", "seeds"};
    for (const Column& column : columns) header.push_back(column.title);
    if (task == "units") header.push_back("units scored");
    header.insert(header.end(), {"against chance", "held out", "subjects", "parameters", "seconds per fold", "paper"});
    std::string table = (title.empty() ? "" : "## " + title + "\n\n") + markdownLine(header) +
                        markdownLine(std::vector<std::string>(header.size(), "---"));
    std::vector<std::vector<std::string>> keys;
    std::map<std::vector<std::string>, std::vector<const Row*>> groups;
    for (const Row* row : rows) {
        const RunConfig& config = row->cell->config;
        const std::vector<std::string> key = {config.network, row->cell->setting, row->cell->protocol,
                                              config.control == "none" ? "" : config.control};
        if (!groups.count(key)) keys.push_back(key);
        groups[key].push_back(row);
    }
    for (const auto& key : keys) {
        const auto& group = groups.at(key);
        std::vector<const Row*> finished;
        for (const Row* row : group)
            if (!row->summary.empty()) finished.push_back(row);
        std::vector<std::string> cells = key;
        cells[1] = settingText(*group.front()->cell);
        cells.push_back(seedsText(finished, group.size()));
        for (const Column& column : columns) cells.push_back(overSeeds(finished, column.figure));
        std::vector<const Row*> shuffled, ofProtocol;
        for (const Row* row : rows)
            if (row->cell->config.network == key[0] && row->cell->setting == key[1] &&
                row->cell->config.control == "shuffled_labels" && !row->summary.empty()) {
                shuffled.push_back(row);
                if (row->cell->protocol == key[2]) ofProtocol.push_back(row);
            }
        if (!ofProtocol.empty()) shuffled = ofProtocol;
        if (task == "units") cells.push_back(finished.empty() ? "–" : unitsScored(*finished.front()));
        cells.push_back(key[3].empty() || task == "classes" ? chanceOf(task, finished, shuffled) : "");
        cells.push_back(finished.empty() ? "–" : finished.front()->text("held_out"));
        cells.push_back(finished.empty() ? "–" : finished.front()->text("held_out_subjects"));
        cells.push_back(finished.empty() ? "–" : finished.front()->text("parameters"));
        cells.push_back(finished.empty() ? "–" : secondsText(finished.front()->secondsPerFold));
        cells.push_back(key[3].empty() ? printedOf(papers, key[0]) : "");
        table += markdownLine(cells);
    }
    for (const Row* row : rows)
        if (row->outcome->state == CellOutcome::State::Failed)
            table += "\n" + row->cell->name + " failed: " + row->outcome->problem + "\n";
    return table + "\n";
}

bool isOf(const Row& row, const ExperimentJob& job)
{
    if (row.outcome->state == CellOutcome::State::Finished) return true;
    if (row.outcome->state == CellOutcome::State::Failed) return false;
    const std::filesystem::path folder = job.output / row.cell->name;
    RunConfig asked = row.cell->config;
    if (!asked.parentRun.empty()) asked.parentRun = (job.output / asked.parentRun).string();
    const auto stored = configOf(folder);
    return stored && isRunOf(*stored, asked, folder);
}

std::string processor()
{
    const auto content = files::read("/proc/cpuinfo");
    if (!content) return "unknown processor";
    for (const std::string& line : text::split(*content, '\n'))
        if (text::startsWith(line, "model name"))
            return std::string(text::trimmed(std::string_view(line).substr(line.find(':') + 1)));
    return "unknown processor";
}

std::string csvOf(const std::vector<Row>& rows)
{
    std::set<std::string> figures;
    for (const Row& row : rows)
        for (const auto& [name, value] : row.summary)
            if (text::toDouble(value)) figures.insert(name);
    std::vector<std::string> header = {"cell",     "block",   "network", "setting",
                                       "protocol", "control", "state",   "problem"};
    header.insert(header.end(), figures.begin(), figures.end());
    std::string table = csv::line(header);
    for (const Row& row : rows) {
        const bool finished = !row.summary.empty();
        const RunConfig& config = row.cell->config;
        std::vector<std::string> cells = {row.cell->name,
                                          row.cell->block,
                                          config.network,
                                          row.cell->setting,
                                          row.cell->protocol,
                                          config.control,
                                          finished                                           ? "finished"
                                          : row.outcome->state == CellOutcome::State::Failed ? "failed"
                                                                                             : "waiting",
                                          row.outcome->problem};
        for (const std::string& figure : figures) cells.push_back(row.text(figure));
        table += csv::line(cells);
    }
    return table;
}

} // namespace

Result<void> writeResults(const ExperimentJob& job, const ExperimentOutcome& outcome)
{
    std::vector<Row> rows;
    for (std::size_t i = 0; i < outcome.cells.size(); ++i) {
        rows.push_back({&outcome.experiment.cells[i], &outcome.cells[i], {}});
        const RunFolder run(job.output / rows.back().cell->name);
        // Figures of a run with other settings would stand under these.
        if (!run.isFinished() || !isOf(rows.back(), job)) continue;
        auto summary = run.summary();
        if (!summary) return summary.error();
        rows.back().summary = std::move(*summary);
        if (const auto predictions = run.predictions(); predictions && rows.back().text("task") == "classes") {
            std::set<int> shown;
            for (const Prediction& prediction : *predictions) shown.insert(prediction.truth);
            rows.back().classesShown = static_cast<double>(shown.size());
        }
        if (const auto timing = runTiming(run); timing && timing->folds > 0) {
            rows.back().secondsPerFold = timing->secondsPerFold;
            rows.back().seconds = timing->secondsPerFold * timing->folds;
        }
    }
    if (auto written = files::writeAtomically(job.output / "results.csv", csvOf(rows)); !written) return written;

    const auto finished = std::count_if(rows.begin(), rows.end(), [](const Row& row) { return !row.summary.empty(); });
    std::string page = "# " + (outcome.experiment.title.empty() ? "Results" : outcome.experiment.title) + "\n\n";
    const double seconds =
        std::accumulate(rows.begin(), rows.end(), 0.0, [](double sum, const Row& row) { return sum + row.seconds; });
    page += "Written on " + QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString() + " by Mien " +
            MIEN_VERSION + " on " + std::to_string(usableCores()) + " cores of " + processor() + ". " +
            std::to_string(finished) + " of " + std::to_string(rows.size()) +
            " runs are finished, their training took " + durationText(seconds) + ", this start " +
            durationText(outcome.seconds) +
            ". ± is the standard deviation over seeds, or of one run over its folds; [ , ] a 95 % interval by "
            "resampling held-out subjects.\n\n";
    if (!outcome.experiment.generated.empty())
        page += "The faces are drawn by Mien: the figures say what the networks can learn, nothing about people.\n\n";
    page +=
        "*paper* is what the network's paper prints, of other people, data and protocols: `mien-cli evaluate` of a run "
        "spells out how they differ.\n\n";
    const auto papers = referencePapers();
    std::vector<std::string> titles;
    for (const Row& row : rows)
        if (std::find(titles.begin(), titles.end(), row.cell->block) == titles.end()) titles.push_back(row.cell->block);
    for (const std::string& title : titles) {
        std::vector<const Row*> block;
        for (const Row& row : rows)
            if (row.cell->block == title) block.push_back(&row);
        page += tableOf(title, block, papers);
    }
    const auto fullSize = fullSizeSteps(job.output / fullSizeTable);
    if (!fullSize) return fullSize.error();
    if (!fullSize->empty())
        page += "## One training step at full size\n\nThe networks as their papers have them, on random input; memory "
                "is what the process grew by.\n\n" +
                *fullSize;
    return files::writeAtomically(job.output / "RESULTS.md", page);
}

} // namespace mien::jobs
