// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/model_info.h"
#include "models/data/batch.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace mien {

/// The batches of one epoch, read ahead on a thread of its own while the engine computes. What it gives depends only on
/// `order` and `augmentation`, never on who is faster. References outlive the stream.
/// Thread: next() on one thread.
class BatchStream
{
public:
    static constexpr std::size_t usualAhead = 2;

    /// `ahead`: batches that may lie ready, at least 1.
    BatchStream(const BatchLoader& loader, std::vector<std::size_t> order, std::size_t batchSize,
                const Random* augmentation, std::size_t ahead = usualAhead);
    ~BatchStream(); ///< waits for the batch being read
    BatchStream(const BatchStream&) = delete;
    BatchStream& operator=(const BatchStream&) = delete;

    std::size_t batches() const { return (m_order.size() + m_batchSize - 1) / m_batchSize; }

    /// Bytes of the batches that lie in memory while one is learned from: those ready and the one being read.
    static std::int64_t memory(const InputPlan& plan, std::int64_t batchSize);

    /// The next batch, or nothing behind the last. Throws what the loader threw.
    std::optional<Batch> next();

    /// How long next() had to wait, in all but the first call: what a faster disk or loader would save.
    double waitedSeconds() const { return m_waited; }

private:
    void read();

    const BatchLoader& m_loader;
    const std::vector<std::size_t> m_order;
    const std::size_t m_batchSize;
    const Random* m_augmentation;
    const std::size_t m_ahead;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Batch> m_ready;   // guarded by m_mutex
    std::exception_ptr m_failed; // guarded by m_mutex
    bool m_stop = false;         // guarded by m_mutex
    std::size_t m_taken = 0;
    double m_waited = 0;
    std::thread m_thread;
};

} // namespace mien
