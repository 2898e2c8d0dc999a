// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synth/layout_writer.h"
#include "core/synth/video_clip.h"

namespace mien::synth {

/// A video of BAUM-1 or BAUM-2, whose tables are written when all clips are done.
class BaumRecording : public RecordingWriter
{
public:
    BaumRecording(const std::filesystem::path& root, const std::filesystem::path& place, ClipEntry clip)
        : m_video(root, place, framesPerSecond), m_clip(std::move(clip))
    {
        m_clip.kind = ClipEntry::Kind::Video;
    }

    Result<void> writeFrame(int, const Picture& picture) override { return m_video.add(picture); }
    Result<ClipEntry> writeLabels(const std::vector<FrameTruth>&) override
    {
        auto video = m_video.finish();
        if (!video) return video.error();
        m_clip.files = {*video};
        return m_clip;
    }

private:
    static constexpr int framesPerSecond = 30;
    VideoClip m_video;
    ClipEntry m_clip;
};

} // namespace mien::synth
