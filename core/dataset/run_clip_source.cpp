// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/run_clip_source.h"

#include "core/base/random.h"
#include "core/dataset/clip_builder.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace mien {

namespace {

/// Mean and standard deviation of ImageNet's pictures, R, G, B, of values 0…1.
constexpr std::array<float, 3> imageNetMean = {0.485f, 0.456f, 0.406f};
constexpr std::array<float, 3> imageNetDeviation = {0.229f, 0.224f, 0.225f};

std::vector<int> framesOf(const Sample& sample, const ClipSpec& input)
{
    if (input.steps.empty()) return sample.frames;
    std::vector<int> frames;
    for (const int step : input.steps) frames.push_back(sample.frames.at(static_cast<std::size_t>(step)));
    return frames;
}

Error unlike(const Sample& sample, std::size_t steps, int wanted)
{
    return Error::failed("the sample has " + std::to_string(steps) + " steps where the network wants " +
                             std::to_string(wanted),
                         sample.id);
}

/// What every value 0…255 of one channel becomes.
std::array<float, 256> tableOf(ClipSpec::Values values, int channel)
{
    std::array<float, 256> table{};
    const auto c = static_cast<std::size_t>(channel);
    for (std::size_t v = 0; v < table.size(); ++v) {
        const float unit = static_cast<float>(v) / 255.0f;
        switch (values) {
        case ClipSpec::Values::Unit:
            table[v] = unit;
            break;
        case ClipSpec::Values::Raw:
            table[v] = static_cast<float>(v);
            break;
        case ClipSpec::Values::ImageNet:
            table[v] = (unit - imageNetMean[c]) / imageNetDeviation[c];
            break;
        }
    }
    return table;
}

Result<Array> pictures(const Sample& sample, const CropFilm& film, const ClipSpec& input)
{
    const std::vector<int> frames = framesOf(sample, input);
    if (frames.size() != static_cast<std::size_t>(input.frames)) return unlike(sample, frames.size(), input.frames);
    const auto steps = static_cast<std::size_t>(input.frames);
    const auto channels = static_cast<std::size_t>(input.channels);
    const std::size_t plane = static_cast<std::size_t>(film.side) * static_cast<std::size_t>(film.side);
    Array array{input.shape(), {}};
    array.data.resize(steps * channels * plane);
    std::vector<std::array<float, 256>> tables;
    for (int c = 0; c < input.channels; ++c) tables.push_back(tableOf(input.values, c));
    for (std::size_t t = 0; t < steps; ++t) {
        const std::uint8_t* from = film.picture(frames[t]);
        if (!from)
            return Error::failed("no face could be cut out of frame " + std::to_string(frames[t] + 1), sample.id);
        for (std::size_t c = 0; c < channels; ++c) {
            // Films are B, G, R.
            const std::size_t stored = input.bgr ? c : channels - 1 - c;
            const std::size_t at = input.layout == ClipSpec::Layout::ChannelsFirst ? c * steps + t : t * channels + c;
            float* to = array.data.data() + at * plane;
            for (std::size_t p = 0; p < plane; ++p) to[p] = tables[c][from[p * channels + stored]];
        }
    }
    return array;
}

Result<Array> features(const Sample& sample, const FrameFeatures& table, const ClipSpec& input)
{
    const std::vector<int> frames = framesOf(sample, input);
    if (frames.size() != static_cast<std::size_t>(input.frames)) return unlike(sample, frames.size(), input.frames);
    if (table.values != input.width)
        return Error::failed("frames have " + std::to_string(table.values) + " features where the network wants " +
                                 std::to_string(input.width),
                             sample.id);
    Array array{input.shape(), {}};
    array.data.reserve(frames.size() * static_cast<std::size_t>(table.values));
    for (const int frame : frames) {
        const float* row = table.of(frame);
        if (!row) return Error::failed("frame " + std::to_string(frame + 1) + " has no features", sample.id);
        array.data.insert(array.data.end(), row, row + table.values);
    }
    return array;
}

const FrameFeatures& tableOf(const ClipMaterial& material, int fold)
{
    return material.features.at(static_cast<std::size_t>(fold) - 1);
}

} // namespace

Result<Clip> buildClip(const Sample& sample, const ClipMaterial& material, const std::vector<ClipSpec>& inputs,
                       int fold)
{
    Clip clip{sample, {}};
    std::size_t film = 0;
    for (const ClipSpec& input : inputs) {
        if (input.kind == ClipSpec::Kind::LandmarkGrid) {
            auto grid = buildLandmarkClip(sample, material.track, input);
            if (!grid) return grid;
            clip.inputs.push_back(std::move(grid->inputs.front()));
            continue;
        }
        auto array = input.kind == ClipSpec::Kind::Pictures ? pictures(sample, material.films.at(film++), input)
                                                            : features(sample, tableOf(material, fold), input);
        if (!array) return array.error();
        clip.inputs.push_back(std::move(array).value());
    }
    return clip;
}

/// The samples with the features of one fold.
class RunClipSource::OfFold final : public ClipSource
{
public:
    OfFold(const RunClipSource& all, int fold) : m_all(all), m_fold(fold) {}

    std::size_t size() const override { return m_all.size(); }
    const Sample& sample(std::size_t i) const override { return m_all.sample(i); }
    Result<Clip> load(std::size_t i) const override { return m_all.load(i, m_fold); }
    std::uint64_t fingerprint() const override { return m_all.fingerprint(); }

private:
    const RunClipSource& m_all;
    int m_fold;
};

RunClipSource::RunClipSource(std::vector<Sample> samples, std::vector<ClipSpec> inputs,
                             std::map<std::string, ClipMaterial> materials)
    : m_samples(std::move(samples)), m_inputs(std::move(inputs)), m_materials(std::move(materials))
{
    std::size_t folds = 0;
    for (const auto& [clip, material] : m_materials) folds = std::max(folds, material.features.size());
    for (std::size_t f = 1; f <= folds; ++f) m_folds.push_back(std::make_unique<OfFold>(*this, static_cast<int>(f)));
}

RunClipSource::~RunClipSource() = default;

const ClipSource& RunClipSource::ofFold(int fold) const
{
    if (m_folds.empty()) return *this;
    return *m_folds.at(static_cast<std::size_t>(fold) - 1);
}

Result<Clip> RunClipSource::load(std::size_t i, int fold) const
{
    const Sample& sample = m_samples.at(i);
    return buildClip(sample, m_materials.at(sample.clip), m_inputs, fold);
}

std::uint64_t RunClipSource::fingerprint() const
{
    const auto raw = []<typename T>(const std::vector<T>& values) {
        return std::string_view(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    };
    std::uint64_t hash = hash64("clips");
    for (const Sample& sample : m_samples) {
        hash = hash64(sample.id + "=" + std::to_string(sample.label) + ";", hash);
        hash = hash64(raw(sample.targets), hash64(raw(sample.frames), hash));
    }
    for (const auto& [clip, material] : m_materials) hash = hash64(clip + "=" + material.key + ";", hash);
    return hash;
}

} // namespace mien
