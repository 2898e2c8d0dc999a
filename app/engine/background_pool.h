// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace mien {

/// Lowers the priority of the calling thread, so that the window's thread is served first on a busy machine. QThread
/// priorities do nothing under Linux's default scheduler; nice values of threads do.
void lowerThreadPriority();

/// Independent items of work beside the GUI thread; their results come back to the thread of a context object.
/// Thread: of the GUI. The destructor waits for work under way: cancel it before.
class BackgroundPool final : public QObject
{
    Q_OBJECT
public:
    /// `threads` 0 = one fewer than there are cores, at least one.
    explicit BackgroundPool(int threads = 0, QObject* parent = nullptr);
    ~BackgroundPool() override;

    /// Runs `work()` → Result<T> on a thread of the pool, then `done(Result<T>)` on the GUI thread, unless `context` is
    /// gone. An exception (no memory, a broken picture in a library) becomes the Error.
    template <typename Work, typename Done> void run(QObject* context, Work work, Done done)
    {
        using Outcome = std::invoke_result_t<Work>;
        m_pool.start(
            [this, context = QPointer<QObject>(context), work = std::move(work), done = std::move(done)]() mutable {
                lowerThreadPriority();
                auto outcome = std::make_shared<Outcome>(guarded<Outcome>(work));
                QMetaObject::invokeMethod(
                    this,
                    [context, outcome, done = std::move(done)]() mutable {
                        if (context) done(std::move(*outcome));
                    },
                    Qt::QueuedConnection);
            });
    }

private:
    template <typename Outcome, typename Work> static Outcome guarded(Work& work)
    {
        try {
            return work();
        } catch (const std::exception& e) {
            return Error::failed(e.what());
        }
    }

    QThreadPool m_pool;
};

} // namespace mien
