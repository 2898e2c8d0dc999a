// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/step_bench.h"

#include <ATen/record_function.h>
#include <torch/torch.h>

#include <string>

namespace mien {

/// While it lives, adds what the convolutions and dense layers of all threads need to `work`. Hand-written layers
/// (depthwise convolution, GRU) are not seen, so that theirs is missing.
class WorkCounter
{
public:
    explicit WorkCounter(StepWork& work);
    ~WorkCounter();
    WorkCounter(const WorkCounter&) = delete;
    WorkCounter& operator=(const WorkCounter&) = delete;

private:
    at::CallbackHandle m_handle;
};

/// The best of several convolutions and of several passes over large arrays, with the threads of this thread.
MachineRates measuredRates(const std::string& precision, torch::Device device);

} // namespace mien
