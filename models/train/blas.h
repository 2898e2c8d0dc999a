// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

/// The BLAS library in the process. OpenBLAS is asked at run time, so that nothing has to be linked.
namespace mien::blas {

/// OpenBLAS's own thread pool fights that of OpenMP inside training; 1 switches it off. Nothing without OpenBLAS.
void setThreads(int threads);

/// "OpenBLAS" or "unknown".
std::string name();

/// Kernel set OpenBLAS chose for this processor ("SkylakeX"); empty without OpenBLAS.
std::string coreName();

/// A row-major matrix of floats, rows `stride` apart; `transposed`: its rows are taken as columns.
struct Matrix
{
    const float* data;
    std::int64_t stride;
    bool transposed = false;
};

/// True where the process has a BLAS, with LibTorch or beside it. Found once, kept.
bool canMultiply();

/// c = a · b + beta · c with c m × n and the sum over k, row-major, rows of c `stride` apart. Any thread; it is as
/// parallel as setThreads() lets it be. Only where canMultiply().
void multiply(std::int64_t m, std::int64_t n, std::int64_t k, Matrix a, Matrix b, float beta, float* c,
              std::int64_t stride);

} // namespace mien::blas
