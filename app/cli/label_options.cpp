// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/label_options.h"

#include "core/dataset/conditions.h"
#include "core/dataset/protocol.h"
#include "core/dataset/reader.h"
#include "core/facs/emotions.h"

namespace mien::cli {

namespace {

std::string presetHelp()
{
    std::string help;
    for (const LabelPreset& preset : labelPresets())
        help += (help.empty() ? "" : "; ") + preset.id + " (" + preset.title + ")";
    return help;
}

} // namespace

std::vector<OptionSpec> labelOptions()
{
    using Type = OptionSpec::Type;
    return {{.name = "labels",
             .type = Type::Text,
             .value = "LIST|FILE",
             .help = "Brings labels to a class list: " + presetHelp() +
                     "; or a table (.csv, .xlsx) with the columns label and becomes. What becomes nothing is dropped, "
                     "'*' means every other label."},
            {.name = "label",
             .type = Type::Setting,
             .value = "NAME=BECOMES",
             .help = "Renames or merges one label, as in contempt=disgust, or drops it, as in contempt= ; goes before "
                     "--labels.",
             .repeatable = true}};
}

Result<LabelMapping> labelMapping(const Arguments& arguments)
{
    LabelMapping mapping;
    if (arguments.has("labels")) {
        auto named = mien::labelMapping(arguments.text("labels"));
        if (!named) return named.error();
        mapping = std::move(*named);
    }
    for (const auto& [name, becomes] : arguments.settings("label")) mapping[labelName(name)] = labelName(becomes);
    return mapping;
}

namespace {

/// The run's datasets as it will read them, but with the labels that they have; empty where one cannot be read.
std::vector<DatasetIndex> datasetsOf(const RunConfig& config, const RunControl& control)
{
    std::vector<RunConfig::Dataset> datasets = config.datasets;
    if (const auto protocol = Protocol::parse(config.protocol);
        protocol && protocol->kind == Protocol::Kind::CrossDataset) {
        datasets.push_back(config.tested);
        datasets.back().path = protocol->directory;
    }
    std::vector<DatasetIndex> all;
    for (const RunConfig::Dataset& dataset : datasets) {
        auto index = readDataset(dataset.path, dataset.reader, control);
        if (!index) return {};
        applyOverrides(*index, dataset.clips);
        index->diagnostics.clear();
        all.push_back(filtered(std::move(*index), config.where));
    }
    return all;
}

int labelled(const std::vector<DatasetIndex>& indexes)
{
    int clips = 0;
    for (const DatasetIndex& index : indexes)
        for (const auto& [label, count] : index.labelCounts()) clips += count;
    return clips;
}

} // namespace

void sayLabels(const RunConfig& config, const std::vector<std::string>& classes, CliContext& context)
{
    std::vector<DatasetIndex> indexes = datasetsOf(config, context.control());
    const int before = labelled(indexes);
    std::vector<const DatasetIndex*> all;
    for (DatasetIndex& index : indexes) {
        index = relabelled(std::move(index), config.labels);
        all.push_back(&index);
        for (const Diagnostic& note : index.diagnostics) context.say("note: " + index.name + ": " + note.message);
    }
    if (const int after = labelled(indexes); after < before)
        context.say("note: the class list leaves " + std::to_string(after) + " of " + std::to_string(before) +
                    " labelled clips");
    for (const ForeignClass& foreign : foreignClasses(all, classes)) context.warn(describe(foreign, config.network));
}

} // namespace mien::cli
