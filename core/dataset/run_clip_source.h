// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/crop_film.h"
#include "core/dataset/feature_cache.h"
#include "core/types/clip_source.h"
#include "core/types/face_track.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mien {

/// What the samples of one clip are built from.
struct ClipMaterial
{
    std::string key;                     ///< names content and parameters of all below
    FaceTrack track;                     ///< of landmark inputs; may be without faces for others
    std::vector<CropFilm> films;         ///< one per input of Kind::Pictures, in order of the inputs
    std::vector<FrameFeatures> features; ///< of inputs of Kind::Features: one table for each fold of the run
};

/// The inputs of one sample, as its network declares them; features are those of `fold` (from 1). Failed error where a
/// frame that it shows has no picture, no landmarks or no features.
Result<Clip> buildClip(const Sample& sample, const ClipMaterial& material, const std::vector<ClipSpec>& inputs,
                       int fold = 1);

/// The samples of a run over the material of their clips, built when they are asked for: pictures stay what they were
/// cut as, a byte per value, until then.
/// Thread: load() from any number of threads.
class RunClipSource final : public ClipSource
{
public:
    RunClipSource(std::vector<Sample> samples, std::vector<ClipSpec> inputs,
                  std::map<std::string, ClipMaterial> materials);
    ~RunClipSource() override;
    RunClipSource(const RunClipSource&) = delete; // its folds point to it
    RunClipSource& operator=(const RunClipSource&) = delete;

    std::size_t size() const override { return m_samples.size(); }
    const Sample& sample(std::size_t i) const override { return m_samples.at(i); }
    Result<Clip> load(std::size_t i) const override { return load(i, 1); }
    const ClipSource& ofFold(int fold) const override;
    std::uint64_t fingerprint() const override;

private:
    class OfFold;
    Result<Clip> load(std::size_t i, int fold) const;

    std::vector<Sample> m_samples;
    std::vector<ClipSpec> m_inputs;
    std::map<std::string, ClipMaterial> m_materials; ///< by Sample::clip
    std::vector<std::unique_ptr<OfFold>> m_folds;    ///< where features differ from fold to fold
};

} // namespace mien
