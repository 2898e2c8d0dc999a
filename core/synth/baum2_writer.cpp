// SPDX-License-Identifier: GPL-3.0-or-later
// BAUM-2, as its reader takes it to be (no description was found): videos in BAUM2_MP4/ and one table. A clip without
// a label is not in it, so that nothing says who it shows.
#include "core/io/xlsx_writer.h"
#include "core/synth/baum_recording.h"
#include "core/synth/dataset_files.h"
#include "core/synth/facs_coder.h"

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

class Baum2Writer : public LayoutWriter
{
public:
    explicit Baum2Writer(const fs::path& root) : m_root(root) {}

    std::vector<Recording> recordings(const std::vector<ClipPlan>& plans) const override
    {
        auto all = LayoutWriter::recordings(plans);
        for (Recording& recording : all)
            if (recording.label.empty()) recording.subject = recording.id;
        return all;
    }

    Result<std::unique_ptr<RecordingWriter>> begin(const Recording& recording) const override
    {
        ClipEntry clip;
        clip.id = recording.id;
        clip.subject = recording.subject;
        if (!recording.label.empty()) {
            clip.label = recording.label;
            clip.attributes["gender"] = isMan(recording.plans.front().identity) ? "male" : "female";
        }
        const fs::path place = fs::path("BAUM2_MP4") / recording.id;
        return std::unique_ptr<RecordingWriter>(std::make_unique<BaumRecording>(m_root, place, std::move(clip)));
    }

    Result<void> finish(const std::vector<Recording>& recordings, const std::vector<ClipEntry>&) const override
    {
        Sheet sheet = {"Sheet1", {{1, {"Clip", "Emotion", "Gender", "Subject"}}}};
        for (const Recording& recording : recordings)
            if (!recording.label.empty())
                sheet.rows.push_back(
                    {static_cast<int>(sheet.rows.size()) + 1,
                     {recording.id, recording.label, isMan(recording.plans.front().identity) ? "Male" : "Female",
                      recording.subject}});
        const auto content = xlsx::write({sheet});
        if (!content) return content.error();
        return writeDatasetFile(m_root / "Annotations_BAUM2.xlsx", *content);
    }

private:
    fs::path m_root;
};

} // namespace

const Layout& baum2Layout()
{
    static const Layout layout = {"baum2", [](const fs::path& root) -> std::unique_ptr<LayoutWriter> {
                                      return std::make_unique<Baum2Writer>(root);
                                  }};
    return layout;
}

} // namespace mien::synth
