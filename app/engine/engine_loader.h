// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "models/api/engine.h"

namespace mien {

/// Loads the models plugin (and with it LibTorch, 0.3 s and 147 MB) at the first call. The engine lives until the
/// program ends. Failed error that says where the plugin was looked for.
/// Thread: any; calls are serialised.
Result<Engine*> loadEngine();

} // namespace mien
