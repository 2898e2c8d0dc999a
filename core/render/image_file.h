// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/frame.h"

#include <filesystem>
#include <string>

namespace mien {

Result<std::string> encodePng(const Frame& picture);
Result<void> writePng(const std::filesystem::path& file, const Frame& picture); ///< atomically

} // namespace mien
