// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace mien {

/// One train / validation / test partition; indices into the run's samples, ascending, disjoint. Validation is cut from
/// the training side only: it chooses the epoch, and the test part is read once, at the end.
struct Fold
{
    std::vector<std::size_t> train;
    std::vector<std::size_t> validation;
    std::vector<std::size_t> test;
};

} // namespace mien
