// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_source.h"

#include <QImage>
#include <QObject>
#include <QSize>
#include <QThread>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace mien {

/// A decoded picture, ready for the screen.
struct DecodedFrame
{
    Frame frame;  ///< full size, for crops
    QImage image; ///< RGB32, scaled for display
};

/// One open video and its thread: opens, indexes and decodes there. The latest request wins: requests that a newer one
/// has overtaken are never decoded.
/// Thread: of the GUI; signals arrive there. The destructor waits for the picture being decoded.
class DecoderThread final : public QObject
{
    Q_OBJECT
public:
    using Opener = std::function<Result<std::unique_ptr<FrameSource>>()>;

    /// `opener` is called on the decoder's thread, from start() on.
    explicit DecoderThread(Opener opener, QObject* parent = nullptr);
    ~DecoderThread() override;

    /// Opens the source. To be called once the signals are connected: a short sequence is open within microseconds.
    void start();

    /// Gives the object up without waiting: it stops as soon as it can and deletes itself. No signal arrives any more
    /// that was not on its way already. Do not use it afterwards.
    void retire();

    void requestFrame(int index);
    void setTargetSize(QSize devicePixels); ///< pictures are scaled down to fit; repeats the current frame

signals:
    void opened(const mien::SourceInfo& info, const std::vector<double>& seconds);
    void openFailed(const QString& message);
    void frameReady(const mien::DecodedFrame& frame);
    void frameFailed(int index, const QString& message);

private:
    void stop();
    void run();
    void work();
    void decode(FrameSource& source, int index, QSize target);

    Opener m_opener;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<int> m_wanted; ///< guarded by m_mutex, like the three below
    QSize m_target;
    int m_lastShown = -1;
    bool m_stop = false;
    int m_position = -1; ///< index of the last picture decoded; of the decoder's thread
    std::unique_ptr<QThread> m_thread;
};

} // namespace mien
