// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mien {

/// What a result may depend on beside its RunConfig: LibTorch, its BLAS and processor kernels, threads, devices.
std::vector<std::pair<std::string, std::string>> torchEnvironment();

} // namespace mien
