// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/emotions.h"
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "app/cli/report_text.h"
#include "app/cli/run_argument.h"
#include "core/base/text.h"

namespace mien::cli {

namespace {

Result<void> applySetting(EmotionTableOptions& options, const std::string& name, const std::string& value)
{
    const auto number = text::toDouble(value);
    const auto whole = text::toInt(value);
    const auto fault = [&](const std::string& takes) {
        return Error::usage("--set " + name + " takes " + takes + ", not '" + value + "'");
    };
    if (name == "kappa") {
        if (!number || *number < 0 || *number > 1e6) return fault("0 to 1000000");
        options.kappa = *number;
    } else if (name == "present_from") {
        if (!number || *number < 0 || *number > 1) return fault("0 to 1");
        options.presentFrom = *number;
    } else if (name == "sets") {
        if (!whole || *whole < 1 || *whole > 100) return fault("1 to 100");
        options.setsPerEmotion = static_cast<int>(*whole);
    } else if (name == "most_units") {
        if (!whole || *whole < 1 || *whole > 8) return fault("1 to 8");
        options.mostUnits = static_cast<int>(*whole);
    } else {
        return Error::usage("there is no setting '" + name + "'", {}, "choose kappa, present_from, sets or most_units");
    }
    return {};
}

void print(const jobs::EmotionsResult& result, bool asJson, CliContext& context)
{
    const ClassificationReport& classes = result.report.classes;
    if (asJson) {
        context.print(QJsonObject{{QStringLiteral("accuracy_mean"), json(classes.accuracyMean)},
                                  {QStringLiteral("accuracy_std"), json(classes.accuracyStd)},
                                  {QStringLiteral("accuracy_pooled"), json(classes.accuracyPooled)},
                                  {QStringLiteral("chance_level"), json(classes.chanceLevel)},
                                  {QStringLiteral("rules_accuracy"), json(result.rulesAccuracy)},
                                  {QStringLiteral("shuffled_controls"), result.controls},
                                  {QStringLiteral("shuffled_accuracy_mean"), json(result.controlAccuracy)},
                                  {QStringLiteral("shuffled_accuracy_best"), json(result.controlBest)},
                                  {QStringLiteral("run"), json(result.folder)}});
        return;
    }
    context.progress().clear();
    context.out() << describe(result.report) << "by the FACS rules: " << percent(result.rulesAccuracy) << "\n";
    if (result.controls > 0)
        context.out() << "learned from shuffled emotions: " << percent(result.controlAccuracy) << " (best of "
                      << result.controls << ": " << percent(result.controlBest) << ")\n";
    context.out() << "run: " << result.folder.string() << std::endl;
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const std::filesystem::path units = arguments.positional(0);
    if (auto checked = requireRun(units); !checked) return checked;
    jobs::EmotionsJob job{units, arguments.text("output"), {}, 1, {}};
    for (const auto& [name, value] : arguments.settings("set"))
        if (auto applied = applySetting(job.options, name, value); !applied) return applied;
    if (const auto seed = arguments.integer("seed")) job.seed = static_cast<std::uint64_t>(*seed);
    if (arguments.has("table")) job.table = arguments.text("table");
    const auto engine = context.engine();
    if (!engine) return engine.error();
    const auto result = jobs::learnEmotions(job, **engine, context.control());
    if (!result) return result.error();
    print(*result, arguments.has("json"), context);
    return {};
}

} // namespace

const Command& emotionsCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "emotions",
        .summary = "Learns a table from action units to emotions behind a run of action units, and tests it.",
        .details =
            "For each fold of the unit run: sets of units that come together more often with an emotion are learned "
            "from the clips that it trained on, their thresholds chosen on its validation clips, and tested on those "
            "that it held out. Beside the accuracy stand those of the FACS rules, and of 20 tables learned from "
            "shuffled emotions: what is no better has learned nothing. RUN/fold-K/emotions.csv has a row per set "
            "(emotion, units as in 6+12, weight) and one of neutral, whose weight is the score below which a clip is "
            "neutral: change it, and test it with --table. 'evaluate', 'compare', 'report' and 'predict' take the run "
            "as any other.\n"
            "JSON: {accuracy_mean, accuracy_std, accuracy_pooled, chance_level, rules_accuracy, shuffled_controls, "
            "shuffled_accuracy_mean, shuffled_accuracy_best, run}",
        .syntax = {.positionals = {{"UNIT_RUN", "Finished run of mobilenet3d_au or vgg16_au, on clips with emotions."}},
                   .options = {outputOption("RUN", "Run folder to write.", true),
                               {.name = "table",
                                .type = Type::Text,
                                .value = "FILE",
                                .help = "Tests this table instead of learning one."},
                               {.name = "set",
                                .type = Type::Setting,
                                .value = "NAME=VALUE",
                                .help = "kappa=20 (clips that the prior weighs), sets=3 (per emotion), most_units=5 "
                                        "(of a set), present_from=0.5 (probability). May be repeated.",
                                .repeatable = true},
                               {.name = "seed",
                                .type = Type::Integer,
                                .value = "S",
                                .help = "Seed of the shuffled controls (default 1)."},
                               jsonOption("One line of JSON.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
