// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/environment.h"

#include <cstdlib>
#include <cstring>

// Some machines export OPENBLAS_CORETYPE=Haswell for every program, which halves the speed of training where the
// processor has AVX-512. OpenBLAS reads the variable when it is loaded, and it is loaded with OpenCV before main();
// functions in .preinit_array run before the initialisers of shared libraries, which is early enough.
namespace mien::bootstrap {

namespace {

char removed[64];

void freeOpenBlas(int, char**, char**)
{
    if (std::getenv("MIEN_KEEP_OPENBLAS_CORETYPE")) return;
    const char* value = std::getenv("OPENBLAS_CORETYPE");
    if (!value || !*value) return;
    std::strncpy(removed, value, sizeof removed - 1);
    ::unsetenv("OPENBLAS_CORETYPE");
}

using Initialiser = void (*)(int, char**, char**);
[[gnu::section(".preinit_array"), gnu::used]] Initialiser atPreinit = freeOpenBlas;

} // namespace

const char* removedOpenBlasCoreType()
{
    return removed[0] ? removed : nullptr;
}

} // namespace mien::bootstrap
