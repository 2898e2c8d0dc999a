// SPDX-License-Identifier: GPL-3.0-or-later
// BP4D, whose form EB+ is taken to have: AUCoding/AU_OCC/F001_T1.csv with the occurrence of twelve action units, 9 =
// unknown, and the video 2D/F001/T1.mp4. Tasks are those that mean to induce the emotion; contempt has none.
#include "core/synth/dataset_files.h"
#include "core/synth/facs_coder.h"
#include "core/synth/layout_writer.h"
#include "core/synth/video_clip.h"

#include <algorithm>
#include <array>

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr int framesPerSecond = 25;
constexpr std::array<int, 12> units = {1, 2, 4, 6, 7, 10, 12, 14, 15, 17, 23, 24};
constexpr int firstMouthUnit = 10;
constexpr int hidden = 3; // frames in which the coder cannot see the mouth
constexpr std::array<std::string_view, 8> tasks = {"happiness", "sadness", "surprise", "",
                                                   "fear",      "",        "anger",    "disgust"};

std::string taskOf(const std::string& emotion)
{
    const auto found = std::find(tasks.begin(), tasks.end(), emotion);
    if (emotion.empty() || found == tasks.end()) return {};
    return "T" + std::to_string(found - tasks.begin() + 1);
}

class EbPlusRecording : public RecordingWriter
{
public:
    EbPlusRecording(const fs::path& root, const Recording& recording)
        : m_root(root), m_recording(recording), m_task(taskOf(recording.label)),
          m_video(root, fs::path("2D") / recording.subject / m_task, framesPerSecond)
    {
        Random random = recording.plans.front().random.fork("coder");
        m_hiddenFrom = static_cast<int>(random.below(static_cast<std::size_t>(recording.frames() - hidden)));
    }

    Result<void> writeFrame(int, const Picture& picture) override { return m_video.add(picture); }
    Result<ClipEntry> writeLabels(const std::vector<FrameTruth>& truth) override;

private:
    fs::path m_root;
    const Recording m_recording;
    std::string m_task;
    VideoClip m_video;
    int m_hiddenFrom = 0;
};

Result<ClipEntry> EbPlusRecording::writeLabels(const std::vector<FrameTruth>& truth)
{
    std::string table = "0";
    for (const int unit : units) table += "," + std::to_string(unit);
    for (int f = 0; f < static_cast<int>(truth.size()); ++f) {
        table += "\n" + std::to_string(f + 1);
        const bool isHidden = f >= m_hiddenFrom && f < m_hiddenFrom + hidden;
        for (const int unit : units) {
            const int occurs = gradeOf(truth[static_cast<std::size_t>(f)].actionUnits.strongest(unit)) > 0;
            table += "," + std::to_string(isHidden && unit >= firstMouthUnit ? 9 : occurs);
        }
    }
    const fs::path file = m_root / "AUCoding" / "AU_OCC" / (m_recording.id + ".csv");
    if (const auto done = writeDatasetFile(file, table + "\n"); !done) return done.error();
    auto video = m_video.finish();
    if (!video) return video.error();
    ClipEntry clip;
    clip.id = m_recording.id;
    clip.subject = m_recording.subject;
    clip.kind = ClipEntry::Kind::Video;
    clip.files = {*video};
    clip.frameCount = static_cast<int>(truth.size());
    clip.hasFrameLabels = true;
    clip.attributes = {{"task", m_task}, {"frame_offset", "0"}};
    return clip;
}

class EbPlusWriter : public LayoutWriter
{
public:
    explicit EbPlusWriter(const fs::path& root) : m_root(root) {}

    std::vector<Recording> recordings(const std::vector<ClipPlan>& plans) const override
    {
        std::vector<Recording> all;
        for (const ClipPlan& plan : plans) {
            const std::string task = taskOf(plan.emotion);
            if (task.empty()) continue;
            const std::string subject = (isMan(plan.identity) ? "M" : "F") + plan.subject.substr(1);
            all.push_back({subject + "_" + task, subject, plan.emotion, {plan}});
        }
        return all;
    }

    Result<std::unique_ptr<RecordingWriter>> begin(const Recording& recording) const override
    {
        return std::unique_ptr<RecordingWriter>(std::make_unique<EbPlusRecording>(m_root, recording));
    }

private:
    fs::path m_root;
};

} // namespace

const Layout& ebplusLayout()
{
    static const Layout layout = {"ebplus", [](const fs::path& root) -> std::unique_ptr<LayoutWriter> {
                                      return std::make_unique<EbPlusWriter>(root);
                                  }};
    return layout;
}

} // namespace mien::synth
