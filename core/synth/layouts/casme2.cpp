// SPDX-License-Identifier: GPL-3.0-or-later
// CASME II: CASME2-coding-20140508.xlsx with its blank columns, frames Cropped/sub01/EP01_01f/reg_img46.jpg at 200 a
// second, numbered as the table counts them.
#include "core/io/xlsx_writer.h"
#include "core/synth/coded_units.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"
#include "core/synth/micro_expressions.h"

namespace mien::synth {

namespace fs = std::filesystem;

namespace {

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    const Random root = Random(seed).fork("casme2");
    std::vector<ClipPlan> clips;
    for (int s = 1; s <= subjects; ++s) {
        const std::string subject = "sub" + padded(s, 2);
        const Random own = root.fork(subject);
        // Neither anger nor contempt is a class of CASME II.
        std::vector<std::string> emotions = {"happiness", "disgust", "surprise", "sadness", "fear"};
        own.fork("order").shuffle(emotions);
        ClipPlan clip = castSubject(subject, own, difficulty);
        clip.camera = {"", Camera::File::Jpeg, false, 1, {}};
        clip.closeness = 1.5; // the pictures are cut out around the face
        for (std::size_t i = 0; i < emotions.size(); ++i) {
            clip.emotion = emotions[i];
            clip.sequence = "EP" + padded(static_cast<int>(i) + 1, 2) + "_01f";
            clip.name = subject + "_" + clip.sequence;
            planBurst(clip, own.fork(clip.sequence));
            clips.push_back(clip);
        }
    }
    return oneEach(clips);
}

/// Number of a frame in its film, of which the clip is a part.
int filmNumber(const ClipPlan& clip, int frame)
{
    return 1 + static_cast<int>(clip.random.fork("film").below(200)) + frame;
}

fs::path frameFile(const Recording& recording, int frame)
{
    const ClipPlan& clip = recording.plan();
    return fs::path("Cropped") / clip.subject / clip.sequence /
           ("reg_img" + std::to_string(filmNumber(clip, frame)) + ".jpg");
}

Result<void> label(const fs::path&, const Recording& recording, const std::vector<FrameTruth>& truth, ClipEntry& entry)
{
    const ClipPlan& clip = recording.plan();
    const auto at = [&](int frame) { return truth[static_cast<std::size_t>(frame)].actionUnits; };
    entry.onset = clip.burst->onset;
    entry.apex = clip.burst->apex;
    entry.offset = clip.burst->offset;
    entry.actionUnits = codedBurst(at(0), at(clip.burst->apex), false);
    return {};
}

Result<void> tables(const fs::path& root, const std::vector<Recording>& recordings, const std::vector<ClipEntry>& clips)
{
    Sheet sheet{"Sheet1",
                {{1,
                  {"Subject", "Filename", "", "OnsetFrame", "ApexFrame", "OffsetFrame", "", "Action Units",
                   "Estimated Emotion"}}}};
    for (std::size_t i = 0; i < recordings.size(); ++i) {
        const ClipPlan& clip = recordings[i].plan();
        const auto number = [&](int frame) { return std::to_string(filmNumber(clip, frame)); };
        sheet.rows.push_back(
            {static_cast<int>(i) + 2,
             {clip.subject.substr(3), clip.sequence, "", number(clip.burst->onset), number(clip.burst->apex),
              number(clip.burst->offset), "", unitsCell(clips[i].actionUnits), clip.emotion}});
    }
    const auto book = xlsx::write({sheet});
    if (!book) return book.error();
    return writeDatasetFile(root / "CASME2-coding-20140508.xlsx", *book);
}

} // namespace

const Layout& casme2Layout()
{
    static const Layout layout = {
        "casme2",
        280,
        340,
        999,
        microDifficulty(),
        "The table: action units that leave their resting value by 0.06 or more, with the side where one moves alone;\n"
        "frames as the pictures are numbered, 200 a second.\n",
        plan,
        frameFile,
        nullptr,
        label,
        tables,
    };
    return layout;
}

} // namespace mien::synth
