// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/dataset_argument.h"
#include "app/cli/json_values.h"
#include "app/cli/label_options.h"
#include "app/cli/report_text.h"
#include "app/cli/run_argument.h"
#include "app/cli/run_settings.h"
#include "app/engine/jobs.h"
#include "core/base/resources.h"
#include "core/base/text.h"
#include "core/config/run_config_json.h"
#include "core/dataset/protocol.h"
#include "core/types/score_curves.h"

#include <utility>

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

/// With --resume and no dataset the run's own run.json holds everything, and the job reads it.
Result<RunConfig> configToResume(const Arguments& arguments)
{
    for (const char* name : {"model", "protocol", "set", "where", "labels", "label", "epochs", "seed", "parent"})
        if (arguments.has(name))
            return Error::usage(std::string("--") + name + " cannot change a run that is resumed", {},
                                "give --resume alone, or with all settings of the run");
    return RunConfig{};
}

/// What the user names to learn from: folders, and projects with all their datasets.
Result<std::vector<RunConfig::Dataset>> namedDatasets(const Arguments& arguments, CliContext& context)
{
    std::vector<RunConfig::Dataset> all;
    for (const std::string& data : arguments.list("data")) {
        const auto datasets = datasetsOf(data, context);
        if (!datasets) return datasets;
        all.insert(all.end(), datasets->begin(), datasets->end());
    }
    return all;
}

/// What is not said of a run with a parent is as it was for the parent: its data, and the folds that were drawn of it.
Result<void> follow(const fs::path& parent, bool withData, RunConfig& config)
{
    if (auto checked = requireRun(parent); !checked) return checked;
    auto first = RunFolder(parent).config();
    if (!first) return first.error();
    config.parentRun = fs::absolute(parent).lexically_normal().string();
    config.protocol = first->protocol;
    config.seed = first->seed;
    if (!withData) return {};
    resolveDatasets(*first, parent);
    config.datasets = first->datasets;
    config.tested = first->tested;
    config.where = first->where;
    config.labels = first->labels;
    return {};
}

Result<RunConfig> buildConfig(const Arguments& arguments, CliContext& context)
{
    RunConfig config;
    if (arguments.has("config")) {
        const fs::path file = arguments.text("config");
        auto read = readRunConfig(file);
        if (!read) return read;
        config = std::move(read).value();
        resolveDatasets(config, file.parent_path());
    }
    if (arguments.has("parent")) {
        const fs::path parent = arguments.text("parent");
        if (arguments.has("config"))
            config.parentRun = parent.string();
        else if (auto followed = follow(parent, !arguments.has("data"), config); !followed)
            return followed.error();
    }
    if (arguments.has("data")) {
        auto datasets = namedDatasets(arguments, context);
        if (!datasets) return datasets.error();
        config.datasets = std::move(*datasets);
    }
    if (config.datasets.empty())
        return arguments.has("resume") ? configToResume(arguments)
               : RunFolder(arguments.text("output")).exists()
                   ? Error::usage("a run is there already", arguments.text("output"), "add --resume to go on with it")
                   : Error::usage("--data DIR is missing");
    config.network = arguments.text("model", config.network);
    config.protocol = arguments.text("protocol", config.protocol);
    auto protocol = Protocol::parse(config.protocol, config.network);
    if (!protocol) return protocol.error();
    if (protocol->kind == Protocol::Kind::CrossDataset) {
        if (arguments.has("protocol")) {
            auto tested = datasetOf(protocol->directory, context);
            if (!tested) return tested.error();
            protocol->directory = std::exchange(tested->path, {});
            if (!tested->reader.empty()) config.tested = std::move(*tested);
        }
        // The run must find it again from wherever it is looked at later.
        protocol->directory = fs::absolute(protocol->directory).lexically_normal().string();
        config.protocol = protocol->toString();
    }
    if (const auto seed = arguments.integer("seed")) config.seed = static_cast<std::uint64_t>(*seed);
    if (const auto epochs = arguments.integer("epochs")) config.options["epochs"] = std::to_string(*epochs);
    for (const auto& [name, value] : arguments.settings("where")) config.where[name] = value;
    const auto labels = labelMapping(arguments);
    if (!labels) return labels.error();
    if (!labels->empty()) config.labels = *labels;
    for (const auto& [name, value] : arguments.settings("set"))
        if (auto applied = applySetting(config, name, value); !applied) return applied.error();
    return config;
}

QJsonObject epochEvent(const EpochMetrics& epoch)
{
    return {{QStringLiteral("event"), QStringLiteral("epoch")},
            {QStringLiteral("fold"), epoch.fold},
            {QStringLiteral("epoch"), epoch.epoch},
            {QStringLiteral("train_loss"), json(epoch.trainLoss)},
            {QStringLiteral("val_loss"), json(epoch.validationLoss)},
            {QStringLiteral("val_accuracy"), json(epoch.validationAccuracy)},
            {QStringLiteral("val_map"), json(epoch.validation.map)},
            {QStringLiteral("val_ccc_valence"), json(epoch.validation.cccValence)},
            {QStringLiteral("val_ccc_arousal"), json(epoch.validation.cccArousal)}};
}

void printEpoch(const EpochMetrics& epoch, bool asJson, CliContext& context)
{
    if (asJson) {
        context.print(epochEvent(epoch));
        return;
    }
    if (epoch.epoch % 10 != 0) return;
    context.progress().clear();
    const std::string score = scoreInWords(epoch);
    context.out() << "fold " << epoch.fold << ", epoch " << epoch.epoch << ": training loss "
                  << text::fixed(epoch.trainLoss, 4) << ", validation loss " << text::fixed(epoch.validationLoss, 4)
                  << (score.empty() ? score : ", " + score) << std::endl;
}

void printDone(const jobs::TrainResult& result, bool asJson, CliContext& context)
{
    if (asJson) {
        const ClassificationReport& classes = result.report.classes;
        QJsonObject done{{QStringLiteral("event"), QStringLiteral("done")},
                         {QStringLiteral("accuracy_mean"), json(classes.accuracyMean)},
                         {QStringLiteral("accuracy_std"), json(classes.accuracyStd)},
                         {QStringLiteral("accuracy_pooled"), json(classes.accuracyPooled)},
                         {QStringLiteral("run"), json(result.folder)}};
        if (result.report.task != Task::Classes)
            for (const auto& [name, value] : scalarFigures(result.report))
                done.insert(QString::fromStdString(name), json(value));
        context.print(done);
        return;
    }
    context.progress().clear();
    if (!result.outcome.device.empty())
        context.out() << "device: " << result.outcome.device << " (" << result.outcome.deviceReason << ")\n";
    if (result.outcome.peakMemory)
        context.out() << "peak memory: " << resources::bytesText(*result.outcome.peakMemory) << '\n';
    context.out() << describe(result.report) << "run: " << result.folder.string() << std::endl;
}

/// Clips that were left out, and why: the summary keeps them.
void sayNotes(const fs::path& folder, CliContext& context)
{
    const auto summary = RunFolder(folder).summary();
    if (!summary) return;
    const auto notes = summary->find("notes");
    if (notes == summary->end()) return;
    for (const std::string& note : text::split(notes->second, '\n'))
        if (!note.empty()) context.say("note: " + note);
}

/// Who and what is on both sides of a fold: said with every result, whatever the protocol.
void sayLeaks(const fs::path& folder, CliContext& context)
{
    const auto summary = RunFolder(folder).summary();
    if (!summary) return;
    const auto fact = [&](const char* name) {
        const auto it = summary->find(name);
        return it == summary->end() ? std::string() : it->second;
    };
    const std::string subjects = fact("leaked_subjects"), clips = fact("near_duplicates");
    if (!subjects.empty()) context.say("leak check: these subjects are on both sides of a fold: " + subjects);
    if (!clips.empty()) context.say("leak check: these clips on both sides of a fold look the same: " + clips);
    if (!subjects.empty() || !clips.empty()) return;
    context.say(fact("subject_disjoint").empty()
                    ? "leak check: no clip that looks like another is on both sides of a fold; whether a person is "
                      "cannot be told, since nobody is named"
                    : "leak check: no subject, and no clip that looks like another, is on both sides of a fold");
}

/// A cancelled training keeps its checkpoints; the message says how to go on.
Error withResumeHint(Error error, const fs::path& folder)
{
    if (error.kind == ErrorKind::Cancelled && RunFolder(folder).exists())
        error.remedy = "go on with: mien-cli train -o '" + folder.string() + "' --resume";
    else if (error.kind == ErrorKind::Cancelled)
        error.remedy = "nothing was learned yet: give the same command again; what was found and cut is kept";
    return error;
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const fs::path folder = arguments.text("output");
    const auto config = buildConfig(arguments, context);
    if (!config) return config.error();
    const auto engine = context.engine();
    if (!engine) return engine.error();
    const bool asJson = arguments.has("json");
    const ModelInfo* model = (*engine)->model(config->network);
    if (model && model->task == Task::Classes && !config->datasets.empty()) sayLabels(*config, model->classes, context);
    TrainEvents events;
    events.epoch = [&](const EpochMetrics& epoch) { printEpoch(epoch, asJson, context); };
    events.said = [&](const std::string& line) { context.say(line); };
    const jobs::TrainJob job{*config, folder, arguments.has("resume")};
    const auto result = jobs::train(job, **engine, events, context.control());
    if (!result) return withResumeHint(result.error(), folder);
    if (result->wasFinished) context.say("the run is finished already; nothing was trained: " + folder.string());
    if (result->outcome.finishedEarly) context.say("finished early: the folds trained so far are evaluated");
    sayNotes(folder, context);
    sayLeaks(folder, context);
    printDone(*result, asJson, context);
    return {};
}

Syntax syntax()
{
    using Type = OptionSpec::Type;
    Syntax syntax = {
        .positionals = {},
        .options = {
            {.name = "data",
             .type = Type::Text,
             .value = "DIR",
             .help = "Dataset folder, or a project (.mien) with its labels, exclusions and splits. Several are merged "
                     "by label name, their subjects kept apart.",
             .repeatable = true},
            {.name = "model", .type = Type::Text, .value = "ID", .help = "Network (see 'models'; default tcn)."},
            {.name = "protocol",
             .type = Type::Text,
             .value = "P",
             .help = "How clips are divided: holdout:F (whole subjects until at least the share F is held out), "
                     "subject-kfold:K, loso, kfold:K, clip-holdout:F, subjects:ID,..., cross:DIR (tested on another "
                     "dataset), split (the clips' attribute 'split': test is held out, val chooses the epoch), paper "
                     "(default subject-kfold:6). kfold, clip-holdout, split and paper let one person be on both sides; "
                     "results "
                     "say so."},
            outputOption("RUN", "Run folder to write.", true),
            {.name = "set",
             .type = Type::Setting,
             .value = "NAME=VALUE",
             .help = "A setting of the network ('models --options' lists them) or of the run: " + settingsHelp() + ".",
             .repeatable = true},
            {.name = "where",
             .type = Type::Setting,
             .value = "NAME=VALUE[,VALUE]",
             .help = "Uses only clips with this attribute, as in lighting=strong,weak.",
             .repeatable = true},
            {.name = "epochs",
             .type = Type::Integer,
             .value = "N",
             .help = "Trains at most N epochs per fold (same as --set epochs=N).",
             .minimum = 1,
             .maximum = 1000000},
            {.name = "seed", .type = Type::Integer, .value = "S", .help = "Seed of all randomness (default 1)."},
            {.name = "parent",
             .type = Type::Text,
             .value = "RUN",
             .help = "The finished run whose networks see the frames first (va_cnn for va_rnn1, va_rnn3, va_gru1, "
                     "va_gru3). Data, protocol and seed are its own unless they are given; each fold learns from "
                     "the network that never saw whom it holds out."},
            {.name = "resume",
             .help = "Goes on with an interrupted run in RUN; with nothing else given, by its own run.json."},
            {.name = "config",
             .type = Type::Text,
             .value = "FILE",
             .help = "Starts from this run.json; the other options override it."},
            jsonOption("A line per epoch {event, fold, epoch, train_loss, val_loss, val_accuracy, val_map, "
                       "val_ccc_valence, val_ccc_arousal} and a last one "
                       "{event: \"done\", accuracy_mean, accuracy_std, accuracy_pooled, run}.")}};
    for (OptionSpec& option : labelOptions()) syntax.options.push_back(std::move(option));
    return syntax;
}

} // namespace

const Command& trainCommand()
{
    static const Command command = {
        .name = "train",
        .summary = "Trains and evaluates a network under a protocol.",
        .details = "Landmarks come from the pixels (as by 'extract', cached). The best epoch is chosen on validation "
                   "clips cut from the training subjects; the held-out clips are read once, at the end. Ctrl+C cancels "
                   "(exit code 4); --resume goes on.",
        .syntax = syntax(),
        .run = run};
    return command;
}

} // namespace mien::cli
