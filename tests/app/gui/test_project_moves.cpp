// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/relink_dialog.h"
#include "tests/app/gui/project_window.h"
#include "widgets/itemmodels/library_filter.h"
#include "widgets/panels/library_panel.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace mien;

/// Projects in the window offscreen: what is moved, removed, exported or damaged.
class TestProjectMoves final : public ProjectWindow
{
    Q_OBJECT
private slots:
    void linkedFolderIsTheFolder();
    void peopleFollowARelinking();
    void movedDatasetIsRelinked();
    void removalIsAsked();
    void damagedProjectIsRepaired_data();
    void damagedProjectIsRepaired();
    void packageNeedsNothingElse();
};

void TestProjectMoves::linkedFolderIsTheFolder()
{
    QVERIFY(QFile::link(at(u"disk"_s), at(u"link"_s)));
    m_session->setFollowedFaces(FollowedFaces::All);
    m_session->open(at(u"link/two"_s));
    QTRY_VERIFY_WITH_TIMEOUT(settled() && m_session->tracker().people().all().size() == 1, patience);
    m_session->people().rename(0, u"Anna"_s);
    const ClipRef clip = m_session->selection().clip();
    m_session->project().create(at(u"linked.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    QCOMPARE(m_session->selection().clip(), clip); // is still looked at
    QVERIFY(m_session->project().value(clip, u"people"_s).contains(u"Anna"_s));
    m_session->open(at(u"disk/two"_s)); // nothing new
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QCOMPARE(m_session->library().datasetCount(), 1);
    QCOMPARE(m_session->undo().count(), 1);
}

void TestProjectMoves::peopleFollowARelinking()
{
    makeProject(u"follow.mien"_s);
    m_session->setFollowedFaces(FollowedFaces::All);
    const ClipRef clip = clipsOf(at(u"disk/two"_s), 1).front();
    m_session->selection().setClip(clip);
    QTRY_VERIFY_WITH_TIMEOUT(settled() && m_session->tracker().people().all().size() == 1, patience);
    m_session->people().rename(0, u"Anna"_s);
    QVERIFY(QDir().rename(at(u"disk"_s), at(u"elsewhere"_s)));
    m_session->project().relink(clip.dataset, at(u"elsewhere/two"_s));
    const ClipRef now{at(u"elsewhere/two"_s), clip.clip};
    QTRY_VERIFY_WITH_TIMEOUT(m_session->selection().clip() == now && settled(), patience);
    QCOMPARE(m_session->people().edited(now)->find(0)->name, std::string("Anna"));
    QCOMPARE(m_session->tracker().people().find(0)->name, std::string("Anna"));
    m_session->undo().undo();
    QCOMPARE(m_session->selection().clip(), now);
    QCOMPARE(m_session->tracker().people().find(0)->name, std::string());
    cleanup();
    QVERIFY(QDir().rename(at(u"elsewhere"_s), at(u"disk"_s)));
    init();
}

void TestProjectMoves::movedDatasetIsRelinked()
{
    makeProject(u"moved.mien"_s);
    cleanup();
    QVERIFY(QDir().rename(at(u"disk"_s), at(u"elsewhere"_s)));
    init();
    m_session->open(at(u"moved.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    QVERIFY(m_window->messageBar()->text().contains(u"not where they were"_s));
    QVERIFY(m_session->library().isMissing(at(u"disk/two"_s)));
    QVERIFY(m_session->library().datasets().empty()); // nothing to train on
    RelinkDialog* dialog = m_window->showRelinkDialog();
    dialog->relink(m_folder.path()); // holds none of its files
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QVERIFY2(dialog->resultText().contains(u"holds no file"_s), qPrintable(dialog->resultText()));
    // The first is the chosen one; which that is, the readers' race has decided.
    const QString first = QFileInfo(m_session->project().sources().front().root).fileName();
    const QString second = QFileInfo(m_session->project().sources().back().root).fileName();
    const auto clips = clipsOf(at(u"disk/two"_s), 2);
    const QString before = m_session->library().state(clips[0])->label;
    m_session->clipEditor().relabel(clips, u"contempt"_s);
    dialog->relink(at(u"elsewhere/"_s + first));
    m_session->clipEditor().setExcluded({clips[1]}, true); // waits for the project, whose clips lie elsewhere then
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QCOMPARE(m_session->library().datasets().size(), 2u); // both were found
    QVERIFY2(dialog->resultText().contains(second), qPrintable(dialog->resultText()));
    QVERIFY(!dialog->resultText().contains(u"holds no file"_s));
    for (const char* gone : {"holds no file", "not where they were"}) { // nor is it said behind the dialog
        const QString said = m_window->messageBar()->text();
        QVERIFY2(!said.contains(QLatin1String(gone)), qPrintable(said));
    }
    QVERIFY(m_session->library().dataset(at(u"elsewhere/two"_s)));
    QVERIFY(!m_session->library().dataset(at(u"disk/two"_s)));
    m_session->selection().setClip(clipsOf(at(u"elsewhere/two"_s), 1).front());
    QTRY_VERIFY_WITH_TIMEOUT(settled(), patience);
    QVERIFY2(m_session->playback().isOpen(), qPrintable(m_window->messageBar()->text()));
    // What was done before the move is undone after it.
    const ClipRef now0{at(u"elsewhere/two"_s), clips[0].clip}, now1{at(u"elsewhere/two"_s), clips[1].clip};
    QCOMPARE(m_session->library().state(now0)->label, u"contempt"_s);
    QVERIFY(m_session->library().state(now1)->excluded);
    m_session->undo().undo();
    QVERIFY(!m_session->library().state(now1)->excluded);
    m_session->undo().undo();
    QCOMPARE(m_session->library().state(now0)->label, before);
    QCOMPARE(m_session->undo().index(), 0);
    m_session->undo().redo();
    QCOMPARE(m_session->library().state(now0)->label, u"contempt"_s);
    cleanup();
    init();
    m_session->open(at(u"moved.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    QCOMPARE(m_session->library().state(now0)->label, u"contempt"_s);
    QVERIFY(!m_session->library().state(now1)->excluded);
    cleanup();
    QVERIFY(QDir().rename(at(u"elsewhere"_s), at(u"disk"_s)));
    init();
}

void TestProjectMoves::removalIsAsked()
{
    makeProject(u"remove.mien"_s);
    const QString root = at(u"disk/two"_s);
    const ClipRef clip = clipsOf(root, 1).front();
    m_session->clipEditor().relabel({clip}, u"contempt"_s);
    m_session->selection().setClip(clip);
    LibraryPanel& library = *m_window->libraryPanel();
    QModelIndex row = library.filter().mapFromSource(m_session->library().indexOf(clip));
    while (row.parent().isValid()) row = row.parent();
    library.tree()->setCurrentIndex(row);
    QCOMPARE(library.selectedDataset(), root);
    const auto answer = [&](QMessageBox::ButtonRole role) {
        m_window->actionRegistry().action(u"project.remove"_s)->trigger();
        auto* box = m_window->findChild<QMessageBox*>();
        QVERIFY(box);
        QVERIFY(box->informativeText().contains(u"labels"_s) && box->informativeText().contains(u"files stay"_s));
        QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel));
        for (QAbstractButton* button : box->buttons())
            if (box->buttonRole(button) == role) button->click();
        QTRY_VERIFY(!m_window->findChild<QMessageBox*>());
    };
    answer(QMessageBox::RejectRole);
    QVERIFY(!m_session->project().isBusy());
    QVERIFY(m_session->project().holds(root));
    QCOMPARE(m_session->undo().count(), 1);
    answer(QMessageBox::DestructiveRole);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->project().holds(root) && settled(), patience);
    QCOMPARE(m_session->undo().count(), 0); // no step is of what is gone
    QVERIFY(!m_session->selection().clip().isValid());
    QVERIFY(QFile::exists(root));
    QVERIFY(!m_session->library().dataset(root));
}

void TestProjectMoves::damagedProjectIsRepaired_data()
{
    QTest::addColumn<int>("left"); // bytes of the file
    QTest::newRow("empty") << 0;   // what a crash of another program leaves
    QTest::newRow("cut off") << 50;
}

void TestProjectMoves::damagedProjectIsRepaired()
{
    QFETCH(int, left);
    const QString name = u"hurt%1.mien"_s.arg(left);
    makeProject(name);
    const ClipRef clip = clipsOf(at(u"disk/two"_s), 1).front();
    m_session->clipEditor().relabel({clip}, u"contempt"_s);
    for (int i = 0; i < 2; ++i) { // an opening that finds changes makes a backup
        cleanup();
        init();
        m_session->open(at(name));
        QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    }
    cleanup();
    QFile file(at(name));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.resize(left);
    file.close();
    init();
    m_session->open(at(name));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<QMessageBox*>(), patience);
    auto* box = m_window->findChild<QMessageBox*>();
    QVERIFY(box->text().contains(u"damaged"_s));
    for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::AcceptRole) button->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    QCOMPARE(m_session->library().state(clip)->label, u"contempt"_s);
    QVERIFY(QFile::exists(at(name + u".damaged"_s)));
}

void TestProjectMoves::packageNeedsNothingElse()
{
    makeProject(u"whole.mien"_s);
    const QString id = clipsOf(at(u"disk/two"_s), 1).front().clip;
    m_session->clipEditor().relabel({{at(u"disk/two"_s), id}}, u"contempt"_s);
    QSignalSpy messages(m_session.get(), &Session::message);
    m_session->project().exportTo(at(u"package"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!messages.isEmpty(), patience);
    QVERIFY2(messages.first().constLast().toString().contains(u"package"_s),
             qPrintable(messages.first().constLast().toString()));
    cleanup();
    init();
    m_session->open(at(u"package/whole.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    const ClipRef inside{at(u"package/media/two"_s), id};
    QCOMPARE(m_session->library().state(inside)->label, u"contempt"_s);
    m_session->selection().setClip(inside);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->playback().isOpen() && settled(), patience);
}

QTEST_MAIN(TestProjectMoves)
#include "test_project_moves.moc"
