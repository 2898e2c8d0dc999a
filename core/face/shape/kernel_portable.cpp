// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/shape/shape_kernel.inl"

namespace mien::shape {
namespace {

/// One lane, plain C++: for processors without AVX2, and the reference the others are compared with.
struct Portable
{
    static constexpr int width = 1;
    static constexpr int chunk = 8;

    static float set(float v) { return v; }
    static std::int32_t set(int v) { return v; }
    static std::int32_t zero() { return 0; }
    static std::int32_t laneNumbers() { return 0; }
    static float load(const float* p) { return *p; }
    static std::int32_t load(const std::int32_t* p) { return *p; }
    static void store(float* p, float v) { *p = v; }
    static void store(std::int32_t* p, std::int32_t v) { *p = v; }
    static float add(float a, float b) { return a + b; }
    static std::int32_t add(std::int32_t a, std::int32_t b) { return a + b; }
    static float sub(float a, float b) { return a - b; }
    static std::int32_t sub(std::int32_t a, std::int32_t b) { return a - b; }
    static float mul(float a, float b) { return a * b; }
    template <int Bits> static std::int32_t shiftLeft(std::int32_t v) { return v << Bits; }
    static std::int32_t low16(std::int32_t v) { return v & 0xffff; }
    static std::int32_t high16(std::int32_t v)
    {
        return static_cast<std::int32_t>(static_cast<std::uint32_t>(v) >> 16);
    }
    static std::int32_t greater(float a, float b) { return a > b ? -1 : 0; }
    static float gather(const float* base, std::int32_t at) { return base[at]; }
    static std::int32_t gather(const std::int32_t* base, std::int32_t at) { return base[at]; }

    static std::int32_t pixel(float v, double scale, double offset)
    {
        const double place = static_cast<double>(v) * scale + offset + 0.5;
        if (!(place >= 0 && place < 2147483647.0)) return -1; // outside, and what is no number
        return static_cast<std::int32_t>(place);
    }
    static const GreyFace& image(const GreyFace& face) { return face; }
    static float fetch(const GreyFace& face, std::int32_t x, std::int32_t y)
    {
        if (x < 0 || y < 0 || x >= face.width || y >= face.height) return 0;
        return face.pixels[y * face.stride + x];
    }
};

} // namespace

void runPortable(const ShapeView& view, const GreyFace* faces, int count, float* shapes, void* scratch)
{
    run<Portable>(view, faces, count, shapes, scratch);
}

} // namespace mien::shape
