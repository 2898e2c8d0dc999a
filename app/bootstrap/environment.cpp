// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/environment.h"

#include <cstring>

// OpenBLAS chooses its kernels by the name of the processor: those that are newer than itself get the ones of 2004
// (SSE3), which made a GRU three times slower. And some machines export OPENBLAS_CORETYPE=Haswell for every program,
// which halves the speed where there is AVX-512. So the kernels are chosen here, by what the processor can do. OpenBLAS
// reads the variable when it is loaded, and it is loaded with OpenCV before main(); functions in .preinit_array run
// before the initialisers of shared libraries, which is early enough. The C library is not initialised then either:
// getenv() sees nothing, so the array of variables itself is searched and edited.
//
// Likewise libgomp: its threads spin while they wait, which on a machine that does anything else besides (a window that
// plays a video, a compiler) made training eight times slower; asleep they cost an idle machine a few percent. The
// array cannot grow, so requests take the places of variables that shells leave behind and nobody reads.
namespace mien::bootstrap {

namespace {

constexpr char coreType[] = "OPENBLAS_CORETYPE=";
constexpr char waitPolicy[] = "OMP_WAIT_POLICY=";
constexpr char spinCount[] = "GOMP_SPINCOUNT=";
constexpr const char* unread[] = {"_=",         "OLDPWD=",        "SHLVL=",          "LS_COLORS=",   "LESSOPEN=",
                                  "LESSCLOSE=", "INVOCATION_ID=", "JOURNAL_STREAM=", "VTE_VERSION=", "MAIL="};
constexpr char keep[] = "MIEN_KEEP_OPENBLAS_CORETYPE=";

char removed[64];
char passive[] = "OMP_WAIT_POLICY=passive";
char avx512[] = "OPENBLAS_CORETYPE=SkylakeX";
char avx2[] = "OPENBLAS_CORETYPE=Haswell";

char** find(char** environment, const char* prefix)
{
    for (; *environment; ++environment)
        if (std::strncmp(*environment, prefix, std::strlen(prefix)) == 0) return environment;
    return nullptr;
}

char** placeToTake(char** environment)
{
    for (const char* name : unread)
        if (char** entry = find(environment, name)) return entry;
    return nullptr;
}

/// Null where OpenBLAS shall choose for itself.
char* kernelsOfProcessor()
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2;
#endif
    return nullptr;
}

[[maybe_unused]] void chooseOpenBlasKernels(int, char**, char** environment)
{
    if (find(environment, keep)) return;
    char* const kernels = kernelsOfProcessor();
    char** entry = find(environment, coreType);
    if (!entry) {
        if (kernels) entry = placeToTake(environment);
        if (entry) *entry = kernels;
    } else if (!kernels || std::strcmp(*entry, kernels) != 0) {
        std::strncpy(removed, *entry + std::strlen(coreType), sizeof removed - 1);
        if (kernels)
            *entry = kernels;
        else
            for (; *entry; ++entry) *entry = entry[1];
    }
}

[[maybe_unused]] void letOpenMpSleep(int, char**, char** environment)
{
    if (find(environment, waitPolicy) || find(environment, spinCount)) return;
    if (char** entry = placeToTake(environment)) *entry = passive;
}

// The sanitizers' own versions of the C library's functions are not there yet this early.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
using Initialiser = void (*)(int, char**, char**);
[[gnu::section(".preinit_array"), gnu::used]] Initialiser atPreinit[] = {letOpenMpSleep, chooseOpenBlasKernels};
#endif

} // namespace

const char* removedOpenBlasCoreType()
{
    return removed[0] ? removed : nullptr;
}

} // namespace mien::bootstrap
