// SPDX-License-Identifier: GPL-3.0-or-later
// BAUM-1: BAUM1a_MP4_all/s001/S001_001.mp4 (acted) and "BAUM1s_MP4 - All"/… (spontaneous), each with its table. Which
// part a clip belongs to is drawn, but contempt has a code among the spontaneous ones only. A clip without a label is
// in no table.
#include "core/io/xlsx_writer.h"
#include "core/synth/baum_recording.h"
#include "core/synth/dataset_files.h"
#include "core/synth/facs_coder.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> actedCodes = {"anger",    "boredom", "disgust",  "fear",  "happiness",
                                                        "interest", "sadness", "surprise", "unsure"};
constexpr std::array<std::string_view, 13> spontaneousCodes = {
    "anger",     "boredom", "bothered", "concentrating", "contempt", "disgust", "fear",
    "happiness", "neutral", "sadness",  "surprise",      "thinking", "unsure"};

struct Part
{
    std::string name, folder, acting;
    std::span<const std::string_view> codes;
};

const Part& partOf(const ClipPlan& plan)
{
    static const Part acted = {"BAUM1a", "BAUM1a_MP4_all", "acted", actedCodes};
    static const Part spontaneous = {"BAUM1s", "BAUM1s_MP4 - All", "spontaneous", spontaneousCodes};
    return plan.emotion != "contempt" && plan.random.fork("part").chance(0.5) ? acted : spontaneous;
}

class Baum1Writer : public LayoutWriter
{
public:
    explicit Baum1Writer(const fs::path& root) : m_root(root) {}

    std::vector<Recording> recordings(const std::vector<ClipPlan>& plans) const override
    {
        auto all = LayoutWriter::recordings(plans);
        for (Recording& recording : all) recording.id = partOf(recording.plans.front()).name + "_" + recording.id;
        return all;
    }

    Result<std::unique_ptr<RecordingWriter>> begin(const Recording& recording) const override
    {
        const ClipPlan& plan = recording.plans.front();
        const Part& part = partOf(plan);
        ClipEntry clip;
        clip.id = recording.id;
        clip.subject = recording.subject;
        clip.attributes["acting"] = part.acting;
        if (!recording.label.empty()) {
            clip.label = recording.label;
            clip.attributes["gender"] = isMan(plan.identity) ? "male" : "female";
        }
        const fs::path place = fs::path(part.folder) / ("s" + plan.subject.substr(1)) / plan.id();
        return std::unique_ptr<RecordingWriter>(std::make_unique<BaumRecording>(m_root, place, std::move(clip)));
    }

    Result<void> finish(const std::vector<Recording>& recordings, const std::vector<ClipEntry>&) const override
    {
        std::map<std::string, Sheet> sheets;
        for (const Recording& recording : recordings) {
            const ClipPlan& plan = recording.plans.front();
            const Part& part = partOf(plan);
            Sheet& sheet = sheets[part.name];
            if (sheet.rows.empty()) sheet = {"Sheet1", {{1, {"Clip", "Emotion", "Code", "Gender"}}}};
            if (recording.label.empty()) continue;
            const auto code = std::find(part.codes.begin(), part.codes.end(), recording.label) - part.codes.begin() + 1;
            sheet.rows.push_back(
                {static_cast<int>(sheet.rows.size()) + 1,
                 {plan.id(), recording.label, std::to_string(code), isMan(plan.identity) ? "Male" : "Female"}});
        }
        for (const auto& [name, sheet] : sheets) {
            const auto content = xlsx::write({sheet});
            if (!content) return content.error();
            if (auto done = writeDatasetFile(m_root / ("Annotations_" + name + ".xlsx"), *content); !done) return done;
        }
        return {};
    }

private:
    fs::path m_root;
};

} // namespace

const Layout& baum1Layout()
{
    static const Layout layout = {"baum1", [](const fs::path& root) -> std::unique_ptr<LayoutWriter> {
                                      return std::make_unique<Baum1Writer>(root);
                                  }};
    return layout;
}

} // namespace mien::synth
