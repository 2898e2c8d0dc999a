// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "core/base/text.h"
#include "models/api/engine.h"

#include <cmath>

namespace mien::cli {

namespace {

QJsonArray shapeOf(const ClipSpec& spec)
{
    QJsonArray shape;
    for (const std::int64_t extent : spec.shape()) shape.append(static_cast<qint64>(extent));
    return shape;
}

QJsonObject describeJson(const ModelInfo& model)
{
    QJsonArray inputs;
    for (std::size_t i = 0; i < model.inputs.size(); ++i)
        inputs.append(QJsonObject{{QStringLiteral("name"), json(model.inputNames.at(i))},
                                  {QStringLiteral("shape"), shapeOf(model.inputs[i])}});
    const auto printed = model.printedParameters;
    return {{QStringLiteral("id"), json(model.id)},
            {QStringLiteral("title"), json(model.title)},
            {QStringLiteral("paper"), json(model.paper)},
            {QStringLiteral("inputs"), inputs},
            {QStringLiteral("outputs"), json(model.classes)},
            {QStringLiteral("parameters"), static_cast<qint64>(model.parameters)},
            {QStringLiteral("printed_parameters"),
             printed ? QJsonValue(static_cast<qint64>(*printed)) : QJsonValue(QJsonValue::Null)}};
}

std::string optionLine(const OptionInfo& option)
{
    std::string range;
    if (option.type == OptionInfo::Type::Choice)
        range = text::join(option.choices, " | ");
    else if (option.type == OptionInfo::Type::List)
        range = "any of " + text::join(option.choices, ",");
    else if (option.type == OptionInfo::Type::Flag)
        range = "true | false";
    else if (option.type == OptionInfo::Type::Integer)
        range = std::to_string(std::llround(option.minimum)) + " to " + std::to_string(std::llround(option.maximum));
    else
        range = text::number(option.minimum) + " to " + text::number(option.maximum);
    return "    " + option.name + " = " + option.recommended + " (paper: " + option.paper + "; " + range +
           "): " + option.help + "\n";
}

void describeText(const ModelInfo& model, bool options, std::ostream& out)
{
    out << model.id << ": " << model.title << "\n  " << model.paper << "\n  inputs:";
    for (std::size_t i = 0; i < model.inputs.size(); ++i) {
        std::vector<std::string> extents;
        for (const std::int64_t extent : model.inputs[i].shape()) extents.push_back(std::to_string(extent));
        out << " " << model.inputNames.at(i) << " " << text::join(extents, "×");
    }
    out << "\n  classes: " << text::join(model.classes, ", ") << "\n  parameters: " << model.parameters;
    if (model.printedParameters) out << " (the paper prints " << *model.printedParameters << ")";
    if (!model.countNote.empty()) out << ": " << model.countNote;
    out << "\n";
    if (!options) return;
    out << "  settings for train --set, with their value under preset 'recommended':\n";
    for (const OptionInfo& option : model.options) out << optionLine(option);
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const auto engine = context.engine();
    if (!engine) return engine.error();
    const std::string wanted = arguments.text("model");
    if (!wanted.empty() && !(*engine)->model(wanted)) {
        std::vector<std::string> ids;
        for (const ModelInfo& model : (*engine)->models()) ids.push_back(model.id);
        const auto meant = nearest(wanted, ids);
        return Error::usage("there is no network '" + wanted + "'", {},
                            meant ? "did you mean '" + *meant + "'?" : "without --model all are listed");
    }
    QJsonArray all;
    for (const ModelInfo& model : (*engine)->models()) {
        if (!wanted.empty() && model.id != wanted) continue;
        if (arguments.has("json"))
            all.append(describeJson(model));
        else
            describeText(model, arguments.has("options") || !wanted.empty(), context.out());
    }
    if (arguments.has("json")) context.print(all);
    return {};
}

} // namespace

const Command& modelsCommand()
{
    static const Command command = {
        .name = "models",
        .summary = "Lists the networks.",
        .details = "JSON: [{id, title, paper, inputs[{name, shape}], outputs[class], parameters, printed_parameters}]",
        .syntax = {.positionals = {},
                   .options = {{.name = "model",
                                .type = OptionSpec::Type::Text,
                                .value = "ID",
                                .help = "This network alone, with its settings."},
                               {.name = "options", .help = "Also the settings of each network (not with --json)."},
                               jsonOption("One array on one line.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
