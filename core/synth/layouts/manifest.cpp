// SPDX-License-Identifier: GPL-3.0-or-later
// A manifest.csv with all its columns (docs/manifest.md) and labels of single frames beside it. Films, sequences of
// pictures and stills take turns; films and sequences hold more than the clip, which is what is between `first` and
// `last`.
#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/synth/coded_units.h"
#include "core/synth/course.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"

#include <map>

namespace mien::synth {

namespace fs = std::filesystem;

namespace {

constexpr int framesPerSecond = 25;
constexpr int around = 8;              ///< frames of rest before and behind the clip
constexpr std::size_t unannotated = 2; ///< frames in a row, of each clip
enum class Medium { Film, Pictures, Still };

Medium mediumOf(const ClipPlan& clip)
{
    return static_cast<Medium>(text::toInt(clip.sequence).value_or(0) % 3);
}

/// Units that emotions bring out seldom or never come in what is coded frame by frame, once with every subject.
void addRareUnits(std::vector<Recording>& recordings)
{
    std::map<std::string, std::vector<ClipPlan*>> ofSubject;
    for (Recording& recording : recordings)
        if (recording.plan().frames > 1) ofSubject[recording.subject].push_back(&recording.plans.front());
    for (const auto& [subject, clips] : ofSubject)
        spreadUnits(clips, {9, 11, 13, 14, 16, 18, 19, 22, 27, 28, 30, 32, 38, 39});
}

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    std::vector<Recording> all;
    for (ClipPlan clip : planClips(subjects, seed, difficulty)) {
        const bool isStill = mediumOf(clip) == Medium::Still;
        if (mediumOf(clip) == Medium::Pictures) clip.camera.file = Camera::File::Jpeg;
        const bool isActed = clip.random.fork("acting").chance(0.5);
        planCourse(clip, isActed ? Acting::Acted : Acting::Spontaneous, framesPerSecond);
        Recording recording{clip.id(), clip.subject, clip.emotion, {}, 0, {}};
        if (isStill) {
            clip.frames = 1;
            clip.burst.reset();
        } else {
            for (int* frame : {&clip.burst->onset, &clip.burst->apex, &clip.burst->release, &clip.burst->offset})
                *frame += around;
            recording.first = around;
            recording.last = around + clip.frames - 1;
            clip.frames += 2 * around;
        }
        recording.plans.push_back(clip);
        all.push_back(recording);
    }
    addRareUnits(all);
    return all;
}

fs::path frameFile(const Recording& recording, int frame)
{
    if (mediumOf(recording.plan()) == Medium::Still) return fs::path("stills") / (recording.id + ".png");
    return fs::path("sequences") / recording.id / (padded(frame + 1, 4) + ".jpg");
}

std::optional<Film> film(const Recording& recording)
{
    if (mediumOf(recording.plan()) != Medium::Film) return std::nullopt;
    return Film{fs::path("films") / recording.id, framesPerSecond};
}

/// A row per frame; two in a row have no action units.
std::string frameLabels(const Recording& recording, const std::vector<FrameTruth>& truth)
{
    const auto gap = recording.plan().random.fork("coder").below(truth.size() - unannotated);
    std::vector<std::string> row = {"frame", "expression", "valence", "arousal"};
    for (const int unit : auNumbersInOrder()) row.push_back("AU" + std::to_string(unit));
    std::string table = csv::line(row);
    for (std::size_t f = 0; f < truth.size(); ++f) {
        const bool given = f < gap || f >= gap + unannotated;
        row = {std::to_string(f + 1), truth[f].emotion, text::fixed(truth[f].affect.valence, 3),
               text::fixed(truth[f].affect.arousal, 3)};
        for (const int unit : auNumbersInOrder())
            row.push_back(given ? std::to_string(gradeOf(truth[f].actionUnits.strongest(unit))) : std::string());
        table += csv::line(row);
    }
    return table;
}

double rounded(double value)
{
    return text::toDouble(text::fixed(value, 3)).value_or(0);
}

Result<void> label(const fs::path& root, const Recording& recording, const std::vector<FrameTruth>& truth,
                   ClipEntry& entry)
{
    const ClipPlan& clip = recording.plan();
    const FrameTruth& apex =
        clip.burst ? truth[static_cast<std::size_t>(clip.burst->apex - recording.first)] : truth[0];
    entry.attributes["acting"] = nameOf(clip.acting);
    entry.attributes["gender"] = isMan(clip.identity) ? "male" : "female";
    entry.valence = rounded(apex.affect.valence);
    entry.arousal = rounded(apex.affect.arousal);
    entry.actionUnits = codedActionUnits(apex.actionUnits);
    if (mediumOf(clip) == Medium::Still) {
        entry.kind = ClipEntry::Kind::Image;
        return {};
    }
    if (mediumOf(clip) == Medium::Film) entry.firstFrame = recording.first;
    entry.onset = clip.burst->onset - recording.first;
    entry.apex = clip.burst->apex - recording.first;
    entry.offset = clip.burst->offset - recording.first;
    entry.hasFrameLabels = true;
    return writeDatasetFile(root / "frame_labels" / (recording.id + ".csv"), frameLabels(recording, truth));
}

/// As the manifest has them: "1B 12D".
std::string unitsOf(const ClipEntry& clip)
{
    std::vector<std::string> units;
    for (const AuCode& code : clip.actionUnits) units.push_back(unitsCell({code}));
    return text::join(units, " ");
}

std::vector<std::string> rowOf(const Recording& recording, const ClipEntry& clip)
{
    const bool isStill = clip.kind == ClipEntry::Kind::Image, isFilm = clip.kind == ClipEntry::Kind::Video;
    const fs::path path = isStill || isFilm ? clip.files.front() : clip.files.front().parent_path();
    const auto inFile = [&](std::optional<int> frame) {
        return frame ? std::to_string(recording.first + *frame + 1) : std::string();
    };
    const auto edge = [&](int frame) { return isStill ? std::string() : inFile(frame); };
    return {path.generic_string(),
            clip.id,
            isStill  ? "image"
            : isFilm ? "video"
                     : "sequence",
            clip.subject,
            clip.label.value_or(""),
            edge(0),
            edge(recording.frames() - 1),
            inFile(clip.onset),
            inFile(clip.apex),
            inFile(clip.offset),
            text::fixed(*clip.valence, 3),
            text::fixed(*clip.arousal, 3),
            unitsOf(clip),
            clip.attributes.at("acting"),
            clip.attributes.at("gender")};
}

Result<void> tables(const fs::path& root, const std::vector<Recording>& recordings, const std::vector<ClipEntry>& clips)
{
    std::string table = csv::line({"path", "id", "kind", "subject", "label", "first", "last", "onset", "apex", "offset",
                                   "valence", "arousal", "AUs", "acting", "gender"});
    for (std::size_t i = 0; i < recordings.size(); ++i) table += csv::line(rowOf(recordings[i], clips[i]));
    return writeDatasetFile(root / "manifest.csv", table);
}

} // namespace

const Layout& manifestLayout()
{
    static const Layout layout = {
        "manifest",
        640,
        480,
        999,
        {},
        "manifest.csv: valence, arousal and action units are those of the apex; action units from intensity 0.15 on,\n"
        "graded A ... E = fifths of the range, in frame_labels/ as 1 ... 5, 0 below; two frames in a row of each clip "
        "are\n"
        "not coded. The tables here begin with the clip's first frame, not with the film's.\n",
        plan,
        frameFile,
        film,
        label,
        tables,
    };
    return layout;
}

} // namespace mien::synth
