// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"

#include <cstddef>
#include <list>
#include <map>
#include <optional>

namespace mien {

/// The decoded frames used last, within a memory budget. Not for several threads at once.
class FrameCache
{
public:
    explicit FrameCache(std::size_t budgetBytes = std::size_t{256} << 20) : m_budget(budgetBytes) {}

    std::optional<Frame> find(int index);
    void insert(const Frame& frame);
    std::size_t bytes() const { return m_bytes; }

private:
    static std::size_t bytesOf(const Frame& frame);

    std::size_t m_budget;
    std::size_t m_bytes = 0;
    std::list<Frame> m_byUse; ///< used last in front
    std::map<int, std::list<Frame>::iterator> m_byIndex;
};

} // namespace mien
