// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "models/api/engine.h"

#include <QObject>
#include <QPointer>
#include <QThread>

#include <functional>
#include <memory>
#include <utility>

namespace mien {

/// The one thread on which networks and optimisers live. The engine is loaded at the first task; the thread is niced
/// before that, because LibTorch's own threads inherit its priority. Tasks run one after the other.
/// Thread: of the GUI. The destructor waits for the running task and drops those behind it: cancel before.
class EngineThread final : public QObject
{
    Q_OBJECT
public:
    using Loader = std::function<Result<Engine*>()>;

    explicit EngineThread(Loader loader, QObject* parent = nullptr);
    ~EngineThread() override;

    /// Runs `task(Engine&)` → Result<T> on the engine thread, then `done(Result<T>)` on the GUI thread, unless
    /// `context` is gone. An engine that cannot be loaded, or an exception, becomes the Error.
    template <typename T, typename Task, typename Done> void run(QObject* context, Task task, Done done)
    {
        QMetaObject::invokeMethod(
            m_worker,
            [this, context = QPointer<QObject>(context), task = std::move(task), done = std::move(done)]() mutable {
                auto result = std::make_shared<Result<T>>(guarded<T>(task));
                QMetaObject::invokeMethod(
                    this,
                    [context, result, done = std::move(done)]() mutable {
                        if (context) done(std::move(*result));
                    },
                    Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    }

private:
    template <typename T, typename Task> Result<T> guarded(Task& task)
    {
        if (QThread::currentThread()->isInterruptionRequested()) return Error::cancelled();
        try {
            Result<Engine*> engine = this->engine();
            if (!engine) return engine.error();
            return task(**engine);
        } catch (const std::exception& e) {
            return Error::failed(e.what());
        }
    }
    Result<Engine*> engine();

    Loader m_loader;
    Engine* m_engine = nullptr; ///< of the worker's thread
    QThread m_thread;
    QObject* m_worker; ///< lives on the thread; tasks are its queued calls
};

} // namespace mien
