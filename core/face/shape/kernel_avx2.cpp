// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with -mavx2.
#include "core/face/shape/shape_kernel.inl"

#include <immintrin.h>

namespace mien::shape {
namespace {

/// Eight lanes. A pixel is taken from a load of four bytes, moved back from the end of the picture where it must be.
struct Avx2
{
    static constexpr int width = 8;
    static constexpr int chunk = 9; // with 16 registers

    struct Image
    {
        const int* base;
        __m256i stride, width, height, lastLoad;
    };

    static __m256 set(float v) { return _mm256_set1_ps(v); }
    static __m256i set(int v) { return _mm256_set1_epi32(v); }
    static __m256i zero() { return _mm256_setzero_si256(); }
    static __m256i laneNumbers() { return _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7); }
    static __m256 load(const float* p) { return _mm256_loadu_ps(p); }
    static __m256i load(const std::int32_t* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
    static void store(float* p, __m256 v) { _mm256_storeu_ps(p, v); }
    static void store(std::int32_t* p, __m256i v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v); }
    static __m256 add(__m256 a, __m256 b) { return _mm256_add_ps(a, b); }
    static __m256i add(__m256i a, __m256i b) { return _mm256_add_epi32(a, b); }
    static __m256 sub(__m256 a, __m256 b) { return _mm256_sub_ps(a, b); }
    static __m256i sub(__m256i a, __m256i b) { return _mm256_sub_epi32(a, b); }
    static __m256 mul(__m256 a, __m256 b) { return _mm256_mul_ps(a, b); }
    template <int Bits> static __m256i shiftLeft(__m256i v) { return _mm256_slli_epi32(v, Bits); }
    static __m256i low16(__m256i v) { return _mm256_and_si256(v, _mm256_set1_epi32(0xffff)); }
    static __m256i high16(__m256i v) { return _mm256_srli_epi32(v, 16); }
    static __m256i greater(__m256 a, __m256 b) { return _mm256_castps_si256(_mm256_cmp_ps(a, b, _CMP_GT_OQ)); }
    static __m256 gather(const float* base, __m256i at) { return _mm256_i32gather_ps(base, at, 4); }
    static __m256i gather(const std::int32_t* base, __m256i at) { return _mm256_i32gather_epi32(base, at, 4); }

    static __m128i half(__m128 v, __m256d scale, __m256d offset)
    {
        const __m256d place = _mm256_add_pd(_mm256_mul_pd(_mm256_cvtps_pd(v), scale), offset);
        return _mm256_cvtpd_epi32(_mm256_floor_pd(_mm256_add_pd(place, _mm256_set1_pd(0.5))));
    }
    static __m256i pixel(__m256 v, double scale, double offset)
    {
        const __m256d s = _mm256_set1_pd(scale), o = _mm256_set1_pd(offset);
        return _mm256_set_m128i(half(_mm256_extractf128_ps(v, 1), s, o), half(_mm256_castps256_ps128(v), s, o));
    }
    static Image image(const GreyFace& face)
    {
        const auto stride = static_cast<int>(face.stride);
        return {reinterpret_cast<const int*>(face.pixels), set(stride), set(face.width), set(face.height),
                set(stride * (face.height - 1) + face.width - 4)};
    }
    static __m256 fetch(const Image& image, __m256i x, __m256i y)
    {
        const __m256i minusOne = set(-1);
        const __m256i insideX = _mm256_and_si256(_mm256_cmpgt_epi32(x, minusOne), _mm256_cmpgt_epi32(image.width, x));
        const __m256i insideY = _mm256_and_si256(_mm256_cmpgt_epi32(y, minusOne), _mm256_cmpgt_epi32(image.height, y));
        const __m256i inside = _mm256_and_si256(insideX, insideY);
        const __m256i at = _mm256_and_si256(inside, _mm256_add_epi32(_mm256_mullo_epi32(y, image.stride), x));
        const __m256i from = _mm256_min_epi32(at, image.lastLoad);
        const __m256i bytes = _mm256_i32gather_epi32(image.base, from, 1);
        const __m256i value = _mm256_srlv_epi32(bytes, _mm256_slli_epi32(_mm256_sub_epi32(at, from), 3));
        return _mm256_cvtepi32_ps(_mm256_and_si256(_mm256_and_si256(value, set(255)), inside));
    }
};

} // namespace

void runAvx2(const ShapeView& view, const GreyFace* faces, int count, float* shapes, void* scratch)
{
    run<Avx2>(view, faces, count, shapes, scratch);
}

} // namespace mien::shape
