// SPDX-License-Identifier: GPL-3.0-or-later
// BAUM-2, as its reader takes it to be (no description was found): videos in BAUM2_MP4/ and one table. A clip without
// a label is not in it, so that nothing says who it shows.
#include "core/io/xlsx_writer.h"
#include "core/synth/course.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr int framesPerSecond = 30;

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    auto clips = planClips(subjects, seed, difficulty);
    for (ClipPlan& clip : clips) planCourse(clip, Acting::Acted, framesPerSecond); // scenes of films
    auto all = oneEach(clips);
    for (Recording& recording : all)
        if (recording.label.empty()) recording.subject = recording.id;
    return all;
}

std::optional<Film> film(const Recording& recording)
{
    return Film{fs::path("BAUM2_MP4") / recording.id, framesPerSecond};
}

Result<void> label(const fs::path&, const Recording& recording, const std::vector<FrameTruth>&, ClipEntry& entry)
{
    if (entry.label) entry.attributes["gender"] = isMan(recording.plan().identity) ? "male" : "female";
    return {};
}

Result<void> tables(const fs::path& root, const std::vector<Recording>& recordings, const std::vector<ClipEntry>&)
{
    Sheet sheet = {"Sheet1", {{1, {"Clip", "Emotion", "Gender", "Subject"}}}};
    for (const Recording& recording : recordings)
        if (!recording.label.empty())
            sheet.rows.push_back({static_cast<int>(sheet.rows.size()) + 1,
                                  {recording.id, recording.label, isMan(recording.plan().identity) ? "Male" : "Female",
                                   recording.subject}});
    const auto content = xlsx::write({sheet});
    if (!content) return content.error();
    return writeDatasetFile(root / "Annotations_BAUM2.xlsx", *content);
}

} // namespace

const Layout& baum2Layout()
{
    static const Layout layout = {"baum2", 640, 480, 999, {}, {}, plan, nullptr, film, label, tables};
    return layout;
}

} // namespace mien::synth
