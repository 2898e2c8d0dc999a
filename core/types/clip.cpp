// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/clip.h"

#include <functional>
#include <numeric>

namespace mien {

std::int64_t Array::elements() const
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

} // namespace mien
