// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/input_frames.h"

#include "app/engine/jobs/run_material.h"

namespace mien::jobs {

Result<RunData> framesOfInput(const std::filesystem::path& input, const InputPlan& plan, const RunControl& control)
{
    const auto files = inputFiles(input);
    if (!files) return files.error();
    RunData data;
    data.plan = plan;
    DatasetIndex index;
    ClipEntry clip;
    clip.id = input.filename().string();
    clip.files = *files;
    clip.kind = files->size() > 1                ? ClipEntry::Kind::ImageSequence
                : looksLikeImage(files->front()) ? ClipEntry::Kind::Image
                                                 : ClipEntry::Kind::Video;
    index.clips.push_back(clip);
    std::vector<NamedClip> clips = {{&index, &index.clips.front(), clip.id, {}}};
    if (auto found = findFrames(clips, data, "extract", control); !found) return found.error();
    if (clips.empty())
        return Error::input(data.diagnostics.empty() ? "shows nothing to classify" : data.diagnostics.front().message,
                            input.string());
    return data;
}

} // namespace mien::jobs
