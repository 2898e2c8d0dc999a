// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/run_material.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/dataset/clip_builder.h"
#include "core/dataset/crop_cache.h"
#include "core/dataset/dataset_landmarks.h"
#include "core/face/cascade_detector.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <set>

namespace mien::jobs {

namespace {

/// Bump when cutting the same frames gives other pictures: all, or those that a cascade finds in colour frames.
constexpr int cropVersion = 2;
constexpr int colourFaceVersion = 2; // 1 looked for them in memory that had been given back

std::vector<CropKind> cropsOf(const InputPlan& plan)
{
    std::vector<CropKind> kinds;
    for (const ClipSpec& input : plan.inputs)
        if (input.kind == ClipSpec::Kind::Pictures) kinds.emplace_back(input);
    return kinds;
}

bool needsLandmarks(const InputPlan& plan)
{
    const auto kinds = cropsOf(plan);
    return std::any_of(kinds.begin(), kinds.end(), [](const CropKind& kind) { return kind.needsLandmarks(); }) ||
           std::any_of(plan.inputs.begin(), plan.inputs.end(),
                       [](const ClipSpec& input) { return input.kind == ClipSpec::Kind::LandmarkGrid; });
}

/// The track of one clip from the landmarks that lie beside the dataset, where the run asks for those.
Result<FaceTrack> storedTrack(const NamedClip& named, const std::string& kind)
{
    const auto source = openFiles(named.dataset->absoluteFiles(*named.clip));
    if (!source) return source.error();
    const SourceInfo& info = (*source)->info();
    auto track = kind == "truth" ? truthLandmarks(*named.dataset, *named.clip, info.width, info.height)
                                 : datasetLandmarks(*named.dataset, *named.clip, info.width, info.height);
    if (!track) return track;
    for (FaceFrame& frame : track->frames) frame.frame += named.clip->firstFrame; // those of a part begin with the part
    return track;
}

/// The frames of a clip without a look at their faces.
Result<FaceTrack> countedFrames(const NamedClip& named)
{
    const auto source = openFiles(named.dataset->absoluteFiles(*named.clip));
    if (!source) return source.error();
    const auto times = (*source)->times();
    if (!times) return times.error();
    FaceTrack film;
    film.width = (*source)->info().width;
    film.height = (*source)->info().height;
    film.timeAssumed = (*source)->info().timeAssumed;
    for (std::size_t f = 0; f < times->size(); ++f) {
        FaceFrame frame;
        frame.frame = static_cast<int>(f);
        frame.seconds = (*times)[f];
        film.frames.push_back(std::move(frame));
    }
    return trackOfClip(std::move(film), *named.clip);
}

using Tracks = std::vector<Result<FaceTrack>>;

Result<Tracks> tracksOf(const DatasetIndex& dataset, const std::vector<NamedClip>& clips, const std::string& kind,
                        bool faces, const RunControl& control)
{
    if (faces && kind == "extract") {
        std::vector<const ClipEntry*> entries;
        for (const NamedClip& named : clips) entries.push_back(named.clip);
        return extractAll(dataset, entries, control);
    }
    Tracks tracks;
    for (const NamedClip& named : clips) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        tracks.push_back(faces ? storedTrack(named, kind) : countedFrames(named));
    }
    return tracks;
}

Diagnostic leftOut(const std::string& clip, const Error& error)
{
    return {Diagnostic::Severity::Warning, clip, 0, "left out: " + error.message()};
}

/// Keeps a clip with its frames, or says why not.
bool keep(const NamedClip& named, Result<FaceTrack>& track, bool faces, RunData& data)
{
    if (!track) {
        data.diagnostics.push_back(leftOut(named.id, track.error()));
        return false;
    }
    if (faces)
        if (const auto complete = completeLandmarks(*track); !complete) {
            data.diagnostics.push_back(leftOut(named.id, complete.error()));
            return false;
        }
    const int wanted = named.clip->frameCount.value_or(0);
    if (const int there = static_cast<int>(track->frames.size()); there < wanted)
        data.diagnostics.push_back({Diagnostic::Severity::Warning, named.id, 0,
                                    "the video ends before the clip: " + std::to_string(there) + " of " +
                                        std::to_string(wanted) + " frames are used"});
    data.sources[named.id] = {named.dataset->absoluteFiles(*named.clip), {{}, std::move(*track), {}, {}}};
    return true;
}

/// The frames of a clip that its samples show, ascending. The LBP cascade looks at all of them (temporal fusion spec,
/// section 3.1).
std::vector<int> framesToCut(const RunData::Source& source, const std::set<int>& shown,
                             const std::vector<CropKind>& kinds)
{
    if (std::none_of(kinds.begin(), kinds.end(),
                     [](const CropKind& kind) { return kind.cascade() == CascadeKind::ImprovedLbp; }))
        return {shown.begin(), shown.end()};
    std::vector<int> all(source.material.track.frames.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
}

/// Names what decides the pictures of a clip.
Result<std::string> keyOf(const RunData::Source& source, const std::vector<int>& frames,
                          const std::vector<Landmarks68>& landmarks, const std::vector<CropKind>& kinds,
                          const RunControl& control)
{
    auto files = source.files;
    for (const CropKind& kind : kinds)
        if (const auto cascade = kind.cascade()) files.push_back(CascadeDetector::defaultPath(*cascade));
    std::string parameters = "crops " + std::to_string(cropVersion) + '\n';
    for (const CropKind& kind : kinds) {
        parameters += kind.name();
        if (kind.cascade() && kind.channels == 3) parameters += ' ' + std::to_string(colourFaceVersion);
        parameters += '\n';
    }
    parameters += "from " + std::to_string(source.material.track.frames.front().frame) + ':';
    for (const int frame : frames) parameters += ' ' + std::to_string(frame);
    std::uint64_t points = hash64("landmarks");
    if (std::any_of(kinds.begin(), kinds.end(), [](const CropKind& kind) { return kind.needsLandmarks(); }))
        points =
            hash64({reinterpret_cast<const char*>(landmarks.data()), landmarks.size() * sizeof(Landmarks68)}, points);
    return LandmarkCache::key(files, parameters + '\n' + std::to_string(points), control);
}

/// Films of the kinds, out of the cache or cut now.
Result<std::vector<CropFilm>> filmsOf(const RunData::Source& source, const std::string& key,
                                      const std::vector<int>& frames, const std::vector<Landmarks68>& landmarks,
                                      const std::vector<CropKind>& kinds, const CropCache& cache,
                                      const RunControl& control)
{
    std::vector<CropFilm> films;
    for (const CropKind& kind : kinds)
        if (auto known = cache.find(key + kind.name())) films.push_back(std::move(*known));
    if (films.size() == kinds.size()) return films;
    const auto opened = openFiles(source.files);
    if (!opened) return opened.error();
    auto cut = cutCrops(**opened, source.material.track.frames.front().frame, frames, landmarks, kinds, control);
    if (!cut) return cut;
    for (std::size_t k = 0; k < kinds.size(); ++k) (*cut)[k] = cache.store(key + kinds[k].name(), (*cut)[k]);
    return cut;
}

/// Fills in the films of one clip.
Result<void> cutClip(RunData::Source& source, const std::set<int>& shown, const std::vector<CropKind>& kinds,
                     const CropCache& cache, const RunControl& control)
{
    ClipMaterial& material = source.material;
    std::vector<Landmarks68> landmarks;
    if (std::any_of(kinds.begin(), kinds.end(), [](const CropKind& kind) { return kind.needsLandmarks(); })) {
        auto complete = completeLandmarks(material.track);
        if (!complete) return complete.error();
        landmarks = std::move(complete).value();
    }
    // Two inputs may show the same pictures at other times.
    std::vector<CropKind> different;
    for (const CropKind& kind : kinds)
        if (std::find(different.begin(), different.end(), kind) == different.end()) different.push_back(kind);
    const std::vector<int> frames = framesToCut(source, shown, kinds);
    auto key = keyOf(source, frames, landmarks, different, control);
    if (!key) return key.error();
    material.key = *key;
    const auto films = filmsOf(source, *key, frames, landmarks, different, cache, control);
    if (!films) return films.error();
    for (const CropKind& kind : kinds) {
        const auto at = std::find(different.begin(), different.end(), kind) - different.begin();
        const CropFilm& film = (*films)[static_cast<std::size_t>(at)];
        if (auto whole = checkFaces(film, kind); !whole) return whole.error();
        material.films.push_back(film);
    }
    return {};
}

} // namespace

Result<void> findFrames(std::vector<NamedClip>& clips, RunData& data, const std::string& landmarks,
                        const RunControl& control)
{
    const bool faces = needsLandmarks(data.plan);
    std::vector<NamedClip> kept;
    for (std::size_t begin = 0; begin < clips.size();) {
        std::size_t end = begin;
        while (end < clips.size() && clips[end].dataset == clips[begin].dataset) ++end;
        const std::vector<NamedClip> part(clips.begin() + static_cast<std::ptrdiff_t>(begin),
                                          clips.begin() + static_cast<std::ptrdiff_t>(end));
        auto tracks = tracksOf(*clips[begin].dataset, part, landmarks, faces, control);
        if (!tracks) return tracks.error();
        for (std::size_t i = begin; i < end; ++i)
            if (keep(clips[i], (*tracks)[i - begin], faces, data)) kept.push_back(clips[i]);
        begin = end;
    }
    clips = std::move(kept);
    return {};
}

Result<void> cutPictures(RunData& data, const RunControl& control)
{
    const auto kinds = cropsOf(data.plan);
    if (kinds.empty()) return {};
    std::map<std::string, std::set<int>> shown;
    for (const Sample& sample : data.samples) shown[sample.clip].insert(sample.frames.begin(), sample.frames.end());
    std::vector<std::string> clips;
    for (const auto& [clip, frames] : shown) clips.push_back(clip);
    std::vector<std::optional<Error>> failed(clips.size());
    const CropCache cache(CropCache::defaultFolder());
    std::atomic<std::int64_t> done = 0;
    parallelFor(clips.size(), 0, [&](std::size_t i, unsigned) {
        if (control.isCancelRequested()) return;
        const auto cut = cutClip(data.sources.at(clips[i]), shown.at(clips[i]), kinds, cache, control);
        if (!cut) failed[i] = cut.error();
        control.report(Progress{"cutting pictures", ++done, static_cast<std::int64_t>(clips.size())});
    });
    if (control.isCancelRequested()) return Error::cancelled();
    std::set<std::string> lost;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (failed[i]) {
            data.diagnostics.push_back(leftOut(clips[i], *failed[i]));
            lost.insert(clips[i]);
        }
    // Single frames without a face (Haar cascade) go alone.
    std::map<std::string, int> without;
    std::erase_if(data.samples, [&](const Sample& sample) {
        if (lost.count(sample.clip)) return true;
        for (const CropFilm& film : data.sources.at(sample.clip).material.films)
            for (const int frame : sample.frames)
                if (!film.picture(frame)) {
                    ++without[sample.clip];
                    return true;
                }
        return false;
    });
    for (const auto& [clip, count] : without)
        data.diagnostics.push_back({Diagnostic::Severity::Warning, clip, 0,
                                    std::to_string(count) + " samples left out: no face could be cut out"});
    return {};
}

} // namespace mien::jobs
