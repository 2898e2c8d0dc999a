// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "core/face/head_pose.h"
#include "core/io/landmark_source.h"
#include "widgets/common/dock_title_bar.h"
#include "widgets/common/names.h"
#include "widgets/dialogs/fitting_dialog.h"
#include "widgets/panels/inspect_panel.h"
#include "widgets/panels/jobs_panel.h"
#include "widgets/panels/library_panel.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/viewer_panel.h"
#include "widgets/theme/icons.h"
#include "widgets/timeline/face_signals.h"
#include "widgets/timeline/timeline_view.h"
#include "widgets/video/transport_bar.h"
#include "widgets/video/video_view.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace mien {

void MainWindow::linkSession()
{
    connect(&m_session, &Session::message, m_messages, &MessageBar::show);
    connect(&m_session, &Session::warned, this,
            [this](const QString& text, const QString& dataset, const QStringList& warnings) {
                m_messages->offer(MessageBar::Severity::Warning, text, tr("Show All…"),
                                  [this, dataset, warnings] { showWarnings(dataset, warnings); });
            });
    connect(&m_session, &Session::clipOpened, this, &MainWindow::clipOpened);
    connect(&m_session, &Session::explanationChanged, this, &MainWindow::showExplanation);
    connect(&m_session, &Session::pathOpened, this, [this](const QString& path) {
        QStringList recent = m_settings.value(Setting::RecentPaths).toStringList();
        recent.removeAll(path);
        recent.removeIf([](const QString& old) { return QDir::isRelativePath(old); }); // of which folder, nobody knows
        recent.prepend(path);
        m_settings.set(Setting::RecentPaths, QStringList(recent.mid(0, 10)));
        updateRecent();
    });
    connect(m_library, &LibraryPanel::clipChosen, &m_session.selection(), &Selection::setClip);
    connect(m_library, &LibraryPanel::picturesWanted, &m_session, &Session::requestPictures);
    connect(&m_session, &Session::clipClosed, this, [this] {
        if (m_session.selection().clip().isValid()) return;
        clipOpened({});
        m_viewer->view()->clear(tr("Double-click a clip in the library"));
    });
    connect(m_library, &LibraryPanel::showOnlyCleared, this, [this] { m_session.selection().setCell(std::nullopt); });
    connect(&m_session.selection(), &Selection::clipChanged, m_library, &LibraryPanel::select);
}

void MainWindow::linkViewer()
{
    Playback& playback = m_session.playback();
    VideoView* view = m_viewer->view();
    connect(view, &VideoView::deviceSizeChanged, this,
            [this, view] { m_session.playback().setTargetSize(view->deviceSize()); });
    connect(&playback, &Playback::opened, this, &MainWindow::sourceOpened);
    connect(&playback, &Playback::frameShown, this, &MainWindow::showFrame);
    connect(&playback, &Playback::failed, view, [view](const QString&) {
        if (!view->hasFrame()) view->clear(tr("This clip cannot be shown"));
    });
    connect(&playback, &Playback::playingChanged, this, [this](bool playing) {
        QAction* play = m_actions->action(u"playback.play"_s);
        play->setText(playing ? tr("Pause") : tr("Play"));
        play->setIcon(glyphIcon(playing ? Glyph::Pause : Glyph::Play));
    });
    connect(m_viewer->transport(), &TransportBar::scrubbed, &m_session.selection(), &Selection::setFrame);
    connect(m_timeline, &TimelineView::seekRequested, &m_session.selection(), &Selection::setFrame);
    connect(m_viewer, &ViewerPanel::landmarkChosen, &m_session.selection(), &Selection::setLandmark);
    connect(m_viewer, &ViewerPanel::landmarkHovered, this, [this](int landmark) {
        m_inspect->setMarkedLandmark(landmark >= 0 ? landmark : m_session.selection().landmark());
    });
    connect(&m_session.tracker(), &ClipTracker::faceKnown, this, [this](int frame) {
        if (frame == m_shown.frame.index) showFace(frame);
    });
    connect(&m_session.tracker(), &ClipTracker::updated, this, &MainWindow::showTrack);
    // The user's own move of the playhead wins over the jump to the strongest frame.
    connect(m_viewer->transport(), &TransportBar::scrubbed, this, [this] { m_session.setSeeksApex(false); });
    connect(m_timeline, &TimelineView::seekRequested, this, [this] { m_session.setSeeksApex(false); });
}

void MainWindow::linkInspect()
{
    connect(&m_session.crops(), &CropMaker::ready, m_inspect, &InspectPanel::setCrops);
    connect(m_inspect, &InspectPanel::cellHovered, this, [this](int landmark, int column) {
        m_viewer->setMarkedLandmark(landmark >= 0 ? landmark : m_session.selection().landmark());
        const auto& explanation = m_session.explanation();
        if (!explanation || landmark < 0 || column < 0) return m_viewer->setCaption({});
        const int frame = explanation->map.frames.at(static_cast<std::size_t>(column));
        m_viewer->setCaption(displayLandmark(landmark) % u" · "_s % tr("frame %1").arg(frame + 1));
    });
    connect(m_inspect, &InspectPanel::cellChosen, this, [this](int landmark, int column) {
        const auto& explanation = m_session.explanation();
        if (!explanation) return;
        m_session.setSeeksApex(false);
        m_session.playback().setPlaying(false);
        m_session.selection().setLandmark(landmark);
        m_session.selection().setFrame(explanation->map.frames.at(static_cast<std::size_t>(column)));
    });
    connect(&m_session.selection(), &Selection::landmarkChanged, this, [this](int landmark) {
        m_viewer->setMarkedLandmark(landmark);
        m_inspect->setMarkedLandmark(landmark);
    });
}

void MainWindow::linkRuns()
{
    RunController& runs = m_session.runController();
    connect(m_runsPanel, &RunsPanel::runChosen, &m_session.selection(), &Selection::setRun);
    connect(m_runsPanel, &RunsPanel::cellChosen, &m_session.selection(), &Selection::setCell);
    connect(m_runsPanel, &RunsPanel::pauseRequested, &runs, &RunController::setPaused);
    connect(m_runsPanel, &RunsPanel::finishRequested, &runs, &RunController::finishEarly);
    connect(m_runsPanel, &RunsPanel::cancelRequested, &runs, &RunController::cancel);
    connect(&m_session.selection(), &Selection::runChanged, this, &MainWindow::showRun);
    connect(&m_session.selection(), &Selection::cellChanged, this, &MainWindow::filterByCell);
    connect(&runs, &RunController::modelsReady, this, &MainWindow::showTrainDialog);
    connect(&runs, &RunController::deviceKnown, this, [this](const QString& device, const QString& reason) {
        m_device->setText(tr("device: %1").arg(reason.isEmpty() ? device : QString(device % u" · "_s % reason)));
        m_device->setToolTip(reason);
    });
}

void MainWindow::linkJobs()
{
    JobCenter& jobs = m_session.jobs();
    connect(m_jobsPanel, &JobsPanel::pauseRequested, &jobs, &JobCenter::setPaused);
    connect(m_jobsPanel, &JobsPanel::finishRequested, &jobs, &JobCenter::finishEarly);
    connect(m_jobsPanel, &JobsPanel::cancelRequested, &jobs, &JobCenter::cancel);
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(jobs.model(), signal, this, &MainWindow::updateJobSummary);
    connect(jobs.model(), &QAbstractItemModel::dataChanged, this, &MainWindow::updateJobSummary);
}

void MainWindow::updateJobSummary()
{
    const JobsModel& jobs = *m_session.jobs().model();
    const JobRow* newest = nullptr;
    for (int row = 0; row < jobs.rowCount(); ++row)
        if (jobs.jobAt(row)->isLive()) newest = jobs.jobAt(row);
    m_jobBar->setVisible(newest);
    const int live = jobs.liveCount();
    m_jobsTitle->setInfo(live > 0 ? tr("%n running", nullptr, live) : QString());
    if (!newest) return m_jobText->setText(tr("Jobs: none running"));
    QStringList parts{newest->title};
    if (newest->state == JobRow::State::Paused) parts << JobsModel::stateText(newest->state);
    if (!newest->stage.isEmpty()) parts << newest->stage;
    if (!newest->remaining.isEmpty()) parts << newest->remaining;
    m_jobText->setText(parts.join(u" · "_s));
    m_jobBar->setRange(0, newest->fraction < 0 ? 0 : 1000);
    if (newest->fraction >= 0) m_jobBar->setValue(static_cast<int>(newest->fraction * 1000));
}

void MainWindow::showWarnings(const QString& dataset, const QStringList& warnings)
{
    auto* list = new QListWidget;
    list->addItems(warnings);
    list->setWordWrap(true);
    list->setAlternatingRowColors(true);
    list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list->setMinimumSize(640, 300);
    list->setAccessibleName(tr("Warnings"));
    auto* dialog = new FittingDialog(tr("Warnings of %1").arg(dataset), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setContent(list);
    auto* copy = dialog->buttons()->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, dialog,
            [warnings] { QGuiApplication::clipboard()->setText(warnings.join(u'\n')); });
    dialog->buttons()->addButton(QDialogButtonBox::Close);
    dialog->open();
}

void MainWindow::clipOpened(const QString& title)
{
    m_clipTitle = title;
    m_shown = {};
    m_viewer->view()->clear(tr("Opening %1…").arg(title));
    m_viewer->setFaces({});
    m_viewer->setTitle(title, {});
    m_viewer->setCaption({});
    m_viewer->transport()->setFrameCount(0);
    m_timeline->setFrameCount(0);
    m_timelineTitle->setInfo({});
    m_inspectTitle->setInfo(title);
}

void MainWindow::sourceOpened(const SourceInfo& info)
{
    const Playback& playback = m_session.playback();
    m_viewer->transport()->setFrameCount(playback.frameCount());
    m_viewer->transport()->setTimeNote(
        info.timeAssumed && playback.frameCount() > 1 ? tr("%1 fps assumed").arg(info.framesPerSecond) : QString());
    m_hasPictures = info.codec != landmarkPictures;
    m_clipInfo = m_hasPictures ? tr("%1 × %2 · %3").arg(info.width).arg(info.height).arg(toQString(info.codec))
                               : tr("landmarks without pictures");
    m_viewer->setTitle(m_clipTitle, m_clipInfo);
    m_timeline->setFrameCount(playback.frameCount());
    if (!info.timeAssumed) m_timeline->setTimes(playback.times());
    showTrack();
    showExplanation();
}

void MainWindow::showFrame(const DecodedFrame& frame)
{
    m_shown = frame;
    const int index = frame.frame.index;
    m_viewer->view()->setFrame(frame.image, QSize(frame.frame.width, frame.frame.height));
    showFace(index);
    showPlace(index);
}

void MainWindow::showFace(int frame)
{
    const ClipTracker& tracker = m_session.tracker();
    const FaceFrame* face = tracker.face(frame);
    const bool seen = face && face->found && !m_shown.frame.empty();
    ViewerPanel::Faces shown;
    if (face) shown.face = *face;
    for (const FaceFrame& other : tracker.faces().in(frame))
        if (other.found && &other != face) shown.others.push_back(other);
    shown.measures = tracker.measures(frame);
    // The pose of one face is known at once (a tenth of a millisecond); action units count from the clip's neutral.
    if (shown.measures)
        shown.pose = shown.measures->pose;
    else if (seen)
        shown.pose = fitPose(face->landmarks, Camera::assumed(m_shown.frame.width, m_shown.frame.height)).pose;
    shown.note = tracker.isBusy() ? tr("action units: when the whole clip is known") : tr("action units: not measured");
    m_viewer->setFaces(shown);
    showStrength(frame);
    if (seen && m_hasPictures)
        m_session.crops().request(m_shown.frame, face->landmarks);
    else
        m_session.crops().clear();
}

void MainWindow::showPlace(int frame)
{
    m_viewer->transport()->setPosition(frame, m_session.playback().secondsOf(frame));
    m_timeline->setPosition(frame);
    m_inspect->setColumn(m_session.columnOf(frame));
    const jobs::ExtractRequest& source = m_session.source();
    if (!source.part || source.files.empty()) return;
    // Of a clip that is a part of a film: where its file has what is shown.
    const int first = source.part->first + 1;
    const QString film = pathToQString(source.files.front().filename());
    const QString where = tr("frame %1 of %2 (the clip is its frames %3 to %4)")
                              .arg(QString::number(first + frame), film, QString::number(first),
                                   QString::number(source.part->first + m_session.playback().frameCount()));
    m_viewer->setTitle(m_clipTitle, where + u" · "_s + m_clipInfo);
}

void MainWindow::showStrength(int frame)
{
    const auto& explanation = m_session.explanation();
    const int column = m_session.columnOf(frame);
    std::vector<float> strength;
    if (explanation && column >= 0 && isExplainedFace(frame)) strength = explanation->map.strengthAt(column);
    m_viewer->setStrength(strength);
}

bool MainWindow::isExplainedFace(int frame) const
{
    // Networks see the largest face; the person looked at may be another.
    if (m_session.followedFaces() == FollowedFaces::Largest) return true;
    const FaceFrame* face = m_session.tracker().face(frame);
    const auto& explained = m_session.explanation()->track.frames;
    if (!face || !face->found || frame >= static_cast<int>(explained.size())) return false;
    return overlap(face->box, explained[static_cast<std::size_t>(frame)].box) > 0.5;
}

void MainWindow::showTrack()
{
    const ClipTracker& tracker = m_session.tracker();
    std::vector<TimelineView::FaceState> states;
    std::map<int, QString> problems;
    for (int frame = 0; frame < tracker.faces().frameCount(); ++frame) {
        const FaceFrame* face = tracker.face(frame);
        using enum TimelineView::FaceState;
        const std::string* problem = tracker.faces().problem(frame);
        states.push_back(!face ? Unknown : face->found ? Found : problem ? Unreadable : Missing);
        if (problem) problems.emplace(frame, toQString(*problem));
    }
    m_timeline->setFaces(std::move(states), std::move(problems));
    showCurves();
    showTrackSummary();
    if (!m_shown.frame.empty()) showFace(m_shown.frame.index);
}

void MainWindow::showTrackSummary()
{
    const ClipTracker& tracker = m_session.tracker();
    int found = 0;
    int known = 0;
    int unused = 0;
    for (int frame = 0; frame < tracker.faces().frameCount(); ++frame) {
        const FaceFrame* face = tracker.face(frame);
        unused += tracker.faces().problem(frame) != nullptr;
        known += face != nullptr;
        found += face && face->found;
    }
    if (known == 0) return;
    QStringList facts{tr("face in %1 of %2 frames").arg(found).arg(known)};
    if (unused > 0) facts << tr("%n not usable", nullptr, unused);
    m_timelineTitle->setInfo((facts << neutralText()).join(u" · "_s));
}

void MainWindow::showCurves()
{
    TimelineView::Curve mouth{tr("mouth opening"), {}, {}};
    TimelineView::Curve brows{tr("brow height"), {}, {}};
    TimelineView::Curve eyes{tr("eye opening"), {}, {}};
    const ClipTracker& tracker = m_session.tracker();
    bool pictureSeen = false;
    for (int frame = 0; frame < tracker.faces().frameCount(); ++frame) {
        const FaceFrame* face = tracker.face(frame);
        pictureSeen = pictureSeen || (face && face->eyes);
        const FaceSignals signal = faceSignals(face ? *face : FaceFrame());
        brows.values.push_back(signal.browHeight);
        // As tables have them, when they are known: with the turn of the head taken out.
        const auto measures = tracker.measures(frame);
        mouth.values.push_back(measures ? measures->mouthOpening : signal.mouthOpening);
        eyes.values.push_back(measures ? measures->eyeOpening : signal.eyeOpening);
    }
    std::vector<TimelineView::Curve> curves{std::move(brows), std::move(eyes), std::move(mouth)};
    for (const MeasuredCurve& unit :
         strongestUnits(tracker.measures(), m_settings.value(Setting::AuThreshold).toDouble(), 2, pictureSeen))
        curves.push_back({u"AU%1"_s.arg(unit.actionUnit), unit.values, std::pair(0.0, 5.0)});
    m_timeline->setCurves(std::move(curves));
}

void MainWindow::showExplanation()
{
    const Prediction* stored = m_session.prediction();
    const RunRecord* run = m_session.runs().run(m_session.selection().run());
    const ClipEntry* clip = m_session.library().entry(m_session.selection().clip());
    const auto& explanation = m_session.explanation();
    const QString truth = clip && clip->label ? toQString(*clip->label) : QString();
    m_runsPanel->setMarkedCell(
        stored && stored->truth >= 0 ? std::optional(ConfusionCell{stored->truth, stored->predicted()}) : std::nullopt);
    if (stored && run)
        m_inspect->setPrediction(run->report.task, *stored, run->classes, truth);
    else if (explanation)
        m_inspect->setPrediction(run ? run->report.task : Task::Classes, explanation->prediction, explanation->classes,
                                 truth);
    else
        m_inspect->clearPrediction(
            run ? tr("This run holds no prediction of this clip")
                : tr("Choose a run in the Runs panel to see what its network says of this clip"));
    if (explanation) {
        m_inspect->setMap(explanation->map, explanation->agreement);
        m_timeline->setMarks(explanation->map.frames);
        const QString held = explanation->heldOut ? tr("fold %1, held out").arg(explanation->fold)
                                                  : tr("fold %1, trained on this clip").arg(explanation->fold);
        m_viewer->setFootnote(
            tr("Map of “%1”: %2 · %3 · %4, layer %5")
                .arg(displayLabel(explanation->classes.at(static_cast<std::size_t>(explanation->map.explainedClass))),
                     run ? run->network : QString(), held, toQString(explanation->map.method),
                     toQString(explanation->map.layer)));
    } else {
        QString hint = m_session.explanationProblem();
        if (hint.isEmpty() && m_session.runController().isExplaining()) hint = tr("Computing the activation map…");
        if (hint.isEmpty()) hint = tr("The activation map of the chosen run appears here");
        m_inspect->clearMap(hint);
        m_timeline->setMarks({});
        m_viewer->setFootnote({});
    }
    const int frame = m_shown.frame.empty() ? -1 : m_shown.frame.index;
    m_inspect->setColumn(m_session.columnOf(frame));
    showStrength(frame);
}

void MainWindow::showRun(const QString& folder)
{
    m_runsPanel->select(folder);
    showExplanation();
}

void MainWindow::filterByCell(const std::optional<ConfusionCell>& cell)
{
    m_runsPanel->setChosenCell(cell);
    const RunRecord* run = m_session.runs().run(m_session.selection().run());
    if (!cell || !run) return m_library->showOnly(std::nullopt, {});
    const auto name = [run](int index) { return displayLabel(run->classes.at(static_cast<std::size_t>(index))); };
    m_library->showOnly(m_session.clipsOf(*cell), tr("%1 taken for %2").arg(name(cell->truth), name(cell->predicted)));
}

} // namespace mien
