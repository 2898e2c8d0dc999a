// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/model_card.h"

#include <filesystem>
#include <string>

namespace mien {

/// The description of a TorchScript module, format version 1 (docs/exchange.md explains every key). Unknown keys and
/// versions are errors that name them, as are inputs that no clip can be cut to and shapes that contradict the rest.
std::string toJson(const ModelCard& card);
Result<ModelCard> modelCardFromJson(const std::string& json, const std::string& where);
Result<ModelCard> readModelCard(const std::filesystem::path& file);

/// Where the description of `module` lies: the same name with .json.
std::filesystem::path cardFileOf(const std::filesystem::path& module);

} // namespace mien
