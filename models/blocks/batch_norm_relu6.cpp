// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/batch_norm_relu6.h"

#include "models/blocks/channels_last.h"
#include "models/blocks/parallel.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mien::blocks {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows (pixels) of C channels, cut into chunks that stay in the second cache and whose sums stay exact in float.
/// The cut depends on the shape alone.
struct Chunks
{
    std::int64_t channels;
    std::int64_t rows;
    std::int64_t perChunk;
    std::int64_t count;

    explicit Chunks(const torch::Tensor& x) : channels(x.size(1)), rows(x.numel() / channels)
    {
        constexpr std::int64_t values = 32768;
        perChunk = std::clamp<std::int64_t>(values / channels, 32, 512);
        count = (rows + perChunk - 1) / perChunk;
    }

    /// `body(chunk, offset of its first value, rows)`
    template <typename Body> void share(const Body& body) const
    {
        shareOut(count, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t k = begin; k < end; ++k)
                body(k, k * perChunk * channels, std::min(perChunk, rows - k * perChunk));
        });
    }

    /// Sums of `partial` (count × 2 × C) over the chunks, in their order: 2 × C.
    std::vector<double> total(const std::vector<float>& partial) const
    {
        std::vector<double> sums(static_cast<std::size_t>(2 * channels), 0.0);
        for (std::size_t k = 0; k < static_cast<std::size_t>(count); ++k)
            for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += partial[k * sums.size() + i];
        return sums;
    }

    std::vector<float> partials() const { return std::vector<float>(static_cast<std::size_t>(count * 2 * channels)); }
};

/// Rows of a 4 × C tensor: what the kernels and the backward pass need of the channels.
struct ChannelTable
{
    explicit ChannelTable(const torch::Tensor& table)
        : mean(table.data_ptr<float>()), inverse(mean + table.size(1)), scale(inverse + table.size(1)),
          shift(scale + table.size(1))
    {
    }

    float* mean;
    float* inverse; ///< 1 / standard deviation
    float* scale;
    float* shift;
};

/// Mean and biased variance of every channel. Values are taken relative to the first pixel: squares of numbers far from
/// 0 would lose the variance.
void batchStatistics(const torch::Tensor& x, Activation activation, std::vector<double>& mean,
                     std::vector<double>& variance)
{
    const Chunks chunks(x);
    std::vector<float> pivot(static_cast<std::size_t>(chunks.channels));
    torch::Tensor first = x.flatten(2).select(2, 0)[0].to(torch::kFloat32).contiguous();
    // Where many values become 0 a first one that does not is far from most.
    if (activation == Activation::ReluFirst)
        first = torch::relu(x.flatten(2)[0].narrow(1, 0, std::min<std::int64_t>(16, x.flatten(2).size(2))).amin(1))
                    .to(torch::kFloat32)
                    .contiguous();
    std::copy_n(first.data_ptr<float>(), chunks.channels, pivot.begin());
    std::vector<float> partial = chunks.partials();
    withType(x, [&]<typename T>() {
        chunks.share([&](std::int64_t k, std::int64_t offset, std::int64_t rows) {
            simd::kernels().batchNormOf<T>().statistics(dataOf<T>(x) + offset, rows, chunks.channels, activation,
                                                        pivot.data(), partial.data() + k * 2 * chunks.channels);
        });
    });
    const std::vector<double> sums = chunks.total(partial);
    const auto rows = static_cast<double>(chunks.rows);
    for (std::size_t c = 0; c < pivot.size(); ++c) {
        const double shift = sums[c] / rows;
        mean[c] = pivot[c] + shift;
        const double v = sums[pivot.size() + c] / rows - shift * shift;
        variance[c] = v < 0 ? 0 : v; // what is no number stays none
    }
}

struct BatchNormFunction : torch::autograd::Function<BatchNormFunction>
{
    /// `training`: the batch's statistics, which move the running ones by `momentum`.
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& input, const torch::Tensor& weight,
                                 const torch::Tensor& bias, torch::Tensor runningMean, torch::Tensor runningVariance,
                                 bool training, double momentum, double eps, std::int64_t activation)
    {
        const torch::Tensor x = channelsLast(input);
        const Chunks chunks(x);
        const torch::Tensor table = torch::empty({4, chunks.channels}, torch::kFloat32);
        const ChannelTable channel(table);
        fillTable(channel, x, weight, bias, runningMean, runningVariance, static_cast<Activation>(activation), training,
                  momentum, eps);
        torch::Tensor y = torch::empty_like(x, x.options(), channelsLastOf(x));
        const simd::Affine affine{channel.scale, channel.shift, static_cast<Activation>(activation)};
        withType(x, [&]<typename T>() {
            chunks.share([&](std::int64_t, std::int64_t offset, std::int64_t rows) {
                simd::kernels().batchNormOf<T>().apply(dataOf<T>(x) + offset, rows, chunks.channels, affine,
                                                       dataOf<T>(y) + offset);
            });
        });
        context->save_for_backward({x, table});
        context->saved_data["training"] = training;
        context->saved_data["activation"] = activation;
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list outGradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor &x = saved[0], &table = saved[1];
        const bool training = context->saved_data["training"].toBool();
        const ChannelTable channel(table);
        const simd::Affine affine{channel.scale, channel.shift,
                                  static_cast<Activation>(context->saved_data["activation"].toInt())};
        const torch::Tensor outGradient = channelsLast(outGradients[0].to(x.scalar_type()));
        const Chunks chunks(x);
        std::vector<float> partial = chunks.partials();
        withType(x, [&]<typename T>() {
            chunks.share([&](std::int64_t k, std::int64_t offset, std::int64_t rows) {
                simd::kernels().batchNormOf<T>().gradientSums(dataOf<T>(x) + offset, dataOf<T>(outGradient) + offset,
                                                              rows, chunks.channels, affine, channel.mean,
                                                              partial.data() + k * 2 * chunks.channels);
            });
        });
        const std::vector<double> sums = chunks.total(partial);
        variable_list gradients(9);
        if (context->needs_input_grad(0))
            gradients[0] = inputGradient(chunks, x, outGradient, channel, affine, sums, training);
        gradients[1] = torch::empty({chunks.channels}, torch::kFloat32);
        gradients[2] = torch::empty({chunks.channels}, torch::kFloat32);
        for (std::int64_t c = 0; c < chunks.channels; ++c) {
            const auto i = static_cast<std::size_t>(c), j = static_cast<std::size_t>(c + chunks.channels);
            gradients[1].data_ptr<float>()[c] = static_cast<float>(sums[j] * channel.inverse[c]);
            gradients[2].data_ptr<float>()[c] = static_cast<float>(sums[i]);
        }
        return gradients;
    }

private:
    static void fillTable(const ChannelTable& channel, const torch::Tensor& x, const torch::Tensor& weight,
                          const torch::Tensor& bias, torch::Tensor& runningMean, torch::Tensor& runningVariance,
                          Activation activation, bool training, double momentum, double eps)
    {
        const auto channels = static_cast<std::size_t>(x.size(1));
        const auto rows = static_cast<double>(x.numel() / x.size(1));
        std::vector<double> mean(channels), variance(channels);
        float* oldMean = runningMean.data_ptr<float>();
        float* oldVariance = runningVariance.data_ptr<float>();
        if (training) batchStatistics(x, activation, mean, variance);
        for (std::size_t c = 0; c < channels; ++c) {
            if (training) {
                const double unbiased = variance[c] * rows / (rows - 1);
                oldMean[c] = static_cast<float>((1 - momentum) * oldMean[c] + momentum * mean[c]);
                oldVariance[c] = static_cast<float>((1 - momentum) * oldVariance[c] + momentum * unbiased);
            } else {
                mean[c] = oldMean[c];
                variance[c] = oldVariance[c];
            }
            const double inverse = 1 / std::sqrt(variance[c] + eps);
            const double scale = weight.data_ptr<float>()[c] * inverse;
            channel.mean[c] = static_cast<float>(mean[c]);
            channel.inverse[c] = static_cast<float>(inverse);
            channel.scale[c] = static_cast<float>(scale);
            channel.shift[c] = static_cast<float>(bias.data_ptr<float>()[c] - mean[c] * scale);
        }
    }

    /// Ioffe & Szegedy 2015, section 3: the batch's mean and variance depend on x too, which takes from the gradient
    /// its mean and what of it goes along with x. Fixed statistics do not.
    static torch::Tensor inputGradient(const Chunks& chunks, const torch::Tensor& x, const torch::Tensor& outGradient,
                                       const ChannelTable& channel, const simd::Affine& affine,
                                       const std::vector<double>& sums, bool training)
    {
        std::vector<float> slope(static_cast<std::size_t>(chunks.channels), 0.0F), offset(slope);
        const auto rows = static_cast<double>(chunks.rows);
        for (std::size_t c = 0; training && c < slope.size(); ++c) {
            const double inverse = channel.inverse[c];
            const double along = channel.scale[c] * inverse * inverse * sums[slope.size() + c] / rows;
            slope[c] = static_cast<float>(-along);
            offset[c] = static_cast<float>(along * channel.mean[c] - channel.scale[c] * sums[c] / rows);
        }
        torch::Tensor gradient = torch::empty_like(x, x.options(), channelsLastOf(x));
        withType(x, [&]<typename T>() {
            chunks.share([&](std::int64_t, std::int64_t at, std::int64_t count) {
                simd::kernels().batchNormOf<T>().inputGradient(dataOf<T>(x) + at, dataOf<T>(outGradient) + at, count,
                                                               chunks.channels, affine, slope.data(), offset.data(),
                                                               dataOf<T>(gradient) + at);
            });
        });
        return gradient;
    }
};

} // namespace

BatchNormActImpl::BatchNormActImpl(std::int64_t channels, Activation activation, double momentum, double eps)
    : weight(register_parameter("weight", torch::ones({channels}))),
      bias(register_parameter("bias", torch::zeros({channels}))),
      running_mean(register_buffer("running_mean", torch::zeros({channels}))),
      running_var(register_buffer("running_var", torch::ones({channels}))),
      num_batches_tracked(register_buffer("num_batches_tracked", torch::zeros({}, torch::kLong))),
      m_activation(activation), m_momentum(momentum), m_eps(eps)
{
}

torch::Tensor BatchNormActImpl::forward(const torch::Tensor& x)
{
    TORCH_CHECK((x.dim() == 4 || x.dim() == 5) && x.size(1) == weight.size(0), "batch norm of ", weight.size(0),
                " channels: an input of ", x.sizes());
    if (is_training()) num_batches_tracked += 1;
    if (!kernelsSupport(x) || weight.scalar_type() != torch::kFloat32 || x.numel() == 0) return stock(x);
    TORCH_CHECK(!is_training() || x.numel() / x.size(1) > 1, "batch norm: more than one value per channel needed");
    return BatchNormFunction::apply(x, weight, bias, running_mean, running_var, is_training(), m_momentum, m_eps,
                                    static_cast<std::int64_t>(m_activation));
}

torch::Tensor BatchNormActImpl::stock(const torch::Tensor& x)
{
    const torch::Tensor y = torch::batch_norm(m_activation == Activation::ReluFirst ? torch::relu(x) : x, weight, bias,
                                              running_mean, running_var, is_training(), m_momentum, m_eps, true);
    switch (m_activation) {
    case Activation::Relu:
        return torch::relu(y);
    case Activation::Relu6:
        return torch::relu6(y);
    case Activation::None:
    case Activation::ReluFirst:
        break;
    }
    return y;
}

} // namespace mien::blocks
