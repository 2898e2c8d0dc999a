// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_cache.h"
#include "core/media/frame_source.h"
#include "core/media/packet_index.h"

namespace mien {

/// A video file through libavformat and libavcodec. Frames keep the container's own presentation times; raw streams
/// without any get an assumed constant rate and say so. Decodes on the calling thread only, so that the same file
/// gives the same bytes everywhere.
class VideoSource final : public FrameSource
{
public:
    static Result<std::unique_ptr<FrameSource>> open(const std::filesystem::path& file);

    const SourceInfo& info() const override { return m_info; }
    Result<std::optional<Frame>> next() override;
    Result<Frame> frame(int index) override;
    Result<std::vector<double>> times() override;

private:
    VideoSource() = default;

    Result<void> openStream(const std::filesystem::path& file);
    Result<void> openCodec(const std::filesystem::path& file);
    void describe(const std::filesystem::path& file);
    Result<void> rewindTo(int index);
    Result<std::optional<Frame>> decode();
    Result<Frame> convert(const AVFrame& picture);
    int indexOf(const AVFrame& picture) const;
    double secondsOf(const AVFrame& picture, int index) const;
    Error failure(const std::string& what) const;

    libav::Format m_format;
    libav::Codec m_codec;
    libav::Packet m_packet;
    libav::Picture m_picture;
    libav::Scaler m_scaler;
    int m_stream = -1;
    PacketIndex m_index;
    FrameCache m_cache;
    SourceInfo m_info;
    int m_last = -1; ///< index of the frame decoded last
    bool m_draining = false;
    bool m_ended = false;
};

} // namespace mien
