// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "app/cli/report_text.h"
#include "app/cli/run_argument.h"
#include "app/engine/jobs.h"
#include "app/engine/jobs/exchange.h"
#include "app/report/run_facts.h"
#include "core/config/reference_tables.h"
#include "core/project/run_timing.h"

namespace mien::cli {

namespace {

/// What was tested of other data.
std::string testedOn(const jobs::EvaluateJob& job)
{
    if (job.clipsPerClass == 0) return "tested on another dataset";
    return "tested on " + std::to_string(job.clipsPerClass) + " drawn clips of each class of another dataset, seed " +
           std::to_string(job.seed);
}

void insertDraw(const jobs::EvaluateJob& job, QJsonObject& object)
{
    if (job.data) object.insert(QStringLiteral("data"), json(*job.data));
    if (job.clipsPerClass == 0) return;
    object.insert(QStringLiteral("clips_per_class"), job.clipsPerClass);
    object.insert(QStringLiteral("seed"), static_cast<qint64>(job.seed));
}

Result<jobs::EvaluateJob> jobOf(const std::filesystem::path& source, const Arguments& arguments)
{
    jobs::EvaluateJob job{source, std::nullopt};
    if (arguments.has("data")) job.data = arguments.text("data");
    if (arguments.has("per-class") && !job.data)
        return Error::usage("clips are drawn of another dataset only", "--per-class", "name it with --data");
    if (arguments.has("seed") && !arguments.has("per-class"))
        return Error::usage("nothing is drawn that a seed would decide", "--seed",
                            "add --per-class N, or leave it out");
    job.clipsPerClass = static_cast<int>(arguments.integer("per-class").value_or(0));
    job.batch = static_cast<std::size_t>(arguments.integer("batch-means").value_or(0));
    job.seed = static_cast<std::uint64_t>(arguments.integer("seed").value_or(1));
    return job;
}

/// A TorchScript module on a dataset: it has no held-out results, no times and no paper of its own.
Result<void> evaluateModule(const Arguments& arguments, CliContext& context)
{
    const std::filesystem::path module = arguments.positional(0);
    if (!arguments.has("data"))
        return Error::usage("a module has no results of its own", module.string(), "test it on a dataset with --data");
    const auto engine = context.engine();
    if (!engine) return engine.error();
    const auto job = jobOf(module, arguments);
    if (!job) return job.error();
    const auto report = jobs::evaluate(*job, **engine, context.control());
    if (!report) return report.error();
    if (!arguments.has("json")) {
        context.progress().clear();
        context.out() << describe(*report);
        return {};
    }
    QJsonObject object = json(*report);
    object.insert(QStringLiteral("run"), json(module));
    insertDraw(*job, object);
    context.print(object);
    return {};
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const std::filesystem::path folder = arguments.positional(0);
    if (auto checked = requireRunOrModule(folder); !checked) return checked.error();
    if (jobs::isModule(folder)) return evaluateModule(arguments, context);
    const auto job = jobOf(folder, arguments);
    if (!job) return job.error();
    const auto engine = context.engine();
    if (!engine) return engine.error();
    const auto report = jobs::evaluate(*job, **engine, context.control());
    if (!report) return report.error();
    const RunFolder stored(folder);
    const auto config = stored.config();
    if (!config) return config.error();
    const auto timing = runTiming(stored);
    if (!timing) return timing.error();
    const auto reference = referenceFor(referencePapers(), config->network);
    if (!arguments.has("json")) {
        context.progress().clear();
        context.out() << describe(*report);
        if (!job->data) context.out() << "\n" << describe(*timing);
        const std::string protocol =
            job->data ? testedOn(*job) : "protocol " + config->protocol + " (" + report::protocolInWords(*config) + ")";
        if (reference) context.out() << "\n" << describe(*reference, protocol);
        return {};
    }
    QJsonObject object = json(*report);
    if (!job->data) {
        object.insert(QStringLiteral("seconds_per_fold"), json(timing->secondsPerFold));
        object.insert(QStringLiteral("seconds_per_subject"), json(timing->secondsPerSubject));
    }
    object.insert(QStringLiteral("reference"), reference ? QJsonValue(json(*reference)) : QJsonValue());
    object.insert(QStringLiteral("run"), json(folder));
    insertDraw(*job, object);
    context.print(object);
    return {};
}

} // namespace

const Command& evaluateCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "evaluate",
        .summary =
            "Prints the figures of a run, overall, per fold, class and subject, beside those of the network's paper.",
        .details =
            "[a, b] behind a figure is its 95 % interval by resampling held-out subjects (2,000 times, from one seed): "
            "people, not clips, are what differs from study to study. With fewer than three subjects there is none, "
            "and below some twenty it is rather too short. Macro F1 and balanced accuracy, pooled over folds, are the "
            "UF1 and UAR of the micro-expression challenges. AP and ROC-AUC rank each class against the rest by its "
            "probability; ECE is that of the most probable class in 15 bins.\n"
            "JSON: {accuracy_mean, accuracy_std, accuracy_pooled, accuracy_subjects, accuracy_subjects_std, "
            "balanced_accuracy, macro_f1 (each but the deviations with _low and _high, except accuracy_mean), uf1, "
            "uar, "
            "macro_precision, macro_recall, weighted_precision, weighted_recall, weighted_f1, map, roc_auc, ece, "
            "chance_level, seconds_per_fold, seconds_per_subject, samples, folds[{fold, samples, accuracy}], "
            "classes[{name, precision, recall, f1, support, average_precision, roc_auc, true_negatives, "
            "false_positives, false_negatives, true_positives}], "
            "subjects[{subject, samples, correct, accuracy}], confusion{classes, counts}, "
            "next_highest{classes, counts}, reference{source, network, remark, differences[], tables[{title, dataset, "
            "protocol, differences[], rows[{model, item, values{}, remark}]}]}, run}; null = not computed. "
            "Runs of action units have {samples, held_out_subjects, map, recall, precision, macro_f1, "
            "units_without_positives, "
            "units[{name, samples, positives, occurrence, average_precision, roc_auc, accuracy, majority_baseline, "
            "recall}]} in place of the figures of classes, those of valence and arousal ccc_, rmse_, pcc_ and icc_ of "
            "each; "
            "map, recall, ccc_ and rmse_ also with _mean and _std over folds, _low and _high of the interval; with "
            "--batch-means also ccc_valence_batch_mean and its like",
        .syntax =
            {.positionals =
                 {{"RUN",
                   "Run folder; with --data also a TorchScript module (.pt) with its description (.json) beside it."}},
             .options =
                 {{.name = "data",
                   .type = Type::Text,
                   .value = "DIR",
                   .help = "Tests the networks of all folds on this other dataset (or project) instead of showing the "
                           "run's own held-out results: every clip once, by the mean of what they say; accuracies of "
                           "folds are those of each network alone."},
                  {.name = "per-class",
                   .type = Type::Integer,
                   .value = "N",
                   .help = "Tests on N clips of each class, drawn at random, as the landmark paper does on SAMM (5).",
                   .minimum = 1,
                   .maximum = 1000000},
                  {.name = "seed", .type = Type::Integer, .value = "S", .help = "Seed of that draw (default 1)."},
                  {.name = "batch-means",
                   .type = Type::Integer,
                   .value = "N",
                   .help = "Valence and arousal: also the means of CCC and RMSE over batches of N samples, as logs of "
                           "training print them; they differ from those of the whole.",
                   .minimum = 2,
                   .maximum = 1000000},
                  jsonOption("One line of JSON.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
