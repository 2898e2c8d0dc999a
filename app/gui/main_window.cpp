// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/main_window.h"

#include "app/gui/action_registry.h"
#include "app/gui/settings.h"
#include "app/gui/train_dialog.h"
#include "core/base/parallel.h"
#include "widgets/common/dock_title_bar.h"
#include "widgets/panels/inspect_panel.h"
#include "widgets/panels/jobs_panel.h"
#include "widgets/panels/library_panel.h"
#include "widgets/panels/people_panel.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/viewer_panel.h"
#include "widgets/timeline/timeline_view.h"
#include "widgets/video/video_view.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace mien {

MainWindow::MainWindow(Session& session, Settings& settings)
    : m_session(session), m_settings(settings), m_actions(new ActionRegistry(settings, this)),
      m_messages(new MessageBar), m_library(new LibraryPanel(&session.library())), m_peoplePanel(new PeoplePanel),
      m_viewer(new ViewerPanel), m_timeline(new TimelineView), m_inspect(new InspectPanel),
      m_runsPanel(new RunsPanel(&session.runs())), m_jobsPanel(new JobsPanel(session.jobs().model())),
      m_jobText(new QLabel), m_jobBar(new QProgressBar), m_device(new QLabel)
{
    setWindowTitle(tr("Mien"));
    setAcceptDrops(true);
    resize(1280, 720);
    makePanels();
    m_workspaces = new Workspaces(*this, m_docks, settings);
    makeActions();
    makeToolBar();
    makeStatusBar();
    linkSession();
    linkViewer();
    linkPeople();
    linkInspect();
    linkRuns();
    linkJobs();
    connect(m_workspaces, &Workspaces::shown, this, [this](const QString& workspace) {
        for (QAction* action : m_workspaceGroup->actions()) action->setChecked(action->data() == workspace);
    });
    const QByteArray geometry = settings.value(Setting::WindowGeometry).toByteArray();
    if (!geometry.isEmpty()) restoreGeometry(geometry);
    m_viewer->view()->clear(tr("Open a dataset folder, a run folder or a video: File > Open Folder…, or drop it here"));
}

MainWindow::~MainWindow()
{
    // The session lives on: nothing of it may reach half-destroyed widgets.
    for (QObject* source : std::initializer_list<QObject*>{
             &m_session, &m_session.selection(), &m_session.playback(), &m_session.tracker(), &m_session.crops(),
             &m_session.thumbnails(), &m_session.undo(), &m_session.project(), &m_session.clipEditor(),
             &m_session.library(), &m_session.runController(), &m_session.jobs(), m_session.jobs().model(),
             &m_session.runs()})
        source->disconnect(this);
}

QDockWidget* MainWindow::makeDock(const QString& name, const QString& title, QWidget* content, DockTitleBar** titleBar)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name); // names it in stored layouts
    *titleBar = new DockTitleBar(title, dock);
    auto* body = new QFrame;
    body->setObjectName(u"dockBody"_s);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(1, 0, 1, 1);
    column->setSpacing(0);
    column->addWidget(content);
    dock->setTitleBarWidget(*titleBar);
    dock->setWidget(body);
    addDockWidget(Qt::LeftDockWidgetArea, dock);
    dock->hide(); // the workspace shows it; five docks in one column would make the window taller than the screen
    return dock;
}

void MainWindow::makePanels()
{
    auto* central = new QWidget;
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_messages);
    column->addWidget(m_viewer, 1);
    setCentralWidget(central);
    setContentsMargins(6, 0, 6, 0);

    m_docks.library = makeDock(u"library"_s, tr("Library"), m_library, &m_libraryTitle);
    m_docks.people = makeDock(u"people"_s, tr("People"), m_peoplePanel, &m_peopleTitle);
    m_docks.timeline = makeDock(u"timeline"_s, tr("Timeline"), m_timeline, &m_timelineTitle);
    m_docks.inspect = makeDock(u"inspect"_s, tr("Inspect"), m_inspect, &m_inspectTitle);
    m_docks.runs = makeDock(u"runs"_s, tr("Runs"), m_runsPanel, &m_runsTitle);
    m_docks.jobs = makeDock(u"jobs"_s, tr("Jobs"), m_jobsPanel, &m_jobsTitle);
    connect(m_library, &LibraryPanel::infoChanged, m_libraryTitle, &DockTitleBar::setInfo);
    connect(m_runsPanel, &RunsPanel::infoChanged, m_runsTitle, &DockTitleBar::setInfo);
}

void MainWindow::makeToolBar()
{
    auto* bar = new QToolBar(tr("Workspaces"));
    bar->setObjectName(u"workspaces"_s);
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    const auto spacer = [bar](int width) {
        auto* space = new QWidget;
        space->setSizePolicy(width > 0 ? QSizePolicy::Fixed : QSizePolicy::Expanding, QSizePolicy::Preferred);
        if (width > 0) space->setFixedWidth(width);
        bar->addWidget(space);
    };
    constexpr int finderWidth = 250;
    spacer(finderWidth); // balances the finder: the workspaces stand in the middle
    spacer(0);
    for (QAction* action : m_workspaceGroup->actions()) {
        auto* button = new QToolButton;
        button->setObjectName(u"workspace"_s);
        button->setDefaultAction(action);
        bar->addWidget(button);
    }
    spacer(0);
    auto* finder = new QToolButton;
    finder->setObjectName(u"finder"_s);
    finder->setDefaultAction(m_actions->action(u"app.palette"_s));
    finder->setText(
        tr("Find any action…   %1").arg(finder->defaultAction()->shortcut().toString(QKeySequence::NativeText)));
    finder->setFixedWidth(finderWidth);
    bar->addWidget(finder);
    addToolBar(Qt::TopToolBarArea, bar);
}

void MainWindow::makeStatusBar()
{
    m_jobBar->setFixedWidth(160);
    m_jobBar->setMaximumHeight(8);
    m_jobBar->setTextVisible(false);
    m_jobBar->setAccessibleName(tr("Progress of the newest job"));
    m_jobText->setAccessibleName(tr("Newest job"));
    m_device->setAccessibleName(tr("Device in use"));
    m_device->setText(tr("device: CPU, %n core(s); networks not loaded yet", nullptr, static_cast<int>(usableCores())));
    statusBar()->addWidget(m_jobText);
    statusBar()->addWidget(m_jobBar);
    statusBar()->addPermanentWidget(m_device);
    statusBar()->setSizeGripEnabled(false);
    updateJobSummary();
}

TrainDialog* MainWindow::trainDialog() const
{
    return findChild<TrainDialog*>();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) m_session.open(url.toLocalFile());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_workspaces->remember();
    m_settings.set(Setting::WindowGeometry, saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace mien
