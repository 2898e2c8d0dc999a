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
    const auto inputs = nameInputs({arguments.positionals().begin() + 1, arguments.positionals().end()}, extension);
    std::vector<Error> errors;
    for (const NamedInput& input : inputs) {
        auto done = predictOne(input, arguments, *classes, **engine, context);
        if (done) continue;
        if (done.error().kind == ErrorKind::Cancelled) return done;
        errors.push_back(done.error());
        if (inputs.size() > 1) context.say("mien-cli predict: " + done.error().message());
    }
    return summariseErrors(errors, inputs.size());
}

} // namespace

const Command& predictCommand()
{
    static const Command command = {
        .name = "predict",
        .summary = "Classifies videos, images or folders of images with the networks of a run.",
        .details = "Writes <stem>.predictions.csv per input: first_frame, last_frame (from 1), seconds, label, "
                   "p_<class>…\nJSON, a line per input: {input, windows, label, csv}; label is that of most windows.",
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
