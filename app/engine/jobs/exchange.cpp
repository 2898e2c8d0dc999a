// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/exchange.h"

#include "app/engine/jobs/run_data.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/config/model_card_json.h"
#include "core/project/run_folder.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <set>

namespace mien::jobs {

namespace fs = std::filesystem;

namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

std::string joined(const std::map<std::string, std::string>& values)
{
    std::vector<std::string> parts;
    for (const auto& [key, value] : values) parts.push_back(key + "=" + value);
    return text::join(parts, ", ");
}

/// People and samples of the fold's parts.
Result<Facts> partsOf(const RunFolder& run, int fold)
{
    const auto rows = run.splits();
    if (!rows) return rows.error();
    Facts facts;
    for (const auto& [role, name] : {std::pair{"train", "training"}, {"val", "validation"}, {"test", "held_out"}}) {
        std::set<std::string> people;
        std::size_t samples = 0;
        for (const SplitRow& row : *rows) {
            if (row.fold != fold || row.role != role) continue;
            people.insert(row.subject);
            ++samples;
        }
        facts.emplace_back(std::string(name) + "_subjects", std::to_string(people.size()));
        facts.emplace_back(std::string(name) + "_samples", std::to_string(samples));
    }
    return facts;
}

/// What whoever gets the weights should know of how they came about. Names of folders, no paths: those are the user's.
Result<Facts> trainingFacts(const RunFolder& run, const RunConfig& config, int fold)
{
    std::vector<std::string> datasets;
    for (const auto& dataset : config.datasets) datasets.push_back(fs::path(dataset.path).filename().string());
    Facts facts = {{"datasets", text::join(datasets, ", ")},
                   {"where", joined(config.where)},
                   {"labels", joined(config.labels)},
                   {"preset", config.preset},
                   {"protocol", config.protocol},
                   {"seed", std::to_string(config.seed)},
                   {"fold", std::to_string(fold)},
                   {"precision", config.precision},
                   {"landmarks", config.landmarks},
                   {"select_on", config.selectOn},
                   {"control", config.control},
                   {"starting_weights_sha256", config.weightsHash}};
    const auto parts = partsOf(run, fold);
    if (!parts) return parts.error();
    facts.insert(facts.end(), parts->begin(), parts->end());
    if (run.isFinished()) {
        const auto summary = run.summary();
        if (!summary) return summary.error();
        for (const char* key : {"accuracy_mean", "accuracy_std", "subject_disjoint", "finished_early"})
            if (const auto it = summary->find(key); it != summary->end()) facts.emplace_back(key, it->second);
    }
    const auto environment = run.environment();
    if (!environment) return environment.error();
    for (const auto& [key, name] : {std::pair{"generated data", "generated_data"},
                                    {"landmark model SHA-256", "landmark_model_sha256"},
                                    {"libtorch", "libtorch"}})
        if (const auto it = environment->find(key); it != environment->end()) facts.emplace_back(name, it->second);
    std::erase_if(facts, [](const auto& fact) { return fact.second.empty(); });
    return facts;
}

Result<ExportedModule> exportFold(const ExportJob& job, const RunConfig& config, int fold, Engine& engine)
{
    ExportedModule out;
    out.fold = fold;
    out.module = job.folder / (config.network + "-fold-" + std::to_string(fold) + ".pt");
    out.card = cardFileOf(out.module);
    auto card = engine.exportModule(config, job.run, fold, out.module);
    if (!card) return card.error();
    auto facts = trainingFacts(RunFolder(job.run), config, fold);
    if (!facts) return facts.error();
    card->training = std::move(facts).value();
    card->licence = job.licence.empty() ? "not stated; that of the training data applies" : job.licence;
    card->version = MIEN_VERSION;
    const auto hash = sha256Of(out.module);
    if (!hash) return hash.error();
    card->sha256 = *hash;
    if (auto written = files::writeAtomically(out.card, toJson(*card)); !written) return written.error();
    return out;
}

} // namespace

Result<std::vector<ExportedModule>> exportRun(const ExportJob& job, Engine& engine, const RunControl& control)
{
    const auto config = configOf(job.run);
    if (!config) return config.error();
    if (!RunFolder(job.run).isFinished())
        return Error::usage("the run is not finished: its weights are those of an epoch in between", job.run.string(),
                            "let it finish: train --resume");
    std::vector<int> folds = foldsWith(job.run, "best.pt");
    if (folds.empty())
        return Error::input("the run has no weights (no fold-K/best.pt)", job.run.string(), "train it first");
    if (job.fold) folds = {*job.fold};
    if (auto made = files::ensureFolder(job.folder); !made) return made.error();
    std::vector<ExportedModule> modules;
    for (const int fold : folds) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        auto module = exportFold(job, *config, fold, engine);
        if (!module) return module.error();
        modules.push_back(std::move(module).value());
        control.report(
            Progress{"exporting", static_cast<std::int64_t>(modules.size()), static_cast<std::int64_t>(folds.size())});
    }
    return modules;
}

bool isModule(const fs::path& path)
{
    std::error_code code;
    return path.extension() == ".pt" && !fs::is_directory(path, code);
}

Result<ModelCard> cardOf(const fs::path& module)
{
    std::error_code code;
    if (!fs::exists(module, code)) return Error::input("the file does not exist", module.string());
    const fs::path file = cardFileOf(module);
    if (!fs::exists(file, code))
        return Error::input("the module has no description beside it", module.string(),
                            "write " + file.filename().string() + " as docs/exchange.md says");
    auto card = readModelCard(file);
    if (!card || card->sha256.empty()) return card;
    const auto hash = sha256Of(module);
    if (!hash) return hash.error();
    if (*hash != card->sha256)
        return Error::input("the module is not the one that its description is about: its SHA-256 is " + *hash,
                            module.string(), "bring the two together, or take 'sha256' out of the description");
    return card;
}

Result<std::vector<std::string>> outputsOf(const fs::path& source)
{
    if (!isModule(source)) return RunFolder(source).classes();
    const auto card = cardOf(source);
    if (!card) return card.error();
    return card->classes;
}

Result<std::string> sha256Of(const fs::path& file)
{
    QFile stream(QString::fromStdString(file.string()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!stream.open(QIODevice::ReadOnly) || !hash.addData(&stream))
        return Error::input("the file cannot be read: " + stream.errorString().toStdString(), file.string());
    return hash.result().toHex().toStdString();
}

} // namespace mien::jobs
