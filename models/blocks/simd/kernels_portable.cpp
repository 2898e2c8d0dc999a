// SPDX-License-Identifier: GPL-3.0-or-later
// For processors without AVX2, and the reference the others are compared with.
namespace {

constexpr int laneCount = 4;   ///< floats in a register
constexpr int pairsAtOnce = 4; ///< outputs of the strided input gradient held in registers, by two

} // namespace

#include "models/blocks/simd/table.inl"

namespace mien::simd {

const Kernels portableKernels = makeKernels("portable");

} // namespace mien::simd
