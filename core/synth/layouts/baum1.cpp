// SPDX-License-Identifier: GPL-3.0-or-later
// BAUM-1: BAUM1a_MP4_all/s001/S001_001.mp4 (acted) and "BAUM1s_MP4 - All"/… (spontaneous), each with its table. Which
// part a clip belongs to is drawn, but contempt has a code among the spontaneous ones only. A clip without a label is
// in no table.
#include "core/io/xlsx_writer.h"
#include "core/synth/course.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr int framesPerSecond = 30;
constexpr std::array<std::string_view, 9> actedCodes = {"anger",    "boredom", "disgust",  "fear",  "happiness",
                                                        "interest", "sadness", "surprise", "unsure"};
constexpr std::array<std::string_view, 13> spontaneousCodes = {
    "anger",     "boredom", "bothered", "concentrating", "contempt", "disgust", "fear",
    "happiness", "neutral", "sadness",  "surprise",      "thinking", "unsure"};

struct Part
{
    std::string name, folder;
    Acting acting;
    std::span<const std::string_view> codes;
};

const Part& partOf(const ClipPlan& plan)
{
    static const Part acted = {"BAUM1a", "BAUM1a_MP4_all", Acting::Acted, actedCodes};
    static const Part spontaneous = {"BAUM1s", "BAUM1s_MP4 - All", Acting::Spontaneous, spontaneousCodes};
    return plan.emotion != "contempt" && plan.random.fork("part").chance(0.5) ? acted : spontaneous;
}

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    auto clips = planClips(subjects, seed, difficulty);
    for (ClipPlan& clip : clips) planCourse(clip, partOf(clip).acting, framesPerSecond);
    auto all = oneEach(clips);
    for (Recording& recording : all) recording.id = partOf(recording.plan()).name + "_" + recording.id;
    return all;
}

std::optional<Film> film(const Recording& recording)
{
    const ClipPlan& clip = recording.plan();
    return Film{fs::path(partOf(clip).folder) / ("s" + clip.subject.substr(1)) / clip.id(), framesPerSecond};
}

Result<void> label(const fs::path&, const Recording& recording, const std::vector<FrameTruth>&, ClipEntry& entry)
{
    entry.attributes["acting"] = nameOf(recording.plan().acting);
    if (entry.label) entry.attributes["gender"] = isMan(recording.plan().identity) ? "male" : "female";
    return {};
}

Result<void> tables(const fs::path& root, const std::vector<Recording>& recordings, const std::vector<ClipEntry>&)
{
    std::map<std::string, Sheet> sheets;
    for (const Recording& recording : recordings) {
        const ClipPlan& clip = recording.plan();
        const Part& part = partOf(clip);
        Sheet& sheet = sheets[part.name];
        if (sheet.rows.empty()) sheet = {"Sheet1", {{1, {"Clip", "Emotion", "Code", "Gender"}}}};
        if (recording.label.empty()) continue;
        const auto code = std::find(part.codes.begin(), part.codes.end(), recording.label) - part.codes.begin() + 1;
        sheet.rows.push_back(
            {static_cast<int>(sheet.rows.size()) + 1,
             {clip.id(), recording.label, std::to_string(code), isMan(clip.identity) ? "Male" : "Female"}});
    }
    for (const auto& [name, sheet] : sheets) {
        const auto content = xlsx::write({sheet});
        if (!content) return content.error();
        if (auto done = writeDatasetFile(root / ("Annotations_" + name + ".xlsx"), *content); !done) return done;
    }
    return {};
}

} // namespace

const Layout& baum1Layout()
{
    static const Layout layout = {"baum1", 640, 480, 999, {}, {}, plan, nullptr, film, label, tables};
    return layout;
}

} // namespace mien::synth
