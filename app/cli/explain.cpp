// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "app/cli/run_argument.h"
#include "app/engine/jobs.h"
#include "core/base/files.h"
#include "core/base/text.h"

#include <algorithm>

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

Result<int> classIndex(const fs::path& folder, const std::string& name)
{
    const auto classes = RunFolder(folder).classes();
    if (!classes) return classes.error();
    const auto found = std::find(classes->begin(), classes->end(), name);
    if (found == classes->end())
        return Error::usage("the run has no class '" + name + "'", {}, "its classes: " + text::join(*classes, ", "));
    return static_cast<int>(found - classes->begin());
}

std::string nameOf(int index, const std::vector<std::string>& classes)
{
    return index < 0 || index >= static_cast<int>(classes.size()) ? "" : classes[static_cast<std::size_t>(index)];
}

QJsonObject agreementJson(const AuAgreement& agreement)
{
    return {{QStringLiteral("emotion"), json(agreement.emotion)},
            {QStringLiteral("expected"), json(agreement.expected)},
            {QStringLiteral("hit"), json(agreement.hit)},
            {QStringLiteral("active_landmarks"), json(agreement.active)},
            {QStringLiteral("hit_rate"), json(agreement.hitRate)},
            {QStringLiteral("precision"), json(agreement.precision)},
            {QStringLiteral("active_share"), json(agreement.activeShare)}};
}

void printJson(const std::string& clip, const jobs::Explanation& explanation, const std::vector<fs::path>& files,
               CliContext& context)
{
    QJsonArray written;
    for (const fs::path& file : files) written.append(json(file));
    context.print(QJsonObject{
        {QStringLiteral("clip"), json(clip)},
        {QStringLiteral("fold"), explanation.fold},
        {QStringLiteral("held_out"), explanation.heldOut},
        {QStringLiteral("predicted"), json(nameOf(explanation.prediction.predicted(), explanation.classes))},
        {QStringLiteral("explained"), json(nameOf(explanation.map.explainedClass, explanation.classes))},
        {QStringLiteral("method"), json(explanation.map.method)},
        {QStringLiteral("layer"), json(explanation.map.layer)},
        {QStringLiteral("constant"), explanation.map.isConstant()},
        {QStringLiteral("agreement"), agreementJson(explanation.agreement)},
        {QStringLiteral("notes"), json(explanation.map.notes)},
        {QStringLiteral("files"), written}});
}

void printText(const std::string& clip, const jobs::Explanation& explanation, const std::vector<fs::path>& files,
               CliContext& context)
{
    context.progress().clear();
    std::ostream& out = context.out();
    const int truth = explanation.prediction.truth;
    out << clip << ": ";
    if (truth >= 0) out << "labelled " << nameOf(truth, explanation.classes) << ", ";
    out << "predicted " << nameOf(explanation.prediction.predicted(), explanation.classes)
        << (truth >= 0 && truth != explanation.prediction.predicted() ? " (wrong)" : "") << ", explained "
        << nameOf(explanation.map.explainedClass, explanation.classes) << " by " << explanation.map.method << " on "
        << explanation.map.layer << ", network of fold " << explanation.fold
        << (explanation.heldOut ? " (never saw this clip)" : " (trained on this clip)") << "\n";
    const AuAgreement& agreement = explanation.agreement;
    if (!agreement.expected.empty())
        out << "expected action units hit: " << agreement.hit.size() << " of " << agreement.expected.size()
            << "; active landmarks that belong to them: " << text::fixed(100 * agreement.precision, 0) << " %\n";
    if (!explanation.map.overPictures) out << "active landmarks: " << agreement.active.size() << " of 68\n";
    for (const std::string& note : explanation.map.notes) out << "note: " << note << "\n";
    for (const fs::path& file : files) out << file.string() << "\n";
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    jobs::ExplainJob job;
    job.folder = arguments.positional(0);
    if (auto checked = requireRun(job.folder); !checked) return checked.error();
    const fs::path output = arguments.text("output");
    if (auto made = files::ensureFolder(output); !made) return made.error();
    job.clip = arguments.text("clip");
    job.method = arguments.text("method");
    job.layer = arguments.text("layer");
    if (arguments.has("data")) job.data = arguments.text("data");
    if (const auto fold = arguments.integer("fold")) job.fold = static_cast<int>(*fold);
    if (arguments.has("class")) {
        const auto index = classIndex(job.folder, arguments.text("class"));
        if (!index) return index.error();
        job.explainedClass = *index;
    }
    const auto engine = context.engine();
    if (!engine) return engine.error();
    const auto explanation = jobs::explain(job, **engine, context.control());
    if (!explanation) return explanation.error();
    const auto written = jobs::writeExplanation(*explanation, output);
    if (!written) return written.error();
    if (arguments.has("json"))
        printJson(job.clip, *explanation, *written, context);
    else
        printText(job.clip, *explanation, *written, context);
    return {};
}

} // namespace

const Command& explainCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "explain",
        .summary = "Shows where in a clip a network looked: activation map over landmarks and time, painted face.",
        .details =
            "Writes three CSV (map M, normalised N, difference D), two PNG (grid, face) and the agreement with the "
            "expected action units as JSON into DIR; also for a constant map, which is said in words. Of a network "
            "that sees pictures the map lies over these: two CSV (M, N) and one PNG.",
        .syntax =
            {.positionals = {{"RUN", "Run folder."}},
             .options = {{.name = "clip",
                          .type = Type::Text,
                          .value = "ID",
                          .help = "Clip to explain, as in splits.csv or 'scan'.",
                          .required = true},
                         {.name = "method",
                          .type = Type::Text,
                          .value = "M",
                          .help = "gradcam, hirescam (exact linear map), or cam (tcn_gap only); default: the network's "
                                  "first."},
                         {.name = "layer",
                          .type = Type::Text,
                          .value = "L",
                          .help = "Activation the map is taken from; default: the network's first."},
                         {.name = "class",
                          .type = Type::Text,
                          .value = "NAME",
                          .help = "Explains this class instead of the predicted one."},
                         {.name = "fold",
                          .type = Type::Integer,
                          .value = "K",
                          .help = "Uses the network of this fold; default: the one that held the clip out.",
                          .minimum = 1,
                          .maximum = 1000000},
                         {.name = "data",
                          .type = Type::Text,
                          .value = "DIR",
                          .help =
                              "Takes the clip from this dataset (or project); default: the one in the run's run.json."},
                         outputOption("DIR", "Folder for the files; made if absent.", true),
                         jsonOption("One line: {clip, fold, held_out, predicted, explained, method, layer, constant, "
                                    "agreement, notes, files}.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
