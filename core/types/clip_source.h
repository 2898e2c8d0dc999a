// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/clip.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mien {

/// The samples of a run, read when they are needed. Indices are those of the folds.
/// Thread: load() may be called from several threads at once.
class ClipSource
{
public:
    virtual ~ClipSource() = default;
    virtual std::size_t size() const = 0;
    virtual const Sample& sample(std::size_t i) const = 0;
    virtual Result<Clip> load(std::size_t i) const = 0;

    /// The same samples as the network of one fold (from 1) sees them: what another run makes of a frame comes from the
    /// network that never saw whom this fold holds out. Lives as long as this source. Here: no difference.
    virtual const ClipSource& ofFold([[maybe_unused]] int fold) const { return *this; }

    /// Hash of all samples and what load() gives for them: a checkpoint is only continued on the numbers it began with.
    virtual std::uint64_t fingerprint() const = 0;
};

/// Clips that all fit in memory (landmark grids do).
class MemoryClipSource final : public ClipSource
{
public:
    explicit MemoryClipSource(std::vector<Clip> clips) : m_clips(std::move(clips)) {}
    std::size_t size() const override { return m_clips.size(); }
    const Sample& sample(std::size_t i) const override { return m_clips.at(i).sample; }
    Result<Clip> load(std::size_t i) const override { return m_clips.at(i); }
    std::uint64_t fingerprint() const override;

private:
    std::vector<Clip> m_clips;
};

} // namespace mien
