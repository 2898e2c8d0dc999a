// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace mien::shape {

/// A cascade of regression trees (Kazemi & Sullivan, CVPR 2014) laid out for vector registers: plain numbers, no
/// pointers of its own. Trees stand in groups of `lanes`, node by node, so that one load takes one node of all of them.
///
/// Per cascade: `features` anchors (landmark number × 2) and offsets; per group and node: both feature numbers of each
/// tree (low and high 16 bits) and its threshold; per tree and leaf: `stride` floats.
struct ShapeView
{
    static constexpr int lanes = 16;

    std::int32_t values = 0; ///< 2 × landmarks: x0 y0 x1 y1 …
    std::int32_t stride = 0; ///< `values` rounded up to a multiple of `lanes`; the rest is 0
    std::int32_t cascades = 0;
    std::int32_t trees = 0;    ///< per cascade
    std::int32_t groups = 0;   ///< ⌈trees / lanes⌉
    std::int32_t depth = 0;    ///< levels of splits
    std::int32_t features = 0; ///< per cascade, a multiple of `lanes`

    const float* mean = nullptr;           ///< stride
    const std::int32_t* anchors = nullptr; ///< cascades × features
    const float* offsetX = nullptr;        ///< cascades × features
    const float* offsetY = nullptr;        ///< cascades × features
    const std::uint32_t* splits = nullptr; ///< cascades × groups × nodes × lanes
    const float* thresholds = nullptr;     ///< cascades × groups × nodes × lanes
    const float* leaves = nullptr;         ///< cascades × trees × leaf × stride

    int nodes() const { return (1 << depth) - 1; }
    int leafCount() const { return 1 << depth; }
};

/// An 8-bit grey picture and the face's box in it: the centres of its outermost pixels (dlib's rectangles are whole
/// numbers; these need not be).
struct GreyFace
{
    const std::uint8_t* pixels = nullptr;
    std::ptrdiff_t stride = 0;
    int width = 0;
    int height = 0;
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

/// Moves the mean shape onto each of `count` faces. Starts of one face are best done together: most of the leaves that
/// one needs, the others need too. `shapes`: ShapeView::stride floats for each face, 64-byte aligned, in units of the
/// box. `scratch`: scratchBytes() of the view, 64-byte aligned. All variants give the same bits as
/// dlib::shape_predictor.
using ShapeKernel = void (*)(const ShapeView&, const GreyFace* faces, int count, float* shapes, void* scratch);

inline std::size_t scratchBytes(const ShapeView& view, int count)
{
    return static_cast<std::size_t>(view.features) * sizeof(float) + static_cast<std::size_t>(count) *
                                                                         static_cast<std::size_t>(view.groups) *
                                                                         ShapeView::lanes * sizeof(std::int32_t);
}

void runPortable(const ShapeView&, const GreyFace* faces, int count, float* shapes, void* scratch);
#if defined(__x86_64__)
void runAvx2(const ShapeView&, const GreyFace* faces, int count, float* shapes, void* scratch);
void runAvx512(const ShapeView&, const GreyFace* faces, int count, float* shapes, void* scratch);
#endif

/// One way of evaluation and its name ("avx512", "avx2", "portable").
struct NamedKernel
{
    const char* name;
    ShapeKernel run;
};

/// Those this processor can run, fastest first.
struct KernelList
{
    NamedKernel kernels[3];
    int count = 0;
};
KernelList availableKernels();

} // namespace mien::shape
