// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/face_bench.h"
#include "app/cli/bench/face_truth.h"
#include "app/cli/bench/film_truth.h"
#include "app/cli/bench/fold_bench.h"
#include "app/cli/bench/train_bench.h"
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "core/base/parallel.h"
#include "core/base/text.h"

#include <algorithm>
#include <cstdlib>

namespace mien::cli {

namespace {

namespace fs = std::filesystem;

void printLine(const Figure& figure, CliContext& context)
{
    const auto shown = [](double value) { return std::isnan(value) ? "not computed" : text::fixed(value, 2); };
    const std::string unit = figure.unit.empty() ? "" : " " + figure.unit;
    context.out() << "  " << figure.name << ": " << shown(figure.own);
    if (std::isnan(figure.baseline)) {
        if (!std::isnan(figure.own)) context.out() << unit;
    } else {
        context.out() << " against " << shown(figure.baseline) << unit;
        if (!std::isnan(figure.ratio())) context.out() << ", ratio " << shown(figure.ratio());
    }
    context.out() << "\n";
}

void print(const std::string& input, const std::vector<Figure>& figures, bool asJson, CliContext& context)
{
    context.progress().clear();
    if (asJson) {
        for (const Figure& f : figures)
            context.print(QJsonObject{{QStringLiteral("input"), json(input)},
                                      {QStringLiteral("figure"), json(f.name)},
                                      {QStringLiteral("own"), json(f.own)},
                                      {QStringLiteral("baseline"), json(f.baseline)},
                                      {QStringLiteral("ratio"), json(f.ratio())},
                                      {QStringLiteral("unit"), json(f.unit)}});
        return;
    }
    context.out() << input << ", " << usableCores() << " cores\n";
    for (const Figure& f : figures) printLine(f, context);
    context.out() << std::flush;
}

/// Goes through the films one by one; what they show of the confidence is gathered, too.
class FacesCommand
{
public:
    FacesCommand(const Arguments& arguments, const FaceBenchTools& tools, CliContext& context)
        : m_asJson(arguments.has("json")), m_wholeFilms(arguments.has("truth")),
          m_frames(static_cast<int>(arguments.integer("frames").value_or(120))), m_tools(tools), m_context(context)
    {
    }

    Result<void> bench(const fs::path& video)
    {
        const fs::path table = truthFileOf(video);
        const auto truth = readTruth(table);
        if (!truth) return truth.error();
        if (m_wholeFilms && !*truth) m_context.warn(video.string() + ": there is no truth at " + table.string());
        const auto film = benchFilm(video, m_wholeFilms && *truth ? wholeFilm : m_frames, m_tools);
        if (!film) return film.error();
        std::vector<Figure> figures = film->figures;
        if (*truth) {
            const auto compared = truthFigures(**truth, *film);
            figures.insert(figures.end(), compared.begin(), compared.end());
            const bool whole = film->plain.size() >= film->own.frames.size();
            const auto occluded = behindOccluders(video, **truth, whole, m_tools);
            if (!occluded) return occluded.error();
            const auto confidence = confidenceFigures(*occluded);
            figures.insert(figures.end(), confidence.begin(), confidence.end());
            gather(*occluded);
        }
        print(video.string(), figures, m_asJson, m_context);
        return {};
    }

    /// A confidence has to hold from film to film.
    void finish()
    {
        if (m_filmsWithTruth > 1) print("all films with truth", confidenceFigures(m_occluded), m_asJson, m_context);
    }

private:
    /// Of the plain loop only if it has all films.
    void gather(const OccludedFilm& film)
    {
        const bool plain = !film.plain.empty() && (m_filmsWithTruth == 0 || !m_occluded.plain.empty());
        m_occluded.own.insert(m_occluded.own.end(), film.own.begin(), film.own.end());
        if (plain)
            m_occluded.plain.insert(m_occluded.plain.end(), film.plain.begin(), film.plain.end());
        else
            m_occluded.plain.clear();
        ++m_filmsWithTruth;
    }

    const bool m_asJson;
    const bool m_wholeFilms;
    const int m_frames;
    const FaceBenchTools& m_tools;
    CliContext& m_context;
    OccludedFilm m_occluded;
    int m_filmsWithTruth = 0;
};

void warnOfLoad(CliContext& context)
{
    if (double load = 0; getloadavg(&load, 1) == 1 && load > 0.5)
        context.warn("the machine is busy, load " + text::fixed(load, 1) + " on " + std::to_string(usableCores()) +
                     " cores: speeds and their ratios will not repeat");
}

Result<void> runFaces(const std::vector<std::string>& videos, const Arguments& arguments, CliContext& context)
{
    if (videos.empty()) return Error::usage("no video is named", {}, "mien-cli bench faces VIDEO...");
    const auto faces = jobs::FaceTools::load(false);
    if (!faces) return faces.error();
    auto plain = PlainLoop::load(faces->model->file());
    if (!plain) return plain.error();
    warnOfLoad(context);
    const FaceBenchTools tools{*faces, *plain, context.control()};
    FacesCommand command(arguments, tools, context);
    for (const std::string& video : videos)
        if (auto done = command.bench(video); !done) return done;
    command.finish();
    return {};
}

std::string environmentOr(const char* name, const char* absent)
{
    const char* value = std::getenv(name);
    return value ? value : absent;
}

/// What both sides run under; the child process inherits it.
void sayConditions(const TorchBaseline& baseline, Engine& engine, CliContext& context)
{
    std::string line = "baseline torch " + baseline.version() +
                       "; for both OPENBLAS_CORETYPE=" + environmentOr("OPENBLAS_CORETYPE", "unset") +
                       ", OMP_WAIT_POLICY=" + environmentOr("OMP_WAIT_POLICY", "unset");
    for (const auto& [key, value] : engine.environment())
        if (key == "blas core") line += "; " + key + " " + value;
    context.say(line);
}

Result<void> runTrain(const std::vector<std::string>& named, const Arguments& arguments, CliContext& context)
{
    const std::vector<std::string>& known = benchedNetworks();
    for (const std::string& name : named)
        if (std::find(known.begin(), known.end(), name) == known.end())
            return Error::usage("the baseline has no network '" + name + "'", {},
                                "choose of " + text::join(known, ", "));
    const auto baseline = TorchBaseline::find(arguments.text("python", "/usr/bin/python3"), arguments.text("baseline"));
    if (!baseline) return baseline.error();
    const auto engine = context.engine();
    if (!engine) return engine.error();
    warnOfLoad(context);
    sayConditions(*baseline, **engine, context);
    TrainBenchSettings settings;
    settings.rounds = static_cast<int>(arguments.integer("rounds").value_or(settings.rounds));
    settings.steps = static_cast<int>(arguments.integer("steps").value_or(settings.steps));
    settings.threads = static_cast<int>(arguments.integer("threads").value_or(settings.threads));
    settings.bfloat16 = arguments.has("bfloat16");
    for (const std::string& name : named.empty() ? known : named) {
        const auto figures = benchTraining(**engine, *baseline, name, settings, context.control());
        if (!figures) return figures.error();
        print(name, *figures, arguments.has("json"), context);
    }
    return {};
}

Result<void> runFolds(const std::vector<std::string>& named, const Arguments& arguments, CliContext& context)
{
    const auto engine = context.engine();
    if (!engine) return engine.error();
    warnOfLoad(context);
    FoldBenchSettings settings;
    settings.rounds = static_cast<int>(arguments.integer("rounds").value_or(settings.rounds));
    settings.batches = static_cast<int>(arguments.integer("steps").value_or(settings.batches));
    settings.threads = static_cast<int>(arguments.integer("threads").value_or(settings.threads));
    for (const std::string& name : named.empty() ? std::vector<std::string>{"tcn"} : named) {
        const auto figures = benchFolds(**engine, name, settings, context.control());
        if (!figures) return figures.error();
        print(name, *figures, arguments.has("json"), context);
    }
    return {};
}

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const auto& words = arguments.positionals();
    const std::vector<std::string> rest(words.begin() + 1, words.end());
    if (words.front() == "faces") return runFaces(rest, arguments, context);
    if (words.front() == "train") return runTrain(rest, arguments, context);
    if (words.front() == "folds") return runFolds(rest, arguments, context);
    return Error::usage("there is no bench '" + words.front() + "'", {}, "there are: faces, train, folds");
}

OptionSpec countOption(const char* name, const char* help, std::int64_t most)
{
    return {.name = name, .type = OptionSpec::Type::Integer, .value = "N", .help = help, .minimum = 1, .maximum = most};
}

} // namespace

const Command& benchCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "bench",
        .summary = "Measures faces and training against plain programs in the same run.",
        .details =
            "`bench faces VIDEO...`: speed, found faces, distance and steadiness of the landmarks, each beside the "
            "figure of the loop that everybody writes first: dlib's detector over the whole of every frame, then "
            "dlib's predictor, on one thread. Measure on a machine that does nothing else. Figures of other programs "
            "are recorded ones from another machine, and say so. The detectors lbp and haar stand beside hog, each in "
            "the whole engine: share of the film's frames with a face, and speed.\n"
            "Where the truth of a rendered film lies beside it as <stem>.csv (columns frame, x_0 ... x_67, y_0 ... "
            "y_67; where there are yaw_deg, pitch_deg, roll_deg and action units AU01 ... AU45 from 0 to 1): distance "
            "of the points 17 to 67 to it, motion where it is still, lag at onsets (the plain loop cannot lag: what it "
            "seems to is how exact the figure is), correlations of head pose and of "
            "every geometric action unit, and whether confidence foretells the error when occluders hide parts of the "
            "face (Spearman, negative is good). Points compare over the frames that both loops have. What needs the "
            "plain "
            "loop's whole film comes with --truth: its pose and action units, measured on its points by our rules, and "
            "its detector's margin as a confidence. What does not vary in the truth is not computed.\n"
            "`bench train [NETWORK...]`: samples per second of training steps (forward, loss, backward, update; random "
            "input, the papers' settings) beside the same networks written plainly in Python for Debian's "
            "python3-torch, plain and tuned (all cores, channels-last), in turn: tcn single_frame conv3d cnn_gru "
            "va_cnn va_gru3 microx_full_face mobilenet3d_au, all if none is named. Ratios are medians of those within "
            "a round. The roofline is what the convolutions and dense layers need at the rate of the machine's fastest "
            "convolution, plus the bytes of their inputs and outputs and of the optimiser at its memory's bandwidth; "
            "networks of depthwise convolutions and GRUs have none.\n"
            "`bench folds [NETWORK...]`: what a fold costs where 1, 2 and 4 are queued, the peak memory beside the "
            "forecast, and whether "
            "reading samples keeps the engine waiting; tcn if none is named.\n"
            "JSON, a line per figure: {input, figure, own, baseline, ratio, unit}",
        .syntax = {.positionals = {{"faces VIDEO",
                                    "What to measure (faces, train, folds), and on which videos or networks.", true}},
                   .options = {{.name = "frames",
                                .type = Type::Integer,
                                .value = "N",
                                .help = "Frames of each video that the plain loop, the slow one, goes through (120).",
                                .minimum = 1,
                                .maximum = 100'000},
                               {.name = "truth",
                                .help = "The plain loop goes through the whole of the videos that have truth beside "
                                        "them."},
                               countOption("rounds", "bench train, folds: rounds in which all run in turn (3).", 1000),
                               countOption("steps", "bench train, folds: steps of each in a round, or of an epoch (3).",
                                           1000),
                               countOption("threads", "bench train, folds: threads of ours (all cores).", 1024),
                               {.name = "bfloat16", .help = "bench train: also with precision bfloat16."},
                               {.name = "python",
                                .type = Type::Text,
                                .value = "PROGRAM",
                                .help = "bench train: the Python that has torch (/usr/bin/python3)."},
                               {.name = "baseline",
                                .type = Type::Text,
                                .value = "FILE",
                                .help = "bench train: torch_baseline.py, where it is not beside this program."},
                               jsonOption("One line of JSON per figure.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
