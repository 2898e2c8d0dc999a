// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mien {

/// Gives memory that was freed back to the system: behind work that took hundreds of megabytes for a while, which the
/// C library would else keep. A few milliseconds; does nothing where the C library cannot. Thread: any.
void returnFreeMemory();

} // namespace mien
