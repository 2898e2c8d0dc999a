// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_thread.h"

#include "app/engine/background_pool.h"

namespace mien {

EngineThread::EngineThread(Loader loader, QObject* parent)
    : QObject(parent), m_loader(std::move(loader)), m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("engine"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(
        m_worker, [] { lowerThreadPriority(); }, Qt::QueuedConnection);
}

EngineThread::~EngineThread()
{
    m_thread.requestInterruption();
    m_thread.quit();
    m_thread.wait();
}

Result<Engine*> EngineThread::engine()
{
    if (m_engine) return m_engine;
    Result<Engine*> loaded = m_loader();
    if (loaded) m_engine = *loaded;
    return loaded;
}

} // namespace mien
