// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/background_pool.h"
#include "app/engine/engine_thread.h"
#include "app/gui/clip_editor.h"
#include "app/gui/clip_thumbnails.h"
#include "app/gui/clip_tracker.h"
#include "app/gui/crop_maker.h"
#include "app/gui/job_center.h"
#include "app/gui/path_opener.h"
#include "app/gui/people_editor.h"
#include "app/gui/people_thumbnails.h"
#include "app/gui/playback.h"
#include "app/gui/project_document.h"
#include "app/gui/run_controller.h"
#include "app/gui/selection.h"
#include "widgets/common/message_bar.h"
#include "widgets/itemmodels/library_model.h"
#include "widgets/itemmodels/runs_model.h"

#include <QObject>
#include <QSet>
#include <QUndoStack>

#include <memory>
#include <optional>

namespace mien {

/// What is open in the window and the workers behind it, without a widget: datasets, runs, the clip being looked at,
/// its face track and its explanation. It carries out what the Selection says.
/// Thread: of the GUI. The destructor cancels all work and waits for the workers to notice.
class Session final : public QObject
{
    Q_OBJECT
public:
    /// `loader` brings the engine at its first use; tests may give one of their own.
    explicit Session(EngineThread::Loader loader, QObject* parent = nullptr);
    ~Session() override;

    Selection& selection() { return m_selection; }
    LibraryModel& library() { return m_library; }
    RunsModel& runs() { return m_runs; }
    JobCenter& jobs() { return m_jobs; }
    Playback& playback() { return m_playback; }
    ClipTracker& tracker() { return m_tracker; }
    RunController& runController() { return m_runController; }
    CropMaker& crops() { return m_crops; }
    QUndoStack& undo() { return m_undo; } ///< every edit, whatever it is of
    PeopleEditor& people() { return m_people; }
    PeopleThumbnails& thumbnails() { return m_thumbnails; }
    ProjectDocument& project() { return m_project; } ///< its edits through clipEditor()
    ClipEditor& clipEditor() { return m_clipEditor; }
    ClipThumbnails& clipThumbnails() { return m_clipThumbnails; }

    /// Whether one face of each clip is followed or all of them; of the tables written from here too.
    FollowedFaces followedFaces() const { return m_followed; }
    void setFollowedFaces(FollowedFaces followed);

    /// What action units of the open clip count from; of the tables written from here too. Another clip starts with
    /// the automatic choice.
    const NeutralChoice& neutral() const { return m_neutral; }
    void setNeutral(const NeutralChoice& neutral);

    /// A project, a dataset folder, a run folder, a video, an image or a folder of images; problems come as messages.
    /// While a project is open it takes datasets and videos in.
    void open(const QString& path);

    /// Where the files of a clip of the library are named.
    ClipFiles filesOf(const ClipRef& ref) const;

    /// What the open clip is made of; no files while none is open.
    const jobs::ExtractRequest& source() const { return m_source; }

    /// Pictures of these clips, and of no others, are made next.
    void requestPictures(const std::vector<ClipRef>& clips);

    /// Finds the faces of clips into the cache, as a job; the library learns in how many frames there was one.
    void extractClips(const std::vector<ClipRef>& clips);

    /// The explanation of the selected clip under the selected run; null while there is none.
    const std::shared_ptr<const jobs::Explanation>& explanation() const { return m_explanation; }
    QString explanationProblem() const { return m_explanationProblem; } ///< why there is none, in words

    /// Writes faces, pose and action units of the open clip as the table that `mien-cli extract` writes of it, with its
    /// details file, in the background; how it went comes as a message.
    void exportTable(const QString& csv);

    /// Column of the explanation that shows `frame`, the nearest; −1 without an explanation.
    int columnOf(int frame) const;

    /// The stored prediction of the selected run for the selected clip; null if there is none.
    const Prediction* prediction() const;

    /// Clips of a confusion cell of the selected run.
    QSet<ClipRef> clipsOf(const ConfusionCell& cell) const;

    /// True when nothing is loading, decoding, tracking or being explained.
    bool isSettled() const;

    /// Show the frame in which the map is strongest when it arrives; off as soon as the user moves the playhead.
    void setSeeksApex(bool seeks) { m_seeksApex = seeks; }

signals:
    void message(mien::MessageBar::Severity severity, const QString& text);
    /// What a reader warned of, each with its file and line; `text` says how many, and the first.
    void warned(const QString& text, const QString& dataset, const QStringList& warnings);
    void pathOpened(const QString& path); ///< for the list of recent ones
    void clipOpened(const QString& title);
    void clipClosed();
    void followedFacesChanged();
    void neutralChanged();
    void explanationChanged();
    void settled(); ///< may come several times

private:
    void take(const QString& path, const Result<Opened>& opened);
    void takeDataset(const OpenedDataset& dataset);
    void lookAt(const QString& root, bool single);
    void connectProject();
    void projectOpened(bool created);
    void clearClips();
    void openFirstClip();
    void restoreEdits(const ClipRef& ref);
    void takeCoverage();
    void tellUnused();
    void setCoverage(const std::vector<std::pair<ClipRef, FaceCoverage>>& known);
    void openClip(const ClipRef& ref);
    void showClip(const ClipRef& ref, const Result<std::vector<std::filesystem::path>>& named);
    void track(const ClipRef& ref);
    void choosePerson();
    void runReady(const QString& folder);
    void selectHeldOutClip(const RunRecord& run);
    void showRun(const QString& folder);
    void updateJudgements();
    void requestExplanation();
    void takeExplanation(const QString& folder, const QString& sample,
                         const std::shared_ptr<const jobs::Explanation>& explanation);
    QString sampleOf(const ClipRef& ref) const;
    int apexFrame() const;
    void checkSettled();

    // Destroyed in reverse: workers before what their results are delivered to.
    LibraryModel m_library;
    RunsModel m_runs;
    Selection m_selection;
    JobCenter m_jobs;
    EngineThread m_engine;
    BackgroundPool m_longWork;
    BackgroundPool m_shortWork; ///< reading and crops: must not wait behind an extraction
    Playback m_playback;
    ClipTracker m_tracker;
    RunController m_runController;
    CropMaker m_crops;
    QUndoStack m_undo;
    PeopleEditor m_people;
    PeopleThumbnails m_thumbnails;
    ProjectDocument m_project;
    ClipEditor m_clipEditor;
    ClipThumbnails m_clipThumbnails;

    std::shared_ptr<const jobs::Explanation> m_explanation;
    QString m_explanationProblem;
    QString m_runToShow; ///< shown when its datasets are there
    FollowedFaces m_followed = FollowedFaces::Largest;
    NeutralChoice m_neutral;
    jobs::ExtractRequest m_source; ///< of the clip that is open; no files = none is
    unsigned m_toldUnused = 0;     ///< the request whose unusable frames were told
    unsigned m_clipRequest = 0;    ///< of clips: only the one chosen last is shown
    int m_opening = 0;
    int m_listing = 0; ///< clips whose files are being asked for
    bool m_seeksApex = false;
    bool m_restoring = false; ///< what is set comes from the project and need not be kept again
};

} // namespace mien
