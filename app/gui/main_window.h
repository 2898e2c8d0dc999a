// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/session.h"
#include "app/gui/workspaces.h"

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QProgressBar;
class QToolButton;

namespace mien {

class ActionRegistry;
class DockTitleBar;
class InspectPanel;
class JobsPanel;
class LibraryPanel;
class PeoplePanel;
class RelinkDialog;
class ClassListDialog;
class RunsPanel;
class Settings;
class TimelineView;
class TrainDialog;
struct TrainDialogDataset;
class ViewerPanel;

/// The window: panels around one video, all linked through the session's Selection.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// Both must outlive the window.
    MainWindow(Session& session, Settings& settings);
    ~MainWindow() override;

    void showWorkspace(const QString& workspace) { m_workspaces->show(workspace); }
    ActionRegistry& actionRegistry() { return *m_actions; }
    InspectPanel* inspectPanel() const { return m_inspect; }
    RunsPanel* runsPanel() const { return m_runsPanel; }
    ViewerPanel* viewerPanel() const { return m_viewer; }
    LibraryPanel* libraryPanel() const { return m_library; }
    PeoplePanel* peoplePanel() const { return m_peoplePanel; }
    TimelineView* timeline() const { return m_timeline; }
    MessageBar* messageBar() const { return m_messages; }
    Session& session() { return m_session; }

    /// The open Train dialog; null if there is none.
    TrainDialog* trainDialog() const;

    RelinkDialog* showRelinkDialog();
    ClassListDialog* showClassListDialog();

signals:
    void trainDialogShown();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    // main_window.cpp: what is where
    QDockWidget* makeDock(const QString& name, const QString& title, QWidget* content, DockTitleBar** titleBar);
    void makePanels();
    void makeToolBar();
    void makeStatusBar();

    // main_window_actions.cpp: what can be done
    void makeActions();
    void makeFileMenu();
    void makeViewMenu();
    void makeTrainMenu();
    void makeHelpMenu();
    void updateRecent();
    void askForFolder();
    void askForFile();
    void askForTable();
    void showPalette();
    void showShortcuts();
    void showPreferences();
    void showTrainDialog(const std::vector<ModelInfo>& models, Engine* engine);
    std::vector<TrainDialogDataset> trainingData() const;
    void showAbout();
    void changeTheme(const QString& theme);
    void changeLanguage(const QString& language);

    // main_window_project.cpp: the project and what is done to many clips
    void addProjectActions(QMenu& menu);
    void addProjectFileActions(QMenu& menu);
    void askForProject(bool fresh);
    void askToRemove(const QString& root);
    void askForPackage();
    void tellMissing();
    void withdrawMissing();
    void offerRepair(const QString& file, const QString& problem, const QString& backup);
    void makeClipsMenu();
    void addLabelActions(QMenu& menu);
    void addSplitActions(QMenu& menu);
    void askForLabel();

    // main_window_playback.cpp: layers of the viewer and the transport
    void addLayerActions(QMenu& menu);
    void addZoomActions(QMenu& menu);
    void makePlaybackMenu();
    void addStepActions(QMenu& menu);
    void updateStepTexts();
    QAction* addLoopActions(QMenu& menu);
    void addSpeedActions(QMenu& menu);
    void setSpeed(double speed);

    // main_window_people.cpp: edits, and the people of the clip
    void makeEditMenu();
    void addPeopleActions(QMenu& menu);
    void addNeutralActions(QMenu& menu);
    QString neutralText() const;
    void followAllFaces(bool all);
    void showPeoplePanel();
    void linkPeople();
    void forgetPeople();
    void showPeople();

    // main_window_links.cpp: how views follow each other
    void linkSession();
    void linkViewer();
    void linkInspect();
    void linkRuns();
    void linkJobs();
    void showWarnings(const QString& dataset, const QStringList& warnings);
    void clipOpened(const QString& title);
    void sourceOpened(const SourceInfo& info);
    void showFrame(const DecodedFrame& frame);
    void showFace(int frame);
    void showPlace(int frame);
    void showTrack();
    void showTrackSummary();
    void showCurves();
    void showExplanation();
    void showStrength(int frame);
    bool isExplainedFace(int frame) const;
    void showRun(const QString& folder);
    void filterByCell(const std::optional<ConfusionCell>& cell);
    void updateJobSummary();

    Session& m_session;
    Settings& m_settings;
    ActionRegistry* m_actions;
    Workspaces* m_workspaces = nullptr;
    MessageBar* m_messages;
    QStringList m_aboutMissing; ///< messages that say nothing any more once everything is found
    LibraryPanel* m_library;
    PeoplePanel* m_peoplePanel;
    ViewerPanel* m_viewer;
    TimelineView* m_timeline;
    InspectPanel* m_inspect;
    RunsPanel* m_runsPanel;
    JobsPanel* m_jobsPanel;
    Workspaces::Docks m_docks;
    DockTitleBar* m_libraryTitle = nullptr;
    DockTitleBar* m_peopleTitle = nullptr;
    DockTitleBar* m_timelineTitle = nullptr;
    DockTitleBar* m_inspectTitle = nullptr;
    DockTitleBar* m_runsTitle = nullptr;
    DockTitleBar* m_jobsTitle = nullptr;
    QActionGroup* m_workspaceGroup = nullptr;
    QMenu* m_recentMenu = nullptr;
    QLabel* m_jobText;
    QProgressBar* m_jobBar;
    QLabel* m_device;
    QString m_clipInfo; ///< size and format
    QString m_clipTitle;
    DecodedFrame m_shown;
    bool m_hasPictures = true; ///< else the clip is landmarks without their video
    bool m_wantsTrainDialog = false;
};

} // namespace mien
