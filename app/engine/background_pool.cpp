// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/background_pool.h"

#include "core/base/parallel.h"

#include <algorithm>

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace mien {

void lowerThreadPriority()
{
#ifdef __linux__
    constexpr int niceness = 10;
    setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), niceness);
#endif
}

BackgroundPool::BackgroundPool(int threads, QObject* parent) : QObject(parent)
{
    const int cores = static_cast<int>(usableCores());
    m_pool.setMaxThreadCount(threads > 0 ? threads : std::max(1, cores - 1));
}

BackgroundPool::~BackgroundPool()
{
    m_pool.clear();
    m_pool.waitForDone();
}

} // namespace mien
