// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace mien {

/// Carries values from worker threads to the thread of a context object. Values that arrive while the receiver is busy
/// are delivered together, in order: a fast worker cannot flood the event loop.
/// Thread: make() and delivery on the context's thread, post() any. What is posted when the context is gone is dropped.
template <typename T> class Mailbox final : public std::enable_shared_from_this<Mailbox<T>>
{
public:
    using Deliver = std::function<void(std::vector<T>)>;

    static std::shared_ptr<Mailbox> make(QObject* context, Deliver deliver)
    {
        auto box = std::shared_ptr<Mailbox>(new Mailbox(context, std::move(deliver)));
        // destroyed() comes before the context's queue is emptied: nothing can slip in between.
        QObject::connect(context, &QObject::destroyed, [box = std::weak_ptr(box)] {
            if (const auto open = box.lock()) open->close();
        });
        return box;
    }

    void post(T value)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_context) return;
        m_values.push_back(std::move(value));
        if (m_scheduled) return;
        m_scheduled = true;
        QMetaObject::invokeMethod(
            m_context, [self = this->shared_from_this()] { self->drain(); }, Qt::QueuedConnection);
    }

private:
    Mailbox(QObject* context, Deliver deliver) : m_deliver(std::move(deliver)), m_context(context) {}

    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_context = nullptr;
    }

    void drain()
    {
        std::vector<T> values;
        {
            const std::lock_guard lock(m_mutex);
            values.swap(m_values);
            m_scheduled = false;
        }
        m_deliver(std::move(values));
    }

    const Deliver m_deliver;
    std::mutex m_mutex;
    QObject* m_context; ///< guarded by m_mutex, like the two below; null = closed
    std::vector<T> m_values;
    bool m_scheduled = false;
};

} // namespace mien
