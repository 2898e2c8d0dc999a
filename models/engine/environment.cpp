// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/engine/environment.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "models/train/blas.h"
#include "models/train/device.h"

#include <ATen/Version.h>
#include <torch/version.h>

#include <cstdlib>

namespace mien {

std::vector<std::pair<std::string, std::string>> torchEnvironment()
{
    std::vector<std::pair<std::string, std::string>> facts = {
        {"libtorch", TORCH_VERSION},
        {"usable cores", std::to_string(usableCores())},
        {"blas", blas::name()},
        {"blas core", blas::coreName()},
        {"precisions", "float32 bfloat16"},
    };
    if (const char* forced = std::getenv("OPENBLAS_CORETYPE")) facts.emplace_back("OPENBLAS_CORETYPE", forced);
    for (auto& fact : deviceFacts()) facts.push_back(std::move(fact));
    // Lines like "  - CPU capability usage: AVX512"; that of the build flags says nothing to a researcher.
    std::vector<std::string> build;
    for (const std::string& line : text::split(at::show_config(), '\n')) {
        const std::string_view item = text::trimmed(line);
        if (text::startsWith(item, "- ") && !text::startsWith(item, "- Build settings"))
            build.emplace_back(item.substr(2));
    }
    facts.emplace_back("torch build", text::join(build, "; "));
    return facts;
}

} // namespace mien
