// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// The arithmetic of the hand-written blocks, without torch: plain pointers, one thread, compiled once for each
/// instruction set. Every function takes a range of the work, so that the caller shares it out; no result depends on
/// how. Activations lie channels-last (… × C, dense), as float or as bfloat16; sums are float, weights float.
/// No pointer needs to be aligned. Outputs must not overlap inputs.
namespace mien::simd {

/// The upper half of a float's bits.
struct BFloat16
{
    std::uint16_t bits;
};

/// A depthwise convolution 3 × 3 × 3 with padding 1 over n × t × h × w × channels.
struct DepthwiseShape
{
    std::int64_t n = 0;
    std::int64_t t = 0;
    std::int64_t h = 0;
    std::int64_t w = 0;
    std::int64_t channels = 0;
    std::int64_t strideT = 1; ///< each stride is 1 or 2
    std::int64_t strideH = 1;
    std::int64_t strideW = 1;

    std::int64_t outT() const { return (t - 1) / strideT + 1; }
    std::int64_t outH() const { return (h - 1) / strideH + 1; }
    std::int64_t outW() const { return (w - 1) / strideW + 1; }

    /// The weights' gradient is summed in parts that depend on the shape alone: some rows of all frames of a clip each,
    /// few enough for float sums, times groups of channels.
    static constexpr std::int64_t channelGroup = 32;
    std::int64_t rowsPerPart() const { return outT() * outW() >= 512 ? 1 : 1024 / (outT() * outW()); }
    std::int64_t partsPerClip() const { return (outH() + rowsPerPart() - 1) / rowsPerPart(); }
    std::int64_t parts() const { return n * partsPerClip(); }
    std::int64_t channelGroups() const { return (channels + channelGroup - 1) / channelGroup; }
};

template <typename T> struct DepthwiseKernels
{
    /// Items `begin` … `end` of n · outH: a row of every output frame of a clip. `weights`: 27 × C, taps in the order
    /// t, h, w.
    void (*forward)(const DepthwiseShape&, const T* x, const float* weights, T* y, std::int64_t begin,
                    std::int64_t end);
    /// Items `begin` … `end` of n · h: a row of every input frame of a clip, gathered from the up to nine output rows
    /// it went into.
    void (*inputGradient)(const DepthwiseShape&, const T* outGradient, const float* weights, T* gradient,
                          std::int64_t begin, std::int64_t end);
    /// Items `begin` … `end` of parts() × channelGroups(); `partial`: parts() × 27 × C, to be summed by the caller.
    void (*weightGradient)(const DepthwiseShape&, const T* x, const T* outGradient, float* partial, std::int64_t begin,
                           std::int64_t end);
};

/// What follows a batch norm, or a ReLU before it: then x is max(x, 0) in all that follows.
enum class Activation { None, Relu, Relu6, ReluFirst };

/// Scale and shift of a batch norm, y = act(scale · x + shift), each C floats.
struct Affine
{
    const float* scale;
    const float* shift;
    Activation activation;
};

template <typename T> struct BatchNormKernels
{
    /// sums (2 × C) = Σ(x − pivot) and Σ(x − pivot)² over `rows` rows.
    void (*statistics)(const T* x, std::int64_t rows, std::int64_t channels, Activation, const float* pivot,
                       float* sums);
    void (*apply)(const T* x, std::int64_t rows, std::int64_t channels, const Affine&, T* y);
    /// sums (2 × C) = Σg and Σg·(x − mean), where g is the gradient before the activation.
    void (*gradientSums)(const T* x, const T* outGradient, std::int64_t rows, std::int64_t channels, const Affine&,
                         const float* mean, float* sums);
    /// gradient = scale · g + slope · x + offset, 0 where a first ReLU was shut; slope and offset: C floats each.
    void (*inputGradient)(const T* x, const T* outGradient, std::int64_t rows, std::int64_t channels, const Affine&,
                          const float* slope, const float* offset, T* gradient);
};

/// Rows of one time step: `data` + row · `stride`.
struct Rows
{
    float* data;
    std::int64_t stride;
};
struct ConstRows
{
    const float* data;
    std::int64_t stride;
};

/// Gates of a GRU with two biases (reset after the product), one time step of `rows` sequences. A row of gates is
/// 4 × units in the order n r z m: the candidate, reset and update gate, and m = U_n h + b, what the reset gate scales.
struct GruKernels
{
    /// `gates` comes in as the input's projections of n, r, z (m undefined) and goes out as activations.
    /// `recurrent`: U h of r, z, n. `bias`: 4 × units: n of the input, r and z of both, n of the recurrent product.
    void (*forward)(std::int64_t rows, std::int64_t units, Rows gates, ConstRows recurrent, const float* bias,
                    ConstRows previous, Rows state);
    /// `carry` comes in as the gradient from later steps and goes out as what reaches the step before past the
    /// products; `gradient`: rows of 4 × units: of the pre-activations n, r, z and of m.
    void (*backward)(std::int64_t rows, std::int64_t units, ConstRows gates, ConstRows previous, ConstRows outGradient,
                     Rows carry, Rows gradient);
};

/// Gates i f g o of a ConvLSTM, one time step; rows are pixels, 4 × units wide, dense. Gates are hard sigmoids
/// clip(0.2 x + 0.5, 0, 1), g and the cell's output tanh. A null `recurrent` or `previousCell` counts as zeros.
template <typename T> struct ConvLstmKernels
{
    /// `gates` (activations), `cell` and `state` are written.
    void (*forward)(std::int64_t rows, std::int64_t units, const T* input, const T* recurrent,
                    const float* previousCell, T* gates, float* cell, T* state);
    /// `stateGradient`: rows × units; `carry`: the cell's gradient from the later step in, for the earlier one out;
    /// `gradient`: of the pre-activations, rows × 4 · units.
    void (*backward)(std::int64_t rows, std::int64_t units, const T* gates, const float* cell,
                     const float* previousCell, const T* stateGradient, float* carry, T* gradient);
};

/// Updates of `n` weights in one pass over the memory; g = gradient + decay · weight.
struct OptimiserKernels
{
    /// velocity = momentum · velocity − rate · g, weight += velocity. A null `velocity` has momentum 0.
    void (*sgd)(std::int64_t n, const float* gradient, float decay, float momentum, float rate, float* velocity,
                float* weight);
    /// mean = beta1 · mean + rest1 · g and square = beta2 · square + rest2 · g²; weight = keep · weight − rate · mean /
    /// (√square · root + epsilon).
    struct Adam
    {
        float beta1, rest1, beta2, rest2, epsilon, decay, keep, rate, root;
    };
    void (*adam)(std::int64_t n, const float* gradient, const Adam&, float* mean, float* square, float* weight);
};

struct Kernels
{
    const char* name; ///< "avx512_bf16", "avx512", "avx2" or "portable"
    DepthwiseKernels<float> depthwise;
    DepthwiseKernels<BFloat16> depthwiseBf16;
    BatchNormKernels<float> batchNorm;
    BatchNormKernels<BFloat16> batchNormBf16;
    GruKernels gru;
    ConvLstmKernels<float> convLstm;
    ConvLstmKernels<BFloat16> convLstmBf16;
    OptimiserKernels optimiser;

    template <typename T> const auto& depthwiseOf() const
    {
        if constexpr (sizeof(T) == sizeof(float))
            return depthwise;
        else
            return depthwiseBf16;
    }
    template <typename T> const auto& batchNormOf() const
    {
        if constexpr (sizeof(T) == sizeof(float))
            return batchNorm;
        else
            return batchNormBf16;
    }
    template <typename T> const auto& convLstmOf() const
    {
        if constexpr (sizeof(T) == sizeof(float))
            return convLstm;
        else
            return convLstmBf16;
    }
};

extern const Kernels portableKernels;
#if defined(__x86_64__)
extern const Kernels avx2Kernels;
extern const Kernels avx512Kernels;
extern const Kernels avx512Bf16Kernels;
#endif

/// Those this processor can run, fastest first.
struct KernelList
{
    const Kernels* kernels[4];
    int count = 0;
};
KernelList availableKernels();

/// The fastest of them.
const Kernels& kernels();

} // namespace mien::simd
