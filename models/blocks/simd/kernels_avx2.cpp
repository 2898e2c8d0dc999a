// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX2 and FMA.
namespace {

constexpr int laneCount = 8;   ///< floats in a register
constexpr int pairsAtOnce = 4; ///< outputs of the strided input gradient held in registers, by two

} // namespace

#include "models/blocks/simd/table.inl"

namespace mien::simd {

const Kernels avx2Kernels = makeKernels("avx2");

} // namespace mien::simd
