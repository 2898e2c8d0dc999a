// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace mien {

/// Makes torch take its CPU memory from a cache of freed blocks. The system's malloc returns large blocks to the
/// kernel at once, so that every activation of every step pays for page faults again; keeping them is worth a factor
/// of 2 in training. For the whole process and for good; later calls do nothing. Call before the first tensor exists.
void installCachingAllocator();

/// Gives the free blocks back to the system; those in use stay. Returns how many bytes it gave back.
std::size_t releaseCachedMemory();

} // namespace mien
