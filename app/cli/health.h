// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <functional>
#include <string>
#include <vector>

namespace mien {
class Engine;
}

namespace mien::cli {

/// One line of `doctor`.
struct HealthFact
{
    enum class Level {
        Fine,
        Warning, ///< works, but slower or with a limit
        Problem, ///< something needed is missing
    };

    std::string name;
    std::string value;
    Level level = Level::Fine;
    std::string remedy = {}; ///< the command that mends it, or a remark
};

/// Everything a bug report needs: versions, device and why, threads, BLAS, model files, caches.
std::vector<HealthFact> examine(const std::function<Result<Engine*>()>& engine);

} // namespace mien::cli
