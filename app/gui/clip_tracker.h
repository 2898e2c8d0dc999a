// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace mien {

class BackgroundPool;
class JobCenter;

/// Face and landmarks of the open clip, extracted in the background; results fill in frame by frame. Pose and action
/// units follow when the whole clip is known: before, nobody can tell what is this person's neutral.
/// Thread: of the GUI.
class ClipTracker final : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive the tracker.
    ClipTracker(BackgroundPool& pool, JobCenter& jobs, QObject* parent = nullptr);
    ~ClipTracker() override;

    /// Drops the work on the clip before and starts on this one.
    void start(const QString& title, const std::vector<std::filesystem::path>& files);
    void stop();

    bool isBusy() const { return m_job != 0; }
    std::optional<FaceFrame> face(int frame) const; ///< nothing until it is known
    const std::vector<std::optional<FaceFrame>>& faces() const { return m_faces; }

    /// Nothing for frames without a face, and for all until the clip is measured.
    std::optional<FaceMeasures> measures(int frame) const;
    const std::vector<std::optional<FaceMeasures>>& measures() const { return m_measures; }
    bool isMeasured() const { return m_measured; }

signals:
    void faceKnown(int frame); ///< one signal per frame, as they come
    void updated();            ///< several times a second while frames come in, and at the end
    void measured();           ///< the whole clip is known; updated() comes too
    void failed(const QString& message);

private:
    /// Loaded at the first use, on a thread of the pool; 0.5 s.
    struct Tools
    {
        std::mutex mutex;
        std::optional<Result<jobs::FaceTools>> tools;
    };
    static Result<jobs::FaceTools> toolsOf(Tools& shared);
    void take(int job, std::vector<FaceFrame> frames);
    void ended(int job, Result<FaceTrack> track);
    void measure(int job, std::shared_ptr<const FaceTrack> track);
    void takeMeasures(int job, Result<std::vector<std::optional<FaceMeasures>>> measures);

    BackgroundPool& m_pool;
    JobCenter& m_jobs;
    std::shared_ptr<Tools> m_tools = std::make_shared<Tools>();
    std::vector<std::optional<FaceFrame>> m_faces;
    std::vector<std::optional<FaceMeasures>> m_measures;
    bool m_measured = false;
    int m_job = 0;                               ///< 0 = none
    std::shared_ptr<const RunControl> m_control; ///< of m_job
    QTimer m_updates;
};

} // namespace mien
