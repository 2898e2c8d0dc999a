// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_cache.h"

namespace mien {

std::size_t FrameCache::bytesOf(const Frame& frame)
{
    return static_cast<std::size_t>(frame.stride) * static_cast<std::size_t>(frame.height);
}

std::optional<Frame> FrameCache::find(int index)
{
    const auto it = m_byIndex.find(index);
    if (it == m_byIndex.end()) return std::nullopt;
    m_byUse.splice(m_byUse.begin(), m_byUse, it->second);
    return m_byUse.front();
}

void FrameCache::insert(const Frame& frame)
{
    if (find(frame.index)) return;
    m_byUse.push_front(frame);
    m_byIndex[frame.index] = m_byUse.begin();
    m_bytes += bytesOf(frame);
    while (m_bytes > m_budget && m_byUse.size() > 1) {
        m_bytes -= bytesOf(m_byUse.back());
        m_byIndex.erase(m_byUse.back().index);
        m_byUse.pop_back();
    }
}

} // namespace mien
