// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/simd/kernels.h"

namespace mien::simd {

KernelList availableKernels()
{
    KernelList list;
    const auto add = [&](const Kernels& kernels) { list.kernels[list.count++] = &kernels; };
#if defined(__x86_64__)
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")) {
        if (__builtin_cpu_supports("avx512bf16")) add(avx512Bf16Kernels);
        add(avx512Kernels);
    }
    if (avx2) add(avx2Kernels);
#endif
    add(portableKernels);
    return list;
}

const Kernels& kernels()
{
    static const Kernels& fastest = *availableKernels().kernels[0];
    return fastest;
}

} // namespace mien::simd
