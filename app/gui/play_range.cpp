// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/play_range.h"

#include <algorithm>

namespace mien {

void PlayRange::reset(int frames)
{
    m_frames = frames;
    m_in.reset();
    m_out.reset();
}

void PlayRange::setIn(std::optional<int> frame)
{
    m_in = frame && m_frames > 0 ? std::optional(std::clamp(*frame, 0, m_frames - 1)) : std::nullopt;
    if (m_in && m_out && *m_out < *m_in) m_out.reset();
}

void PlayRange::setOut(std::optional<int> frame)
{
    m_out = frame && m_frames > 0 ? std::optional(std::clamp(*frame, 0, m_frames - 1)) : std::nullopt;
    if (m_in && m_out && *m_out < *m_in) m_in.reset();
}

int PlayRange::startFrom(int frame) const
{
    if (!m_loop) return frame >= m_frames - 1 ? 0 : frame;
    return frame < first() || frame >= last() ? first() : frame;
}

int PlayRange::endFrom(int frame) const
{
    return m_loop && frame <= last() ? last() : m_frames - 1;
}

} // namespace mien
