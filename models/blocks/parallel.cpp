// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/parallel.h"

#ifndef _OPENMP
#include "core/base/parallel.h"
#endif

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>

namespace mien::blocks {

void shareOut(std::int64_t items, const std::function<void(std::int64_t begin, std::int64_t end)>& body)
{
    const std::int64_t threads = at::in_parallel_region() ? 1 : std::min<std::int64_t>(at::get_num_threads(), items);
    if (threads <= 1) {
        if (items > 0) body(0, items);
        return;
    }
    // Ranges are taken as threads come free: on a machine that others use they are not equally fast.
    const std::int64_t grain = std::max<std::int64_t>(1, items / (threads * 8));
    std::atomic<std::int64_t> next = 0;
    const auto work = [&] {
        for (std::int64_t begin = next.fetch_add(grain); begin < items; begin = next.fetch_add(grain))
            body(begin, std::min(items, begin + grain));
    };
#ifdef _OPENMP
#pragma omp parallel num_threads(static_cast <int>(threads))
    work();
#else
    parallelFor(static_cast<std::size_t>(threads), static_cast<unsigned>(threads),
                [&](std::size_t, unsigned) { work(); });
#endif
}

} // namespace mien::blocks
