// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/main_window.h"
#include "widgets/common/dock_title_bar.h"
#include "widgets/common/names.h"
#include "widgets/panels/people_panel.h"
#include "widgets/panels/viewer_panel.h"
#include "widgets/timeline/timeline_view.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace mien {

void MainWindow::makeEditMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    QUndoStack& stack = m_session.undo();
    QAction* undo = m_actions->add(u"edit.undo"_s, tr("&Undo"), u"Ctrl+Z"_s, [&stack] { stack.undo(); });
    QAction* redo = m_actions->add(u"edit.redo"_s, tr("&Redo"), u"Ctrl+Shift+Z"_s, [&stack] { stack.redo(); });
    const auto update = [this, undo, redo] {
        const QUndoStack& edits = m_session.undo();
        undo->setEnabled(edits.canUndo());
        redo->setEnabled(edits.canRedo());
        undo->setText(edits.canUndo() ? tr("&Undo “%1”").arg(edits.undoText()) : tr("&Undo"));
        redo->setText(edits.canRedo() ? tr("&Redo “%1”").arg(edits.redoText()) : tr("&Redo"));
    };
    connect(&stack, &QUndoStack::indexChanged, this, update);
    update();
    menu->addActions({undo, redo});
    menu->addSeparator();
    addPeopleActions(*menu);
    menu->addSeparator();
    addNeutralActions(*menu->addMenu(tr("Neutral of &Action Units")));
}

void MainWindow::addNeutralActions(QMenu& menu)
{
    using Kind = NeutralChoice::Kind;
    auto* group = new QActionGroup(this);
    const auto add = [&](const QString& id, const QString& text, const QString& tip,
                         const std::function<NeutralChoice()>& choice) {
        QAction* action = m_actions->add(u"neutral."_s + id, tr("Neutral: %1").arg(text), {},
                                         [this, choice] { m_session.setNeutral(choice()); });
        action->setIconText(text);
        action->setToolTip(tip);
        action->setCheckable(true);
        action->setActionGroup(group);
        menu.addAction(action);
        return action;
    };
    QAction* automatic =
        add(u"auto"_s, tr("automatic"), tr("The beginning of clips of up to 100 frames, else what the face shows most"),
            [] { return NeutralChoice{}; });
    QAction* start = add(u"start"_s, tr("first three frames"), {}, [] { return NeutralChoice{Kind::Beginning}; });
    QAction* usual = add(u"usual"_s, tr("what the face shows most"), {}, [] { return NeutralChoice{Kind::Usual}; });
    QAction* here = add(u"frames"_s, tr("this frame, or the marked ones"),
                        tr("The shown frame; where in and out marks are set, the frames between them"), [this] {
                            const PlayRange& range = m_session.playback().range();
                            const int shown = m_session.selection().frame();
                            return range.in() && range.out() ? NeutralChoice{Kind::Frames, *range.in(), *range.out()}
                                                             : NeutralChoice{Kind::Frames, shown, shown};
                        });
    QAction* mean =
        add(u"meanFace"_s, tr("mean face"), tr("Nobody's neutral: the one choice that single pictures have"),
            [] { return NeutralChoice{Kind::MeanFace}; });
    menu.setToolTipsVisible(true);
    const auto update = [this, automatic, start, usual, here, mean] {
        QAction* const byKind[] = {automatic, start, usual, here, mean};
        byKind[static_cast<int>(m_session.neutral().kind)]->setChecked(true);
        showTrackSummary();
    };
    connect(&m_session, &Session::neutralChanged, this, update);
    automatic->setChecked(true);
}

QString MainWindow::neutralText() const
{
    const NeutralChoice& choice = m_session.neutral();
    switch (choice.kind) {
    case NeutralChoice::Kind::Automatic:
        return tr("neutral: automatic");
    case NeutralChoice::Kind::Beginning:
        return tr("neutral: first three frames");
    case NeutralChoice::Kind::Usual:
        return tr("neutral: what the face shows most");
    case NeutralChoice::Kind::MeanFace:
        return tr("neutral: mean face");
    case NeutralChoice::Kind::Frames:
        break;
    }
    return choice.first == choice.last ? tr("neutral: frame %1").arg(choice.first + 1)
                                       : tr("neutral: frames %1 to %2").arg(choice.first + 1).arg(choice.last + 1);
}

void MainWindow::addPeopleActions(QMenu& menu)
{
    PeopleEditor& editor = m_session.people();
    QAction* follow = m_actions->add(u"people.followAll"_s, tr("&Follow All Faces"), u"Ctrl+Shift+A"_s, [] {});
    follow->setCheckable(true);
    connect(follow, &QAction::triggered, this, &MainWindow::followAllFaces);
    connect(&m_session, &Session::followedFacesChanged, follow, [this, follow] {
        follow->setChecked(m_session.followedFaces() == FollowedFaces::All);
        m_peoplePanel->setFollowsAll(follow->isChecked());
    });
    QAction* merge = m_actions->add(u"people.merge"_s, tr("&Merge Selected People"), u"Ctrl+Shift+M"_s,
                                    [this, &editor] { editor.merge(m_peoplePanel->selected()); });
    merge->setIconText(tr("Merge"));
    QAction* split =
        m_actions->add(u"people.split"_s, tr("&Split Person at This Frame"), u"Ctrl+Shift+S"_s, [this, &editor] {
            editor.split(m_session.selection().person(), m_session.selection().frame());
        });
    split->setIconText(tr("Split here"));
    QAction* rename = m_actions->add(u"people.rename"_s, tr("Re&name Person"), u"F2"_s, [this] {
        showPeoplePanel();
        m_peoplePanel->editName(m_session.selection().person());
    });
    rename->setIconText(tr("Rename"));
    QAction* exclude = m_actions->add(
        u"people.exclude"_s, tr("E&xclude or Include Selected People"), u"Ctrl+Shift+X"_s, [this, &editor] {
            const std::vector<int> ids = m_peoplePanel->selected();
            const Person* first = ids.empty() ? nullptr : m_session.tracker().people().find(ids.front());
            if (first) editor.setExcluded(ids, !first->excluded);
        });
    exclude->setIconText(tr("Exclude"));
    menu.addActions({follow, merge, split, rename, exclude});
    m_peoplePanel->setActions({merge, split, rename});
    merge->setToolTip(tr("Make the selected people one, who keeps the first one's number"));
    split->setToolTip(tr("From the shown frame on it is somebody else"));
    const auto update = [this, merge, split, rename, exclude] {
        const std::size_t selected = m_peoplePanel->selected().size();
        merge->setEnabled(selected > 1);
        exclude->setEnabled(selected > 0);
        const bool chosen = m_session.tracker().people().find(m_session.selection().person());
        split->setEnabled(chosen);
        rename->setEnabled(chosen);
    };
    connect(m_peoplePanel, &PeoplePanel::selectionChanged, this, update);
    connect(&m_session.selection(), &Selection::personChanged, this, update);
    connect(&m_session.tracker(), &ClipTracker::peopleKnown, this, update);
    update();
}

void MainWindow::followAllFaces(bool all)
{
    m_session.setFollowedFaces(all ? FollowedFaces::All : FollowedFaces::Largest);
    if (all) showPeoplePanel();
}

void MainWindow::showPeoplePanel()
{
    if (!m_docks.people->isVisible()) {
        m_docks.people->show();
        constexpr int roomForFour = 310; // people
        resizeDocks({m_docks.people}, {roomForFour}, Qt::Vertical);
    }
    m_docks.people->raise();
}

void MainWindow::linkPeople()
{
    PeopleModel* model = m_peoplePanel->model();
    PeopleEditor& editor = m_session.people();
    connect(m_peoplePanel, &PeoplePanel::followsAllChosen, this, &MainWindow::followAllFaces);
    connect(m_peoplePanel, &PeoplePanel::personChosen, &m_session.selection(), &Selection::setPerson);
    connect(m_viewer, &ViewerPanel::personChosen, &m_session.selection(), &Selection::setPerson);
    connect(model, &PeopleModel::renameRequested, &editor, &PeopleEditor::rename);
    connect(model, &PeopleModel::excludeRequested, &editor,
            [&editor](int id, bool excluded) { editor.setExcluded({id}, excluded); });
    connect(&m_session.selection(), &Selection::personChanged, this, [this](int person) {
        m_peoplePanel->setCurrent(person);
        m_timeline->setJoins(m_session.tracker().people().joinsOf(person));
    });
    connect(&m_session.thumbnails(), &PeopleThumbnails::ready, model, &PeopleModel::setPicture);
    connect(&m_session.tracker(), &ClipTracker::peopleKnown, this, &MainWindow::showPeople);
    for (auto signal : {&Session::clipClosed, &Session::followedFacesChanged})
        connect(&m_session, signal, this, &MainWindow::forgetPeople);
    connect(&m_session, &Session::clipOpened, this, &MainWindow::forgetPeople);
    forgetPeople();
}

void MainWindow::forgetPeople()
{
    m_peoplePanel->model()->clear();
    m_viewer->setNames({});
    m_timeline->setJoins({});
    m_peopleTitle->setInfo({});
    m_peoplePanel->setHint(m_session.followedFaces() == FollowedFaces::All
                               ? tr("Who is who is told when the whole clip is known")
                               : tr("Only the largest face of each frame is followed"));
}

void MainWindow::showPeople()
{
    const ClipTracker& tracker = m_session.tracker();
    const People& people = tracker.people();
    m_peoplePanel->model()->setPeople(people, tracker.faces().frameCount());
    if (people.all().empty() && m_session.followedFaces() == FollowedFaces::All)
        m_peoplePanel->setHint(tracker.faces().hasFace() ? tr("Landmarks of a file: only pictures tell who is who")
                                                         : tr("No face was found in this clip"));
    QHash<int, QString> names;
    for (const Person& person : people.all()) names.insert(person.id, displayPerson(person.id, person.name));
    m_viewer->setNames(names);
    m_peopleTitle->setInfo(people.all().empty() ? QString() : QString::number(people.all().size()));
    if (tracker.hasFacesOfPeople() && !people.all().empty())
        m_session.thumbnails().request(tracker.source(), tracker.sharedFaces());
    m_peoplePanel->setCurrent(m_session.selection().person());
    m_timeline->setJoins(people.joinsOf(m_session.selection().person()));
    if (!m_shown.frame.empty()) showFace(m_shown.frame.index);
}

} // namespace mien
