// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/json_values.h"
#include "app/cli/run_argument.h"
#include "app/engine/jobs.h"
#include "app/engine/jobs/exchange.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"

#include <algorithm>

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* extension = ".predictions.csv";

std::string table(const std::vector<jobs::WindowPrediction>& windows, const std::vector<std::string>& classes)
{
    std::vector<std::string> header = {"first_frame", "last_frame", "seconds", "label"};
    for (const std::string& name : classes) header.push_back("p_" + name);
    std::string content = csv::line(header);
    for (const jobs::WindowPrediction& window : windows) {
        const int predicted = window.prediction.predicted();
        std::vector<std::string> row = {std::to_string(window.firstFrame), std::to_string(window.lastFrame),
                                        text::number(window.seconds),
                                        predicted < 0 ? "" : classes.at(static_cast<std::size_t>(predicted))};
        for (std::size_t i = 0; i < classes.size(); ++i) {
            const auto& shares = window.prediction.probabilities;
            row.push_back(i < shares.size() ? text::number(shares[i]) : "");
        }
        content += csv::line(row);
    }
    return content;
}

/// The label of most windows; empty without windows.
std::string commonest(const std::vector<jobs::WindowPrediction>& windows, const std::vector<std::string>& classes)
{
    std::vector<int> votes(classes.size());
    for (const jobs::WindowPrediction& window : windows)
        if (const int predicted = window.prediction.predicted(); predicted >= 0)
            ++votes.at(static_cast<std::size_t>(predicted));
    const auto best = std::max_element(votes.begin(), votes.end());
    return best == votes.end() || *best == 0 ? "" : classes[static_cast<std::size_t>(best - votes.begin())];
}

Result<void> predictOne(const NamedInput& input, const Arguments& arguments, const std::vector<std::string>& classes,
                        Engine& engine, CliContext& context)
{
    const auto windows = jobs::predict(arguments.positional(0), input.path, engine, context.control());
    if (!windows) return windows.error();
    const fs::path file = fs::path(arguments.text("output", ".")) / (input.stem + extension);
    if (auto written = files::writeAtomically(file, table(*windows, classes)); !written) return written.error();
    const std::string label = commonest(*windows, classes);
    if (arguments.has("json")) {
        context.print(QJsonObject{{QStringLiteral("input"), json(input.path)},
                                  {QStringLiteral("windows"), static_cast<qint64>(windows->size())},
                                  {QStringLiteral("label"), json(label)},
                                  {QStringLiteral("csv"), json(file)}});
        return {};
    }
    context.progress().clear();
    context.out() << input.path.string() << ": " << (label.empty() ? "nothing to classify" : label) << " ("
                  << windows->size() << (windows->size() == 1 ? " window) -> " : " windows) -> ") << file.string()
                  << std::endl;
    return {};
}

std::string table(const std::vector<AffectFrame>& frames)
{
    std::string content = csv::line({"frame", "valence", "arousal", "source", "seconds"});
    for (std::size_t f = 0; f < frames.size(); ++f)
        content += csv::line({std::to_string(f + 1), text::number(frames[f].valence), text::number(frames[f].arousal),
                              std::string(name(frames[f].source)), text::number(frames[f].seconds)});
    return content;
}

/// Valence and arousal, frame by frame.
Result<void> predictAffect(const NamedInput& input, const Arguments& arguments, Engine& engine, CliContext& context)
{
    const auto frames = jobs::predictAffect(arguments.positional(0), input.path, engine, context.control());
    if (!frames) return frames.error();
    const fs::path file = fs::path(arguments.text("output", ".")) / (input.stem + extension);
    if (auto written = files::writeAtomically(file, table(*frames)); !written) return written.error();
    using Source = AffectFrame::Source;
    const auto count = [&](Source source) {
        return std::count_if(frames->begin(), frames->end(), [&](const auto& frame) { return frame.source == source; });
    };
    const auto rnn = count(Source::Rnn), cnn = count(Source::Cnn), filled = count(Source::Interpolated);
    double valence = 0, arousal = 0;
    for (const AffectFrame& frame : *frames) {
        valence += frame.valence / static_cast<double>(frames->size());
        arousal += frame.arousal / static_cast<double>(frames->size());
    }
    if (arguments.has("json")) {
        context.print(QJsonObject{{QStringLiteral("input"), json(input.path)},
                                  {QStringLiteral("frames"), static_cast<qint64>(frames->size())},
                                  {QStringLiteral("rnn"), static_cast<qint64>(rnn)},
                                  {QStringLiteral("cnn"), static_cast<qint64>(cnn)},
                                  {QStringLiteral("interpolated"), static_cast<qint64>(filled)},
                                  {QStringLiteral("valence"), json(valence)},
                                  {QStringLiteral("arousal"), json(arousal)},
                                  {QStringLiteral("csv"), json(file)}});
        return {};
    }
    context.progress().clear();
    context.out() << input.path.string() << ": ";
    if (rnn + cnn == 0)
        context.out() << "no face in " << frames->size() << " frames";
    else
        context.out() << "mean valence " << text::fixed(valence, 2) << ", mean arousal " << text::fixed(arousal, 2)
                      << " (" << frames->size() << " frames, " << filled << " of them interpolated)";
    context.out() << " -> " << file.string() << std::endl;
    return {};
}

/// Drawn faces teach how the program works, not what people show.
void sayWhatItLearnedFrom(const fs::path& run, CliContext& context)
{
    const auto environment = RunFolder(run).environment();
    if (!environment) return;
    for (const auto& [key, value] : *environment)
        if (key == "generated data")
            context.say("the run was trained on drawn faces (" + value +
                        "): an example, not for conclusions about people");
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const fs::path source = arguments.positional(0);
    if (auto checked = requireRunOrModule(source); !checked) return checked.error();
    if (arguments.positionals().size() < 2) return Error::usage("INPUT is missing");
    if (auto made = files::ensureFolder(arguments.text("output", ".")); !made) return made.error();
    const auto classes = jobs::outputsOf(source);
    if (!classes) return classes.error();
    const auto engine = context.engine();
    if (!engine) return engine.error();
    bool affect = false;
    if (!jobs::isModule(source)) {
        const auto config = RunFolder(source).config();
        if (!config) return config.error();
        const ModelInfo* model = (*engine)->model(config->network);
        affect = model && model->task == Task::Affect;
    }
    const auto inputs = nameInputs({arguments.positionals().begin() + 1, arguments.positionals().end()}, extension);
    std::vector<Error> errors;
    for (const NamedInput& input : inputs) {
        auto done = affect ? predictAffect(input, arguments, **engine, context)
                           : predictOne(input, arguments, *classes, **engine, context);
        if (done) continue;
        if (done.error().kind == ErrorKind::Cancelled) return done;
        errors.push_back(done.error());
        if (inputs.size() > 1) context.say("mien-cli predict: " + done.error().message());
    }
    if (errors.size() < inputs.size()) sayWhatItLearnedFrom(source, context);
    return summariseErrors(errors, inputs.size());
}

} // namespace

const Command& predictCommand()
{
    static const Command command = {
        .name = "predict",
        .summary = "Classifies videos, images or folders of images with the networks of a run.",
        .details = "Every fold's network of a run answers, and their probabilities are averaged: who was in its "
                   "dataset was learned "
                   "by most of them. One fold alone: export it, and name its module.\nWrites <stem>.predictions.csv "
                   "per input: first_frame, last_frame (from 1), seconds, label, "
                   "p_<class>…\nJSON, a line per input: {input, windows, label, csv}; label is that of most windows.\n"
                   "Networks of valence and arousal write a row per frame: frame (from 1), valence, arousal, source, "
                   "seconds. The source is cnn (from the frame alone), rnn (from the 100 before it), or interpolated; "
                   "cells are empty where no face was found in the whole film. JSON: {input, frames, rnn, cnn, "
                   "interpolated, valence, arousal, csv}, valence and arousal being means.",
        .syntax =
            {.positionals =
                 {{"RUN", "Run folder, or a TorchScript module (.pt) with its description (.json) beside it."},
                  {"INPUT",
                   "Video, image, folder of images (one sequence), or 68 landmarks by frame: a table (OpenFace 2, "
                   "Py-Feat, Mien), a list of dlib or COCO-WholeBody, a .pts or CK+ _landmarks.txt file or a "
                   "folder of them.",
                   true}},
             .options = {outputOption("DIR", "Folder for the tables; made if absent (default: here).", false),
                         jsonOption("One line of JSON per input.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
