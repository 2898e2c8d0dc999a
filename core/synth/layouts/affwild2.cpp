// SPDX-License-Identifier: GPL-3.0-or-later
// Aff-Wild2: videos/<name>.mp4, and for VA, EXPR and AU a text file per video: a header, then line k + 1 for frame k.
// A third of the videos is for validation; a few frames of each are not annotated (-5 and -1). The eight expressions
// of its later rounds have no contempt, which is Other. Nothing says who is seen: a video is a subject.
#include "core/base/text.h"
#include "core/synth/coded_units.h"
#include "core/synth/course.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"

#include <algorithm>
#include <array>

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr int framesPerSecond = 30;
constexpr double validationShare = 1.0 / 3;
constexpr int unannotated = 2; ///< frames in a row, of each video
constexpr std::array<int, 12> units = {1, 2, 4, 6, 7, 10, 12, 15, 23, 24, 25, 26};
constexpr std::array<std::string_view, 7> expressions = {"neutral",   "anger",   "disgust", "fear",
                                                         "happiness", "sadness", "surprise"};

/// Its place in the header; -1 where there is none to tell.
int codeOf(const std::string& emotion)
{
    if (emotion.empty()) return -1;
    const auto found = std::find(expressions.begin(), expressions.end(), emotion);
    return static_cast<int>(found - expressions.begin()); // behind the last: Other
}

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    auto clips = planClips(subjects, seed, difficulty);
    for (ClipPlan& clip : clips) planCourse(clip, Acting::Spontaneous, framesPerSecond);
    return oneEach(clips);
}

std::optional<Film> film(const Recording& recording)
{
    return Film{fs::path("videos") / recording.id, framesPerSecond};
}

/// The three files of a video, line by line.
struct Annotations
{
    std::string values = "valence,arousal\n";
    std::string codes = "Neutral,Anger,Disgust,Fear,Happiness,Sadness,Surprise,Other\n";
    std::string occurrences;

    Annotations()
    {
        for (const int unit : units) occurrences += (occurrences.empty() ? "AU" : ",AU") + std::to_string(unit);
        occurrences += "\n";
    }

    void add(const FrameTruth& frame, bool given)
    {
        values += given ? text::fixed(frame.affect.valence, 3) + "," + text::fixed(frame.affect.arousal, 3) : "-5,-5";
        values += "\n";
        codes += std::to_string(given ? codeOf(frame.emotion) : -1) + "\n";
        std::string row;
        for (const int unit : units) {
            const int occurs = gradeOf(frame.actionUnits.strongest(unit)) > 0;
            row += (row.empty() ? "" : ",") + std::to_string(given ? occurs : -1);
        }
        occurrences += row + "\n";
    }
};

Result<void> label(const fs::path& root, const Recording& recording, const std::vector<FrameTruth>& truth,
                   ClipEntry& entry)
{
    Random random = recording.plan().random.fork("annotators");
    const bool isValidation = random.chance(validationShare);
    const auto gap = random.below(truth.size() - unannotated);
    Annotations annotations;
    for (std::size_t f = 0; f < truth.size(); ++f) annotations.add(truth[f], f < gap || f >= gap + unannotated);
    const fs::path file = fs::path(isValidation ? "Validation_Set" : "Train_Set") / (recording.id + ".txt");
    for (const auto& [set, content] : {std::pair("VA_Set", &annotations.values),
                                       {"EXPR_Set", &annotations.codes},
                                       {"AU_Set", &annotations.occurrences}})
        if (auto done = writeDatasetFile(root / set / file, *content); !done) return done;
    entry.subject = recording.id;
    entry.label.reset();
    entry.hasFrameLabels = true;
    for (const char* name : {"set", "set_va", "set_expr", "set_au"})
        entry.attributes[name] = isValidation ? "validation" : "train";
    entry.attributes[splitAttribute] = isValidation ? "test" : "train";
    return {};
}

} // namespace

const Layout& affwild2Layout()
{
    static const Layout layout = {
        "affwild2",
        640,
        480,
        999,
        {},
        "AU_Set: action units from intensity 0.15 on; EXPR_Set: the emotion of the frame, contempt as Other; two "
        "frames\n"
        "in a row of each video are not annotated.\n",
        plan,
        nullptr,
        film,
        label,
        nullptr,
    };
    return layout;
}

} // namespace mien::synth
