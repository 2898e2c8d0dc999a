// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/people_smoother.h"

#include <algorithm>
#include <limits>

namespace mien {

void PeopleSmoother::push(const FaceFrame& entry)
{
    if (entry.frame != m_frame) closeFrame();
    m_frame = entry.frame;
    if (!entry.found) {
        m_done[entry.frame].push_back(entry);
        return;
    }
    m_seen.insert(entry.person);
    auto& smoother = m_people[entry.person];
    if (!smoother)
        smoother = std::make_unique<LandmarkSmoother>(
            m_steady, [this](const FaceFrame& steadied) { m_done[steadied.frame].push_back(steadied); });
    smoother->push(entry);
}

void PeopleSmoother::finish()
{
    m_seen.clear();
    closeFrame();
    emitBefore(std::numeric_limits<int>::max());
}

void PeopleSmoother::closeFrame()
{
    std::erase_if(m_people, [this](auto& person) {
        if (m_seen.contains(person.first)) return false;
        person.second->finish();
        return true;
    });
    m_seen.clear();
    emitBefore(m_frame - LandmarkSmoother::reach);
}

void PeopleSmoother::emitBefore(int frame)
{
    while (!m_done.empty() && m_done.begin()->first < frame) {
        auto& entries = m_done.begin()->second;
        std::stable_sort(entries.begin(), entries.end(),
                         [](const FaceFrame& a, const FaceFrame& b) { return a.person < b.person; });
        for (const FaceFrame& entry : entries) m_out(entry);
        m_done.erase(m_done.begin());
    }
}

} // namespace mien
