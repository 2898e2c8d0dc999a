// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/optimiser.h"

#include "models/blocks/parallel.h"
#include "models/blocks/simd/kernels.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <stdexcept>

namespace mien {

namespace {

/// What the kernels take: float32 on the CPU, dense and laid out like the weight.
bool kernelsFit(const torch::Tensor& weight, const torch::Tensor& gradient)
{
    const auto fits = [](const torch::Tensor& t) { return t.is_cpu() && t.scalar_type() == torch::kFloat32; };
    return fits(weight) && fits(gradient) && weight.is_non_overlapping_and_dense() &&
           weight.strides() == gradient.strides();
}

/// Calls `body(first, count)` for pieces of 0 … n, on all threads where it pays.
void inPieces(std::int64_t n, const std::function<void(std::int64_t first, std::int64_t count)>& body)
{
    constexpr std::int64_t piece = 16384;
    blocks::shareOut((n + piece - 1) / piece, [&](std::int64_t begin, std::int64_t end) {
        body(begin * piece, std::min(end * piece, n) - begin * piece);
    });
}

/// Keras SGD: v ← m v − lr g, w ← w + v. The rate is folded into v, which matters once it decays.
class KerasSgd final : public Optimiser
{
public:
    KerasSgd(std::vector<torch::Tensor> weights, double momentum, double weightDecay)
        : Optimiser(std::move(weights), weightDecay), m_momentum(momentum)
    {
        if (momentum > 0) m_velocity = addMemory("velocity");
    }

private:
    void update(std::size_t i, torch::Tensor& weight, const torch::Tensor& gradient, double learningRate,
                std::int64_t) override
    {
        if (kernelsFit(weight, gradient)) {
            float* velocity = m_velocity.empty() ? nullptr : m_velocity[i].data_ptr<float>();
            inPieces(weight.numel(), [&](std::int64_t first, std::int64_t count) {
                simd::kernels().optimiser.sgd(count, gradient.data_ptr<float>() + first,
                                              static_cast<float>(m_weightDecay), static_cast<float>(m_momentum),
                                              static_cast<float>(learningRate), velocity ? velocity + first : nullptr,
                                              weight.data_ptr<float>() + first);
            });
            return;
        }
        const torch::Tensor g = m_weightDecay > 0 ? gradient.add(weight, m_weightDecay) : gradient;
        if (m_velocity.empty())
            weight.sub_(g, learningRate);
        else
            weight.add_(m_velocity[i].mul_(m_momentum).sub_(g, learningRate));
    }

    double m_momentum;
    std::vector<torch::Tensor> m_velocity; ///< none without momentum
};

/// Adam (Kingma & Ba 2015) with β = 0.9, 0.999 and ε = 1e-8; weight decay in the gradient or decoupled (AdamW,
/// Loshchilov & Hutter 2019).
class Adam final : public Optimiser
{
public:
    Adam(std::vector<torch::Tensor> weights, double weightDecay, bool decoupled)
        : Optimiser(std::move(weights), weightDecay), m_decoupled(decoupled), m_mean(addMemory("mean")),
          m_square(addMemory("square"))
    {
    }

private:
    static constexpr double beta1 = 0.9;
    static constexpr double beta2 = 0.999;
    static constexpr double epsilon = 1e-8;

    void update(std::size_t i, torch::Tensor& weight, const torch::Tensor& gradient, double learningRate,
                std::int64_t t) override
    {
        const double inGradient = m_decoupled ? 0 : m_weightDecay;
        const double keep = m_decoupled ? 1.0 - learningRate * m_weightDecay : 1.0;
        const double rate = learningRate / (1.0 - std::pow(beta1, static_cast<double>(t + 1)));
        const double root = 1.0 / std::sqrt(1.0 - std::pow(beta2, static_cast<double>(t + 1)));
        if (kernelsFit(weight, gradient)) {
            const auto f = [](double value) { return static_cast<float>(value); };
            const simd::OptimiserKernels::Adam adam{f(beta1),      f(1 - beta1), f(beta2), f(1 - beta2), f(epsilon),
                                                    f(inGradient), f(keep),      f(rate),  f(root)};
            inPieces(weight.numel(), [&](std::int64_t first, std::int64_t count) {
                simd::kernels().optimiser.adam(count, gradient.data_ptr<float>() + first, adam,
                                               m_mean[i].data_ptr<float>() + first,
                                               m_square[i].data_ptr<float>() + first, weight.data_ptr<float>() + first);
            });
            return;
        }
        const torch::Tensor g = inGradient > 0 ? gradient.add(weight, inGradient) : gradient;
        if (m_decoupled) weight.mul_(keep);
        m_mean[i].mul_(beta1).add_(g, 1.0 - beta1);
        m_square[i].mul_(beta2).addcmul_(g, g, 1.0 - beta2);
        weight.addcdiv_(m_mean[i], m_square[i].sqrt().mul_(root).add_(epsilon), -rate);
    }

    bool m_decoupled;
    std::vector<torch::Tensor> m_mean;
    std::vector<torch::Tensor> m_square;
};

} // namespace

double learningRateAt(const Options& options, std::int64_t t, std::int64_t total)
{
    const double done = static_cast<double>(t);
    double rate = options.real("learning_rate") / (1.0 + options.real("decay") * done);
    if (options.choice("schedule") == "cosine" && total > 0)
        rate *= 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, done / static_cast<double>(total))));
    return rate;
}

double plateauScale(const std::vector<double>& validationLosses, double factor, std::int64_t patience)
{
    constexpr double leastGain = 1e-4;
    double scale = 1;
    double best = std::numeric_limits<double>::infinity();
    std::int64_t waited = 0;
    for (const double loss : validationLosses) {
        if (loss < best - leastGain) {
            best = loss;
            waited = 0;
        } else if (++waited >= patience) {
            scale *= factor;
            waited = 0;
        }
    }
    return scale;
}

Optimiser::Optimiser(std::vector<torch::Tensor> weights, double weightDecay)
    : m_weights(std::move(weights)), m_weightDecay(weightDecay)
{
}

std::vector<torch::Tensor> Optimiser::addMemory(const std::string& name)
{
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> memory;
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        memory.push_back(torch::zeros_like(m_weights[i]));
        m_state.emplace_back(name + "." + std::to_string(i), memory.back());
    }
    return memory;
}

void Optimiser::step(double learningRate, std::int64_t t)
{
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        const torch::Tensor& gradient = m_weights[i].grad();
        if (!gradient.defined()) continue;
        update(i, m_weights[i], m_clip > 0 ? gradient.clamp(-m_clip, m_clip) : gradient, learningRate, t);
    }
}

bool Optimiser::gradientsAreFinite() const
{
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> sums; // finite only where every value is
    for (const torch::Tensor& weight : m_weights)
        if (const torch::Tensor& gradient = weight.grad(); gradient.defined())
            sums.push_back((m_clip > 0 ? gradient.clamp(-m_clip, m_clip) : gradient).sum());
    return sums.empty() || torch::stack(sums).isfinite().all().item<bool>();
}

double Optimiser::bytesPerStep() const
{
    double bytes = 0;
    for (const torch::Tensor& weight : m_weights)
        if (weight.requires_grad()) bytes += 3.0 * static_cast<double>(weight.nbytes());
    for (const auto& [name, memory] : m_state) bytes += 2.0 * static_cast<double>(memory.nbytes());
    return bytes;
}

void Optimiser::zeroGradients()
{
    for (torch::Tensor& weight : m_weights) weight.mutable_grad() = torch::Tensor();
}

namespace {

std::unique_ptr<Optimiser> optimiserOf(const Options& options, std::vector<torch::Tensor> weights)
{
    const std::string& name = options.choice("optimiser");
    const double weightDecay = options.real("weight_decay");
    if (name == "sgd") return std::make_unique<KerasSgd>(std::move(weights), options.real("momentum"), weightDecay);
    if (name == "adam" || name == "adamw")
        return std::make_unique<Adam>(std::move(weights), weightDecay, name == "adamw");
    throw std::logic_error("unknown optimiser " + name);
}

} // namespace

std::unique_ptr<Optimiser> makeOptimiser(const Options& options, std::vector<torch::Tensor> weights)
{
    auto optimiser = optimiserOf(options, std::move(weights));
    optimiser->clipGradients(options.real("clip_gradient"));
    return optimiser;
}

} // namespace mien
