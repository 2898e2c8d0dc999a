// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/simd/lanes.inl"

namespace mien::simd {
namespace {

template <typename T>
void convLstmForward(std::int64_t rows, std::int64_t units, const T* input, const T* recurrent,
                     const float* previousCell, T* gates, float* cell, T* state)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::int64_t wide = row * 4 * units, narrow = row * units;
        forPieces(units, [&]<int W>(std::int64_t j) {
            const auto sum = [&](int k) {
                const std::int64_t at = wide + k * units + j;
                return recurrent ? load<W>(input + at) + load<W>(recurrent + at) : load<W>(input + at);
            };
            const F<W> i = hardSigmoid<W>(sum(0)), f = hardSigmoid<W>(sum(1));
            const F<W> g = hyperbolicTangent<W>(sum(2)), o = hardSigmoid<W>(sum(3));
            const F<W> before = previousCell ? load<W>(previousCell + narrow + j) : F<W>{};
            const F<W> c = f * before + i * g;
            store<W>(gates + wide + j, i);
            store<W>(gates + wide + units + j, f);
            store<W>(gates + wide + 2 * units + j, g);
            store<W>(gates + wide + 3 * units + j, o);
            store<W>(cell + narrow + j, c);
            store<W>(state + narrow + j, o * hyperbolicTangent<W>(c));
        });
    }
}

/// The gradient through a hard sigmoid with value `s`: none where it is clipped, nor exactly at the corners.
template <int W> inline F<W> throughHardSigmoid(F<W> gradient, F<W> s)
{
    gradient = s > 0.0F ? gradient : F<W>{};
    return (s < 1.0F ? gradient : F<W>{}) * 0.2F;
}

template <typename T>
void convLstmBackward(std::int64_t rows, std::int64_t units, const T* gates, const float* cell,
                      const float* previousCell, const T* stateGradient, float* carry, T* gradient)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::int64_t wide = row * 4 * units, narrow = row * units;
        forPieces(units, [&]<int W>(std::int64_t j) {
            const auto gate = [&](int k) { return load<W>(gates + wide + k * units + j); };
            const F<W> i = gate(0), f = gate(1), g = gate(2), o = gate(3);
            const F<W> out = hyperbolicTangent<W>(load<W>(cell + narrow + j));
            const F<W> dh = load<W>(stateGradient + narrow + j);
            const F<W> dc = load<W>(carry + narrow + j) + dh * o * (1.0F - out * out);
            const F<W> before = previousCell ? load<W>(previousCell + narrow + j) : F<W>{};
            store<W>(gradient + wide + j, throughHardSigmoid<W>(dc * g, i));
            store<W>(gradient + wide + units + j, throughHardSigmoid<W>(dc * before, f));
            store<W>(gradient + wide + 2 * units + j, dc * i * (1.0F - g * g));
            store<W>(gradient + wide + 3 * units + j, throughHardSigmoid<W>(dh * out, o));
            store<W>(carry + narrow + j, dc * f);
        });
    }
}

template <typename T> constexpr ConvLstmKernels<T> convLstmKernels()
{
    return {convLstmForward<T>, convLstmBackward<T>};
}

} // namespace
} // namespace mien::simd
