// SPDX-License-Identifier: GPL-3.0-or-later
// DISFA: one film per subject (all performances, one after the other) as the left camera saw it, and
// ActionUnit_Labels/SN001/SN001_au1.txt … with the grade 0 … 5 of an action unit in every frame.
#include "core/synth/dataset_files.h"
#include "core/synth/facs_coder.h"
#include "core/synth/layout_writer.h"
#include "core/synth/video_clip.h"

#include <array>

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr int framesPerSecond = 20;
constexpr std::array<int, 12> units = {1, 2, 4, 5, 6, 9, 12, 15, 17, 20, 25, 26};

class DisfaRecording : public RecordingWriter
{
public:
    DisfaRecording(const fs::path& root, const Recording& recording)
        : m_root(root), m_id(recording.id), m_subject(recording.subject),
          m_video(root, fs::path("Videos_LeftCamera") / ("LeftVideo" + recording.subject + "_comp"), framesPerSecond)
    {
    }

    Result<void> writeFrame(int, const Picture& picture) override { return m_video.add(picture); }

    Result<ClipEntry> writeLabels(const std::vector<FrameTruth>& truth) override
    {
        for (const int unit : units) {
            std::string lines;
            for (std::size_t f = 0; f < truth.size(); ++f)
                lines +=
                    std::to_string(f + 1) + "," + std::to_string(gradeOf(truth[f].actionUnits.strongest(unit))) + "\n";
            const std::string name = m_subject + "_au" + std::to_string(unit) + ".txt";
            if (const auto done = writeDatasetFile(m_root / "ActionUnit_Labels" / m_subject / name, lines); !done)
                return done.error();
        }
        auto video = m_video.finish();
        if (!video) return video.error();
        ClipEntry clip;
        clip.id = m_id;
        clip.subject = m_subject;
        clip.kind = ClipEntry::Kind::Video;
        clip.files = {*video};
        clip.frameCount = static_cast<int>(truth.size());
        clip.hasFrameLabels = true;
        clip.attributes["camera"] = "left";
        return clip;
    }

private:
    fs::path m_root;
    std::string m_id, m_subject;
    VideoClip m_video;
};

class DisfaWriter : public LayoutWriter
{
public:
    explicit DisfaWriter(const fs::path& root) : m_root(root) {}

    std::vector<Recording> recordings(const std::vector<ClipPlan>& plans) const override
    {
        std::vector<Recording> all;
        for (const ClipPlan& plan : plans) {
            const std::string subject = "SN" + plan.subject.substr(1);
            if (all.empty() || all.back().subject != subject) all.push_back({subject + "_left", subject, {}, {}});
            all.back().plans.push_back(plan);
        }
        return all;
    }

    Result<std::unique_ptr<RecordingWriter>> begin(const Recording& recording) const override
    {
        return std::unique_ptr<RecordingWriter>(std::make_unique<DisfaRecording>(m_root, recording));
    }

private:
    fs::path m_root;
};

} // namespace

const Layout& disfaLayout()
{
    static const Layout layout = {"disfa", [](const fs::path& root) -> std::unique_ptr<LayoutWriter> {
                                      return std::make_unique<DisfaWriter>(root);
                                  }};
    return layout;
}

} // namespace mien::synth
