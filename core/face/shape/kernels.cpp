// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/shape/shape_view.h"

namespace mien::shape {

KernelList availableKernels()
{
    KernelList list;
    const auto add = [&](const char* name, ShapeKernel run) { list.kernels[list.count++] = {name, run}; };
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        add("avx512", runAvx512);
    if (__builtin_cpu_supports("avx2")) add("avx2", runAvx2);
#endif
    add("portable", runPortable);
    return list;
}

} // namespace mien::shape
