// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/engine/create_engine.h"

namespace mien {

/// The engine of a test, made at its first use.
inline Engine& engine()
{
    static const std::unique_ptr<Engine> instance = createEngine();
    return *instance;
}

} // namespace mien
