// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"

#include <cstddef>
#include <list>
#include <optional>
#include <unordered_map>

namespace mien {

/// Decoded frames by number; the least recently used leave when the pixels exceed the budget. One thread at a time.
class FrameCache
{
public:
    explicit FrameCache(std::size_t budgetBytes) : m_budget(budgetBytes) {}

    std::optional<Frame> find(int index);
    void insert(const Frame& frame);

    /// How many frames of this size fit, at least 1.
    int capacity(const Frame& like) const;
    std::size_t bytes() const { return m_bytes; }

private:
    static std::size_t size(const Frame& frame);

    std::size_t m_budget;
    std::size_t m_bytes = 0;
    std::list<Frame> m_frames; ///< most recently used first
    std::unordered_map<int, std::list<Frame>::iterator> m_byIndex;
};

} // namespace mien
