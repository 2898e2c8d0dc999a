// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mien {

/// How tensors of foreign weights are called here, where that is not the same (core/config/weights_map_json.h). A name
/// is that of a tensor ("fc6.weight") or of a layer ("fc6"), which stands for all that begins with it and a dot.
struct WeightsMap
{
    std::string prefix;                                       ///< taken off their names: "module."
    std::map<std::string, std::string> names;                 ///< theirs = ours; what is absent keeps its name
    std::map<std::string, std::vector<std::int64_t>> permute; ///< theirs = order of dimensions: [1, 0] transposes
    std::vector<std::string> ignore;                          ///< theirs that are not used
    std::vector<std::string> keep;                            ///< ours that stay as they were drawn: a new output layer
};

} // namespace mien
