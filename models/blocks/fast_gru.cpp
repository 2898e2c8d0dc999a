// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/fast_gru.h"

#include "models/blocks/channels_last.h"
#include "models/blocks/parallel.h"
#include "models/blocks/simd/kernels.h"
#include "models/train/blas.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mien::blocks {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Sequences of a batch are independent of each other: each chunk of them goes through all its steps on one thread.
/// Its size depends on nothing, lest the results depend on the number of threads.
constexpr std::int64_t chunkSize = 64;

struct Sizes
{
    std::int64_t n, t, inputs, units;

    Sizes(const torch::Tensor& x, const torch::Tensor& recurrentWeight)
        : n(x.size(0)), t(x.size(1)), inputs(x.size(2)), units(recurrentWeight.size(1))
    {
    }

    std::int64_t chunks() const { return (n + chunkSize - 1) / chunkSize; }

    /// `body(chunk, first sequence, sequences)`
    template <typename Body> void share(const Body& body) const
    {
        shareOut(chunks(), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t k = begin; k < end; ++k) body(k, k * chunkSize, std::min(chunkSize, n - k * chunkSize));
        });
    }
};

/// Blocks of `units` rows, from torch's order r z n to the kernels' n r z and back.
torch::Tensor candidateFirst(const torch::Tensor& x)
{
    const auto parts = x.chunk(3);
    return torch::cat({parts[2], parts[0], parts[1]});
}
torch::Tensor candidateLast(const torch::Tensor& x)
{
    const auto parts = x.chunk(3);
    return torch::cat({parts[1], parts[2], parts[0]});
}

/// Of the input for n, of both for r and z, of the recurrent product for n.
torch::Tensor joinedBias(const torch::Tensor& input, const torch::Tensor& recurrent)
{
    const auto i = input.chunk(3), h = recurrent.chunk(3);
    return torch::cat({i[2], i[0] + h[0], i[1] + h[1], h[2]}).contiguous();
}

/// Sums of the rows of `rows` × `width`, `perSum` rows in float and those sums in double.
void sumRows(const float* data, std::int64_t rows, std::int64_t width, std::int64_t perSum, float* partial,
             double* total)
{
    for (std::int64_t first = 0; first < rows; first += perSum) {
        std::fill_n(partial, width, 0.0F);
        for (std::int64_t row = first; row < std::min(first + perSum, rows); ++row)
            for (std::int64_t j = 0; j < width; ++j) partial[j] += data[row * width + j];
        for (std::int64_t j = 0; j < width; ++j) total[j] += partial[j];
    }
}

/// Gradients of the gates' pre-activations and of what they are made of. A chunk's sums lie apart and are added in
/// order.
class Backward
{
public:
    Backward(const variable_list& saved, const torch::Tensor& outGradient, bool wantInput)
        : m_size(saved[0], saved[2]), m_x(saved[0]), m_inputWeight(saved[1]), m_recurrentWeight(saved[2]),
          m_states(saved[3]), m_gates(saved[4]), m_outGradient(outGradient)
    {
        const std::int64_t H = m_size.units, chunks = m_size.chunks();
        m_gradient = torch::empty({m_size.n, m_size.t, 4 * H});
        m_carry = torch::zeros({m_size.n, H});
        m_zeros = torch::zeros({H});
        m_inputSums = torch::empty({chunks, 3 * H, m_size.inputs});
        m_recurrentSums = torch::zeros({chunks, 3 * H, H});
        m_biasScratch = torch::empty({chunks, 4 * H});
        m_biasSums = torch::zeros({chunks, 4 * H}, torch::kFloat64);
        if (wantInput) m_inputGradient = torch::empty_like(m_x);
    }

    /// Of x, the two weights and the two biases.
    variable_list run()
    {
        m_size.share([&](std::int64_t k, std::int64_t first, std::int64_t count) {
            goBack(first, count);
            collect(k, first, count);
        });
        const auto bias = m_biasSums.sum(0).to(torch::kFloat32).chunk(4);
        return {m_inputGradient, candidateLast(inOrder(m_inputSums)), inOrder(m_recurrentSums),
                torch::cat({bias[1], bias[2], bias[0]}), torch::cat({bias[1], bias[2], bias[3]})};
    }

private:
    /// torch's sum over few large rows is in order, but says so nowhere.
    static torch::Tensor inOrder(const torch::Tensor& parts)
    {
        torch::Tensor sum = parts[0].clone();
        for (std::int64_t k = 1; k < parts.size(0); ++k) sum += parts[k];
        return sum;
    }

    void goBack(std::int64_t first, std::int64_t count)
    {
        const std::int64_t T = m_size.t, H = m_size.units;
        float* carry = m_carry.data_ptr<float>() + first * H;
        for (std::int64_t t = T - 1; t >= 0; --t) {
            const std::int64_t row = first * T + t;
            float* gradient = m_gradient.data_ptr<float>() + row * 4 * H;
            const simd::ConstRows before = t > 0 ? simd::ConstRows{m_states.data_ptr<float>() + (row - 1) * H, T * H}
                                                 : simd::ConstRows{m_zeros.data_ptr<float>(), 0};
            simd::kernels().gru.backward(count, H, {m_gates.data_ptr<float>() + row * 4 * H, T * 4 * H}, before,
                                         {m_outGradient.data_ptr<float>() + row * H, T * H}, {carry, H},
                                         {gradient, T * 4 * H});
            if (t > 0)
                blas::multiply(count, H, 3 * H, {gradient + H, T * 4 * H}, {m_recurrentWeight.data_ptr<float>(), H}, 1,
                               carry, H);
        }
    }

    void collect(std::int64_t k, std::int64_t first, std::int64_t count)
    {
        const std::int64_t T = m_size.t, F = m_size.inputs, H = m_size.units, rows = count * T;
        float* gradient = m_gradient.data_ptr<float>() + first * T * 4 * H;
        const float* x = m_x.data_ptr<float>() + first * T * F;
        if (m_inputGradient.defined())
            blas::multiply(rows, F, 3 * H, {gradient, 4 * H}, {m_inputWeight.data_ptr<float>(), F}, 0,
                           m_inputGradient.data_ptr<float>() + first * T * F, F);
        blas::multiply(3 * H, F, rows, {gradient, 4 * H, true}, {x, F}, 0,
                       m_inputSums.data_ptr<float>() + k * 3 * H * F, F);
        sumRows(gradient, rows, 4 * H, T, m_biasScratch.data_ptr<float>() + k * 4 * H,
                m_biasSums.data_ptr<double>() + k * 4 * H);
        // Row for row, the gradients meet the states one row earlier; a sequence's first meets no state.
        for (std::int64_t i = 0; i < count; ++i) std::fill_n(gradient + i * T * 4 * H + H, 3 * H, 0.0F);
        if (rows > 1)
            blas::multiply(3 * H, H, rows - 1, {gradient + 4 * H + H, 4 * H, true},
                           {m_states.data_ptr<float>() + first * T * H, H}, 0,
                           m_recurrentSums.data_ptr<float>() + k * 3 * H * H, H);
    }

    Sizes m_size;
    torch::Tensor m_x, m_inputWeight, m_recurrentWeight, m_states, m_gates, m_outGradient;
    torch::Tensor m_gradient;      ///< N × T × 4 units: n r z m
    torch::Tensor m_carry;         ///< N × units
    torch::Tensor m_zeros;         ///< units
    torch::Tensor m_inputGradient; ///< undefined if not wanted
    torch::Tensor m_inputSums, m_recurrentSums, m_biasScratch, m_biasSums;
};

struct GruFunction : torch::autograd::Function<GruFunction>
{
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& input, const torch::Tensor& inputWeight,
                                 const torch::Tensor& recurrentWeight, const torch::Tensor& inputBias,
                                 const torch::Tensor& recurrentBias)
    {
        const torch::Tensor x = input.contiguous(), projection = candidateFirst(inputWeight).contiguous();
        const torch::Tensor recurrent = recurrentWeight.contiguous(), bias = joinedBias(inputBias, recurrentBias);
        const Sizes size(x, recurrent);
        const std::int64_t T = size.t, F = size.inputs, H = size.units;
        torch::Tensor states = torch::empty({size.n, T, H});
        const torch::Tensor gates = torch::empty({size.n, T, 4 * H});
        const torch::Tensor products = torch::zeros({size.n, 3 * H}), zeros = torch::zeros({H});
        size.share([&](std::int64_t, std::int64_t first, std::int64_t count) {
            float* gate = gates.data_ptr<float>() + first * T * 4 * H;
            float* state = states.data_ptr<float>() + first * T * H;
            float* product = products.data_ptr<float>() + first * 3 * H;
            blas::multiply(count * T, 3 * H, F, {x.data_ptr<float>() + first * T * F, F},
                           {projection.data_ptr<float>(), F, true}, 0, gate, 4 * H);
            simd::ConstRows before{zeros.data_ptr<float>(), 0};
            for (std::int64_t t = 0; t < T; ++t, gate += 4 * H, state += H) {
                if (t > 0)
                    blas::multiply(count, 3 * H, H, {before.data, before.stride},
                                   {recurrent.data_ptr<float>(), H, true}, 0, product, 3 * H);
                simd::kernels().gru.forward(count, H, {gate, T * 4 * H}, {product, 3 * H}, bias.data_ptr<float>(),
                                            before, {state, T * H});
                before = {state, T * H};
            }
        });
        context->save_for_backward({x, projection, recurrent, states, gates});
        return states;
    }

    static variable_list backward(AutogradContext* context, variable_list outGradients)
    {
        return Backward(context->get_saved_variables(), outGradients[0].contiguous(), context->needs_input_grad(0))
            .run();
    }
};

} // namespace

torch::Tensor gru(const torch::Tensor& x, const torch::Tensor& inputWeight, const torch::Tensor& recurrentWeight,
                  const torch::Tensor& inputBias, const torch::Tensor& recurrentBias)
{
    TORCH_CHECK(x.dim() == 3, "gru: the input has ", x.dim(), " dimensions, not 3");
    TORCH_CHECK(recurrentWeight.dim() == 2 && recurrentWeight.size(0) == 3 * recurrentWeight.size(1) &&
                    inputWeight.sizes() == torch::IntArrayRef({recurrentWeight.size(0), x.size(2)}) &&
                    inputBias.numel() == recurrentWeight.size(0) && recurrentBias.numel() == recurrentWeight.size(0),
                "gru: weights ", inputWeight.sizes(), " and ", recurrentWeight.sizes(), " for an input of ", x.sizes());
    const auto fits = [](const torch::Tensor& t) { return kernelsSupport(t) && t.scalar_type() == torch::kFloat32; };
    if (!fits(x) || !fits(inputWeight) || !blas::canMultiply() || x.numel() == 0) {
        const torch::Tensor start = zeroState(x, recurrentWeight.size(1)).unsqueeze(0);
        return std::get<0>(torch::gru(x, start, {inputWeight, recurrentWeight, inputBias, recurrentBias}, true, 1, 0,
                                      false, false, true));
    }
    return GruFunction::apply(x, inputWeight, recurrentWeight, inputBias, recurrentBias);
}

FastGruImpl::FastGruImpl(std::int64_t inputs, std::int64_t units)
    : weight_ih_l0(register_parameter("weight_ih_l0", torch::empty({3 * units, inputs}))),
      weight_hh_l0(register_parameter("weight_hh_l0", torch::empty({3 * units, units}))),
      bias_ih_l0(register_parameter("bias_ih_l0", torch::empty({3 * units}))),
      bias_hh_l0(register_parameter("bias_hh_l0", torch::empty({3 * units})))
{
    const double limit = 1 / std::sqrt(static_cast<double>(units));
    for (torch::Tensor& parameter : parameters()) torch::nn::init::uniform_(parameter, -limit, limit);
}

} // namespace mien::blocks
