// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QThreadPool>

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

    /// Runs `work()` on a thread of the pool, then `done(its result)` on the GUI thread, unless `context` is gone.
    template <typename Work, typename Done> void run(QObject* context, Work work, Done done)
    {
        using Value = std::invoke_result_t<Work>;
        m_pool.start(
            [this, context = QPointer<QObject>(context), work = std::move(work), done = std::move(done)]() mutable {
                lowerThreadPriority();
                auto value = std::make_shared<Value>(work());
                QMetaObject::invokeMethod(
                    this,
                    [context, value, done = std::move(done)]() mutable {
                        if (context) done(std::move(*value));
                    },
                    Qt::QueuedConnection);
            });
    }

private:
    QThreadPool m_pool;
};

} // namespace mien
