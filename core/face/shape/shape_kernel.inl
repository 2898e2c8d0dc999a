// SPDX-License-Identifier: GPL-3.0-or-later
//
// The evaluation of a cascade over a set of vector operations `S`. Included by one file per instruction set, each of
// which is compiled for that set alone: nothing here may call a function of the standard library, whose instance the
// linker could then hand to processors without these instructions.
#include "core/face/shape/shape_view.h"

namespace mien::shape {
namespace {

/// Rotation and scale that bring the mean shape best onto `shape` (least squares), as dlib finds them.
struct Turn
{
    float a;
    float b;
};

inline Turn turnOnto(const ShapeView& view, const float* shape)
{
    const int points = view.values / 2;
    double meanX = 0, meanY = 0, x = 0, y = 0;
    for (int i = 0; i < points; ++i) {
        meanX += view.mean[2 * i];
        meanY += view.mean[2 * i + 1];
        x += shape[2 * i];
        y += shape[2 * i + 1];
    }
    meanX /= points, meanY /= points, x /= points, y /= points;
    double spread = 0, a = 0, b = 0;
    for (int i = 0; i < points; ++i) {
        const double fromX = view.mean[2 * i] - meanX;
        const double fromY = view.mean[2 * i + 1] - meanY;
        const double toX = shape[2 * i] - x;
        const double toY = shape[2 * i + 1] - y;
        spread += fromX * fromX + fromY * fromY;
        a += toX * fromX + toY * fromY;
        b += toY * fromX - toX * fromY;
    }
    return {static_cast<float>(a / spread), static_cast<float>(b / spread)};
}

/// Grey values of all features of cascade `c`, as floats; 0 outside of the picture.
template <typename S>
void readFeatures(const ShapeView& view, const GreyFace& face, int c, const float* shape, float* values)
{
    const Turn turn = turnOnto(view, shape);
    const auto a = S::set(turn.a), b = S::set(turn.b), minusB = S::set(-turn.b);
    const double scaleX = face.right - face.left;
    const double scaleY = face.bottom - face.top;
    const long first = static_cast<long>(c) * view.features;
    const auto image = S::image(face);
    for (int i = 0; i < view.features; i += S::width) {
        const auto dx = S::load(view.offsetX + first + i);
        const auto dy = S::load(view.offsetY + first + i);
        const auto anchor = S::load(view.anchors + first + i);
        const auto x = S::add(S::add(S::mul(a, dx), S::mul(minusB, dy)), S::gather(shape, anchor));
        const auto y = S::add(S::add(S::mul(b, dx), S::mul(a, dy)), S::gather(shape + 1, anchor));
        const auto column = S::pixel(x, scaleX, face.left);
        const auto row = S::pixel(y, scaleY, face.top);
        S::store(values + i, S::fetch(image, column, row));
    }
}

/// Leaf number of every tree of cascade `c`.
template <typename S> void descend(const ShapeView& view, int c, const float* values, std::int32_t* leaves)
{
    const int nodes = view.nodes();
    const auto lane = S::laneNumbers();
    for (int group = 0; group < view.groups; ++group) {
        const long base = (static_cast<long>(c) * view.groups + group) * nodes * ShapeView::lanes;
        for (int part = 0; part < ShapeView::lanes; part += S::width) {
            const std::uint32_t* splits = view.splits + base + part;
            const float* thresholds = view.thresholds + base + part;
            auto node = S::zero();
            for (int level = 0; level < view.depth; ++level) {
                const auto at = S::add(S::template shiftLeft<4>(node), lane);
                const auto split = S::gather(reinterpret_cast<const std::int32_t*>(splits), at);
                const auto difference = S::sub(S::gather(values, S::low16(split)), S::gather(values, S::high16(split)));
                // Left child 2n + 1 where the difference exceeds the threshold, right child 2n + 2 else.
                node = S::add(S::add(S::template shiftLeft<1>(node), S::set(2)),
                              S::greater(difference, S::gather(thresholds, at)));
            }
            S::store(leaves + group * ShapeView::lanes + part, S::sub(node, S::set(nodes)));
        }
    }
}

/// Adds the leaves of the trees `from` to `to` of cascade `c`, tree by tree, to the `Count` vectors of the shape from
/// `first` on.
template <typename S, int Count>
void addLeaves(const ShapeView& view, int c, const std::int32_t* leaves, int from, int to, int first, float* shape)
{
    decltype(S::load(shape)) sum[Count];
#pragma GCC unroll 16
    for (int v = 0; v < Count; ++v) sum[v] = S::load(shape + first + v * S::width);
    const long stride = view.stride;
    const float* trees = view.leaves + static_cast<long>(c) * view.trees * view.leafCount() * stride + first;
    const auto leafOf = [&](int tree) {
        return trees + (static_cast<long>(tree) * view.leafCount() + leaves[tree]) * stride;
    };
    constexpr int ahead = 12; // trees: the leaves lie all over 70 MB
    for (int tree = from; tree < to; ++tree) {
        if (tree + ahead < view.trees)
            for (int v = 0; v < Count * S::width; v += 16) __builtin_prefetch(leafOf(tree + ahead) + v);
        const float* leaf = leafOf(tree);
#pragma GCC unroll 16
        for (int v = 0; v < Count; ++v) sum[v] = S::add(sum[v], S::load(leaf + v * S::width));
    }
#pragma GCC unroll 16
    for (int v = 0; v < Count; ++v) S::store(shape + first + v * S::width, sum[v]);
}

template <typename S> void run(const ShapeView& view, const GreyFace* faces, int count, float* shapes, void* scratch)
{
    float* values = static_cast<float*>(scratch);
    auto* leaves = reinterpret_cast<std::int32_t*>(values + view.features);
    const long leafStride = static_cast<long>(view.groups) * ShapeView::lanes;
    for (int n = 0; n < count; ++n)
        for (int i = 0; i < view.stride; ++i) shapes[n * view.stride + i] = view.mean[i];
    for (int c = 0; c < view.cascades; ++c) {
        for (int n = 0; n < count; ++n) {
            readFeatures<S>(view, faces[n], c, shapes + n * view.stride, values);
            descend<S>(view, c, values, leaves + n * leafStride);
        }
        // A few trees for all faces, then the next few: leaves that several want come from the cache.
        constexpr int together = 32;
        for (int from = 0; from < view.trees; from += together) {
            const int to = from + together < view.trees ? from + together : view.trees;
            for (int n = 0; n < count; ++n) {
                const std::int32_t* own = leaves + n * leafStride;
                float* shape = shapes + n * view.stride;
                int first = 0;
                for (; first + S::chunk * S::width <= view.stride; first += S::chunk * S::width)
                    addLeaves<S, S::chunk>(view, c, own, from, to, first, shape);
                for (; first < view.stride; first += S::width) addLeaves<S, 1>(view, c, own, from, to, first, shape);
            }
        }
    }
}

} // namespace
} // namespace mien::shape
