// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"

#include <memory>

namespace mien {

/// The engine over all networks of networks.def. The first call sets torch's CPU allocator for the whole process, so
/// make it before any tensor exists.
std::unique_ptr<Engine> createEngine();

} // namespace mien
