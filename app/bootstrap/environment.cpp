// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/environment.h"

#include <cstring>

// Some machines export OPENBLAS_CORETYPE=Haswell for every program, which halves the speed of training where the
// processor has AVX-512. OpenBLAS reads the variable when it is loaded, and it is loaded with OpenCV before main();
// functions in .preinit_array run before the initialisers of shared libraries, which is early enough. The C library is
// not initialised then either: getenv() sees nothing, so the array of variables itself is searched and edited.
//
// Likewise libgomp: its threads spin while they wait, which on a machine that does anything else besides (a window that
// plays a video, a compiler) made training eight times slower; asleep they cost an idle machine a few percent. The
// array cannot grow, so the request takes the place of `_`, which shells leave behind and nobody reads.
namespace mien::bootstrap {

namespace {

constexpr char coreType[] = "OPENBLAS_CORETYPE=";
constexpr char waitPolicy[] = "OMP_WAIT_POLICY=";
constexpr char spinCount[] = "GOMP_SPINCOUNT=";
constexpr char shellsOwn[] = "_=";
constexpr char keep[] = "MIEN_KEEP_OPENBLAS_CORETYPE=";

char removed[64];
char passive[] = "OMP_WAIT_POLICY=passive";

char** find(char** environment, const char* prefix)
{
    for (; *environment; ++environment)
        if (std::strncmp(*environment, prefix, std::strlen(prefix)) == 0) return environment;
    return nullptr;
}

[[maybe_unused]] void freeOpenBlas(int, char**, char** environment)
{
    char** entry = find(environment, coreType);
    if (!entry || find(environment, keep)) return;
    std::strncpy(removed, *entry + std::strlen(coreType), sizeof removed - 1);
    for (; *entry; ++entry) *entry = entry[1];
}

[[maybe_unused]] void letOpenMpSleep(int, char**, char** environment)
{
    if (find(environment, waitPolicy) || find(environment, spinCount)) return;
    if (char** entry = find(environment, shellsOwn)) *entry = passive;
}

// The sanitizers' own versions of the C library's functions are not there yet this early.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
using Initialiser = void (*)(int, char**, char**);
[[gnu::section(".preinit_array"), gnu::used]] Initialiser atPreinit[] = {freeOpenBlas, letOpenMpSleep};
#endif

} // namespace

const char* removedOpenBlasCoreType()
{
    return removed[0] ? removed : nullptr;
}

} // namespace mien::bootstrap
