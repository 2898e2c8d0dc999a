// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <torch/torch.h>

#include <string>
#include <utility>
#include <vector>

/// Everything that depends on the device: choice, precision, determinism. The only file that knows CUDA.
namespace mien {

struct DeviceChoice
{
    torch::Device device = torch::kCPU;
    std::string name;   ///< "cpu", "cuda:0"
    std::string reason; ///< why this one, in words
};

/// `wish` = auto | cpu | cuda | cuda:N. Usage error when it is not to be had.
Result<DeviceChoice> chooseDevice(const std::string& wish);

/// Usage error when `precision` (float32 | bfloat16 | float16) is not to be had on `device`.
Result<void> checkPrecision(const std::string& precision, const DeviceChoice& device);

/// What a thread must do before it computes: threads of torch (the count is per thread; 0 = all usable cores) and of
/// BLAS, deterministic kernels.
void prepareThread(int threads);

/// Threads that prepareThread(threads) gives.
int resolvedThreads(int threads);

/// While it lives, operations of this thread run in `precision` where that is safe (autocast).
class PrecisionScope
{
public:
    PrecisionScope(const std::string& precision, torch::Device device);
    ~PrecisionScope();
    PrecisionScope(const PrecisionScope&) = delete;
    PrecisionScope& operator=(const PrecisionScope&) = delete;

private:
    bool m_active;
    torch::Device m_device;
};

/// Lines for environment(): what CUDA there is.
std::vector<std::pair<std::string, std::string>> deviceFacts();

} // namespace mien
