// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/video_clip.h"

#include "core/base/files.h"

namespace mien::synth {

VideoClip::VideoClip(const std::filesystem::path& root, const std::filesystem::path& place, int framesPerSecond,
                     VideoCodec codec)
    : m_root(root), m_place(place)
{
    m_format.codec = codec;
    m_format.rate = framesPerSecond;
    m_place += endingOf(m_format.codec);
}

Result<void> VideoClip::add(const Frame& frame)
{
    if (!m_writer) {
        m_format.width = frame.width;
        m_format.height = frame.height;
        const auto file = m_root / m_place;
        if (const auto made = files::ensureFolder(file.parent_path()); !made) return made.error();
        auto writer = VideoWriter::create(file, m_format);
        if (!writer) return writer.error();
        m_writer.emplace(std::move(writer).value());
    }
    return m_writer->write(frame);
}

Result<std::filesystem::path> VideoClip::finish()
{
    if (!m_writer) return Error::failed("the clip has no frame", m_place.string(), "plan at least one");
    if (const auto done = m_writer->finish(); !done) return done.error();
    return m_place;
}

} // namespace mien::synth
