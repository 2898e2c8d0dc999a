// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <sched.h>
#include <thread>
#include <vector>

namespace mien {

void parallelFor(std::size_t n, unsigned workers, const std::function<void(std::size_t, unsigned)>& body)
{
    if (workers == 0) workers = usableCores();
    workers = static_cast<unsigned>(std::min<std::size_t>(workers, n));
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> stop = false;
    std::exception_ptr failure;
    std::mutex mutex;
    const auto work = [&](unsigned worker) {
        while (!stop) {
            const std::size_t i = next++;
            if (i >= n) return;
            try {
                body(i, worker);
            } catch (...) {
                std::lock_guard lock(mutex);
                if (!failure) failure = std::current_exception();
                stop = true;
            }
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned w = 1; w < workers; ++w) threads.emplace_back(work, w);
        work(0);
    }
    if (failure) std::rethrow_exception(failure);
}

unsigned usableCores()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0) return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
    return std::max(1u, std::thread::hardware_concurrency());
}

} // namespace mien
