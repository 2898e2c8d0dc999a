// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs.h"

#include "app/engine/jobs/film_faces.h"
#include "app/engine/jobs/film_part.h"
#include "core/base/parallel.h"
#include "core/base/path_status.h"
#include "core/base/text.h"
#include "core/dataset/clip_builder.h"
#include "core/face/cascade_finder.h"
#include "core/io/landmark_files.h"
#include "core/io/landmark_source.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>

namespace mien::jobs {

namespace fs = std::filesystem;

Result<FaceTools> FaceTools::load(bool useCache, const FaceOptions& options)
{
    FaceTools tools;
    tools.options = options;
    if (const auto kind = cascadeOf(options.detector))
        if (const auto cascade = CascadeDetector::load(*kind); !cascade) return cascade.error();
    auto model = LandmarkModel::load();
    if (!model) return model.error();
    tools.model = std::move(model).value();
    auto cache = useCache ? LandmarkCache::open() : LandmarkCache::openTemporary();
    if (!cache) return cache.error();
    tools.cache = std::move(cache).value();
    tools.remember = useCache;
    return tools;
}

Result<std::vector<fs::path>> inputFiles(const fs::path& input)
{
    std::error_code code;
    if (const auto status = files::statusOf(input); !status) return status.error();
    if (fs::is_directory(input, code) && !looksLikeLandmarks(input)) return imageFilesIn(input);
    return std::vector<fs::path>{input};
}

namespace {

void gatherBelow(const fs::path& folder, std::vector<fs::path>& found)
{
    std::error_code code;
    std::vector<fs::path> entries;
    fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, code);
    for (; !code && it != fs::directory_iterator(); it.increment(code)) entries.push_back(it->path());
    std::sort(entries.begin(), entries.end(),
              [](const fs::path& a, const fs::path& b) { return text::naturalLess(a.string(), b.string()); });
    if (std::any_of(entries.begin(), entries.end(), looksLikeImage)) found.push_back(folder);
    for (const fs::path& entry : entries) {
        if (text::startsWith(entry.filename().string(), ".")) continue;
        if (fs::is_directory(entry, code) && !fs::is_symlink(entry, code))
            gatherBelow(entry, found);
        else if (looksLikeVideo(entry))
            found.push_back(entry);
    }
}

} // namespace

Result<std::vector<fs::path>> inputsBelow(const fs::path& input)
{
    std::error_code code;
    if (!fs::is_directory(input, code)) return std::vector<fs::path>{input};
    std::vector<fs::path> found;
    gatherBelow(input, found);
    if (found.empty())
        return Error::input("holds no video and no image", input.string(), "choose a folder with videos or images");
    return found;
}

Result<std::unique_ptr<FrameSource>> openFiles(const std::vector<fs::path>& files, const std::optional<FilmPart>& part)
{
    if (files.empty()) return Error::input("the clip has no files");
    auto film = files.size() > 1                    ? openImageSequence(files)
                : looksLikeLandmarks(files.front()) ? openLandmarkSource(files.front())
                                                    : openSource(files.front());
    return film && part ? openPart(std::move(*film), *part) : std::move(film);
}

namespace {

bool areLandmarks(const ExtractRequest& request)
{
    return request.files.size() == 1 && looksLikeLandmarks(request.files.front());
}

Result<FaceTrack> trackOf(const FilmFaces& faces, const RunControl& control)
{
    FaceTrack track{faces.film().width, faces.film().height, faces.film().timeAssumed, {}};
    track.frames.reserve(static_cast<std::size_t>(faces.film().frames));
    const auto visited =
        faces.visit(control, "reading faces", [&](const FaceFrame& frame) { track.frames.push_back(frame); });
    if (!visited) return visited.error();
    return track;
}

/// The part that was asked for.
Result<FaceTrack> cut(Result<FaceTrack> film, const std::optional<FilmPart>& part)
{
    if (!film || !part) return film;
    ClipEntry clip;
    clip.kind = ClipEntry::Kind::Video;
    clip.firstFrame = part->first;
    clip.frameCount = part->count;
    auto track = trackOfClip(std::move(*film), clip);
    if (!track || track->frames.empty()) return track;
    const double start = track->frames.front().seconds;
    for (FaceFrame& frame : track->frames) frame = ofPart(std::move(frame), *part, start);
    return track;
}

/// Only the frames of the part are shown, as frames of it. Their times stay the film's: that of the part's first frame
/// may be known last.
std::function<void(const FaceFrame&)> ofPartOnly(const std::function<void(const FaceFrame&)>& onFrame,
                                                 const std::optional<FilmPart>& part)
{
    if (!onFrame || !part) return onFrame;
    return [onFrame, part = *part](const FaceFrame& frame) {
        if (contains(part, frame.frame)) onFrame(ofPart(frame, part, 0));
    };
}

} // namespace

Result<FaceTrack> extract(const ExtractRequest& request, const FaceTools& tools, const RunControl& control,
                          const std::function<void(const FaceFrame&)>& onFrame)
{
    if (areLandmarks(request)) return cut(readLandmarks(request.files.front()), request.part);
    FaceTools largest = tools;
    largest.options.faces = FollowedFaces::Largest;
    const auto faces = FilmFaces::find(request, largest, control, {}, ofPartOnly(onFrame, request.part));
    if (!faces) return faces.error();
    return cut(trackOf(*faces, control), request.part);
}

Result<PeopleTrack> extractPeople(const ExtractRequest& request, const std::optional<People>& people,
                                  const FaceTools& tools, const RunControl& control,
                                  const std::function<void(const FaceFrame&)>& onFrame)
{
    if (areLandmarks(request)) {
        auto track = cut(readLandmarks(request.files.front()), request.part);
        if (!track) return track.error();
        return PeopleTrack{std::move(*track), {}};
    }
    FaceTools all = tools;
    all.options.faces = FollowedFaces::All;
    const auto faces = FilmFaces::find(request, all, control, people, ofPartOnly(onFrame, request.part));
    if (!faces) return faces.error();
    auto track = cut(trackOf(*faces, control), request.part);
    if (!track) return track.error();
    return PeopleTrack{std::move(*track), faces->people()};
}

Result<FaceTrack> extract(const ExtractRequest& request, const RunControl& control,
                          const std::function<void(const FaceFrame&)>& onFrame)
{
    const auto tools = FaceTools::load();
    if (!tools) return tools.error();
    return extract(request, *tools, control, onFrame);
}

namespace {

/// Which clips come out of the same file, in order of the first of each.
std::vector<std::vector<std::size_t>> clipsByFilm(const std::vector<const ClipEntry*>& clips)
{
    std::vector<std::vector<std::size_t>> films;
    std::map<fs::path, std::size_t> known;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        const ClipEntry& clip = *clips[i];
        if (!clip.isPartOfVideo()) {
            films.push_back({i});
        } else if (const auto [film, isNew] = known.try_emplace(clip.files.front(), films.size()); isNew) {
            films.push_back({i});
        } else {
            films[film->second].push_back(i);
        }
    }
    return films;
}

} // namespace

Result<std::vector<Result<FaceTrack>>> extractAll(const DatasetIndex& index, const std::vector<const ClipEntry*>& clips,
                                                  const RunControl& control)
{
    const auto tools = FaceTools::load();
    if (!tools) return tools.error();
    std::vector<std::optional<Result<FaceTrack>>> slots(clips.size());
    const auto films = clipsByFilm(clips);
    std::atomic<std::int64_t> done = 0;
    const RunControl part(&control);
    control.report(Progress{"extracting landmarks", 0, static_cast<std::int64_t>(clips.size())});
    parallelFor(films.size(), usableCores(), [&](std::size_t f, unsigned) {
        if (control.checkpoint() != RunControl::Signal::Continue) return;
        const auto film = extract({index.absoluteFiles(*clips[films[f].front()]), 1}, *tools, part);
        for (const std::size_t i : films[f]) slots[i] = film ? trackOfClip(*film, *clips[i]) : film;
        control.report(Progress{"extracting landmarks", done += static_cast<std::int64_t>(films[f].size()),
                                static_cast<std::int64_t>(clips.size())});
    });
    // Without all tracks there is no run to speak of: an early finish during extraction is a cancel.
    if (control.checkpoint() != RunControl::Signal::Continue) return Error::cancelled();
    std::vector<Result<FaceTrack>> tracks;
    tracks.reserve(slots.size());
    for (auto& slot : slots) tracks.push_back(std::move(*slot));
    return tracks;
}

} // namespace mien::jobs
