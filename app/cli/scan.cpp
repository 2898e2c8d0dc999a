// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/dataset_summary.h"
#include "app/cli/json_values.h"
#include "app/cli/label_options.h"
#include "core/dataset/conditions.h"
#include "core/dataset/manifest.h"
#include "core/dataset/reader.h"

#include <QJsonArray>

namespace mien::cli {

namespace {

Result<DatasetExam> examined(const DatasetIndex& index, bool quick, const RunControl& control)
{
    if (!quick) return examineDataset(index, control);
    DatasetExam exam = unopened(index);
    exam.findings = reviewIndex(index, exam.lengths);
    return exam;
}

QJsonArray clipIds(const DatasetIndex& index, const DatasetExam& exam)
{
    QJsonArray clips;
    for (std::size_t i = 0; i < index.clips.size(); ++i) {
        const ClipEntry& clip = index.clips[i];
        clips.append(
            QJsonObject{{QStringLiteral("id"), json(clip.id)},
                        {QStringLiteral("subject"), json(clip.subject)},
                        {QStringLiteral("label"), clip.label ? QJsonValue(json(*clip.label)) : QJsonValue()},
                        {QStringLiteral("frames"), exam.lengths[i] ? QJsonValue(*exam.lengths[i]) : QJsonValue()}});
    }
    return clips;
}

std::string clipList(const DatasetIndex& index, const DatasetExam& exam)
{
    std::string text = "clips\n";
    for (std::size_t i = 0; i < index.clips.size(); ++i) {
        const ClipEntry& clip = index.clips[i];
        text += "  " + clip.id + "\t" + clip.subject + "\t" + clip.label.value_or("") + "\t" +
                (exam.lengths[i] ? std::to_string(*exam.lengths[i]) : std::string()) + "\n";
    }
    return text;
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    ReaderOptions options;
    if (const auto offset = arguments.integer("frame-offset")) options.frameOffset = static_cast<int>(*offset);
    options.inducedLabels = arguments.has("induced-labels");
    auto index = readDataset(arguments.positional(0), arguments.text("reader"), context.control(), options);
    if (!index) return index.error();
    Conditions where;
    for (const auto& [name, value] : arguments.settings("where")) where[name] = value;
    if (const auto sensible = checkConditions({&*index}, where); !sensible) return sensible.error();
    *index = filtered(std::move(*index), where);
    const auto labels = labelMapping(arguments);
    if (!labels) return labels.error();
    if (const auto sensible = checkLabels({&*index}, *labels); !sensible) return sensible.error();
    *index = relabelled(std::move(*index), *labels);
    if (arguments.has("write-manifest"))
        if (auto done = writeManifest(*index, arguments.text("write-manifest"), context.control()); !done) return done;
    const auto exam = examined(*index, arguments.has("quick"), context.control());
    if (!exam) return exam.error();
    const DatasetSummary summary = summarise(*index, *exam);
    if (arguments.has("json")) {
        QJsonObject line = json(summary);
        if (arguments.has("clips")) line.insert(QStringLiteral("clip_ids"), clipIds(*index, *exam));
        context.print(line);
    } else {
        context.out() << describe(summary);
        if (arguments.has("clips")) context.out() << clipList(*index, *exam);
    }
    if (arguments.has("strict") && summary.warnings() > 0)
        return Error::failed(std::to_string(summary.warnings()) + " warnings, and --strict allows none",
                             arguments.positional(0), "mend what they name, or scan without --strict");
    return {};
}

std::string knownReaders()
{
    std::string names;
    for (const Reader* reader : readers()) names += (names.empty() ? "" : ", ") + reader->id;
    return names;
}

Syntax syntax()
{
    using Type = OptionSpec::Type;
    Syntax syntax = {
        .positionals = {{"DIR", "Dataset folder."}},
        .options = {{.name = "quick",
                     .help = "Opens no file: lengths of videos stay unknown, and nothing unreadable, of "
                             "wrong size or duplicate is found."},
                    {.name = "strict", .help = "Ends with exit code 1 where there are warnings."},
                    {.name = "clips", .help = "Lists the clips too (JSON: clip_ids[{id, subject, label, frames}])."},
                    {.name = "write-manifest",
                     .type = Type::Text,
                     .value = "FOLDER",
                     .help = "Writes a manifest.csv of the clips into FOLDER, which any later scan or "
                             "training reads back the same; pictures and videos stay where they are."},
                    {.name = "where",
                     .type = Type::Setting,
                     .value = "NAME=VALUE[,VALUE]",
                     .help = "Counts only clips with this attribute, as in lighting=strong,weak.",
                     .repeatable = true},
                    {.name = "reader",
                     .type = Type::Text,
                     .value = "ID",
                     .help = "Reads the folder as this layout instead of finding out: " + knownReaders() + "."},
                    {.name = "frame-offset",
                     .type = Type::Integer,
                     .value = "N",
                     .help = "Frames that the dataset codes as f are pictures f + N (EB+ and BP4D+, where "
                             "projects disagree: 0 or -1).",
                     .minimum = -1000,
                     .maximum = 1000},
                    {.name = "induced-labels",
                     .help = "Takes the emotion that a task was to induce for the label of its videos (EB+, "
                             "BP4D): what was intended, not what faces show. With --write-manifest, "
                             "training can use it."},
                    jsonOption("One line of JSON.")}};
    for (OptionSpec& option : labelOptions()) syntax.options.push_back(std::move(option));
    return syntax;
}

} // namespace

const Command& scanCommand()
{
    static const Command command = {
        .name = "scan",
        .summary = "Says what a dataset folder holds and what is odd in it.",
        .details = "Decodes every picture, and of videos the middle frame: finds what cannot be read, wrong sizes, "
                   "videos that end too early, and clips that look the same. Each finding says what Mien will do.\n"
                   "JSON: {reader, clips, subjects, frames, labels{name: clips}, lengths{frames: clips}, "
                   "warnings[{file, line, message}], notes[{file, line, message}]}\n"
                   "A clip is one sequence, video or still, labelled or not. Warnings are faults of the dataset; notes "
                   "are normal facts.",
        .syntax = syntax(),
        .run = run};
    return command;
}

} // namespace mien::cli
