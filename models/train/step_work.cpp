// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/step_work.h"

#include "models/train/device.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>

namespace mien {

namespace {

/// The callbacks of torch are plain functions: this is where they count.
std::atomic<StepWork*> counted = nullptr;

double bytesOf(const torch::Tensor& x)
{
    return static_cast<double>(x.nbytes());
}

/// `y` = one layer's output for `x`; `reach` = values of x that a value of y is a sum of.
void addForward(StepWork& work, const torch::Tensor& x, const torch::Tensor& y, std::int64_t reach)
{
    work.operations += 2.0 * static_cast<double>(y.numel()) * static_cast<double>(reach);
    work.activationBytes += bytesOf(x) + bytesOf(y);
}

/// `inputGradient`: of the layer's input, too, not of its weights only.
void addBackward(StepWork& work, const torch::Tensor& x, const torch::Tensor& y, std::int64_t reach, bool inputGradient)
{
    work.operations += (inputGradient ? 4.0 : 2.0) * static_cast<double>(y.numel()) * static_cast<double>(reach);
    work.activationBytes += bytesOf(x) + bytesOf(y) + (inputGradient ? bytesOf(x) : 0);
}

/// N × inputs values with weights to `outputs` of them, or one of the two products of the way back.
void addProduct(StepWork& work, const torch::Tensor& x, std::int64_t outputs)
{
    work.operations += 2.0 * static_cast<double>(x.numel()) * static_cast<double>(outputs);
    work.activationBytes +=
        bytesOf(x) + static_cast<double>(x.size(0) * outputs) * static_cast<double>(x.element_size());
}

/// Multiplications of one output of a convolution with weights O × C / groups × …
std::int64_t reachOf(const torch::Tensor& weight)
{
    return weight.numel() / weight.size(0);
}

void countAtEnd(const at::RecordFunction& call, at::ObserverContext*)
{
    StepWork* const work = counted.load();
    if (!work) return;
    const auto inputs = call.inputs();
    const auto is = [&](const char* name) { return std::strcmp(call.name(), name) == 0; };
    if (is("aten::convolution"))
        addForward(*work, inputs[0].toTensor(), call.outputs()[0].toTensor(), reachOf(inputs[1].toTensor()));
    else if (is("aten::convolution_backward"))
        addBackward(*work, inputs[1].toTensor(), inputs[0].toTensor(), reachOf(inputs[2].toTensor()),
                    call.outputs()[0].isTensor() && call.outputs()[0].toTensor().defined());
    else if (is("aten::addmm"))
        addForward(*work, inputs[1].toTensor(), call.outputs()[0].toTensor(), inputs[1].toTensor().size(1));
    else if (is("mien::product")) // of our own dense layers: x N × inputs, weights outputs × inputs
        addProduct(*work, inputs[0].toTensor(), inputs[1].toTensor().size(0));
    else if (is("aten::mm"))
        addForward(*work, inputs[0].toTensor(), call.outputs()[0].toTensor(), inputs[0].toTensor().size(1));
}

/// Seconds of the fastest of `repeats` calls, after one that is not counted.
double fastest(int repeats, const std::function<void()>& work)
{
    double best = 0;
    for (int k = -1; k < repeats; ++k) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (k == 0 || (k > 0 && seconds < best)) best = seconds;
    }
    return best;
}

struct Probe
{
    std::int64_t batch, channels, side, kernel;
};

} // namespace

WorkCounter::WorkCounter(StepWork& work)
{
    counted = &work;
    m_handle = at::addGlobalCallback(
        at::RecordFunctionCallback([](const at::RecordFunction&) { return std::unique_ptr<at::ObserverContext>(); },
                                   countAtEnd)
            .needsInputs(true)
            .needsOutputs(true)
            .scopes({at::RecordScope::FUNCTION}));
}

WorkCounter::~WorkCounter()
{
    at::removeCallback(m_handle);
    counted = nullptr;
}

MachineRates measuredRates(const std::string& precision, torch::Device device)
{
    constexpr int repeats = 5;
    const torch::NoGradGuard noGrad;
    const auto type = precision == "bfloat16" ? torch::kBFloat16 : torch::kFloat32;
    const auto options = torch::TensorOptions(type).device(device);
    const auto last = torch::MemoryFormat::ChannelsLast;
    MachineRates rates;
    for (const Probe& p : {Probe{16, 128, 28, 3}, Probe{8, 256, 28, 3}, Probe{16, 256, 14, 5}, Probe{8, 64, 56, 3}}) {
        const torch::Tensor x = torch::rand({p.batch, p.channels, p.side, p.side}, options).contiguous(last);
        const torch::Tensor w = torch::rand({p.channels, p.channels, p.kernel, p.kernel}, options).contiguous(last);
        const double operations =
            2.0 * static_cast<double>(x.numel()) * static_cast<double>(p.channels * p.kernel * p.kernel);
        const double seconds = fastest(repeats, [&] { torch::conv2d(x, w, {}, 1, p.kernel / 2); });
        rates.operationsPerSecond = std::max(rates.operationsPerSecond, operations / seconds);
    }
    const torch::Tensor a = torch::rand({std::int64_t{32} << 20}, device);
    const torch::Tensor b = torch::rand_like(a);
    torch::Tensor c = torch::empty_like(a);
    rates.bytesPerSecond = 3 * bytesOf(a) / fastest(repeats, [&] { torch::add_out(c, a, b); });
    return rates;
}

} // namespace mien
