// SPDX-License-Identifier: GPL-3.0-or-later
// Included by one file for each instruction set, which says laneCount first. Everything has internal linkage: a
// function of the same name compiled for another instruction set must not be taken for it. For the same reason nothing
// of the standard library is called.
#include "models/blocks/simd/batch_norm.inl"
#include "models/blocks/simd/conv_lstm.inl"
#include "models/blocks/simd/depthwise3d.inl"
#include "models/blocks/simd/gru.inl"
#include "models/blocks/simd/kernels.h"
#include "models/blocks/simd/optimiser.inl"

namespace mien::simd {
namespace {

constexpr Kernels makeKernels(const char* name)
{
    Kernels k{};
    k.name = name;
    k.depthwise = depthwiseKernels<float>();
    k.depthwiseBf16 = depthwiseKernels<BFloat16>();
    k.batchNorm = batchNormKernels<float>();
    k.batchNormBf16 = batchNormKernels<BFloat16>();
    k.gru = {gruForward, gruBackward};
    k.convLstm = convLstmKernels<float>();
    k.convLstmBf16 = convLstmKernels<BFloat16>();
    k.optimiser = {sgdUpdate, adamUpdate};
    return k;
}

} // namespace
} // namespace mien::simd
