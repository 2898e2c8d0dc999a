// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/simd/lanes.inl"

namespace mien::simd {
namespace {

// One output row is the sum over up to nine source rows (3 in time × 3 in height) of convolutions along the width. The
// sums of several neighbouring outputs stay in registers while the source rows go by: every source value is loaded once
// for the up to three outputs it belongs to, and the multiplications are as many as the processor can have under way.
// One tile of columns and channels is taken through all frames before the next, so that the two thirds of the source
// which one frame shares with the next come from the nearest cache.

/// A source row (width × C) and the weights (C each) of its three taps along the width.
template <typename T> struct SourceRow
{
    const T* data;
    const float* taps[3];
    bool fresh; ///< no earlier task of the walk through frames and rows had it
};

/// One output row and what it is made of.
template <typename T> struct RowTask
{
    SourceRow<T> rows[9];
    int count;
    T* out;
};

/// Channels and columns that all rows of a call have in common.
struct RowShape
{
    std::int64_t channels;
    std::int64_t sourceWidth;
    std::int64_t outWidth;
};

/// Asks for what the same row needs a tile further, a walk through all frames ahead: too many rows are under way for
/// the processor to foresee them.
template <typename T> inline void prefetch(const T* p)
{
    __builtin_prefetch(p, 0, 2);
}

inline std::int64_t smaller(std::int64_t a, std::int64_t b)
{
    return a < b ? a : b;
}

template <typename T> inline constexpr T zeroColumn[laneCount] = {};

/// Outputs per tile: the sides of the usual networks, 224 / 2^k, are multiples of it.
constexpr int tileWidth = 7;

/// Outputs first … first + 6, channels c … c + W − 1. Where `Edge`, columns outside count as zero and outputs beyond
/// the row are left out.
template <int W, int Stride, bool Edge, typename T>
inline void convolveTile(const RowShape& shape, const RowTask<T>& task, std::int64_t first, std::int64_t c)
{
    constexpr int columns = (tileWidth - 1) * Stride + 3;
    const std::int64_t start = first * Stride - 1;
    F<W> sum[tileWidth] = {};
    for (int r = 0; r < task.count; ++r) {
        const SourceRow<T>& row = task.rows[r];
        const F<W> taps[3] = {load<W>(row.taps[0] + c), load<W>(row.taps[1] + c), load<W>(row.taps[2] + c)};
        const T* p = row.data + start * shape.channels + c;
#pragma GCC unroll 15
        for (int j = 0; j < columns; ++j, p += shape.channels) {
            const bool inside = !Edge || (start + j >= 0 && start + j < shape.sourceWidth);
            const F<W> value = load<W>(inside ? p : zeroColumn<T>);
            if (!Edge && row.fresh) prefetch(p + tileWidth * Stride * shape.channels);
#pragma GCC unroll 3
            for (int k = 0; k < 3; ++k) {
                const int output = (j - k) / Stride;
                if (j >= k && (j - k) % Stride == 0 && output < tileWidth) sum[output] += value * taps[k];
            }
        }
    }
#pragma GCC unroll 7
    for (int j = 0; j < tileWidth; ++j) {
        if (Edge && first + j >= shape.outWidth) break;
        T* out = task.out + (first + j) * shape.channels + c;
        store<W>(out, sum[j]);
        if (!Edge) prefetch(out + tileWidth * shape.channels);
    }
}

/// The reverse of stride 2 along the width: source column j reaches outputs 2j − 1, 2j and 2j + 1 by taps 0, 1 and 2.
/// Outputs 2 · first … 2 · (first + pairsAtOnce) − 1.
template <int W, bool Edge, typename T>
inline void spreadTile(const RowShape& shape, const RowTask<T>& task, std::int64_t first, std::int64_t c)
{
    F<W> even[pairsAtOnce] = {};
    F<W> odd[pairsAtOnce] = {};
    for (int r = 0; r < task.count; ++r) {
        const SourceRow<T>& row = task.rows[r];
        const F<W> taps[3] = {load<W>(row.taps[0] + c), load<W>(row.taps[1] + c), load<W>(row.taps[2] + c)};
        const T* p = row.data + first * shape.channels + c;
#pragma GCC unroll 8
        for (int j = 0; j <= pairsAtOnce; ++j, p += shape.channels) {
            const bool inside = !Edge || first + j < shape.sourceWidth;
            const F<W> value = load<W>(inside ? p : zeroColumn<T>);
            if (j > 0) odd[j - 1] += value * taps[0];
            if (j < pairsAtOnce) {
                even[j] += value * taps[1];
                odd[j] += value * taps[2];
            }
        }
    }
#pragma GCC unroll 7
    for (int j = 0; j < pairsAtOnce; ++j) {
        const std::int64_t column = 2 * (first + j);
        T* out = task.out + column * shape.channels + c;
        if (!Edge || column < shape.outWidth) store<W>(out, even[j]);
        if (!Edge || column + 1 < shape.outWidth) store<W>(out + shape.channels, odd[j]);
        if (!Edge) prefetch(out + 2 * pairsAtOnce * shape.channels);
        if (!Edge) prefetch(out + (2 * pairsAtOnce + 1) * shape.channels);
    }
}

/// Calls `body(first channel, one past the last)` for each group of channels.
template <typename Body> inline void forGroups(std::int64_t channels, const Body& body)
{
    constexpr std::int64_t group = DepthwiseShape::channelGroup;
    for (std::int64_t c = 0; c < channels; c += group) body(c, smaller(c + group, channels));
}

/// One row of each of `frames` frames; `taskOf(frame)` says which.
template <int Stride, typename TaskOf>
inline void convolveRows(const RowShape& shape, std::int64_t frames, const TaskOf& taskOf)
{
    for (std::int64_t first = 0; first < shape.outWidth; first += tileWidth) {
        const bool edge = first == 0 || first + tileWidth > shape.outWidth ||
                          (first + tileWidth - 1) * Stride + 1 >= shape.sourceWidth;
        forGroups(shape.channels, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t frame = 0; frame < frames; ++frame) {
                const auto task = taskOf(frame);
                forChannels(begin, end, [&]<int W>(std::int64_t c) {
                    if (edge)
                        convolveTile<W, Stride, true>(shape, task, first, c);
                    else
                        convolveTile<W, Stride, false>(shape, task, first, c);
                });
            }
        });
    }
}

template <typename TaskOf> inline void spreadRows(const RowShape& shape, std::int64_t frames, const TaskOf& taskOf)
{
    for (std::int64_t first = 0; 2 * first < shape.outWidth; first += pairsAtOnce) {
        const bool edge = first + pairsAtOnce >= shape.sourceWidth || 2 * (first + pairsAtOnce) > shape.outWidth;
        forGroups(shape.channels, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t frame = 0; frame < frames; ++frame) {
                const auto task = taskOf(frame);
                forChannels(begin, end, [&]<int W>(std::int64_t c) {
                    if (edge)
                        spreadTile<W, true>(shape, task, first, c);
                    else
                        spreadTile<W, false>(shape, task, first, c);
                });
            }
        });
    }
}

template <typename T>
void depthwiseForward(const DepthwiseShape& s, const T* x, const float* weights, T* y, std::int64_t begin,
                      std::int64_t end)
{
    const std::int64_t outT = s.outT(), outH = s.outH(), C = s.channels;
    const RowShape shape{C, s.w, s.outW()};
    for (std::int64_t r = begin; r < end; ++r) {
        const std::int64_t n = r / outH, outRow = r % outH;
        const auto taskOf = [&](std::int64_t frame) {
            RowTask<T> task;
            task.count = 0;
            task.out = y + ((n * outT + frame) * outH + outRow) * shape.outWidth * C;
            for (int kt = 0; kt < 3; ++kt) {
                const std::int64_t t = frame * s.strideT - 1 + kt;
                if (t < 0 || t >= s.t) continue;
                for (int kh = 0; kh < 3; ++kh) {
                    const std::int64_t h = outRow * s.strideH - 1 + kh;
                    if (h < 0 || h >= s.h) continue;
                    const float* taps = weights + (kt * 9 + kh * 3) * C;
                    const bool fresh = kt + s.strideT >= 3 && kh + s.strideH >= 3;
                    task.rows[task.count++] = {
                        x + ((n * s.t + t) * s.h + h) * s.w * C, {taps, taps + C, taps + 2 * C}, fresh};
                }
            }
            return task;
        };
        if (s.strideW == 1)
            convolveRows<1>(shape, outT, taskOf);
        else
            convolveRows<2>(shape, outT, taskOf);
    }
}

/// The output index that tap `k` joins with input index `i`; −1 if none. The stride is 1 or 2.
inline std::int64_t outputOf(std::int64_t i, int k, std::int64_t stride, std::int64_t outputs)
{
    const std::int64_t scaled = i + 1 - k;
    const std::int64_t output = scaled >> (stride - 1);
    return scaled < 0 || (scaled & (stride - 1)) != 0 || output >= outputs ? -1 : output;
}

template <typename T>
void depthwiseInputGradient(const DepthwiseShape& s, const T* outGradient, const float* weights, T* gradient,
                            std::int64_t begin, std::int64_t end)
{
    const std::int64_t outT = s.outT(), outH = s.outH(), C = s.channels;
    const RowShape shape{C, s.outW(), s.w};
    for (std::int64_t r = begin; r < end; ++r) {
        const std::int64_t n = r / s.h, row = r % s.h;
        const auto taskOf = [&](std::int64_t frame) {
            RowTask<T> task;
            task.count = 0;
            task.out = gradient + ((n * s.t + frame) * s.h + row) * s.w * C;
            for (int kt = 0; kt < 3; ++kt) {
                const std::int64_t t = outputOf(frame, kt, s.strideT, outT);
                if (t < 0) continue;
                for (int kh = 0; kh < 3; ++kh) {
                    const std::int64_t h = outputOf(row, kh, s.strideH, outH);
                    if (h < 0) continue;
                    const T* source = outGradient + ((n * outT + t) * outH + h) * shape.sourceWidth * C;
                    const float* taps = weights + (kt * 9 + kh * 3) * C;
                    // With stride 1 it is a convolution with the taps the other way round.
                    if (s.strideW == 1)
                        task.rows[task.count++] = {source, {taps + 2 * C, taps + C, taps}, kt == 0 && kh == 0};
                    else
                        task.rows[task.count++] = {source, {taps, taps + C, taps + 2 * C}, false};
                }
            }
            return task;
        };
        if (s.strideW == 1)
            convolveRows<1>(shape, s.t, taskOf);
        else
            spreadRows(shape, s.t, taskOf);
    }
}

// The weights' gradient: three input rows meet one row of output gradients in nine sums. Again a segment of columns is
// taken through all frames before the next.

/// Output columns first … last − 1 of a row.
struct Segment
{
    std::int64_t first;
    std::int64_t last;
    bool fresh; ///< no earlier frame had the input
};
constexpr std::int64_t segmentWidth = 14;

/// Adds to sums[(row · 3 + tap) · C] what a segment of the output gradients `g` and the `Rows` input rows `x` give.
template <int W, int Rows, typename T>
inline void correlateSegment(const DepthwiseShape& s, Segment segment, const T* x, const T* g, float* sums)
{
    const std::int64_t channels = s.channels, width = s.w, pitch = width * channels;
    F<W> sum[Rows * 3];
#pragma GCC unroll 9
    for (int i = 0; i < Rows * 3; ++i) sum[i] = load<W>(sums + i * channels);
    x += segment.first * channels;
    g += segment.first * channels;
    F<W> before = segment.first > 0 ? load<W>(g - channels) : F<W>{};
    F<W> here = load<W>(g);
    for (std::int64_t w = segment.first; w < segment.last; ++w) {
        g += channels;
        const F<W> after = w + 1 < width ? load<W>(g) : F<W>{};
#pragma GCC unroll 3
        for (int r = 0; r < Rows; ++r) {
            const F<W> value = load<W>(x + r * pitch);
            if (r == Rows - 1 && segment.fresh) prefetch(x + r * pitch + segmentWidth * channels);
            sum[r * 3] += value * after;
            sum[r * 3 + 1] += value * here;
            sum[r * 3 + 2] += value * before;
        }
        if (segment.fresh) prefetch(g + segmentWidth * channels);
        x += channels;
        before = here;
        here = after;
    }
#pragma GCC unroll 9
    for (int i = 0; i < Rows * 3; ++i) store<W>(sums + i * channels, sum[i]);
}

/// The same with stride 2 along the width: output column j meets input columns 2j and 2j + 1, and the latter j + 1 too.
template <int W, int Rows, typename T>
inline void correlateStridedSegment(const DepthwiseShape& s, Segment segment, const T* x, const T* g, float* sums)
{
    const std::int64_t channels = s.channels, pitch = s.w * channels, outWidth = s.outW();
    F<W> sum[Rows * 3];
#pragma GCC unroll 9
    for (int i = 0; i < Rows * 3; ++i) sum[i] = load<W>(sums + i * channels);
    x += 2 * segment.first * channels;
    g += segment.first * channels;
    F<W> here = load<W>(g);
    for (std::int64_t j = segment.first; j < segment.last; ++j) {
        g += channels;
        const F<W> after = j + 1 < outWidth ? load<W>(g) : F<W>{};
        const bool odd = 2 * j + 1 < s.w;
#pragma GCC unroll 3
        for (int r = 0; r < Rows; ++r) {
            sum[r * 3 + 1] += load<W>(x + r * pitch) * here;
            if (r > Rows - 3 && segment.fresh) {
                prefetch(x + r * pitch + 2 * segmentWidth * channels);
                prefetch(x + r * pitch + (2 * segmentWidth + 1) * channels);
            }
            const F<W> value = load<W>(odd ? x + r * pitch + channels : zeroColumn<T>);
            sum[r * 3] += value * after;
            sum[r * 3 + 2] += value * here;
        }
        if (segment.fresh) prefetch(g + segmentWidth * channels);
        x += 2 * channels;
        here = after;
    }
#pragma GCC unroll 9
    for (int i = 0; i < Rows * 3; ++i) store<W>(sums + i * channels, sum[i]);
}

/// `x`: the input frame, `g`: the row of output gradients, both at the first of `channels` channels; `sums`: that
/// frame's nine taps.
template <typename T>
inline void correlateFrame(const DepthwiseShape& s, std::int64_t outRow, Segment segment, std::int64_t channels,
                           const T* x, const T* g, float* sums)
{
    const std::int64_t h = outRow * s.strideH - 1;
    const int begin = h < 0 ? 1 : 0;
    const int rows = static_cast<int>(smaller(3, s.h - h)) - begin;
    x += (h + begin) * s.w * s.channels;
    sums += 3 * begin * s.channels;
    const auto correlate = [&]<int Rows>() {
        forPieces(channels, [&]<int W>(std::int64_t c) {
            if (s.strideW == 1)
                correlateSegment<W, Rows>(s, segment, x + c, g + c, sums + c);
            else
                correlateStridedSegment<W, Rows>(s, segment, x + c, g + c, sums + c);
        });
    };
    if (rows == 3)
        correlate.template operator()<3>();
    else if (rows == 2)
        correlate.template operator()<2>();
    else
        correlate.template operator()<1>();
}

template <typename T>
void depthwiseWeightGradient(const DepthwiseShape& s, const T* x, const T* outGradient, float* partial,
                             std::int64_t begin, std::int64_t end)
{
    const std::int64_t outT = s.outT(), outH = s.outH(), outW = s.outW(), groups = s.channelGroups(), C = s.channels;
    for (std::int64_t item = begin; item < end; ++item) {
        const std::int64_t part = item / groups, n = part / s.partsPerClip();
        const std::int64_t c = item % groups * s.channelGroup, channels = smaller(s.channelGroup, C - c);
        float* sums = partial + part * 27 * C + c;
        for (int tap = 0; tap < 27; ++tap)
            for (std::int64_t i = 0; i < channels; ++i) sums[tap * C + i] = 0;
        const auto correlateAt = [&](std::int64_t outRow, Segment segment, std::int64_t frame) {
            const T* g = outGradient + ((n * outT + frame) * outH + outRow) * outW * C + c;
            for (int kt = 0; kt < 3; ++kt) {
                const std::int64_t t = frame * s.strideT - 1 + kt;
                if (t < 0 || t >= s.t) continue;
                const T* source = x + (n * s.t + t) * s.h * s.w * C + c;
                segment.fresh = kt + s.strideT >= 3;
                correlateFrame(s, outRow, segment, channels, source, g, sums + kt * 9 * C);
            }
        };
        const std::int64_t firstRow = part % s.partsPerClip() * s.rowsPerPart();
        for (std::int64_t outRow = firstRow; outRow < smaller(firstRow + s.rowsPerPart(), outH); ++outRow)
            for (std::int64_t w = 0; w < outW; w += segmentWidth)
                for (std::int64_t frame = 0; frame < outT; ++frame)
                    correlateAt(outRow, {w, smaller(w + segmentWidth, outW), false}, frame);
    }
}

template <typename T> constexpr DepthwiseKernels<T> depthwiseKernels()
{
    return {depthwiseForward<T>, depthwiseInputGradient<T>, depthwiseWeightGradient<T>};
}

} // namespace
} // namespace mien::simd
