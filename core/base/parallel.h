// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace mien {

/// Calls `body(i, worker)` for i = 0 … n−1, each once, on up to `workers` threads (0 = one per core). `worker` is
/// 0 … workers−1 and never shared by two calls at a time, so scratch objects can be kept per worker.
/// The first exception ends the loop (items under way finish) and is thrown again here. Order is not fixed: let each
/// call write to its own place.
void parallelFor(std::size_t n, unsigned workers, const std::function<void(std::size_t i, unsigned worker)>& body);

/// Cores this process may use (affinity respected), at least 1.
unsigned usableCores();

} // namespace mien
