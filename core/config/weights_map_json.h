// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/weights_map.h"

#include <string>

namespace mien {

/// {"prefix": "module.", "names": {"conv1_1": "features.0", …}, "permute": {"fc6": [1, 0]}, "ignore": ["fc8"],
/// "keep": ["classifier.6"]}; every key may be absent. Unknown keys are errors that name them.
Result<WeightsMap> weightsMapFromJson(const std::string& json, const std::string& where);

/// The map of this name that is built in (resources/weights: vgg_face), else that of the JSON file; an empty map for an
/// empty name.
Result<WeightsMap> readWeightsMap(const std::string& nameOrFile);

} // namespace mien
