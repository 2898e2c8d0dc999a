// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/decoder_thread.h"
#include "app/gui/play_range.h"
#include "core/media/part_source.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <vector>

namespace mien {

/// Plays one source: asks its decoder for the frame that is due, by the frames' own times. A decoder that cannot follow
/// loses frames, never time.
class Playback final : public QObject
{
    Q_OBJECT
public:
    explicit Playback(QObject* parent = nullptr);
    ~Playback() override;

    /// Closes what is open and opens `files` (one video or image, or the images of a sequence in order), or the part of
    /// them that the clip is.
    void open(const std::vector<std::filesystem::path>& files, const std::optional<FilmPart>& part = {});
    void close();

    bool isOpen() const { return !m_seconds.empty(); }
    bool isOpening() const { return m_decoder && m_seconds.empty() && !m_failed; }
    bool isPlaying() const { return m_playing; }
    bool isWaiting() const { return m_requested != m_shown; } ///< a picture is on its way
    int frameCount() const { return static_cast<int>(m_seconds.size()); }
    int frame() const { return m_requested; } ///< the one asked for last
    double secondsOf(int frame) const;
    const std::vector<double>& times() const { return m_seconds; }
    const PlayRange& range() const { return m_range; }
    double speed() const { return m_speed; }
    void setTargetSize(QSize devicePixels);

public slots:
    void seek(int frame); ///< clamped
    void step(int frames);
    void setPlaying(bool playing);
    void setLoop(bool loop); ///< of the clip, or between the marks
    void markIn();           ///< at the frame asked for last
    void markOut();
    void clearMarks();
    void setSpeed(double speed); ///< 1 = as recorded

signals:
    void opened(const mien::SourceInfo& info);
    void failed(const QString& message);
    void frameRequested(int frame);
    void frameShown(const mien::DecodedFrame& frame);
    void playingChanged(bool playing);
    void marksChanged(); ///< see range()

private:
    void request(int frame);
    void tick();
    void restartClock();
    void scheduleNext();

    std::unique_ptr<DecoderThread> m_decoder;
    std::vector<double> m_seconds; ///< of every frame; empty = nothing open yet
    PlayRange m_range;
    QSize m_target;
    int m_requested = -1;
    int m_shown = -1;
    bool m_failed = false;
    bool m_playing = false;
    double m_speed = 1;
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_clockStart = 0; ///< seconds of the source when m_clock started
};

} // namespace mien
