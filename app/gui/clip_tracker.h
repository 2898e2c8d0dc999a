// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "app/gui/clip_faces.h"
#include "core/face/neutral_choice.h"
#include "core/types/face_measures.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace mien {

class BackgroundPool;
class JobCenter;

/// Faces and landmarks of the open clip, extracted in the background; results fill in frame by frame. Who is who, pose
/// and action units follow when the whole clip is known: before, nobody can tell what is a person's neutral.
/// Thread: of the GUI.
class ClipTracker final : public QObject
{
    Q_OBJECT
public:
    struct Clip
    {
        QString title;
        jobs::ExtractRequest source; ///< its files, and the part of them that the clip is
        FollowedFaces followed = FollowedFaces::Largest;
        NeutralChoice neutral = {};
        std::optional<People> people = {}; ///< what a user made of those told apart before
    };

    /// Both must outlive the tracker.
    ClipTracker(BackgroundPool& pool, JobCenter& jobs, QObject* parent = nullptr);
    ~ClipTracker() override;

    /// Drops the work on the clip before and starts on this one.
    void start(Clip clip);
    void stop();

    bool isBusy() const { return m_job != 0; }
    const ClipFaces& faces() const { return *m_faces; }
    /// For other threads; only when the whole clip is known.
    std::shared_ptr<const ClipFaces> sharedFaces() const { return m_faces; }
    const jobs::ExtractRequest& source() const { return m_clip.source; }

    /// Nobody where one face is followed, and until the whole clip is known. Of a clip that is a part of a film: who is
    /// seen there.
    const People& people() const { return m_shownPeople; }
    /// Of the whole film: what edits are made to.
    const People& filmPeople() const { return m_people; }
    int firstFrame() const { return m_clip.source.part ? m_clip.source.part->first : 0; } ///< of the film
    /// False while faces are sorted anew after an edit.
    bool hasFacesOfPeople() const { return m_whole && !m_extracting; }
    /// What a user made of filmPeople(); faces and measures follow in the background.
    void setPeople(const People& people);

    /// Whose face, curves and measures are shown; nothing = the largest face, whoever it is.
    std::optional<int> person() const { return m_person; }
    void setPerson(std::optional<int> person);

    /// What the person's action units count from.
    void setNeutral(const NeutralChoice& neutral);

    /// Of the person; null until it is known. Valid until the next signal.
    const FaceFrame* face(int frame) const { return m_faces->face(frame, m_person); }

    /// Of the person: nothing for frames without the face, and for all until the clip is measured.
    std::optional<FaceMeasures> measures(int frame) const;
    const std::vector<std::optional<FaceMeasures>>& measures() const { return m_measures; }
    bool isMeasured() const { return m_measured; }

signals:
    void faceKnown(int frame); ///< one signal per frame, as they come
    void updated();            ///< now and then while frames come in, and at the end
    void peopleKnown();        ///< who is in the clip, at first and after a change
    void measured();           ///< the person is measured; updated() comes too
    void failed(const QString& message);

private:
    using Measures = std::vector<std::optional<FaceMeasures>>;
    struct Extracted
    {
        int width = 0;
        int height = 0;
        std::shared_ptr<const ClipFaces> faces;
        People people;
    };
    /// Loaded at the first use, on a thread of the pool; 0.5 s.
    struct Tools
    {
        std::mutex mutex;
        std::optional<Result<jobs::FaceTools>> tools;
    };
    static Result<jobs::FaceTools> toolsOf(Tools& shared);
    static Result<Extracted> extract(const Clip& clip, Tools& tools, const RunControl& control,
                                     const std::function<void(const FaceFrame&)>& onFrame);
    void startJob(const QString& title);
    void takePeople(const People& people);
    void work(bool fromStart);
    void take(int job, std::vector<FaceFrame> frames);
    void ended(int job, Result<Extracted> extracted);
    void measure();
    void takeMeasures(int job, Result<Measures> measures);

    BackgroundPool& m_pool;
    JobCenter& m_jobs;
    std::shared_ptr<Tools> m_tools = std::make_shared<Tools>();
    Clip m_clip;
    std::shared_ptr<const ClipFaces> m_faces = std::make_shared<ClipFaces>();
    std::shared_ptr<ClipFaces> m_growing; ///< m_faces while frames come in; else null
    bool m_whole = false;                 ///< the whole clip is known
    int m_width = 0;                      ///< of the frames; 0 = not known
    int m_height = 0;
    People m_people; ///< of the film
    People m_shownPeople;
    std::optional<int> m_person;
    Measures m_measures;
    bool m_measured = false;
    int m_job = 0;                               ///< 0 = none
    bool m_extracting = false;                   ///< what m_job is at; else it measures
    bool m_peopleChanged = false;                ///< while extracting
    std::shared_ptr<const RunControl> m_control; ///< of m_job
    QTimer m_updates;
};

} // namespace mien
