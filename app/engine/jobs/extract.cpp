// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs.h"

#include "core/base/parallel.h"
#include "core/io/landmark_files.h"

#include <atomic>
#include <optional>

namespace mien::jobs {

namespace fs = std::filesystem;

Result<FaceTools> FaceTools::load(bool useCache)
{
    FaceTools tools;
    auto model = LandmarkModel::load();
    if (!model) return model.error();
    tools.model = std::move(model).value();
    if (useCache) {
        auto cache = LandmarkCache::open();
        if (!cache) return cache.error();
        tools.cache = std::move(cache).value();
    }
    return tools;
}

Result<std::vector<fs::path>> inputFiles(const fs::path& input)
{
    std::error_code code;
    if (!fs::exists(input, code))
        return Error::input("there is no such file or folder", input.string(), "check the path");
    if (fs::is_directory(input, code)) return imageFilesIn(input);
    return std::vector<fs::path>{input};
}

Result<std::unique_ptr<FrameSource>> openFiles(const std::vector<fs::path>& files)
{
    if (files.empty()) return Error::input("the clip has no files");
    if (files.size() == 1) return openSource(files.front());
    return openImageSequence(files);
}

Result<FaceTrack> extract(const ExtractRequest& request, const FaceTools& tools, const RunControl& control,
                          const std::function<void(const FaceFrame&)>& onFrame)
{
    if (request.files.size() == 1 && looksLikeLandmarks(request.files.front())) {
        auto track = readLandmarks(request.files.front());
        if (track && onFrame)
            for (const FaceFrame& frame : track->frames) onFrame(frame);
        return track;
    }
    const bool cached = request.useCache && tools.cache;
    std::string key;
    if (cached) {
        auto made = LandmarkCache::key(request.files, tools.options.key() + '\n' + tools.model->sha256());
        if (!made) return made.error();
        key = std::move(made).value();
        if (auto track = tools.cache->find(key)) {
            if (onFrame)
                for (const FaceFrame& frame : track->frames) onFrame(frame);
            return std::move(*track);
        }
    }
    auto source = openFiles(request.files);
    if (!source) return source.error();
    auto track = trackFace(**source, *tools.model, tools.options, control, onFrame);
    if (!track) return track;
    // An early end is no property of the file and must not be remembered as one.
    if (cached && !control.isFinishRequested()) {
        if (const auto stored = tools.cache->store(key, *track); !stored)
            control.report(Diagnostic{Diagnostic::Severity::Warning, {}, 0, stored.error().message()});
    }
    return track;
}

Result<FaceTrack> extract(const ExtractRequest& request, const RunControl& control,
                          const std::function<void(const FaceFrame&)>& onFrame)
{
    const auto tools = FaceTools::load(request.useCache);
    if (!tools) return tools.error();
    return extract(request, *tools, control, onFrame);
}

Result<std::vector<Result<FaceTrack>>> extractAll(const DatasetIndex& index, const std::vector<const ClipEntry*>& clips,
                                                  const RunControl& control)
{
    const auto tools = FaceTools::load();
    if (!tools) return tools.error();
    std::vector<std::optional<Result<FaceTrack>>> slots(clips.size());
    std::atomic<std::int64_t> done = 0;
    const RunControl part(&control);
    control.report(Progress{"extracting landmarks", 0, static_cast<std::int64_t>(clips.size())});
    parallelFor(clips.size(), usableCores(), [&](std::size_t i, unsigned) {
        if (control.checkpoint() != RunControl::Signal::Continue) return;
        slots[i] = extract({index.absoluteFiles(*clips[i])}, *tools, part);
        control.report(Progress{"extracting landmarks", ++done, static_cast<std::int64_t>(clips.size())});
    });
    // Without all tracks there is no run to speak of: an early finish during extraction is a cancel.
    if (control.checkpoint() != RunControl::Signal::Continue) return Error::cancelled();
    std::vector<Result<FaceTrack>> tracks;
    tracks.reserve(slots.size());
    for (auto& slot : slots) tracks.push_back(std::move(*slot));
    return tracks;
}

} // namespace mien::jobs
