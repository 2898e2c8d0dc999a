// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/device.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "models/train/blas.h"

#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace mien {

namespace {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
void setAutocast(torch::DeviceType device, bool enabled)
{
    if (enabled) at::autocast::set_autocast_dtype(device, at::kBFloat16);
    at::autocast::set_autocast_enabled(device, enabled);
}
#else
void setAutocast(torch::DeviceType device, bool enabled)
{
    if (device == torch::kCPU) {
        if (enabled) at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
        at::autocast::set_cpu_enabled(enabled);
    } else {
        if (enabled) at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
        at::autocast::set_enabled(enabled);
    }
}
#endif

int cudaDevices()
{
    return torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
}

} // namespace

Result<DeviceChoice> chooseDevice(const std::string& wish)
{
    if (wish == "cpu") return DeviceChoice{torch::kCPU, "cpu", "asked for"};
    const int count = cudaDevices();
    if (wish == "auto" || wish.empty()) {
        if (count > 0) return DeviceChoice{torch::Device(torch::kCUDA, 0), "cuda:0", "LibTorch finds a CUDA device"};
        return DeviceChoice{torch::kCPU, "cpu",
                            torch::cuda::is_available() ? "no CUDA device is visible"
                                                        : "this LibTorch is built without CUDA, or finds no device"};
    }
    const bool cuda = wish == "cuda" || text::startsWith(wish, "cuda:");
    const auto index = wish == "cuda" ? std::optional<std::int64_t>(0)
                                      : (cuda ? text::toInt(std::string_view(wish).substr(5)) : std::nullopt);
    if (!index || *index < 0) return Error::usage("unknown device '" + wish + "'", {}, "choose auto, cpu or cuda:N");
    if (*index >= count)
        return Error::usage("device " + wish + " is not there: LibTorch finds " + std::to_string(count) +
                                " CUDA devices",
                            {}, "choose auto or cpu");
    return DeviceChoice{torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(*index)),
                        "cuda:" + std::to_string(*index), "asked for"};
}

Result<void> checkPrecision(const std::string& precision, const DeviceChoice& device)
{
    if (precision == "float32" || precision == "bfloat16") return {};
    if (precision == "float16")
        return Error::usage("precision float16 is not available for " + device.name, {}, "choose float32 or bfloat16");
    return Error::usage("unknown precision '" + precision + "'", {}, "choose float32 or bfloat16");
}

int resolvedThreads(int threads)
{
    return threads > 0 ? threads : static_cast<int>(usableCores());
}

void prepareThread(int threads)
{
    at::set_num_threads(resolvedThreads(threads));
    blas::setThreads(1);
    at::globalContext().setDeterministicCuDNN(true);
    at::globalContext().setBenchmarkCuDNN(false);
}

PrecisionScope::PrecisionScope(const std::string& precision, torch::Device device)
    : m_active(precision == "bfloat16"), m_device(device)
{
    if (!m_active) return;
    at::autocast::increment_nesting();
    setAutocast(m_device.type(), true);
}

PrecisionScope::~PrecisionScope()
{
    if (!m_active) return;
    setAutocast(m_device.type(), false);
    // Cast copies of the weights are kept until the outermost scope ends; after an update they would be stale.
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
}

std::vector<std::pair<std::string, std::string>> deviceFacts()
{
    const auto choice = chooseDevice("auto");
    return {{"device (auto)", choice ? choice->name + ": " + choice->reason : choice.error().message()},
            {"cuda", torch::cuda::is_available() ? "available" : "not available"},
            {"cuda devices", std::to_string(cudaDevices())}};
}

} // namespace mien
