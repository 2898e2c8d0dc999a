// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/json_values.h"
#include "app/engine/jobs.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/io/landmark_files.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <optional>

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

/// "FX,FY,CX,CY" in pixels.
Result<Camera> cameraOf(const std::string& words)
{
    std::vector<double> values;
    for (const std::string& word : text::split(words, ','))
        values.push_back(text::toDouble(text::trimmed(word)).value_or(notComputed));
    const bool areNumbers = std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
    if (values.size() != 4 || !areNumbers || !(values[0] > 0) || !(values[1] > 0))
        return Error::usage("--camera cannot be '" + words + "'", {},
                            "four numbers in pixels: focal lengths and centre, FX,FY,CX,CY");
    return Camera{values[0], values[1], values[2], values[3], true};
}

struct Measuring
{
    NeutralChoice neutral;
    std::optional<Camera> camera;
};

FaceOptions optionsOf(const Arguments& arguments)
{
    FaceOptions options;
    if (arguments.text("faces") == "all") options.faces = FollowedFaces::All;
    for (const FaceDetector detector : faceDetectors)
        if (arguments.text("detector") == name(detector)) options.detector = detector;
    options.steady = arguments.text("filter") != "none";
    return options;
}

struct Extracted
{
    TableFacts facts;
    double seconds = 0; ///< the work took
    fs::path csv;
};

Result<Extracted> extractOne(const NamedInput& input, const fs::path& folder, const jobs::FaceTools& tools,
                             unsigned workers, const Measuring& measuring, const RunControl& control)
{
    const auto start = std::chrono::steady_clock::now();
    auto files = jobs::inputFiles(input.path);
    if (!files) return files.error();
    const fs::path csv = folder / (input.stem + ".csv");
    auto facts = jobs::writeTable({.input = input.path,
                                   .request = {std::move(*files), workers},
                                   .csv = csv,
                                   .neutral = measuring.neutral,
                                   .camera = measuring.camera},
                                  tools, control);
    if (!facts) return facts.error();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    return Extracted{std::move(*facts), elapsed.count(), csv};
}

/// What a person would otherwise find as empty cells.
void warnOfGaps(const NamedInput& input, const TableFacts& facts, CliContext& context)
{
    const auto warn = [&](const std::string& what) { context.warn(input.path.string() + ": " + what); };
    if (!facts.problems.empty())
        warn(std::to_string(facts.problems.size()) + " of " + std::to_string(facts.frames) +
             " frames could not be used; their rows are empty");
    warnOfOtherPeople(input.path, facts.peopleLeftOut, context);
    if (facts.camera && !facts.camera->tellsPlaces())
        warn("the size of its pictures is not known: pose_T is empty; --camera fills it");
    for (const TablePerson& person : facts.people)
        if (!person.hasUnits && !person.excluded)
            warn("no action units" + (facts.people.size() > 1 ? " of face_id " + std::to_string(person.id) : "") +
                 ": the neutral is " + person.neutral + "; --neutral mean-face measures against the mean face");
}

void printOne(const NamedInput& input, const Extracted& extracted, bool asJson, CliContext& context)
{
    const TableFacts& facts = extracted.facts;
    const double fps = extracted.seconds > 0 ? facts.frames / extracted.seconds : notComputed;
    warnOfGaps(input, facts, context);
    if (asJson) {
        context.print(QJsonObject{{QStringLiteral("input"), json(input.path)},
                                  {QStringLiteral("frames"), facts.frames},
                                  {QStringLiteral("faces"), facts.faces},
                                  {QStringLiteral("people"), static_cast<int>(facts.people.size())},
                                  {QStringLiteral("seconds"), json(extracted.seconds)},
                                  {QStringLiteral("fps"), json(fps)},
                                  {QStringLiteral("csv"), json(extracted.csv)}});
        return;
    }
    context.progress().clear();
    std::string people;
    for (const TablePerson& person : facts.people)
        if (facts.people.size() > 1)
            people += (people.empty() ? " (" : ", ") + ("face_id " + std::to_string(person.id)) + " in " +
                      std::to_string(person.frames);
    if (!people.empty()) people += ")";
    context.out() << input.path.string() << ": a face in " << facts.faces << " of " << facts.frames
                  << (facts.frames == 1 ? " frame" : " frames") << people << ", " << text::fixed(fps, 1)
                  << " frames/s -> " << extracted.csv.string() << std::endl;
}

/// Side by side when there are several; each result is printed as soon as it and all before it are there.
class Batch
{
public:
    Batch(const std::vector<NamedInput>& inputs, bool asJson, CliContext& context)
        : m_inputs(inputs), m_asJson(asJson), m_context(context), m_results(inputs.size())
    {
    }

    Result<void> run(const fs::path& folder, const jobs::FaceTools& tools, const Measuring& measuring)
    {
        const bool single = m_inputs.size() == 1;
        parallelFor(m_inputs.size(), 0, [&](std::size_t i, unsigned) {
            const RunControl part(&m_context.control());
            finish(i, extractOne(m_inputs[i], folder, tools, single ? 0 : 1, measuring,
                                 single ? m_context.control() : part));
        });
        if (m_context.control().isCancelRequested()) return Error::cancelled();
        return summariseErrors(m_errors, m_inputs.size());
    }

private:
    void finish(std::size_t i, Result<Extracted> result)
    {
        const std::lock_guard lock(m_mutex);
        m_results[i] = std::move(result);
        for (; m_printed < m_results.size() && m_results[m_printed]; ++m_printed) {
            print(m_inputs[m_printed], *m_results[m_printed]);
            if (m_results[m_printed]->ok()) m_results[m_printed]->value() = {}; // may hold many problems
        }
        const auto total = static_cast<std::int64_t>(m_inputs.size());
        if (total > 1) m_context.control().report(Progress{"extracting landmarks", ++m_done, total});
    }

    void print(const NamedInput& input, const Result<Extracted>& result)
    {
        if (result) {
            printOne(input, *result, m_asJson, m_context);
            return;
        }
        m_errors.push_back(result.error());
        if (m_inputs.size() > 1 && result.error().kind != ErrorKind::Cancelled)
            m_context.say("mien-cli extract: " + result.error().message());
    }

    const std::vector<NamedInput>& m_inputs;
    const bool m_asJson;
    CliContext& m_context;
    std::mutex m_mutex; ///< guards all below
    std::vector<std::optional<Result<Extracted>>> m_results;
    std::vector<Error> m_errors;
    std::size_t m_printed = 0;
    std::int64_t m_done = 0;
};

Result<void> run(const Arguments& arguments, CliContext& context)
{
    Measuring measuring;
    if (arguments.has("camera")) {
        auto given = cameraOf(arguments.text("camera"));
        if (!given) return given.error();
        measuring.camera = *given;
    }
    if (arguments.has("neutral")) {
        const auto given = NeutralChoice::parse(arguments.text("neutral"));
        if (!given) return given.error();
        measuring.neutral = *given;
    }
    const fs::path folder = arguments.text("output");
    std::error_code code;
    const bool wasThere = fs::exists(folder, code);
    if (auto made = files::ensureFolder(folder); !made) return made.error();
    const auto tools = jobs::FaceTools::load(!arguments.has("no-cache"), optionsOf(arguments));
    if (!tools) {
        if (!wasThere) fs::remove(folder, code);
        return tools.error();
    }
    std::vector<std::string> found;
    for (const std::string& named : arguments.positionals()) {
        const auto below = jobs::inputsBelow(named);
        if (!below)
            found.push_back(named); // its turn says what is wrong with it; the others go on
        else
            for (const fs::path& input : *below) found.push_back(input.string());
    }
    const auto inputs = nameInputs(found, ".csv");
    const bool anyLandmarks =
        std::any_of(inputs.begin(), inputs.end(), [](const NamedInput& i) { return looksLikeLandmarks(i.path); });
    for (const char* option : {"faces", "detector", "filter"})
        if (anyLandmarks && arguments.has(option))
            context.warn(std::string("--") + option + " says nothing to inputs that are landmarks already");
    auto done = Batch(inputs, arguments.has("json"), context).run(folder, *tools, measuring);
    if (!done && !wasThere) fs::remove(folder, code); // only if nothing came of it: a full folder stays
    return done;
}

} // namespace

const Command& extractCommand()
{
    static const Command command = {
        .name = "extract",
        .summary = "Finds the face, its 68 landmarks, the head's pose and geometric action units in every frame.",
        .details =
            "Writes DIR/<stem>.csv (OpenFace style, frame from 1, one row per frame; a frame without a face keeps "
            "its row; AUs_weak names the units that geometry only hints at) and DIR/<stem>_of_details.txt for each "
            "INPUT; equal stems get a suffix _2, _3 … Landmarks of other programs (OpenFace, Py-Feat, .pts, dlib, "
            "COCO) stand for their videos: pose and action units are measured on them.\n"
            "JSON, a line per input: {input, frames, faces, people, seconds, fps, csv}; faces counts frames with a "
            "face, seconds is the time the work took, "
            "fps frames per second of it.\n"
            "An input that fails is reported and the others go on; the exit code is 3 if one of them could not "
            "be read.",
        .syntax = {.positionals = {{"INPUT",
                                    "Video, image, or folder: of images (one sequence), or of anything that holds "
                                    "videos and such folders; or landmarks of another program (.csv, .pts, .xml, "
                                    ".json), which are measured.",
                                    true}},
                   .options = {outputOption("DIR", "Folder for the tables; made if absent.", true),
                               {.name = "faces",
                                .type = OptionSpec::Type::Text,
                                .value = "WHICH",
                                .help = "'largest' (default): one face at a time, as training takes it. 'all': every "
                                        "face, a row each, with a face_id that stays with the person.",
                                .choices = {"largest", "all"}},
                               {.name = "detector",
                                .type = OptionSpec::Type::Text,
                                .value = "WHICH",
                                .help = "What searches the pictures for faces: 'hog' (default), or one of OpenCV's "
                                        "cascades, 'lbp' (improved) or 'haar', whose finds the HOG classifiers have "
                                        "to confirm. The details file says which.",
                                .choices = {"hog", "lbp", "haar"}},
                               {.name = "filter",
                                .type = OptionSpec::Type::Text,
                                .value = "HOW",
                                .help = "'steady' (default) takes the jitter out of the landmarks without delay; "
                                        "'none' writes them as measured. The details file says which.",
                                .choices = {"steady", "none"}},
                               {.name = "neutral",
                                .type = OptionSpec::Type::Text,
                                .value = "WHICH",
                                .help = "What action units count from. 'start': the first three frames with the face. "
                                        "'usual': what the face shows most. 'auto' (default): 'start' for clips of up "
                                        "to 100 frames, else 'usual'. '12' or '12-40': these frames. 'mean-face': "
                                        "nobody's, the only one for single pictures. The details file says which."},
                               {.name = "camera",
                                .type = OptionSpec::Type::Text,
                                .value = "FX,FY,CX,CY",
                                .help = "Focal lengths and centre of a calibrated camera, pixels; for the pose."},
                               {.name = "no-cache", .help = "Does not take landmarks from the cache."},
                               jsonOption("One line of JSON per input.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
