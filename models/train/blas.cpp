// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/blas.h"

#include <dlfcn.h>

namespace mien::blas {

namespace {

template <typename Function> Function* symbol(const char* name)
{
    // The default scope covers what this plugin was loaded with; the library itself is asked where it is not in it.
    void* address = ::dlsym(RTLD_DEFAULT, name);
    for (const char* file : {"libopenblas.so.0", "libblas.so.3"}) {
        if (address) break;
        if (void* library = ::dlopen(file, RTLD_LAZY | RTLD_NOLOAD)) address = ::dlsym(library, name);
    }
    return reinterpret_cast<Function*>(address);
}

/// The Fortran interface of BLAS, with 32-bit numbers.
using Sgemm = void(const char* transposeA, const char* transposeB, const int* m, const int* n, const int* k,
                   const float* alpha, const float* a, const int* strideA, const float* b, const int* strideB,
                   const float* beta, float* c, const int* strideC);

Sgemm* sgemm()
{
    static Sgemm* const found = symbol<Sgemm>("sgemm_");
    return found;
}

} // namespace

void setThreads(int threads)
{
    if (auto* set = symbol<void(int)>("openblas_set_num_threads")) set(threads);
}

std::string name()
{
    return symbol<void(int)>("openblas_set_num_threads") ? "OpenBLAS" : "unknown";
}

std::string coreName()
{
    auto* get = symbol<char*()>("openblas_get_corename");
    return get ? get() : "";
}

bool canMultiply()
{
    return sgemm() != nullptr;
}

void multiply(std::int64_t m, std::int64_t n, std::int64_t k, Matrix a, Matrix b, float beta, float* c,
              std::int64_t stride)
{
    // BLAS counts by columns: it is given the transposed product.
    const int rows = static_cast<int>(n), columns = static_cast<int>(m), inner = static_cast<int>(k);
    const int strideA = static_cast<int>(a.stride), strideB = static_cast<int>(b.stride);
    const int strideC = static_cast<int>(stride);
    const float one = 1;
    sgemm()(b.transposed ? "T" : "N", a.transposed ? "T" : "N", &rows, &columns, &inner, &one, b.data, &strideB, a.data,
            &strideA, &beta, c, &strideC);
}

} // namespace mien::blas
