// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/conv_lstm.h"

#include "models/blocks/channels_last.h"
#include "models/blocks/keras.h"
#include "models/blocks/parallel.h"

namespace mien::blocks {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Pixels a thread takes at a time: some 100 KB.
constexpr std::int64_t pixelsAtOnce = 64;

/// One step is `pixels` rows of `units` (state, cell) or 4 · `units` (gates) numbers.
struct Steps
{
    std::int64_t frames, batch, units, height, width;

    Steps(const torch::Tensor& input, std::int64_t frames)
        : frames(frames), batch(input.size(0) / frames), units(input.size(1) / 4), height(input.size(2)),
          width(input.size(3))
    {
    }

    std::int64_t pixels() const { return batch * height * width; }

    torch::Tensor empty(std::int64_t images, std::int64_t channels, torch::ScalarType type) const
    {
        return torch::empty({images, channels, height, width},
                            torch::TensorOptions(type).memory_format(torch::MemoryFormat::ChannelsLast));
    }

    /// `body(first pixel, pixels)`
    template <typename Body> void share(const Body& body) const
    {
        const std::int64_t count = pixels();
        shareOut((count + pixelsAtOnce - 1) / pixelsAtOnce, [&](std::int64_t begin, std::int64_t end) {
            const std::int64_t first = begin * pixelsAtOnce;
            body(first, std::min(end * pixelsAtOnce, count) - first);
        });
    }
};

/// The images of one step in a tensor that has them all, time first.
torch::Tensor stepOf(const torch::Tensor& all, const Steps& steps, std::int64_t t)
{
    return all.narrow(0, t * steps.batch, steps.batch);
}

torch::Tensor convolve(const torch::Tensor& state, const torch::Tensor& weight)
{
    return torch::conv2d(state, weight, {}, 1, weight.size(2) / 2);
}

/// Of the convolution of `x`: with respect to x, or to the weights.
torch::Tensor convolutionGradient(const torch::Tensor& outGradient, const torch::Tensor& x, const torch::Tensor& weight,
                                  bool ofWeight)
{
    const std::int64_t padding = weight.size(2) / 2;
    const auto gradients = at::convolution_backward(outGradient, x, weight, c10::nullopt, {1, 1}, {padding, padding},
                                                    {1, 1}, false, {0, 0}, 1, {!ofWeight, ofWeight, false});
    return ofWeight ? std::get<1>(gradients) : std::get<0>(gradients);
}

struct ConvLstmFunction : torch::autograd::Function<ConvLstmFunction>
{
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& projected,
                                 const torch::Tensor& recurrentWeight, std::int64_t frames)
    {
        // Autocast would convert the weights at every step.
        const c10::impl::ExcludeDispatchKeyGuard noAutocast(c10::autocast_dispatch_keyset);
        const torch::Tensor input = channelsLast(projected);
        const Steps steps(input, frames);
        const auto type = input.scalar_type();
        const torch::Tensor weight = channelsLast(recurrentWeight.to(type));
        const torch::Tensor states = steps.empty(frames * steps.batch, steps.units, type);
        const torch::Tensor cells = steps.empty(frames * steps.batch, steps.units, torch::kFloat32);
        const torch::Tensor gates = steps.empty(frames * steps.batch, 4 * steps.units, type);
        for (std::int64_t t = 0; t < frames; ++t) {
            const torch::Tensor product =
                t > 0 ? channelsLast(convolve(stepOf(states, steps, t - 1), weight)) : torch::Tensor();
            const std::int64_t narrow = t * steps.pixels() * steps.units, wide = 4 * narrow;
            withType(input, [&]<typename T>() {
                steps.share([&](std::int64_t first, std::int64_t count) {
                    const std::int64_t at = first * steps.units;
                    const float* before =
                        t > 0 ? dataOf<float>(cells) + narrow - steps.pixels() * steps.units + at : nullptr;
                    simd::kernels().convLstmOf<T>().forward(
                        count, steps.units, dataOf<T>(input) + wide + 4 * at,
                        t > 0 ? dataOf<T>(product) + 4 * at : nullptr, before, dataOf<T>(gates) + wide + 4 * at,
                        dataOf<float>(cells) + narrow + at, dataOf<T>(states) + narrow + at);
                });
            });
        }
        context->save_for_backward({recurrentWeight, weight, states, cells, gates});
        context->saved_data["frames"] = frames;
        return stepOf(states, steps, frames - 1).clone();
    }

    static variable_list backward(AutogradContext* context, variable_list outGradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor &recurrentWeight = saved[0], &weight = saved[1], &states = saved[2], &cells = saved[3],
                            &gates = saved[4];
        const std::int64_t frames = context->saved_data["frames"].toInt();
        const Steps steps(gates, frames);
        const auto type = gates.scalar_type();
        const torch::Tensor gradient = steps.empty(gates.size(0), gates.size(1), type);
        const torch::Tensor carry = steps.empty(steps.batch, steps.units, torch::kFloat32).zero_();
        torch::Tensor stateGradient = channelsLast(outGradients[0].to(type));
        for (std::int64_t t = frames - 1; t >= 0; --t) {
            const std::int64_t narrow = t * steps.pixels() * steps.units, wide = 4 * narrow;
            withType(gates, [&]<typename T>() {
                steps.share([&](std::int64_t first, std::int64_t count) {
                    const std::int64_t at = first * steps.units;
                    const float* cell = dataOf<float>(cells) + narrow + at;
                    simd::kernels().convLstmOf<T>().backward(count, steps.units, dataOf<T>(gates) + wide + 4 * at, cell,
                                                             t > 0 ? cell - steps.pixels() * steps.units : nullptr,
                                                             dataOf<T>(stateGradient) + at, dataOf<float>(carry) + at,
                                                             dataOf<T>(gradient) + wide + 4 * at);
                });
            });
            if (t > 0)
                stateGradient = channelsLast(
                    convolutionGradient(stepOf(gradient, steps, t), stepOf(states, steps, t - 1), weight, false));
        }
        variable_list gradients{gradient, torch::Tensor(), torch::Tensor()};
        if (context->needs_input_grad(1)) {
            // All steps at once: one large product instead of many small ones.
            const std::int64_t images = (frames - 1) * steps.batch;
            gradients[1] = frames > 1 ? convolutionGradient(gradient.narrow(0, steps.batch, images),
                                                            states.narrow(0, 0, images), weight, true)
                                            .to(recurrentWeight.scalar_type())
                                      : torch::zeros_like(recurrentWeight);
        }
        return gradients;
    }
};

/// The same with torch's operations.
torch::Tensor stockSteps(const torch::Tensor& input, const torch::Tensor& weight, std::int64_t frames)
{
    const auto gate = [](const torch::Tensor& v) { return (0.2 * v + 0.5).clamp(0, 1); };
    torch::Tensor h, c;
    for (const torch::Tensor& here : input.unflatten(0, std::vector<std::int64_t>{frames, -1}).unbind(0)) {
        const auto parts = (h.defined() ? here + convolve(h, weight) : here).chunk(4, 1);
        const torch::Tensor written = gate(parts[0]) * torch::tanh(parts[2]);
        c = c.defined() ? gate(parts[1]) * c + written : written;
        h = gate(parts[3]) * torch::tanh(c);
    }
    return h;
}

} // namespace

torch::Tensor convLstmSteps(const torch::Tensor& input, const torch::Tensor& recurrentWeight, std::int64_t frames)
{
    TORCH_CHECK(input.dim() == 4 && frames > 0 && input.size(0) % frames == 0, "ConvLSTM: ", frames,
                " frames in an input of ", input.sizes());
    TORCH_CHECK(recurrentWeight.dim() == 4 && recurrentWeight.size(0) == input.size(1) &&
                    recurrentWeight.size(0) == 4 * recurrentWeight.size(1) && recurrentWeight.size(2) % 2 == 1 &&
                    recurrentWeight.size(2) == recurrentWeight.size(3),
                "ConvLSTM: recurrent weights ", recurrentWeight.sizes(), " for an input of ", input.sizes());
    if (!kernelsSupport(input) || !kernelsSupport(recurrentWeight) || input.numel() == 0)
        return stockSteps(input, recurrentWeight, frames);
    return ConvLstmFunction::apply(input, recurrentWeight, frames);
}

ConvLstm2dImpl::ConvLstm2dImpl(std::int64_t channels, std::int64_t filters, std::int64_t kernel)
    : weight(register_parameter("weight", torch::empty({4 * filters, channels, kernel, kernel}))),
      recurrent_weight(register_parameter("recurrent_weight", torch::empty({4 * filters, filters, kernel, kernel}))),
      bias(register_parameter("bias", torch::zeros({4 * filters})))
{
    keras::glorotUniform(weight);
    keras::orthogonalKernel(recurrent_weight);
    const torch::NoGradGuard noGrad;
    bias.narrow(0, filters, filters).fill_(1);
}

torch::Tensor ConvLstm2dImpl::forward(const torch::Tensor& x)
{
    TORCH_CHECK(x.dim() == 5 && x.size(2) == weight.size(1), "ConvLSTM: an input of ", x.sizes(), " for ",
                weight.size(1), " channels");
    const torch::Tensor frames = x.transpose(0, 1).flatten(0, 1).contiguous(torch::MemoryFormat::ChannelsLast);
    return convLstmSteps(torch::conv2d(frames, weight, bias), recurrent_weight, x.size(1));
}

} // namespace mien::blocks
