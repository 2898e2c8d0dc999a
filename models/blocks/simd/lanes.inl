// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/simd/kernels.h"

#include <cstdint>
#ifdef __SSE__
#include <immintrin.h>
#endif

namespace mien::simd {
namespace {

/// W floats in a register (GCC's vector extension, which clang has too), and W numbers of the same place.
template <int W> struct Lanes
{
    typedef float F __attribute__((vector_size(W * sizeof(float))));
    typedef std::int32_t I __attribute__((vector_size(W * sizeof(std::int32_t))));
    typedef std::uint32_t U __attribute__((vector_size(W * sizeof(std::uint32_t))));
    typedef std::uint16_t Half __attribute__((vector_size(W * sizeof(std::uint16_t))));
};
template <int W> using F = typename Lanes<W>::F;

template <int W> inline F<W> load(const float* p)
{
    F<W> v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}

template <int W> inline F<W> load(const BFloat16* p)
{
    typename Lanes<W>::Half half;
    __builtin_memcpy(&half, p, sizeof half);
    const auto bits = __builtin_convertvector(half, typename Lanes<W>::U) << 16;
    return __builtin_bit_cast(F<W>, bits);
}

template <int W> inline void store(float* p, F<W> v)
{
    __builtin_memcpy(p, &v, sizeof v);
}

/// Rounds to the nearest, ties to even, as torch does; what is no number stays none. Where the processor has an
/// instruction for it, what is below the smallest normal number (1e-38) becomes 0.
template <int W> inline void store(BFloat16* p, F<W> v)
{
#ifdef __AVX512BF16__
    if constexpr (W == 16) {
        const auto rounded = _mm512_cvtneps_pbh(__builtin_bit_cast(__m512, v));
        __builtin_memcpy(p, &rounded, sizeof rounded);
        return;
    }
#endif
    using U = typename Lanes<W>::U;
    const U bits = __builtin_bit_cast(U, v);
    const U rounded = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
    const U result = (v == v) ? rounded : (rounded & 0U) + 0x7fc0U;
    const auto half = __builtin_convertvector(result, typename Lanes<W>::Half);
    __builtin_memcpy(p, &half, sizeof half);
}

template <int W> inline F<W> all(float v)
{
    return F<W>{} + v;
}

/// Both let what is no number through.
template <int W> inline F<W> atLeast(F<W> v, float bound)
{
    return v < bound ? all<W>(bound) : v;
}
template <int W> inline F<W> atMost(F<W> v, float bound)
{
    return v > bound ? all<W>(bound) : v;
}

/// To the last bit. Negative numbers must not come.
template <int W> inline F<W> squareRoot(F<W> v)
{
#ifdef __AVX512F__
    if constexpr (W == 16) return __builtin_bit_cast(F<W>, _mm512_maskz_sqrt_ps(0xFFFF, __builtin_bit_cast(__m512, v)));
#endif
#ifdef __AVX__
    if constexpr (W == 8) return __builtin_bit_cast(F<W>, _mm256_sqrt_ps(__builtin_bit_cast(__m256, v)));
#endif
#ifdef __SSE__
    if constexpr (W == 4) return __builtin_bit_cast(F<W>, _mm_sqrt_ps(__builtin_bit_cast(__m128, v)));
#endif
    for (int i = 0; i < W; ++i) v[i] = __builtin_sqrtf(v[i]);
    return v;
}

/// e^x with a relative error of 2e-7 (Cephes' expf: e^x = 2^k · e^f, |f| ≤ ln 2 / 2, a polynomial of degree 7).
template <int W> inline F<W> exponential(F<W> x)
{
    using I = typename Lanes<W>::I;
    constexpr float toInteger = 12582912.0F; // 1.5 · 2^23: adding it rounds
    x = atMost<W>(atLeast<W>(x, -87.0F), 88.0F);
    const F<W> k = (x * 1.44269504F + toInteger) - toInteger;
    const F<W> f = (x - k * 0.693359375F) - k * -2.12194440e-4F;
    F<W> p = all<W>(1.9875691500e-4F);
    p = p * f + 1.3981999507e-3F;
    p = p * f + 8.3334519073e-3F;
    p = p * f + 4.1665795894e-2F;
    p = p * f + 1.6666665459e-1F;
    p = p * f + 5.0000001201e-1F;
    p = p * f * f + f + 1.0F;
    const I bits = (__builtin_convertvector(k, I) + 127) << 23;
    return p * __builtin_bit_cast(F<W>, bits);
}

template <int W> inline F<W> logistic(F<W> x)
{
    return 1.0F / (1.0F + exponential<W>(-x));
}

/// Cephes' tanhf: a polynomial near 0, where 1 − 2 / (e^2x + 1) would lose its digits.
template <int W> inline F<W> hyperbolicTangent(F<W> x)
{
    const F<W> size = x < 0.0F ? -x : x;
    const F<W> far = 1.0F - 2.0F / (exponential<W>(size + size) + 1.0F);
    const F<W> z = x * x;
    F<W> p = all<W>(-5.70498872745e-3F);
    p = p * z + 2.06390887954e-2F;
    p = p * z - 5.37397155531e-2F;
    p = p * z + 1.33314422036e-1F;
    p = p * z - 3.33332819422e-1F;
    return size < 0.625F ? p * z * x + x : (x < 0.0F ? -far : far);
}

/// Keras's: clip(0.2 x + 0.5, 0, 1).
template <int W> inline F<W> hardSigmoid(F<W> x)
{
    return atMost<W>(atLeast<W>(x * 0.2F + 0.5F, 0.0F), 1.0F);
}

/// Calls `body.template operator()<W>(i)` for pieces of W = laneCount … 1 numbers that cover 0 … n once.
template <int W = laneCount, typename Body> inline void forPieces(std::int64_t n, const Body& body, std::int64_t i = 0)
{
    for (; i + W <= n; i += W) body.template operator()<W>(i);
    if constexpr (W > 1)
        if (i < n) forPieces<W / 2>(n, body, i);
}

/// The same for channels begin … end that are computed from others and may therefore be computed twice: the last piece
/// reaches back instead of being cut up.
template <int W = laneCount, typename Body>
inline void forChannels(std::int64_t begin, std::int64_t end, const Body& body)
{
    if (end - begin < W) {
        if constexpr (W > 1) forChannels<W / 2>(begin, end, body);
        return;
    }
    std::int64_t c = begin;
    for (; c + W <= end; c += W) body.template operator()<W>(c);
    if (c < end) body.template operator()<W>(end - W);
}

} // namespace
} // namespace mien::simd
