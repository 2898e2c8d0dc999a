// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/caching_allocator.h"

#include <c10/core/CPUAllocator.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <sys/mman.h>
#include <utility>
#include <vector>

namespace mien {

namespace {

constexpr std::size_t cacheLine = 64;
constexpr std::size_t page = 4096;
constexpr std::size_t hugePage = std::size_t{2} << 20;
constexpr std::size_t smallestCached = std::size_t{64} << 10; ///< below, malloc is as fast

/// Lies right before the memory handed out.
struct BlockHeader
{
    std::size_t capacity; ///< 0 = not cached
    void* start;          ///< what aligned_alloc returned
};
static_assert(sizeof(BlockHeader) <= cacheLine);

/// Sizes are rounded up to eighths of a power of two: at most 12.5 % is wasted, and blocks fit again.
std::size_t sizeClass(std::size_t bytes)
{
    std::size_t power = smallestCached;
    while (power * 2 <= bytes) power *= 2;
    const std::size_t eighth = power / 8;
    return (bytes + eighth - 1) / eighth * eighth;
}

BlockHeader& headerOf(void* memory)
{
    return *reinterpret_cast<BlockHeader*>(static_cast<char*>(memory) - cacheLine);
}

/// `offset` bytes are left before the memory for its header; alignment of the memory = the offset's or better.
void* newBlock(std::size_t bytes, std::size_t capacity, std::size_t alignment, std::size_t offset)
{
    const std::size_t length = (bytes + offset + alignment - 1) / alignment * alignment;
    void* start = std::aligned_alloc(alignment, length);
    if (!start) throw std::bad_alloc();
    if (alignment == hugePage) ::madvise(start, length, MADV_HUGEPAGE);
    void* memory = static_cast<char*>(start) + offset;
    headerOf(memory) = {capacity, start};
    return memory;
}

class CachingAllocator final : public c10::Allocator
{
public:
    /// Never destroyed: tensors with static lifetime may outlive everything.
    static CachingAllocator& instance()
    {
        static auto* allocator = new CachingAllocator;
        return *allocator;
    }

    // LibTorch 1.13 declares it const, 2.3 and later do not; each overrides one of these two.
    c10::DataPtr allocate(std::size_t bytes) const { return instance().take(bytes); }
    c10::DataPtr allocate(std::size_t bytes) { return take(bytes); }

    c10::DeleterFnPtr raw_deleter() const override { return &CachingAllocator::release; }

    // Pure virtual from LibTorch 2.2 on.
    void copy_data(void* to, const void* from, std::size_t bytes) const { std::memcpy(to, from, bytes); }

    std::size_t trim()
    {
        const std::lock_guard lock(m_mutex);
        std::size_t bytes = 0;
        for (auto& [capacity, blocks] : m_free) {
            for (void* memory : blocks) std::free(headerOf(memory).start);
            bytes += capacity * blocks.size();
        }
        m_free.clear();
        return bytes;
    }

private:
    static c10::DataPtr wrap(void* memory)
    {
        // oneDNN's convolutions insist that context and data are the same pointer.
        return {memory, memory, &CachingAllocator::release, c10::Device(c10::kCPU)};
    }

    c10::DataPtr take(std::size_t bytes)
    {
        if (bytes == 0) return wrap(nullptr);
        if (bytes < smallestCached) return wrap(newBlock(bytes, 0, cacheLine, cacheLine));
        const std::size_t capacity = sizeClass(bytes);
        {
            const std::lock_guard lock(m_mutex);
            const auto it = m_free.find(capacity);
            if (it != m_free.end() && !it->second.empty()) {
                void* memory = it->second.back();
                it->second.pop_back();
                return wrap(memory);
            }
        }
        return wrap(newBlock(capacity, capacity, capacity + page >= hugePage / 2 ? hugePage : page, page));
    }

    static void release(void* memory)
    {
        if (!memory) return;
        const BlockHeader header = headerOf(memory);
        if (header.capacity == 0) {
            std::free(header.start);
            return;
        }
        CachingAllocator& self = instance();
        const std::lock_guard lock(self.m_mutex);
        self.m_free[header.capacity].push_back(memory);
    }

    std::mutex m_mutex;
    std::map<std::size_t, std::vector<void*>> m_free; ///< by capacity
};

} // namespace

void installCachingAllocator()
{
    static std::once_flag once;
    constexpr std::uint8_t priority = 200; // above torch's own (0) and its profiling wrapper
    std::call_once(once, [] { c10::SetCPUAllocator(&CachingAllocator::instance(), priority); });
}

std::size_t releaseCachedMemory()
{
    return CachingAllocator::instance().trim();
}

} // namespace mien
