// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/dataset_argument.h"
#include "app/cli/dataset_summary.h"
#include "app/cli/json_values.h"
#include "app/cli/label_options.h"
#include "core/dataset/conditions.h"
#include "core/dataset/manifest.h"
#include "core/dataset/reader.h"

#include <QJsonArray>

#include <optional>
#include <utility>

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

/// A dataset that is looked at; of a project with what its user made of it.
struct Scanned
{
    DatasetIndex index;
    std::optional<ProjectDataset> of;
};

Diagnostic note(const std::string& message)
{
    return {Diagnostic::Severity::Note, "", 0, message};
}

Result<Scanned> readPart(const ProjectDataset& part, const std::filesystem::path& project, const ReaderOptions& options,
                         const RunControl& control)
{
    if (const auto there = checkThere(part, project); !there) return there.error();
    if (part.video) return Scanned{*part.video, part};
    auto index = readDataset(part.data.path, part.data.reader, control, options);
    if (!index) return index.error();
    const auto unknown = applyOverrides(*index, part.data.clips);
    const std::string count = std::to_string(unknown.size());
    if (!unknown.empty())
        index->diagnostics.push_back({Diagnostic::Severity::Warning, "", 0,
                                      "the project has " + count +
                                          (unknown.size() == 1 ? " clip that is" : " clips that are") +
                                          " not in the dataset, the first is " + unknown.front() +
                                          ": what was made of them counts for nothing"});
    if (const std::string changes = changesOf(part); !changes.empty())
        index->diagnostics.push_back(
            note("by the project: " + changes + (part.excluded > 0 ? "; excluded clips are left out" : "")));
    return Scanned{std::move(*index), part};
}

/// What DIR means: one dataset, or all of a project.
Result<std::vector<Scanned>> readAll(const Arguments& arguments, const RunControl& control)
{
    const std::string& path = arguments.positional(0);
    ReaderOptions options;
    if (const auto offset = arguments.integer("frame-offset")) options.frameOffset = static_cast<int>(*offset);
    options.inducedLabels = arguments.has("induced-labels");
    std::vector<Scanned> all;
    const auto project = projectDatasets(path);
    if (!project) return project.error();
    if (*project && arguments.has("reader") && std::filesystem::is_regular_file(path))
        return Error::usage("--reader does not go with a project, whose datasets have readers of their own", path);
    if (!*project || arguments.has("reader")) {
        auto index = readDataset(path, arguments.text("reader"), control, options);
        if (!index) return index.error();
        all.push_back({std::move(*index), std::nullopt});
        return all;
    }
    for (const ProjectDataset& part : (*project)->datasets) {
        auto scanned = readPart(part, (*project)->file, options, control);
        if (!scanned) return scanned.error();
        all.push_back(std::move(*scanned));
    }
    if (all.empty())
        return Error::input("the project has no dataset", path, "open it in the window and add the folder of one");
    return all;
}

/// Brings the datasets to the conditions and class list that were asked for.
Result<void> narrow(std::vector<Scanned>& all, const Arguments& arguments)
{
    Conditions where;
    for (const auto& [name, value] : arguments.settings("where")) where[name] = value;
    const auto labels = labelMapping(arguments);
    if (!labels) return labels.error();
    std::vector<const DatasetIndex*> indexes;
    for (const Scanned& scanned : all) indexes.push_back(&scanned.index);
    if (auto sensible = checkConditions(indexes, where); !sensible) return sensible;
    for (Scanned& scanned : all) scanned.index = filtered(std::move(scanned.index), where);
    if (auto sensible = checkLabels(indexes, *labels); !sensible) return sensible;
    for (Scanned& scanned : all) scanned.index = relabelled(std::move(scanned.index), *labels);
    return {};
}

void print(const Scanned& scanned, const DatasetExam& exam, const DatasetSummary& summary, const Arguments& arguments,
           CliContext& context)
{
    const auto& part = scanned.of;
    if (arguments.has("json")) {
        QJsonObject line = json(summary);
        if (part) {
            line.insert(QStringLiteral("dataset"), json(part->name));
            line.insert(QStringLiteral("path"), json(part->data.path));
            line.insert(QStringLiteral("excluded"), part->excluded);
            line.insert(QStringLiteral("relabelled"), part->relabelled);
        }
        if (arguments.has("clips")) line.insert(QStringLiteral("clip_ids"), clipIds(scanned.index, exam));
        return context.print(line);
    }
    if (part)
        context.out() << (part->video ? "video '" : "dataset '") << part->name << "' in " << part->data.path << "\n";
    context.out() << describe(summary);
    if (arguments.has("clips")) context.out() << clipList(scanned.index, exam);
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    auto all = readAll(arguments, context.control());
    if (!all) return all.error();
    if (auto done = narrow(*all, arguments); !done) return done;
    if (arguments.has("write-manifest")) {
        if (all->size() > 1)
            return Error::usage("--write-manifest takes one dataset, and the project has " +
                                    std::to_string(all->size()),
                                arguments.positional(0), "scan the folder of one of them");
        const auto& index = all->front().index;
        if (auto done = writeManifest(index, arguments.text("write-manifest"), context.control()); !done) return done;
    }
    int warnings = 0;
    for (const Scanned& scanned : *all) {
        const auto exam = examined(scanned.index, arguments.has("quick"), context.control());
        if (!exam) return exam.error();
        const DatasetSummary summary = summarise(scanned.index, *exam);
        warnings += summary.warnings();
        print(scanned, *exam, summary, arguments, context);
    }
    if (arguments.has("strict") && warnings > 0)
        return Error::failed(std::to_string(warnings) + " warnings, and --strict allows none", arguments.positional(0),
                             "mend what they name, or scan without --strict");
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
        .positionals = {{"DIR",
                         "Dataset folder, or a project (.mien), whose datasets are read as its user made them."}},
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
        .summary = "Says what a dataset folder or a project holds and what is odd in it.",
        .details = "Decodes every picture, and of videos the middle frame: finds what cannot be read, wrong sizes, "
                   "videos that end too early, and clips that look the same. Each finding says what Mien will do.\n"
                   "JSON: {reader, clips, subjects, frames, labels{name: clips}, lengths{frames: clips}, "
                   "warnings[{file, line, message}], notes[{file, line, message}]}\n"
                   "A clip is one sequence, video or still, labelled or not. Warnings are faults of the dataset; notes "
                   "are normal facts. Of a project one line for each dataset, with {dataset, path, excluded, "
                   "relabelled} beside "
                   "these; labels are counted as its user made them.",
        .syntax = syntax(),
        .run = run};
    return command;
}

} // namespace mien::cli
