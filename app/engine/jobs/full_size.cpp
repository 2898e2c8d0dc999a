// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/full_size.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/resources.h"
#include "core/base/text.h"
#include "models/api/engine.h"

#include <algorithm>
#include <exception>

namespace mien::jobs {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& columns()
{
    static const std::vector<std::string> names = {"network",    "parameters",   "samples",   "seconds",
                                                   "operations", "memory_bytes", "precision", "problem"};
    return names;
}

/// Samples of a step: as many as the paper's batch has, and so few that the largest network fits a small machine.
constexpr std::int64_t most = 8;

/// A row of the table, without its problem.
Result<std::vector<std::string>> takeStep(const std::string& network, Engine& engine)
{
    RunConfig config;
    config.network = network;
    config.preset = "paper";
    const auto options = engine.resolve(config);
    if (!options) return options.error();
    const std::int64_t batch = text::toInt(options->at("batch_size")).value_or(most);
    config.options["batch_size"] = std::to_string(std::min(batch, most));
    const auto bench = engine.benchSteps(config);
    if (!bench) return bench.error();
    const auto work = (*bench)->work();
    if (!work) return work.error();
    const auto seconds = (*bench)->run(1); // the one that was counted also made what is kept between steps
    if (!seconds) return seconds.error();
    const auto memory = (*bench)->memory();
    return std::vector<std::string>{network,
                                    std::to_string((*bench)->parameters()),
                                    std::to_string((*bench)->batch()),
                                    text::number(seconds->front()),
                                    work->isWhole ? text::number(work->operations) : std::string(),
                                    memory ? std::to_string(*memory) : std::string(),
                                    config.precision};
}

/// The same; a network that cannot take its step has a row with the reason.
std::vector<std::string> rowOf(const std::string& network, Engine& engine)
{
    std::string problem;
    try {
        auto row = takeStep(network, engine);
        if (row) {
            row->emplace_back();
            return *row;
        }
        problem = row.error().message();
    } catch (const std::exception& fault) { // memory that is not to be had
        problem = text::split(fault.what(), '\n').front();
    }
    std::vector<std::string> row(columns().size());
    row.front() = network;
    row.back() = problem;
    return row;
}

Result<csv::Table> read(const fs::path& table)
{
    std::error_code code;
    if (!fs::exists(table, code)) return csv::Table{columns(), {}, {}};
    auto read = csv::read(table);
    if (read && read->header != columns())
        return Error::input("has other columns than this version writes", table.string(),
                            "remove it: the steps are taken again");
    return read;
}

} // namespace

Result<void> takeFullSizeSteps(const std::vector<std::string>& networks, const fs::path& table, Engine& engine,
                               const RunControl& control)
{
    auto taken = read(table);
    if (!taken) return taken.error();
    for (std::size_t i = 0; i < networks.size(); ++i) {
        const auto known = std::find_if(taken->rows.begin(), taken->rows.end(),
                                        [&](const auto& row) { return row.front() == networks[i]; });
        if (known != taken->rows.end()) continue;
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        control.report(Progress{"a step of " + networks[i] + " at full size", static_cast<std::int64_t>(i),
                                static_cast<std::int64_t>(networks.size())});
        taken->rows.push_back(rowOf(networks[i], engine));
        std::string content = csv::line(columns());
        for (const auto& each : taken->rows) content += csv::line(each);
        if (auto written = files::writeAtomically(table, content); !written) return written;
    }
    return {};
}

Result<std::string> fullSizeSteps(const fs::path& table)
{
    const auto taken = read(table);
    if (!taken) return taken.error();
    if (taken->rows.empty()) return std::string();
    std::string page = "| network | trainable parameters | samples | seconds | GFLOP | memory | precision |\n"
                       "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const auto& row : taken->rows) {
        if (!row.back().empty()) {
            page += "| " + row[0] + " | failed: " + row.back() + " | | | | | |\n";
            continue;
        }
        const auto operations = text::toDouble(row[4]); // none of hand-written layers
        const auto memory = text::toInt(row[5]);
        page += "| " + row[0] + " | " + row[1] + " | " + row[2] + " | " +
                text::fixed(text::toDouble(row[3]).value_or(notComputed), 2) + " | " +
                (operations ? text::fixed(*operations / 1e9, 1) : "–") + " | " +
                (memory ? resources::bytesText(*memory) : "–") + " | " + row[6] + " |\n";
    }
    return page;
}

} // namespace mien::jobs
