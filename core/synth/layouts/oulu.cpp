// SPDX-License-Identifier: GPL-3.0-or-later
// Oulu-CASIA NIR&VIS: OriginalImg/{VL,NI}/{Strong,Weak,Dark}/P001/Anger/000.jpeg, from neutral to peak. One performance
// for each lighting, seen by two cameras at once: visible light and near infrared.
#include "core/base/text.h"
#include "core/synth/layout.h"

#include <array>

namespace mien::synth {

namespace fs = std::filesystem;

namespace {

constexpr int shortestClip = 11, longestClip = 20; ///< frames

constexpr std::array<std::string_view, 6> emotions = {"anger", "disgust", "fear", "happiness", "sadness", "surprise"};

Camera cameraOf(const LightCondition& condition, bool infrared)
{
    if (infrared) return {"NI", Camera::File::Jpeg, true, 1.3, condition.infrared()};
    return {"VL", Camera::File::Jpeg, false, condition.noise, condition.visible()};
}

/// Names of emotions and lightings as the folders have them.
std::string capital(std::string_view name)
{
    std::string written(name);
    written[0] = static_cast<char>(written[0] - 'a' + 'A');
    return written;
}

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    const Random root = Random(seed).fork("oulu");
    std::vector<ClipPlan> clips;
    for (int s = 1; s <= subjects; ++s) {
        const std::string subject = "P" + padded(s, 3);
        const Random own = root.fork(subject);
        ClipPlan clip = castSubject(subject, own, difficulty);
        for (const LightCondition& condition : lightConditions) {
            const std::string lighting = capital(condition.name);
            for (const std::string_view emotion : emotions) {
                clip.emotion = emotion;
                clip.sequence = capital(emotion);
                clip.random = own.fork(lighting + " " + clip.emotion);
                clip.frames =
                    shortestClip + static_cast<int>(clip.random.fork("length").below(longestClip - shortestClip + 1));
                for (const bool infrared : {false, true}) {
                    clip.camera = cameraOf(condition, infrared);
                    clip.name = text::join({clip.camera.name, lighting, subject, clip.sequence}, "_");
                    clips.push_back(clip);
                }
            }
        }
    }
    return oneEach(clips);
}

/// "VL_Strong_P001_Anger" says the folders.
fs::path frameFile(const Recording& recording, int frame)
{
    const ClipPlan& clip = recording.plan();
    fs::path file = "OriginalImg";
    for (const std::string& part : text::split(clip.id(), '_')) file /= part;
    return file / (padded(frame, 3) + ".jpeg");
}

Result<void> label(const fs::path&, const Recording& recording, const std::vector<FrameTruth>&, ClipEntry& entry)
{
    const ClipPlan& clip = recording.plan();
    entry.attributes["light"] = clip.camera.name;
    entry.attributes["lighting"] = clip.camera.light.name;
    return {};
}

} // namespace

const Layout& ouluLayout()
{
    static const Layout layout = {
        "oulu", 320,       240,
        999,    {},        "VL and NI of one lighting are the same performance, so that their truth is the same.\n",
        plan,   frameFile, nullptr,
        label,  nullptr,
    };
    return layout;
}

} // namespace mien::synth
