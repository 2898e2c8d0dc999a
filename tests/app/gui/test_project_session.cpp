// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_loader.h"
#include "app/gui/action_registry.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "app/gui/train_dialog.h"
#include "core/dataset/reader.h"
#include "tests/app/gui/project_window.h"
#include "widgets/itemmodels/library_filter.h"
#include "widgets/panels/library_filter_bar.h"
#include "widgets/panels/library_panel.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include <optional>
#include <utility>

using namespace Qt::StringLiterals;
using namespace mien;

/// Projects in the window offscreen: what is made of clips is kept, undone, moved, exported and repaired.
class TestProjectSession final : public ProjectWindow
{
    Q_OBJECT
private slots:
    void projectTakesInWhatIsOpen();
    void editsAreOneStepAndKept();
    void datasetsOwnLabelComesBack();
    void withoutProjectEditsAreRefusedInWords();
    void peopleAndNeutralComeBack();
    void secondWindowReads();
    void windowDoesNotWaitForTheFile();
    void whatWasAskedForLastIsOpened();
    void datasetThatCameBackKeepsItsEdits_data();
    void datasetThatCameBackKeepsItsEdits();
    void valuesOutliveALoanThatFails();
    void editsOutliveALoan_data();
    void editsOutliveALoan();
    void filtersSelectionAndPictures();
    void batchExtractionKnowsMissingFaces();
    void trainingLearnsOfEdits();

private:
    void lend();
};

/// To a worker, who takes a dataset in again.
void TestProjectSession::lend()
{
    auto read = readDataset(at(u"disk/日本 é"_s).toStdString(), {}, RunControl());
    QVERIFY(read);
    m_session->project().takeIn(std::make_shared<const DatasetIndex>(std::move(*read)));
    QVERIFY(m_session->project().isBusy());
}

void TestProjectSession::projectTakesInWhatIsOpen()
{
    const QString dataset = at(u"disk/two"_s);
    m_session->open(dataset);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().clipCount() > 0 && settled(), patience);
    const ClipRef shown = m_session->selection().clip();
    QVERIFY(shown.isValid());
    QSignalSpy closed(m_session.get(), &Session::clipClosed);
    m_session->project().create(at(u"taken.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    QVERIFY(m_session->project().holds(dataset));
    QCOMPARE(m_session->selection().clip(), shown); // nobody is disturbed
    QVERIFY(closed.isEmpty());
    QVERIFY(m_window->windowTitle().contains(u"taken"_s));
    QVERIFY(m_session->library().dataset(dataset)->clips.front().files.empty()); // names stay in the file
    QVERIFY(m_session->filesOf(shown).list()->size() > 1);
    QVERIFY(m_settings->value(Setting::RecentPaths).toStringList().contains(m_session->project().file()));
    m_session->project().create(at(u"taken.mien"_s)); // is there already
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messageBar()->text().contains(u"there already"_s), patience);
    m_window->actionRegistry().action(u"project.close"_s)->trigger();
    QCOMPARE(m_session->library().clipCount(), 0);
    QVERIFY(!m_session->selection().clip().isValid());
    QCOMPARE(m_window->windowTitle(), u"Mien"_s);
}

void TestProjectSession::editsAreOneStepAndKept()
{
    makeProject(u"edits.mien"_s);
    const QString root = at(u"disk/two"_s);
    const auto clips = clipsOf(root, 5);
    const auto labelOf = [&](std::size_t i) { return m_session->library().state(clips[i])->label; };
    const QString before = labelOf(0);
    m_session->clipEditor().relabel(clips, u"contempt"_s);
    QCOMPARE(labelOf(4), u"contempt"_s);
    QVERIFY(m_session->undo().undoText().startsWith(u"Label "_s));
    const int steps = m_session->undo().count();
    m_session->clipEditor().relabel(clips, u"contempt"_s); // nothing would change
    QCOMPARE(m_session->undo().count(), steps);
    m_session->clipEditor().setExcluded({clips[0]}, true);
    m_session->clipEditor().setSplit({clips[1], clips[2]}, u"test"_s);
    m_session->clipEditor().relabel({clips[3]}, u"fear"_s);
    m_window->actionRegistry().action(u"edit.undo"_s)->trigger();
    QCOMPARE(labelOf(3), u"contempt"_s);
    // A class list is one step for all clips.
    const LabelMapping merged = {{"contempt", "negative"}, {"fear", ""}};
    m_session->clipEditor().mapLabels(clips, merged);
    QCOMPARE(labelOf(3), u"negative"_s);
    QCOMPARE(labelOf(1), u"negative"_s);
    m_window->actionRegistry().action(u"edit.undo"_s)->trigger();
    QCOMPARE(labelOf(1), u"contempt"_s);
    QCOMPARE(labelOf(3), u"contempt"_s);
    // While a worker has the project, edits wait for its return.
    lend();
    m_session->clipEditor().relabel({clips[4]}, u"sadness"_s);
    m_session->project().setValue(clips[4], u"note"_s, u"waited"_s);
    QCOMPARE(labelOf(4), u"sadness"_s);
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QCOMPARE(labelOf(4), u"sadness"_s);
    QVERIFY(m_session->filesOf(clipsOf(at(u"disk/日本 é"_s), 1).front()).list()->size() > 1);

    cleanup();
    init();
    m_session->open(at(u"edits.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().clipCount() > 0 && settled(), patience);
    QCOMPARE(labelOf(1), u"contempt"_s);
    QCOMPARE(labelOf(3), u"contempt"_s);
    QCOMPARE(labelOf(4), u"sadness"_s);
    QCOMPARE(m_session->project().value(clips[4], u"note"_s), u"waited"_s);
    QVERIFY(m_session->library().state(clips[0])->excluded);
    QCOMPARE(m_session->library().state(clips[2])->split, u"test"_s);
    QCOMPARE(m_session->project().overridesOf(root).size(), before == u"contempt"_s ? 4u : 5u);
    QVERIFY(m_session->selection().clip().isValid()); // something is shown
}

void TestProjectSession::datasetsOwnLabelComesBack()
{
    makeProject(u"labels.mien"_s);
    const auto clips = clipsOf(at(u"disk/two"_s), 4);
    const auto labelOf = [&](std::size_t i) { return m_session->library().state(clips[i])->label; };
    const auto shown = [&](std::size_t i, int role) {
        return m_session->library().data(m_session->library().indexOf(clips[i]), role);
    };
    std::vector<QString> own;
    for (std::size_t i = 0; i < clips.size(); ++i) own.push_back(labelOf(i));
    QVERIFY(!own[0].isEmpty());
    m_session->clipEditor().relabel(clips, u"boredom"_s);
    m_session->clipEditor().relabel({clips[3]}, {});
    QVERIFY(shown(0, LibraryModel::RelabelledRole).toBool());
    QVERIFY(shown(0, Qt::ToolTipRole).toString().contains(u"the dataset says "_s + own[0]));

    cleanup();
    init();
    m_session->open(at(u"labels.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().clipCount() > 0 && settled(), patience);
    QVERIFY(shown(3, LibraryModel::RelabelledRole).toBool());
    m_session->clipEditor().mapLabels(clips, {{"boredom", ""}}); // a class list
    m_window->findChild<LibraryPanel*>()->selectAllShown();
    const int steps = m_session->undo().count();
    m_window->actionRegistry().action(u"clips.label.dataset"_s)->trigger();
    QCOMPARE(m_session->undo().count(), steps + 1);
    for (std::size_t i = 0; i < clips.size(); ++i) {
        QCOMPARE(labelOf(i), own[i]);
        QVERIFY(!shown(i, LibraryModel::RelabelledRole).toBool());
        QVERIFY(!shown(i, Qt::ToolTipRole).toString().contains(u"the dataset"_s));
    }
    QVERIFY(m_session->project().overridesOf(at(u"disk/two"_s)).empty());
    m_session->undo().undo();
    QCOMPARE(labelOf(0), QString());
}

void TestProjectSession::withoutProjectEditsAreRefusedInWords()
{
    m_session->open(at(u"disk/two"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().clipCount() > 0 && settled(), patience);
    m_session->clipEditor().setExcluded(clipsOf(at(u"disk/two"_s), 2), true);
    QVERIFY(m_window->messageBar()->text().contains(u"New Project"_s));
    QCOMPARE(m_session->undo().count(), 0);
}

void TestProjectSession::peopleAndNeutralComeBack()
{
    makeProject(u"people.mien"_s);
    m_window->actionRegistry().action(u"people.followAll"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(settled() && m_session->tracker().people().all().size() == 1, patience);
    m_session->people().rename(0, u"Anna"_s);
    m_session->setNeutral({NeutralChoice::Kind::Frames, 2, 5});
    const ClipRef clip = m_session->selection().clip();
    cleanup();
    init();
    m_session->open(at(u"people.mien"_s));
    m_session->setFollowedFaces(FollowedFaces::All);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    m_session->selection().setClip(clip);
    QTRY_VERIFY_WITH_TIMEOUT(settled() && m_session->tracker().people().all().size() == 1, patience);
    QCOMPARE(m_session->tracker().people().find(0)->name, std::string("Anna"));
    QCOMPARE(m_session->neutral(), (NeutralChoice{NeutralChoice::Kind::Frames, 2, 5}));
    m_session->selection().setClip(clipsOf(clip.dataset, 2)[1]);
    QCOMPARE(m_session->neutral(), NeutralChoice()); // that one's own
}

void TestProjectSession::secondWindowReads()
{
    makeProject(u"locked.mien"_s);
    Session other(loadEngine);
    QSignalSpy messages(&other, &Session::message);
    other.open(at(u"locked.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(other.project().isOpen(), patience);
    QVERIFY(other.project().isReadOnly());
    QVERIFY(messages.first().constLast().toString().contains(u"only be read"_s));
    other.clipEditor().setExcluded(
        {{at(u"disk/two"_s), QString::fromStdString(other.library().dataset(at(u"disk/two"_s))->clips[0].id)}}, true);
    QCOMPARE(other.undo().count(), 0); // what was refused is no step
    QVERIFY(messages.last().constLast().toString().contains(u"only be read"_s));
    QVERIFY(messages.last().constLast().toString().contains(u"close it there"_s)); // what to do
    QTRY_VERIFY_WITH_TIMEOUT(other.isSettled(), patience);
}

/// The names of a project's files are read beside the window's thread, which a file in use would else stop.
void TestProjectSession::windowDoesNotWaitForTheFile()
{
    makeProject(u"busy.mien"_s);
    const auto clips = clipsOf(at(u"disk/two"_s), 3);
    QSignalSpy opened(m_session.get(), &Session::clipOpened);
    for (const ClipRef& clip : clips) m_session->selection().setClip(clip);
    QVERIFY(opened.isEmpty());
    QVERIFY(!settled());
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QCOMPARE(opened.count(), 1); // the one chosen last
    QCOMPARE(opened[0][0].toString(), clips[2].clip);
    QVERIFY(m_session->playback().isOpen());
}

void TestProjectSession::whatWasAskedForLastIsOpened()
{
    makeProject(u"first.mien"_s);
    makeProject(u"second.mien"_s);
    m_session->project().close();
    for (const bool swapped : {false, true}) {
        const QString last = at(swapped ? u"first.mien"_s : u"second.mien"_s);
        QSignalSpy opened(&m_session->project(), &ProjectDocument::opened);
        m_session->open(at(swapped ? u"second.mien"_s : u"first.mien"_s));
        m_session->open(last);
        m_session->open(last); // once is enough
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
        QCOMPARE(m_session->project().file(), last);
        QVERIFY(!m_session->project().isReadOnly());
        QCOMPARE(opened.count(), 1);
        m_session->project().close();
    }
    m_session->open(at(u"first.mien"_s));
    m_session->project().close();
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QVERIFY(!m_session->project().isOpen());
    QCOMPARE(m_session->library().clipCount(), 0);
}

void TestProjectSession::datasetThatCameBackKeepsItsEdits_data()
{
    QTest::addColumn<bool>("readOnly");
    QTest::newRow("read-only") << true;
    QTest::newRow("written") << false;
}

/// What its reader says of a dataset is never shown in the place of what the project says.
void TestProjectSession::datasetThatCameBackKeepsItsEdits()
{
    QFETCH(bool, readOnly);
    const QString name = readOnly ? u"back-read.mien"_s : u"back.mien"_s;
    const QString root = at(u"disk/two"_s);
    makeProject(name);
    const auto clips = clipsOf(root, 2);
    m_session->clipEditor().relabel(clips, u"contempt"_s);
    m_session->clipEditor().setExcluded(clips, true);
    cleanup();
    QVERIFY(QDir().rename(at(u"disk"_s), at(u"elsewhere"_s)));
    auto elsewhere = readOnly ? std::optional(Project::open(at(name).toStdString())) : std::nullopt;
    init();
    m_session->open(at(name));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    QCOMPARE(m_session->project().isReadOnly(), readOnly);
    QVERIFY(m_session->library().isMissing(root));
    QVERIFY(QDir().rename(at(u"elsewhere"_s), at(u"disk"_s)));
    bool edited = false;
    connect(
        &m_session->library(), &LibraryModel::clipsChanged, m_session.get(),
        [&] { // as soon as it is shown
            if (!std::exchange(edited, true)) m_session->clipEditor().setSplit({clips[0]}, u"test"_s);
        },
        Qt::QueuedConnection);
    m_session->open(root);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->library().isMissing(root) && settled() && edited, patience);
    const auto check = [&] {
        for (const ClipRef& clip : clips) {
            QCOMPARE(m_session->library().state(clip)->label, u"contempt"_s);
            QVERIFY(m_session->library().state(clip)->excluded);
        }
        QCOMPARE(m_session->library().state(clips[0])->split, readOnly ? QString() : u"test"_s);
        QCOMPARE(m_session->project().overridesOf(root).size(), 2u);
    };
    check();
    cleanup();
    init();
    m_session->open(at(name));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    check();
}

void TestProjectSession::valuesOutliveALoanThatFails()
{
    makeProject(u"fails.mien"_s);
    const ClipRef clip = clipsOf(at(u"disk/two"_s), 1).front();
    QSignalSpy messages(m_session.get(), &Session::message);
    m_session->project().relink(at(u"disk/two"_s), m_folder.path()); // holds none of its files
    QVERIFY(m_session->project().isBusy());
    m_session->project().setValue(clip, u"note"_s, u"waited"_s);
    m_session->clipEditor().relabel({clip}, u"contempt"_s);
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QVERIFY(messages.last().constLast().toString().contains(u"holds no file"_s));
    cleanup();
    init();
    m_session->open(at(u"fails.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    QCOMPARE(m_session->project().value(clip, u"note"_s), u"waited"_s);
    QCOMPARE(m_session->library().state(clip)->label, u"contempt"_s);
}

void TestProjectSession::editsOutliveALoan_data()
{
    QTest::addColumn<QString>("way");
    for (const char* way : {"close", "open", "quit"}) QTest::newRow(way) << QString::fromLatin1(way);
}

/// What was shown as done is done, also where the project is left before a worker has brought it back.
void TestProjectSession::editsOutliveALoan()
{
    QFETCH(QString, way);
    makeProject(u"other-%1.mien"_s.arg(way));
    makeProject(u"left-%1.mien"_s.arg(way));
    const ClipRef clip = clipsOf(at(u"disk/two"_s), 1).front();
    lend();
    m_session->clipEditor().relabel({clip}, u"contempt"_s);
    m_session->project().setValue(clip, u"note"_s, u"waited"_s);
    if (way == u"close"_s) m_session->project().close();
    if (way == u"open"_s) {
        m_session->open(at(u"other-open.mien"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_session->project().name() == u"other-open"_s && settled(), patience);
        QVERIFY(m_session->library().state(clip)->label != u"contempt"_s);
    }
    cleanup();
    init();
    m_session->open(at(u"left-%1.mien"_s.arg(way)));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    QVERIFY(!m_session->project().isReadOnly());
    QCOMPARE(m_session->library().state(clip)->label, u"contempt"_s);
    QCOMPARE(m_session->project().value(clip, u"note"_s), u"waited"_s);
}

void TestProjectSession::filtersSelectionAndPictures()
{
    makeProject(u"filters.mien"_s);
    const QString root = at(u"disk/two"_s);
    LibraryPanel& library = *m_window->libraryPanel();
    const auto clips = clipsOf(root, 4);
    m_session->clipEditor().setSplit({clips[0], clips[1]}, u"val"_s);
    m_session->clipEditor().setExcluded({clips[1]}, true);
    LibraryQuery query;
    query.split = u"val"_s;
    library.filterBar().ask(query);
    QCOMPARE(library.filter().clipCount(), 2);
    query.excluded = false;
    library.filterBar().ask(query);
    QCOMPARE(library.filter().clipCount(), 1);
    // A selected dataset stands for its clips that are shown.
    library.selectAllShown();
    QCOMPARE(library.selectedClips(), std::vector<ClipRef>{clips[0]});
    QVERIFY(m_window->actionRegistry().action(u"clips.exclude"_s)->isEnabled());
    m_window->actionRegistry().action(u"clips.exclude"_s)->trigger();
    QCOMPARE(library.filter().clipCount(), 0); // it no longer matches
    m_session->undo().undo();
    QCOMPARE(library.filter().clipCount(), 1);
    library.filterBar().ask({});
    query = {};
    query.label = u"surprise"_s;
    library.filterBar().ask(query);
    QVERIFY(library.filter().labelCounts().size() > 2); // the other bars stay
    query = {};
    query.subject = u"S001"_s;
    library.filterBar().ask(query);
    QVERIFY(library.filter().clipCount() > 0 && library.filter().clipCount() < m_session->library().clipCount());

    // A click selects, a double click opens.
    QTreeView* tree = library.tree();
    tree->expandAll();
    const QModelIndex row = library.filter().mapFromSource(m_session->library().indexOf(clips[2]));
    QVERIFY(row.isValid());
    tree->scrollTo(row);
    const QPoint place = tree->visualRect(row).center();
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, place);
    QVERIFY(m_session->selection().clip() != clips[2]);
    QCOMPARE(library.selectedClips(), std::vector<ClipRef>{clips[2]});
    QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(m_session->selection().clip(), clips[2]);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().hasPicture(clips[2]), patience);
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
}

void TestProjectSession::batchExtractionKnowsMissingFaces()
{
    makeProject(u"batch.mien"_s);
    const auto clips = clipsOf(at(u"disk/two"_s), 3);
    QSignalSpy messages(m_session.get(), &Session::message);
    m_session->extractClips(clips);
    QTRY_VERIFY_WITH_TIMEOUT(!messages.isEmpty(), patience);
    for (const ClipRef& clip : clips) {
        QVERIFY(m_session->library().marks(clip).faces.isKnown());
        QVERIFY(!m_session->project().value(clip, u"faces"_s).isEmpty());
    }
    m_session->library().setCoverage(clips[1], {20, 15});
    LibraryQuery query;
    query.faces = LibraryQuery::Faces::Missing;
    m_window->libraryPanel()->filterBar().ask(query);
    QVERIFY(m_window->libraryPanel()->filter().clipCount() >= 1);
    query.faces = LibraryQuery::Faces::Unknown;
    m_window->libraryPanel()->filterBar().ask(query);
    QVERIFY(m_window->libraryPanel()->filter().clipCount() < m_session->library().clipCount());
}

void TestProjectSession::trainingLearnsOfEdits()
{
    if (!loadEngine().ok()) QSKIP("the models plugin is not built");
    makeProject(u"train.mien"_s);
    const QString root = m_session->project().sources().front().root;
    const auto clips = clipsOf(root, 6);
    m_session->clipEditor().setExcluded({clips[0], clips[1]}, true);
    m_window->actionRegistry().action(u"train.new"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->trainDialog(), patience);
    TrainDialog* dialog = m_window->trainDialog();
    QVERIFY2(dialog->note().contains(u"2 clip"_s), qPrintable(dialog->note()));
    dialog->setFolder(at(u"run"_s));
    dialog->setProtocol(u"split"_s);
    QVERIFY(dialog->problem().contains(u"test"_s)); // nobody put anything there
    const RunConfig config = dialog->config();
    QCOMPARE(config.datasets.front().clips.size(), 2u);
    QVERIFY(config.datasets.front().clips.front().excluded);
    QVERIFY(config.tested.clips.empty());
    // The dataset that is tested on is as the project has it, too.
    const QString other = m_session->project().sources().back().root;
    dialog->reject();
    QTRY_VERIFY(!m_window->trainDialog());
    m_session->clipEditor().setExcluded(clipsOf(other, 3), true);
    m_window->actionRegistry().action(u"train.new"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->trainDialog(), patience);
    dialog = m_window->trainDialog();
    dialog->setProtocol(u"cross:"_s + other);
    QVERIFY2(dialog->note().contains(u"5 clip"_s), qPrintable(dialog->note()));
    QCOMPARE(dialog->config().tested.clips.size(), 3u);
    QVERIFY(!dialog->config().tested.reader.empty());
    dialog->reject();
}

QTEST_MAIN(TestProjectSession)
#include "test_project_session.moc"
