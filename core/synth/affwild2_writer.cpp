// SPDX-License-Identifier: GPL-3.0-or-later
// Aff-Wild2: videos/<name>.mp4, and for VA, EXPR and AU a text file per video: a header, then line k + 1 for frame k.
// A third of the videos is for validation; a few frames of each are not annotated (-5 and -1). The eight expressions
// of its later rounds have no contempt, which is Other.
#include "core/base/text.h"
#include "core/synth/dataset_files.h"
#include "core/synth/facs_coder.h"
#include "core/synth/layout_writer.h"
#include "core/synth/video_clip.h"

#include <algorithm>
#include <array>

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr int framesPerSecond = 30;
constexpr double validationShare = 1.0 / 3;
constexpr int unannotated = 2; // frames in a row, of each video
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

class AffWild2Recording : public RecordingWriter
{
public:
    AffWild2Recording(const fs::path& root, const Recording& recording)
        : m_root(root), m_id(recording.id), m_video(root, fs::path("videos") / recording.id, framesPerSecond)
    {
        Random random = recording.plans.front().random.fork("annotators");
        m_isValidation = random.chance(validationShare);
        m_gap = static_cast<int>(random.below(static_cast<std::size_t>(recording.frames() - unannotated)));
    }

    Result<void> writeFrame(int, const Picture& picture) override { return m_video.add(picture); }
    Result<ClipEntry> writeLabels(const std::vector<FrameTruth>& truth) override;

private:
    bool isAnnotated(int frame) const { return frame < m_gap || frame >= m_gap + unannotated; }

    fs::path m_root;
    std::string m_id;
    VideoClip m_video;
    bool m_isValidation = false;
    int m_gap = 0;
};

Result<ClipEntry> AffWild2Recording::writeLabels(const std::vector<FrameTruth>& truth)
{
    std::string values = "valence,arousal\n";
    std::string codes = "Neutral,Anger,Disgust,Fear,Happiness,Sadness,Surprise,Other\n";
    std::string occurrences;
    for (const int unit : units) occurrences += (occurrences.empty() ? "AU" : ",AU") + std::to_string(unit);
    occurrences += "\n";
    for (int f = 0; f < static_cast<int>(truth.size()); ++f) {
        const FrameTruth& frame = truth[static_cast<std::size_t>(f)];
        const bool given = isAnnotated(f);
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
    const fs::path part = m_isValidation ? "Validation_Set" : "Train_Set";
    for (const auto& [set, content] : {std::pair("VA_Set", &values), {"EXPR_Set", &codes}, {"AU_Set", &occurrences}})
        if (const auto done = writeDatasetFile(m_root / set / part / (m_id + ".txt"), *content); !done)
            return done.error();
    auto video = m_video.finish();
    if (!video) return video.error();
    ClipEntry clip;
    clip.id = clip.subject = m_id;
    clip.kind = ClipEntry::Kind::Video;
    clip.files = {*video};
    clip.frameCount = static_cast<int>(truth.size());
    clip.hasFrameLabels = true;
    for (const char* name : {"set", "set_va", "set_expr", "set_au"})
        clip.attributes[name] = m_isValidation ? "validation" : "train";
    return clip;
}

class AffWild2Writer : public LayoutWriter
{
public:
    explicit AffWild2Writer(const fs::path& root) : m_root(root) {}
    Result<std::unique_ptr<RecordingWriter>> begin(const Recording& recording) const override
    {
        return std::unique_ptr<RecordingWriter>(std::make_unique<AffWild2Recording>(m_root, recording));
    }

private:
    fs::path m_root;
};

} // namespace

const Layout& affwild2Layout()
{
    static const Layout layout = {"affwild2", [](const fs::path& root) -> std::unique_ptr<LayoutWriter> {
                                      return std::make_unique<AffWild2Writer>(root);
                                  }};
    return layout;
}

} // namespace mien::synth
