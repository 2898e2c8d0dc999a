// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled as the file for AVX-512 is, with its instructions for bfloat16.
namespace {

constexpr int laneCount = 16;  ///< floats in a register
constexpr int pairsAtOnce = 7; ///< outputs of the strided input gradient held in registers, by two

} // namespace

#include "models/blocks/simd/table.inl"

namespace mien::simd {

const Kernels avx512Bf16Kernels = makeKernels("avx512_bf16");

} // namespace mien::simd
