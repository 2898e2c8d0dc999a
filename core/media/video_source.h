// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_cache.h"
#include "core/media/frame_source.h"
#include "core/media/numbered_decoder.h"
#include "core/media/picture_converter.h"

namespace mien {

/// A video file, decoded by FFmpeg. The n-th call of next() gives number n, a picture or an Error; frame(n) gives the
/// same. Until frame() has been called nothing is cached: reading a film once through needs memory for one frame.
class VideoSource final : public FrameSource
{
public:
    /// Reads the packets of the whole file and decodes its first picture. Input error in words.
    static Result<std::unique_ptr<FrameSource>> open(const std::filesystem::path& file);

    const SourceInfo& info() const override { return m_info; }
    Result<std::optional<Frame>> next() override { return advance(Pixels::Bgr); }
    Result<std::optional<Frame>> nextGrey() override { return advance(Pixels::Grey); }
    Result<Frame> frame(int index) override;
    Result<void> seek(int index) override;
    std::optional<int> startAtOrAfter(int index) const override;
    Result<std::vector<double>> times() override;

private:
    enum class Pixels { Bgr, Grey };
    VideoSource(std::filesystem::path file, PacketIndex index);
    Result<void> start();
    Result<void> restart();
    Result<void> probe();
    void describe();

    Result<std::optional<Frame>> advance(Pixels pixels);
    Result<std::optional<Frame>> nextByRandomAccess();
    Result<std::optional<Frame>> nextGreyFromStart();
    /// Leaves out the number at which next() stands, for this error.
    Error passBy(const Error& error);
    /// Lets the decoder give frame `index` next, or stand at the end if there is none.
    Result<void> moveDecoderTo(int index);
    bool seekToKey(int key);
    /// False if a picture on the way was lost since a seek: what follows may lean on what lies before.
    bool skipTo(int index);
    Result<Frame> toFrame(const NumberedDecoder::Item& item, Pixels pixels = Pixels::Bgr);
    /// Decodes on from where the decoder is. Frames from `cacheFrom` on are kept.
    Result<Frame> decodeUpTo(int index, int cacheFrom);
    Result<Frame> decodeByStamp(int index);
    Result<Frame> decodeByCount(int index);
    int cacheStart(int index) const;

    std::filesystem::path m_file;
    PacketIndex m_index;
    SourceInfo m_info;
    std::optional<NumberedDecoder> m_decoder;
    std::optional<PictureConverter> m_converter;
    std::optional<Frame> m_first; ///< gives the size every frame must have
    FrameCache m_cache;
    int m_position = 0;      ///< what next() gives
    bool m_fromStart = true; ///< the decoder has come from the start without a seek
    bool m_caching = false;
    std::optional<std::vector<double>> m_times;
};

} // namespace mien
