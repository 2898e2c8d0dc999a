// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/decoder_thread.h"

#include "widgets/common/image.h"
#include "widgets/common/names.h"

#include <exception>

namespace mien {

DecoderThread::DecoderThread(Opener opener, QObject* parent) : QObject(parent), m_opener(std::move(opener))
{
    m_thread.reset(QThread::create([this] { run(); }));
    m_thread->setObjectName(QStringLiteral("decoder"));
}

DecoderThread::~DecoderThread()
{
    stop();
    m_thread->wait();
}

void DecoderThread::start()
{
    m_thread->start();
}

void DecoderThread::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
}

void DecoderThread::retire()
{
    disconnect();
    connect(m_thread.get(), &QThread::finished, this, &QObject::deleteLater);
    stop();
    if (m_thread->isFinished()) deleteLater();
}

void DecoderThread::requestFrame(int index)
{
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = index;
    }
    m_wake.notify_all();
}

void DecoderThread::setTargetSize(QSize devicePixels)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_target == devicePixels) return;
        m_target = devicePixels;
        if (!m_wanted && m_lastShown >= 0) m_wanted = m_lastShown;
    }
    m_wake.notify_all();
}

void DecoderThread::run()
{
    // What decoding throws (memory, a broken picture) must not end the program.
    try {
        work();
    } catch (const std::exception& e) {
        emit openFailed(tr("The decoder gave up: %1").arg(QString::fromUtf8(e.what())));
    }
}

void DecoderThread::work()
{
    auto source = m_opener();
    if (!source) {
        emit openFailed(toQString(source.error().message()));
        return;
    }
    const auto seconds = (*source)->times();
    if (!seconds) {
        emit openFailed(toQString(seconds.error().message()));
        return;
    }
    if (seconds->empty()) {
        emit openFailed(tr("%1 holds no picture").arg(toQString((*source)->info().name)));
        return;
    }
    emit opened((*source)->info(), *seconds);
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_stop || m_wanted; });
        if (m_stop) return;
        const int index = *m_wanted;
        const QSize target = m_target;
        m_wanted.reset();
        lock.unlock();
        decode(**source, index, target);
    }
}

void DecoderThread::decode(FrameSource& source, int index, QSize target)
{
    // Playing forwards stays on the cheap sequential path.
    std::optional<Frame> picture;
    QString problem;
    if (index == m_position + 1) {
        auto next = source.next();
        if (next && *next && (*next)->index == index) picture = std::move(**next);
    }
    if (!picture) {
        auto exact = source.frame(index);
        if (exact)
            picture = std::move(*exact);
        else
            problem = toQString(exact.error().message());
    }
    m_position = index;
    if (!picture) {
        emit frameFailed(index, problem);
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_lastShown = index;
    }
    QImage image = toDisplayImage(*picture, target);
    emit frameReady({std::move(*picture), std::move(image)});
}

} // namespace mien
