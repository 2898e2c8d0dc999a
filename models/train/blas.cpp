// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/blas.h"

#include <dlfcn.h>

namespace mien::blas {

namespace {

template <typename Function> Function* symbol(const char* name)
{
    // The default scope covers what this plugin was loaded with; the library itself is asked where it is not in it.
    void* address = ::dlsym(RTLD_DEFAULT, name);
    if (!address)
        if (void* library = ::dlopen("libopenblas.so.0", RTLD_LAZY | RTLD_NOLOAD)) address = ::dlsym(library, name);
    return reinterpret_cast<Function*>(address);
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

} // namespace mien::blas
