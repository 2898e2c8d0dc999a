// SPDX-License-Identifier: GPL-3.0-or-later
// Class folders as people make them by hand: happiness/S001/film.mp4, happiness/S001/pictures/0001.jpg … and
// happiness/S001/still.png. Every person shows every class, which is how the reader tells persons from clips.
#include "core/synth/course.h"
#include "core/synth/layout.h"

namespace mien::synth {

namespace fs = std::filesystem;

namespace {

constexpr int framesPerSecond = 25;

fs::path folderOf(const ClipPlan& clip)
{
    return fs::path(clip.emotion) / clip.subject;
}

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    const Random root = Random(seed).fork("folders");
    std::vector<std::string> emotions = generatedEmotions();
    emotions.emplace_back("neutral");
    std::vector<ClipPlan> clips;
    for (int s = 1; s <= subjects; ++s) {
        const std::string subject = "S" + padded(s, 3);
        const Random own = root.fork(subject);
        for (const std::string& emotion : emotions) {
            for (const char* medium : {"film", "pictures", "still"}) {
                ClipPlan clip = castSubject(subject, own, difficulty);
                clip.emotion = emotion;
                clip.sequence = medium;
                clip.name = emotion + "_" + subject + "_" + medium;
                clip.random = own.fork(emotion + " " + medium);
                if (clip.sequence == "pictures") clip.camera.file = Camera::File::Jpeg;
                if (clip.sequence == "still")
                    clip.frames = 1;
                else
                    planCourse(clip, Acting::Acted, framesPerSecond);
                clips.push_back(clip);
            }
        }
    }
    return oneEach(clips);
}

fs::path frameFile(const Recording& recording, int frame)
{
    const ClipPlan& clip = recording.plan();
    if (clip.sequence == "still") return folderOf(clip) / "still.png";
    return folderOf(clip) / clip.sequence / (padded(frame + 1, 4) + ".jpg");
}

std::optional<Film> film(const Recording& recording)
{
    const ClipPlan& clip = recording.plan();
    if (clip.sequence != "film") return std::nullopt;
    return Film{folderOf(clip) / clip.sequence, framesPerSecond};
}

Result<void> label(const fs::path&, const Recording& recording, const std::vector<FrameTruth>&, ClipEntry& entry)
{
    if (recording.plan().sequence == "still") entry.kind = ClipEntry::Kind::Image;
    return {};
}

} // namespace

const Layout& foldersLayout()
{
    static const Layout layout = {
        "folders",
        640,
        480,
        999,
        {},
        "Every person shows every class three times: in a film, in a sequence of pictures and in a still of the "
        "apex.\n",
        plan,
        frameFile,
        film,
        label,
        nullptr,
    };
    return layout;
}

} // namespace mien::synth
