// SPDX-License-Identifier: GPL-3.0-or-later
// BP4D, whose form EB+ is taken to have: AUCoding/AU_OCC/F001_T1.csv with the occurrence of the 27 action units, 9 =
// unknown, and the video 2D/F001/T1.mp4. Tasks are those that mean to induce the emotion; contempt has none.
#include "core/synth/coded_units.h"
#include "core/synth/course.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"

#include <algorithm>
#include <array>

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr int framesPerSecond = 25;
/// Those of the table in Tlili's thesis (CMU-CS-19-124), which was learned from EB+.
constexpr std::array<int, 27> units = {1,  2,  4,  5,  6,  7,  9,  10, 11, 12, 13, 14, 15, 16,
                                       17, 18, 19, 20, 22, 23, 24, 27, 28, 30, 32, 38, 39};
/// Those that the emotions alone would bring out seldom or never.
const std::vector<int> rareUnits = {5, 9, 11, 13, 14, 16, 18, 19, 22, 27, 28, 30, 32, 38, 39};
constexpr std::size_t tasksOfSubject = 6;
constexpr int firstMouthUnit = 10;
constexpr std::size_t hidden = 3; ///< frames in which the coder cannot see the mouth
constexpr std::array<std::string_view, 8> tasks = {"happiness", "sadness", "surprise", "",
                                                   "fear",      "",        "anger",    "disgust"};

std::string taskOf(const std::string& emotion)
{
    const auto found = std::find(tasks.begin(), tasks.end(), emotion);
    if (emotion.empty() || found == tasks.end()) return {};
    return "T" + std::to_string(found - tasks.begin() + 1);
}

/// Every subject shows each of them in one of the tasks.
void addRareUnits(std::vector<Recording>& recordings, std::size_t first)
{
    std::vector<ClipPlan*> clips;
    for (std::size_t i = first; i < recordings.size(); ++i) clips.push_back(&recordings[i].plans.front());
    spreadUnits(clips, rareUnits);
}

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    std::vector<Recording> all;
    std::size_t begun = 0; // of the subject
    for (ClipPlan clip : planClips(subjects, seed, difficulty)) {
        planCourse(clip, Acting::Spontaneous, framesPerSecond);
        const std::string task = taskOf(clip.emotion);
        if (task.empty()) continue;
        const std::string subject = (isMan(clip.identity) ? "M" : "F") + clip.subject.substr(1);
        if (all.empty() || all.back().subject != subject) begun = all.size();
        all.push_back({subject + "_" + task, subject, clip.emotion, {clip}, 0, {}});
        if (all.size() == begun + tasksOfSubject) addRareUnits(all, begun);
    }
    return all;
}

std::optional<Film> film(const Recording& recording)
{
    return Film{fs::path("2D") / recording.subject / taskOf(recording.label), framesPerSecond};
}

Result<void> label(const fs::path& root, const Recording& recording, const std::vector<FrameTruth>& truth,
                   ClipEntry& entry)
{
    const auto hiddenFrom = recording.plan().random.fork("coder").below(truth.size() - hidden);
    std::string table = "0";
    for (const int unit : units) table += "," + std::to_string(unit);
    for (std::size_t f = 0; f < truth.size(); ++f) {
        table += "\n" + std::to_string(f + 1);
        const bool isHidden = f >= hiddenFrom && f < hiddenFrom + hidden;
        for (const int unit : units) {
            const int occurs = gradeOf(truth[f].actionUnits.strongest(unit)) > 0;
            table += "," + std::to_string(isHidden && unit >= firstMouthUnit ? 9 : occurs);
        }
    }
    entry.label.reset();
    entry.hasFrameLabels = true;
    entry.attributes = {{"task", taskOf(recording.label)}, {"frame_offset", "0"}};
    return writeDatasetFile(root / "AUCoding" / "AU_OCC" / (recording.id + ".csv"), table + "\n");
}

} // namespace

const Layout& ebplusLayout()
{
    static const Layout layout = {
        "ebplus",
        640,
        480,
        999,
        {},
        "AU_OCC: action units from intensity 0.15 on; those of the mouth are unknown (9) in three frames in a row of "
        "each\n"
        "video.\n",
        plan,
        nullptr,
        film,
        label,
        nullptr,
    };
    return layout;
}

} // namespace mien::synth
