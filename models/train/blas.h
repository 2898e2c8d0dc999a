// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// The BLAS library in the process. OpenBLAS is asked at run time, so that nothing has to be linked.
namespace mien::blas {

/// OpenBLAS's own thread pool fights that of OpenMP inside training; 1 switches it off. Nothing without OpenBLAS.
void setThreads(int threads);

/// "OpenBLAS" or "unknown".
std::string name();

/// Kernel set OpenBLAS chose for this processor ("SkylakeX"); empty without OpenBLAS.
std::string coreName();

} // namespace mien::blas
