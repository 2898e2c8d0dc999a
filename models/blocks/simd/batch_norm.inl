// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/simd/lanes.inl"

namespace mien::simd {
namespace {

// Up to four registers of neighbouring channels are followed down the rows, so that what belongs to the channels stays
// in registers.

/// Calls `body.template operator()<W, K>(c)` for blocks of K registers of W channels that cover 0 … channels; some
/// channels may be done twice.
template <typename Body> inline void forChannelBlocks(std::int64_t channels, const Body& body)
{
    std::int64_t c = 0;
    for (; c + 4 * laneCount <= channels; c += 4 * laneCount) body.template operator()<laneCount, 4>(c);
    for (; c + 2 * laneCount <= channels; c += 2 * laneCount) body.template operator()<laneCount, 2>(c);
    if (c == channels) return;
    const std::int64_t first = channels < laneCount ? c : (channels - c < laneCount ? channels - laneCount : c);
    forChannels(first, channels, [&]<int W>(std::int64_t at) { body.template operator()<W, 1>(at); });
}

template <int W, int K> struct Block
{
    F<W> v[K];

    Block() : v{} {}
    explicit Block(const float* p)
    {
#pragma GCC unroll 4
        for (int k = 0; k < K; ++k) v[k] = load<W>(p + k * W);
    }
    void storeTo(float* p) const
    {
#pragma GCC unroll 4
        for (int k = 0; k < K; ++k) store<W>(p + k * W, v[k]);
    }
};

/// What is normalised.
template <int W, Activation A> inline F<W> entering(F<W> x)
{
    if constexpr (A == Activation::ReluFirst) x = atLeast<W>(x, 0.0F);
    return x;
}

template <int W, Activation A> inline F<W> activated(F<W> y)
{
    if constexpr (A == Activation::Relu || A == Activation::Relu6) y = atLeast<W>(y, 0.0F);
    if constexpr (A == Activation::Relu6) y = atMost<W>(y, 6.0F);
    return y;
}

/// The gradient before the activation, of which `y` is the input.
template <int W, Activation A> inline F<W> throughActivation(F<W> gradient, F<W> y)
{
    if constexpr (A == Activation::Relu || A == Activation::Relu6) gradient = y > 0.0F ? gradient : F<W>{};
    if constexpr (A == Activation::Relu6) gradient = y < 6.0F ? gradient : F<W>{};
    return gradient;
}

/// Calls `body` with the activation as a constant.
template <typename Body> inline void withActivation(Activation activation, const Body& body)
{
    switch (activation) {
    case Activation::None:
        return body.template operator()<Activation::None>();
    case Activation::Relu:
        return body.template operator()<Activation::Relu>();
    case Activation::Relu6:
        return body.template operator()<Activation::Relu6>();
    case Activation::ReluFirst:
        return body.template operator()<Activation::ReluFirst>();
    }
}

template <typename T>
void normStatistics(const T* x, std::int64_t rows, std::int64_t channels, Activation activation, const float* pivot,
                    float* sums)
{
    withActivation(activation, [&]<Activation A>() {
        forChannelBlocks(channels, [&]<int W, int K>(std::int64_t c) {
            const Block<W, K> base(pivot + c);
            Block<W, K> sum, squares;
            for (std::int64_t r = 0; r < rows; ++r) {
                const T* p = x + r * channels + c;
#pragma GCC unroll 4
                for (int k = 0; k < K; ++k) {
                    const F<W> v = entering<W, A>(load<W>(p + k * W)) - base.v[k];
                    sum.v[k] += v;
                    squares.v[k] += v * v;
                }
            }
            sum.storeTo(sums + c);
            squares.storeTo(sums + channels + c);
        });
    });
}

template <typename T> void normApply(const T* x, std::int64_t rows, std::int64_t channels, const Affine& affine, T* y)
{
    withActivation(affine.activation, [&]<Activation A>() {
        forChannelBlocks(channels, [&]<int W, int K>(std::int64_t c) {
            const Block<W, K> scale(affine.scale + c), shift(affine.shift + c);
            for (std::int64_t r = 0; r < rows; ++r) {
                const std::int64_t at = r * channels + c;
#pragma GCC unroll 4
                for (int k = 0; k < K; ++k)
                    store<W>(y + at + k * W,
                             activated<W, A>(entering<W, A>(load<W>(x + at + k * W)) * scale.v[k] + shift.v[k]));
            }
        });
    });
}

template <typename T>
void normGradientSums(const T* x, const T* outGradient, std::int64_t rows, std::int64_t channels, const Affine& affine,
                      const float* mean, float* sums)
{
    withActivation(affine.activation, [&]<Activation A>() {
        forChannelBlocks(channels, [&]<int W, int K>(std::int64_t c) {
            const Block<W, K> scale(affine.scale + c), shift(affine.shift + c), middle(mean + c);
            Block<W, K> sum, products;
            for (std::int64_t r = 0; r < rows; ++r) {
                const std::int64_t at = r * channels + c;
#pragma GCC unroll 4
                for (int k = 0; k < K; ++k) {
                    const F<W> v = entering<W, A>(load<W>(x + at + k * W));
                    const F<W> g =
                        throughActivation<W, A>(load<W>(outGradient + at + k * W), v * scale.v[k] + shift.v[k]);
                    sum.v[k] += g;
                    products.v[k] += g * (v - middle.v[k]);
                }
            }
            sum.storeTo(sums + c);
            products.storeTo(sums + channels + c);
        });
    });
}

template <typename T>
void normInputGradient(const T* x, const T* outGradient, std::int64_t rows, std::int64_t channels, const Affine& affine,
                       const float* slope, const float* offset, T* gradient)
{
    withActivation(affine.activation, [&]<Activation A>() {
        forChannelBlocks(channels, [&]<int W, int K>(std::int64_t c) {
            const Block<W, K> scale(affine.scale + c), shift(affine.shift + c), byX(slope + c), constant(offset + c);
            for (std::int64_t r = 0; r < rows; ++r) {
                const std::int64_t at = r * channels + c;
#pragma GCC unroll 4
                for (int k = 0; k < K; ++k) {
                    const F<W> v = entering<W, A>(load<W>(x + at + k * W));
                    const F<W> g =
                        throughActivation<W, A>(load<W>(outGradient + at + k * W), v * scale.v[k] + shift.v[k]);
                    F<W> result = scale.v[k] * g + (byX.v[k] * v + constant.v[k]);
                    if constexpr (A == Activation::ReluFirst) result = v > 0.0F ? result : F<W>{};
                    store<W>(gradient + at + k * W, result);
                }
            }
        });
    });
}

template <typename T> constexpr BatchNormKernels<T> batchNormKernels()
{
    return {normStatistics<T>, normApply<T>, normGradientSums<T>, normInputGradient<T>};
}

} // namespace
} // namespace mien::simd
