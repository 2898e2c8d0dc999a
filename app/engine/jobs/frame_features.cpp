// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/frame_features.h"

#include "app/engine/jobs/frame_pictures.h"
#include "core/base/parallel.h"

#include <atomic>
#include <map>
#include <optional>
#include <set>

namespace mien::jobs {

namespace {

/// Bump when the same weights give other features of the same pictures.
constexpr int featureVersion = 1;

/// Batches change the last digits of what a network gives: they are always cut alike.
constexpr std::size_t batchSize = 32;

Result<void> lookAt(RunData::Source& source, const ClipSpec& input, const RunControl& control)
{
    const auto pictures = FramePictures::of(source, input, control);
    if (!pictures) return pictures.error();
    std::vector<bool> faces;
    for (int b = 0; b < pictures->blocks(); ++b) {
        const auto film = pictures->block(b, control);
        if (!film) return film.error();
        faces.insert(faces.end(), film->found.begin(), film->found.end());
    }
    source.hasFace = std::move(faces);
    source.picturesKey = pictures->key();
    return {};
}

/// The features of one clip by one fold's network that the cache does not have yet.
struct Table
{
    int fold = 0;
    FeatureWriter writer;
};

/// Everything about the networks that decides the features.
std::string networkKey(const ParentRun& parent, const OptionValues& options, const std::string& weights)
{
    std::string key = "features " + std::to_string(featureVersion) + '\n' + parent.config.network + '\n' +
                      parent.config.precision + '\n' + weights;
    for (const auto& [name, value] : options) key += '\n' + name + '=' + value;
    return key;
}

class FeatureMaker
{
public:
    FeatureMaker(RunData& data, const ParentRun& parent, const std::vector<int>& folds, Engine& engine,
                 const RunControl& control)
        : m_data(data), m_parent(parent), m_folds(folds), m_engine(engine), m_control(control),
          m_cache(FeatureCache::defaultFolder())
    {
    }

    Result<void> makeAll()
    {
        const auto options = m_engine.resolve(m_parent.config);
        if (!options) return options.error();
        for (const int fold : m_folds) {
            if (m_networks.count(fold)) continue;
            const auto weights = weightsOf(m_parent, fold, m_control);
            if (!weights) return weights.error();
            m_networks[fold] = networkKey(m_parent, *options, *weights);
        }
        std::set<std::string> clips;
        for (const Sample& sample : m_data.samples) clips.insert(sample.clip);
        std::int64_t done = 0;
        for (const std::string& clip : clips) {
            if (auto made = makeClip(clip, m_data.sources.at(clip)); !made) return made;
            m_control.report(Progress{"making features", ++done, static_cast<std::int64_t>(clips.size())});
        }
        return {};
    }

private:
    Result<void> makeClip(const std::string& clip, RunData::Source& source)
    {
        const auto pictures = FramePictures::of(source, m_parent.plan.inputs.front(), m_control);
        if (!pictures) return pictures.error();
        std::map<int, std::string> keys;
        std::map<int, FrameFeatures> tables;
        std::vector<Table> missing;
        for (const auto& [fold, network] : m_networks) {
            keys[fold] = network + '\n' + pictures->key();
            if (auto known = m_cache.find(keys[fold], pictures->frames(), m_parent.plan.features)) {
                tables[fold] = std::move(*known);
                continue;
            }
            auto writer = FeatureWriter::begin(m_cache, keys[fold], pictures->frames(), m_parent.plan.features);
            if (!writer) return writer.error();
            missing.push_back({fold, std::move(*writer)});
        }
        for (int b = 0; b < pictures->blocks() && !missing.empty(); ++b) {
            const auto film = pictures->block(b, m_control);
            if (!film) return film.error();
            for (Table& table : missing)
                if (auto added = addBlock(clip, *film, table); !added) return added;
        }
        for (Table& table : missing) {
            auto finished = table.writer.finish();
            if (!finished) return finished.error();
            tables[table.fold] = std::move(*finished);
        }
        ClipMaterial& material = source.material;
        material.features.clear();
        material.key.clear();
        for (const int fold : m_folds) {
            material.features.push_back(tables.at(fold));
            material.key += keys.at(fold) + '\n';
        }
        return {};
    }

    Result<void> addBlock(const std::string& clip, const CropFilm& film, Table& table)
    {
        std::vector<int> shown;
        for (const int frame : film.frames)
            if (film.picture(frame)) shown.push_back(frame);
        const ClipMaterial material{{}, {}, {film}, {}};
        std::size_t next = 0; ///< of the frames that have no row yet, in `film.frames`
        const auto addRow = [&](int frame, std::span<const float> row) -> Result<void> {
            for (; film.frames[next] < frame; ++next)
                if (auto added = table.writer.append({}); !added) return added;
            ++next;
            return table.writer.append(row);
        };
        for (std::size_t begin = 0; begin < shown.size(); begin += batchSize) {
            if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
            const std::size_t end = std::min(begin + batchSize, shown.size());
            std::vector<Clip> clips;
            for (std::size_t i = begin; i < end; ++i) {
                auto built = buildClip({clip, clip, {}, -1, {shown[i]}}, material, m_parent.plan.inputs);
                if (!built) return built.error();
                clips.push_back(std::move(*built));
            }
            const auto network = loaded();
            if (!network) return network.error();
            const auto values = (*network)->features(clips, table.fold);
            if (!values) return values.error();
            const auto width = static_cast<std::size_t>(m_parent.plan.features);
            for (std::size_t i = begin; i < end; ++i)
                if (auto added = addRow(shown[i], {values->data.data() + (i - begin) * width, width}); !added)
                    return added;
        }
        for (; next < film.frames.size(); ++next)
            if (auto added = table.writer.append({}); !added) return added;
        return {};
    }

    /// The parent's networks, loaded when the first is asked for: often the cache has everything.
    Result<LoadedRun*> loaded()
    {
        if (!m_loaded) {
            auto run = m_engine.load(m_parent.config, m_parent.folder);
            if (!run) return run.error();
            m_loaded = std::move(*run);
        }
        return m_loaded.get();
    }

    RunData& m_data;
    const ParentRun& m_parent;
    const std::vector<int>& m_folds;
    Engine& m_engine;
    const RunControl& m_control;
    FeatureCache m_cache;
    std::map<int, std::string> m_networks; ///< by the parent's fold: names the network and its weights
    std::unique_ptr<LoadedRun> m_loaded;
};

} // namespace

Result<void> findFaces(RunData& data, const ParentRun& parent, const RunControl& control)
{
    std::set<std::string> shown;
    for (const Sample& sample : data.samples) shown.insert(sample.clip);
    const std::vector<std::string> clips(shown.begin(), shown.end());
    std::vector<std::optional<Error>> failed(clips.size());
    std::atomic<std::int64_t> done = 0;
    parallelFor(clips.size(), 0, [&](std::size_t i, unsigned) {
        if (control.isCancelRequested()) return;
        const auto looked = lookAt(data.sources.at(clips[i]), parent.plan.inputs.front(), control);
        if (!looked) failed[i] = looked.error();
        control.report(Progress{"cutting pictures", ++done, static_cast<std::int64_t>(clips.size())});
    });
    if (control.isCancelRequested()) return Error::cancelled();
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (failed[i])
            data.diagnostics.push_back(
                {Diagnostic::Severity::Warning, clips[i], 0, "left out: " + failed[i]->message()});
    std::map<std::string, int> without;
    std::erase_if(data.samples, [&](const Sample& sample) {
        const std::vector<bool>& faces = data.sources.at(sample.clip).hasFace;
        for (const int frame : sample.frames)
            if (faces.empty() || !faces.at(static_cast<std::size_t>(frame))) {
                if (!faces.empty()) ++without[sample.clip];
                return true;
            }
        return false;
    });
    for (const auto& [clip, count] : without)
        data.diagnostics.push_back({Diagnostic::Severity::Warning, clip, 0,
                                    std::to_string(count) + " samples left out: a frame of theirs shows no face"});
    return {};
}

Result<void> makeFeatures(RunData& data, const ParentRun& parent, const std::vector<int>& folds, Engine& engine,
                          const RunControl& control)
{
    return FeatureMaker(data, parent, folds, engine, control).makeAll();
}

} // namespace mien::jobs
