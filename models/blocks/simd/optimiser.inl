// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/simd/lanes.inl"

namespace mien::simd {
namespace {

inline void sgdUpdate(std::int64_t n, const float* gradient, float decay, float momentum, float rate, float* velocity,
                      float* weight)
{
    forPieces(n, [&]<int W>(std::int64_t i) {
        const F<W> w = load<W>(weight + i);
        const F<W> step = (load<W>(gradient + i) + w * decay) * rate;
        const F<W> v = velocity ? load<W>(velocity + i) * momentum - step : -step;
        if (velocity) store<W>(velocity + i, v);
        store<W>(weight + i, w + v);
    });
}

inline void adamUpdate(std::int64_t n, const float* gradient, const OptimiserKernels::Adam& a, float* mean,
                       float* square, float* weight)
{
    forPieces(n, [&]<int W>(std::int64_t i) {
        const F<W> w = load<W>(weight + i);
        const F<W> g = load<W>(gradient + i) + w * a.decay;
        const F<W> m = load<W>(mean + i) * a.beta1 + g * a.rest1;
        const F<W> s = load<W>(square + i) * a.beta2 + g * g * a.rest2;
        store<W>(mean + i, m);
        store<W>(square + i, s);
        store<W>(weight + i, w * a.keep - m * a.rate / (squareRoot<W>(s) * a.root + a.epsilon));
    });
}

} // namespace
} // namespace mien::simd
