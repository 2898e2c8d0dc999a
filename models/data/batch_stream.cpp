// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/data/batch_stream.h"

#include <algorithm>
#include <chrono>

namespace mien {

BatchStream::BatchStream(const BatchLoader& loader, std::vector<std::size_t> order, std::size_t batchSize,
                         const Random* augmentation, std::size_t ahead)
    : m_loader(loader), m_order(std::move(order)), m_batchSize(batchSize), m_augmentation(augmentation),
      m_ahead(std::max<std::size_t>(1, ahead)), m_thread([this] { read(); })
{
}

BatchStream::~BatchStream()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void BatchStream::read()
{
    try {
        for (std::size_t b = 0; b < batches(); ++b) {
            const std::size_t begin = b * m_batchSize;
            Batch batch = m_loader.load(m_order, begin, std::min(begin + m_batchSize, m_order.size()), m_augmentation);
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return m_stop || m_ready.size() < m_ahead; });
            if (m_stop) return;
            m_ready.push_back(std::move(batch));
            m_changed.notify_all();
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_failed = std::current_exception();
        m_changed.notify_all();
    }
}

std::int64_t BatchStream::memory(const InputPlan& plan, std::int64_t batchSize)
{
    std::int64_t sample = 0;
    for (const ClipSpec& spec : plan.inputs) {
        std::int64_t bytes = sizeof(float);
        for (const std::int64_t size : spec.shape()) bytes *= size;
        sample += bytes;
    }
    return static_cast<std::int64_t>(usualAhead + 1) * batchSize * sample;
}

std::optional<Batch> BatchStream::next()
{
    if (m_taken == batches()) return std::nullopt;
    const auto start = std::chrono::steady_clock::now();
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_failed || !m_ready.empty(); });
    if (m_taken > 0) m_waited += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    // What was read before the failure is whole.
    if (m_ready.empty()) std::rethrow_exception(m_failed);
    Batch batch = std::move(m_ready.front());
    m_ready.pop_front();
    ++m_taken;
    m_changed.notify_all();
    return batch;
}

} // namespace mien
