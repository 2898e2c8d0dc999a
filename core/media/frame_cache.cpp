// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_cache.h"

#include <algorithm>

namespace mien {

std::size_t FrameCache::size(const Frame& frame)
{
    return static_cast<std::size_t>(frame.stride) * static_cast<std::size_t>(frame.height);
}

std::optional<Frame> FrameCache::find(int index)
{
    const auto at = m_byIndex.find(index);
    if (at == m_byIndex.end()) return std::nullopt;
    m_frames.splice(m_frames.begin(), m_frames, at->second);
    return m_frames.front();
}

void FrameCache::insert(const Frame& frame)
{
    if (find(frame.index)) return;
    m_frames.push_front(frame);
    m_byIndex[frame.index] = m_frames.begin();
    m_bytes += size(frame);
    while (m_bytes > m_budget && m_frames.size() > 1) {
        m_bytes -= size(m_frames.back());
        m_byIndex.erase(m_frames.back().index);
        m_frames.pop_back();
    }
}

int FrameCache::capacity(const Frame& like) const
{
    const std::size_t one = std::max<std::size_t>(1, size(like));
    return static_cast<int>(std::max<std::size_t>(1, m_budget / one));
}

} // namespace mien
