// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "app/gui/clip_faces.h"

#include <QImage>
#include <QObject>

#include <atomic>
#include <memory>

namespace mien {

class BackgroundPool;

/// Pictures of the people of a clip, each cut in the background from the frame in which the face is seen best. The
/// latest request wins.
/// Thread: of the GUI.
class PeopleThumbnails final : public QObject
{
    Q_OBJECT
public:
    /// `pool` must outlive the object.
    explicit PeopleThumbnails(BackgroundPool& pool, QObject* parent = nullptr) : QObject(parent), m_pool(pool) {}
    ~PeopleThumbnails() override { stop(); }

    /// Does nothing when the pictures of these very faces were asked for last.
    void request(const jobs::ExtractRequest& clip, std::shared_ptr<const ClipFaces> faces);
    void stop();

signals:
    void ready(int person, const QImage& picture);

private:
    BackgroundPool& m_pool;
    std::shared_ptr<const ClipFaces> m_faces;     ///< asked for last
    std::shared_ptr<std::atomic<bool>> m_stopped; ///< of the request under way
};

} // namespace mien
