// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/face_bench.h"
#include "app/cli/bench/face_truth.h"
#include "app/cli/bench/film_truth.h"
#include "app/cli/command.h"
#include "app/cli/json_values.h"
#include "core/base/parallel.h"
#include "core/base/text.h"

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

Result<void> run(const Arguments& arguments, CliContext& context)
{
    const auto& words = arguments.positionals();
    if (words.front() != "faces")
        return Error::usage("there is no bench '" + words.front() + "'", {}, "the one there is: faces");
    if (words.size() < 2) return Error::usage("no video is named", {}, "mien-cli bench faces VIDEO...");
    const auto faces = jobs::FaceTools::load(false);
    if (!faces) return faces.error();
    auto plain = PlainLoop::load(faces->model->file());
    if (!plain) return plain.error();
    if (double load = 0; getloadavg(&load, 1) == 1 && load > 0.5)
        context.warn("the machine is busy, load " + text::fixed(load, 1) + " on " + std::to_string(usableCores()) +
                     " cores: speeds and their ratios will not repeat");
    const FaceBenchTools tools{*faces, *plain, context.control()};
    FacesCommand command(arguments, tools, context);
    for (std::size_t i = 1; i < words.size(); ++i)
        if (auto done = command.bench(words[i]); !done) return done;
    command.finish();
    return {};
}

} // namespace

const Command& benchCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "bench",
        .summary = "Measures the face engine against a plain loop of dlib in the same run.",
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
            "JSON, a line per figure: {input, figure, own, baseline, ratio, unit}",
        .syntax = {.positionals = {{"faces VIDEO", "What to measure, and on which videos.", true}},
                   .options = {{.name = "frames",
                                .type = Type::Integer,
                                .value = "N",
                                .help = "Frames of each video that the plain loop, the slow one, goes through (120).",
                                .minimum = 1,
                                .maximum = 100'000},
                               {.name = "truth",
                                .help = "The plain loop goes through the whole of the videos that have truth beside "
                                        "them."},
                               jsonOption("One line of JSON per figure.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
