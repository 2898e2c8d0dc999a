// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with -mavx512f -mavx512dq -mavx512vl.
#include "core/face/shape/shape_kernel.inl"

#include <immintrin.h>

namespace mien::shape {
namespace {

/// Sixteen lanes; see kernel_avx2.cpp.
struct Avx512
{
    static constexpr int width = 16;
    static constexpr int chunk = 9; // 68 landmarks at once

    struct Image
    {
        const int* base;
        __m512i stride, width, height, lastLoad;
    };

    static __m512 set(float v) { return _mm512_set1_ps(v); }
    static __m512i set(int v) { return _mm512_set1_epi32(v); }
    static __m512i zero() { return _mm512_setzero_si512(); }
    static __m512i laneNumbers() { return _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15); }
    static __m512 load(const float* p) { return _mm512_loadu_ps(p); }
    static __m512i load(const std::int32_t* p) { return _mm512_loadu_si512(p); }
    static void store(float* p, __m512 v) { _mm512_storeu_ps(p, v); }
    static void store(std::int32_t* p, __m512i v) { _mm512_storeu_si512(p, v); }
    static __m512 add(__m512 a, __m512 b) { return _mm512_add_ps(a, b); }
    static __m512i add(__m512i a, __m512i b) { return _mm512_add_epi32(a, b); }
    static __m512 sub(__m512 a, __m512 b) { return _mm512_sub_ps(a, b); }
    static __m512i sub(__m512i a, __m512i b) { return _mm512_sub_epi32(a, b); }
    static __m512 mul(__m512 a, __m512 b) { return _mm512_mul_ps(a, b); }
    template <int Bits> static __m512i shiftLeft(__m512i v) { return _mm512_slli_epi32(v, Bits); }
    static __m512i low16(__m512i v) { return _mm512_and_si512(v, _mm512_set1_epi32(0xffff)); }
    static __m512i high16(__m512i v) { return _mm512_srli_epi32(v, 16); }
    static __m512i greater(__m512 a, __m512 b) { return _mm512_movm_epi32(_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ)); }
    static __m512 gather(const float* base, __m512i at) { return _mm512_i32gather_ps(at, base, 4); }
    static __m512i gather(const std::int32_t* base, __m512i at) { return _mm512_i32gather_epi32(at, base, 4); }

    static __m256i half(__m256 v, __m512d scale, __m512d offset)
    {
        const __m512d place = _mm512_add_pd(_mm512_mul_pd(_mm512_cvtps_pd(v), scale), offset);
        const __m512d down = _mm512_roundscale_pd(_mm512_add_pd(place, _mm512_set1_pd(0.5)), _MM_FROUND_TO_NEG_INF);
        return _mm512_cvtpd_epi32(down);
    }
    static __m512i pixel(__m512 v, double scale, double offset)
    {
        const __m512d s = _mm512_set1_pd(scale), o = _mm512_set1_pd(offset);
        const __m512i low = _mm512_castsi256_si512(half(_mm512_castps512_ps256(v), s, o));
        return _mm512_inserti32x8(low, half(_mm512_extractf32x8_ps(v, 1), s, o), 1);
    }
    static Image image(const GreyFace& face)
    {
        const auto stride = static_cast<int>(face.stride);
        return {reinterpret_cast<const int*>(face.pixels), set(stride), set(face.width), set(face.height),
                set(stride * (face.height - 1) + face.width - 4)};
    }
    static __m512 fetch(const Image& image, __m512i x, __m512i y)
    {
        // Unsigned: negative places lie outside too.
        const __mmask16 inside = _mm512_cmplt_epu32_mask(x, image.width) & _mm512_cmplt_epu32_mask(y, image.height);
        const __m512i at = _mm512_maskz_add_epi32(inside, _mm512_mullo_epi32(y, image.stride), x);
        const __m512i from = _mm512_min_epi32(at, image.lastLoad);
        const __m512i bytes = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), inside, from, image.base, 1);
        const __m512i value = _mm512_srlv_epi32(bytes, _mm512_slli_epi32(_mm512_sub_epi32(at, from), 3));
        return _mm512_cvtepi32_ps(_mm512_and_si512(value, set(255)));
    }
};

} // namespace

void runAvx512(const ShapeView& view, const GreyFace* faces, int count, float* shapes, void* scratch)
{
    run<Avx512>(view, faces, count, shapes, scratch);
}

} // namespace mien::shape
