// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"

#include <filesystem>
#include <memory>

namespace mien {

/// Opens a TorchScript module, as Engine::loadModule() says. Its code is run. CPU, float32.
Result<std::unique_ptr<LoadedRun>> openModule(const ModelCard& card, const std::filesystem::path& file);

} // namespace mien
