// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "models/api/model_info.h"

#include <map>
#include <string>

namespace mien::checks {

using Settings = std::map<std::string, std::string>;

/// The least of everything that costs time: a quarter of the channels, the smallest pictures, few frames.
inline Settings smallest(const ModelInfo& info)
{
    Settings settings;
    for (const OptionInfo& option : info.options) {
        if (option.name == "width" || option.name == "side") settings[option.name] = text::number(option.minimum);
        if (option.name == "size") settings["size"] = "30";
        if (option.name == "frames") settings["frames"] = option.choices.empty() ? "3" : option.choices.back();
    }
    return settings;
}

} // namespace mien::checks
