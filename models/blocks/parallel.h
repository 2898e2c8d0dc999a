// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace mien::blocks {

/// Calls `body(begin, end)` for ranges that cover 0 … items once, on as many threads as torch was given
/// (at::set_num_threads in this thread), in torch's own pool where the compiler has OpenMP. Ranges and their order are
/// not fixed: let each item write to its own place. `body` must not throw and must not call torch.
void shareOut(std::int64_t items, const std::function<void(std::int64_t begin, std::int64_t end)>& body);

} // namespace mien::blocks
