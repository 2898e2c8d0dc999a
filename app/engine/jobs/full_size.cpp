// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/full_size.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/resources.h"
#include "core/base/text.h"
#include "models/api/engine.h"

#include <algorithm>

namespace mien::jobs {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& columns()
{
    static const std::vector<std::string> names = {"network",    "parameters",   "samples",  "seconds",
                                                   "operations", "memory_bytes", "precision"};
    return names;
}

/// Samples of a step: as many as the paper's batch has, and so few that the largest network fits a small machine.
constexpr std::int64_t most = 8;

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
                                    text::number(work->operations),
                                    memory ? std::to_string(*memory) : std::string(),
                                    config.precision};
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
        auto row = takeStep(networks[i], engine);
        if (!row) return row.error();
        taken->rows.push_back(std::move(*row));
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
        const auto memory = text::toInt(row[5]);
        page += "| " + row[0] + " | " + row[1] + " | " + row[2] + " | " +
                text::fixed(text::toDouble(row[3]).value_or(notComputed), 2) + " | " +
                text::fixed(text::toDouble(row[4]).value_or(notComputed) / 1e9, 1) + " | " +
                (memory ? resources::bytesText(*memory) : "–") + " | " + row[6] + " |\n";
    }
    return page;
}

} // namespace mien::jobs
