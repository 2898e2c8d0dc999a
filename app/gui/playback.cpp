// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/playback.h"

#include "app/engine/jobs.h"

#include <QPointer>
#include <algorithm>
#include <cmath>

namespace mien {

Playback::Playback(QObject* parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Playback::tick);
}

Playback::~Playback() = default;

void Playback::open(const std::vector<std::filesystem::path>& files, const std::optional<FilmPart>& part)
{
    close();
    m_failed = false;
    m_decoder = std::make_unique<DecoderThread>([files, part] { return jobs::openFiles(files, part); });
    if (!m_target.isEmpty()) m_decoder->setTargetSize(m_target);
    // The decoder is the context, and a retired one lives until its thread has ended: what it still had in the queue is
    // told apart by its address and dropped with it.
    DecoderThread* decoder = m_decoder.get();
    const QPointer<Playback> self(this);
    connect(decoder, &DecoderThread::opened, decoder,
            [this, self, decoder](const SourceInfo& info, const std::vector<double>& seconds) {
                if (!self || decoder != m_decoder.get()) return;
                m_seconds = seconds;
                m_range.reset(frameCount());
                emit opened(info);
                if (m_requested < 0) seek(0);
            });
    connect(decoder, &DecoderThread::openFailed, decoder, [this, self, decoder](const QString& message) {
        if (!self || decoder != m_decoder.get()) return;
        m_failed = true;
        emit failed(message);
    });
    connect(decoder, &DecoderThread::frameReady, decoder, [this, self, decoder](const DecodedFrame& frame) {
        if (!self || decoder != m_decoder.get()) return;
        m_shown = frame.frame.index;
        emit frameShown(frame);
    });
    connect(decoder, &DecoderThread::frameFailed, decoder, [this, self, decoder](int index, const QString& message) {
        if (!self || decoder != m_decoder.get()) return;
        m_shown = index;
        emit failed(message);
    });
    decoder->start();
}

void Playback::close()
{
    setPlaying(false);
    if (m_decoder) m_decoder.release()->retire();
    m_seconds.clear();
    m_range.reset(0);
    emit marksChanged();
    m_requested = -1;
    m_shown = -1;
}

double Playback::secondsOf(int frame) const
{
    return frame >= 0 && frame < frameCount() ? m_seconds[static_cast<std::size_t>(frame)] : NAN;
}

void Playback::setTargetSize(QSize devicePixels)
{
    m_target = devicePixels;
    if (m_decoder) m_decoder->setTargetSize(devicePixels);
}

void Playback::request(int frame)
{
    if (!isOpen()) return;
    frame = std::clamp(frame, 0, frameCount() - 1);
    if (frame == m_requested) return;
    m_requested = frame;
    m_decoder->requestFrame(frame);
    emit frameRequested(frame);
}

void Playback::seek(int frame)
{
    request(frame);
    if (m_playing) restartClock();
}

void Playback::step(int frames)
{
    setPlaying(false);
    request(m_requested + frames);
}

void Playback::setPlaying(bool playing)
{
    playing = playing && frameCount() > 1;
    if (playing == m_playing) return;
    m_playing = playing;
    if (playing) {
        request(m_range.startFrom(m_requested));
        restartClock();
    } else {
        m_timer.stop();
    }
    emit playingChanged(playing);
}

void Playback::setLoop(bool loop)
{
    m_range.setLoop(loop);
    if (m_playing) restartClock();
}

void Playback::markIn()
{
    if (!isOpen()) return;
    m_range.setIn(m_requested);
    emit marksChanged();
}

void Playback::markOut()
{
    if (!isOpen()) return;
    m_range.setOut(m_requested);
    emit marksChanged();
}

void Playback::clearMarks()
{
    m_range.setIn(std::nullopt);
    m_range.setOut(std::nullopt);
    emit marksChanged();
}

void Playback::setSpeed(double speed)
{
    m_speed = speed;
    if (m_playing) restartClock();
}

void Playback::restartClock()
{
    m_clockStart = secondsOf(m_requested);
    m_clock.start();
    scheduleNext();
}

void Playback::scheduleNext()
{
    const int next = m_requested + 1;
    const double now = m_clockStart + static_cast<double>(m_clock.nsecsElapsed()) * 1e-9 * m_speed;
    // The last frame of the clip stays as long as the one before it did.
    const double due = next < frameCount()
                           ? secondsOf(next)
                           : secondsOf(m_requested) + secondsOf(m_requested) - secondsOf(std::max(0, m_requested - 1));
    m_timer.start(static_cast<int>(std::clamp(std::ceil((due - now) / m_speed * 1000), 0.0, 60'000.0)));
}

void Playback::tick()
{
    if (!m_playing) return;
    const int end = m_range.endFrom(m_requested);
    if (m_requested >= end) {
        if (!m_range.loops()) return setPlaying(false);
        request(m_range.first());
        return restartClock();
    }
    const double now = m_clockStart + static_cast<double>(m_clock.nsecsElapsed()) * 1e-9 * m_speed;
    const auto after = std::upper_bound(m_seconds.begin(), m_seconds.end(), now + 1e-4);
    // Frames may be lost, but not the one at which the loop turns.
    request(std::min(end, std::max(m_requested + 1, static_cast<int>(after - m_seconds.begin()) - 1)));
    scheduleNext();
}

} // namespace mien
