// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with AVX-512 F, DQ, VL, BW and FMA.
namespace {

constexpr int laneCount = 16;  ///< floats in a register
constexpr int pairsAtOnce = 7; ///< outputs of the strided input gradient held in registers, by two

} // namespace

#include "models/blocks/simd/table.inl"

namespace mien::simd {

const Kernels avx512Kernels = makeKernels("avx512");

} // namespace mien::simd
