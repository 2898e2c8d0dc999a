// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/sample_name.h"

#include "core/base/text.h"

#include <string_view>

namespace mien {

std::string clipOfSample(const std::string& sample)
{
    const std::size_t mark = sample.rfind('#');
    if (mark == std::string::npos) return sample;
    const std::string_view behind = std::string_view(sample).substr(mark + 1);
    return behind == "neutral" || text::toInt(behind) ? sample.substr(0, mark) : sample;
}

} // namespace mien
