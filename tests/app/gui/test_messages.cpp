// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/job_center.h"
#include "core/base/files.h"
#include "tests/app/gui/project_window.h"
#include "widgets/common/message_bar.h"
#include "widgets/dialogs/fitting_dialog.h"
#include "widgets/timeline/timeline_view.h"

#include <QDir>
#include <QImage>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace mien;

/// What the window says, and what it says no longer.
class TestMessages final : public ProjectWindow
{
    Q_OBJECT
private slots:
    void warningsHaveTheirPlaceAndAList_data();
    void warningsHaveTheirPlaceAndAList();
    void recentPathsAreAbsolute();
    void closedProjectLeavesNoRuns();
    void successIsNoWarning();
    void picturesOfManySizesAreNoFilm();
};

void TestMessages::warningsHaveTheirPlaceAndAList_data()
{
    QTest::addColumn<QString>("manifest");
    QTest::addColumn<QString>("first");
    QTest::addColumn<int>("count");
    const QString head = u"path,subject,label,apex\n"_s;
    QTest::newRow("one") << head + u"a.png,S1,fear,no\n"_s << u"manifest.csv, line 2: "_s << 1;
    QTest::newRow("several") << head + u"a.png,S1,fear,\nb.png,S1,anger,no\nc.png,S2,fear,none\n"_s
                             << u"manifest.csv, line 3: "_s << 2;
}

void TestMessages::warningsHaveTheirPlaceAndAList()
{
    QFETCH(QString, manifest);
    QFETCH(QString, first);
    QFETCH(int, count);
    const QString folder = at(u"warned %1"_s.arg(count));
    QVERIFY(QDir().mkpath(folder));
    QImage picture(64, 48, QImage::Format_RGB32);
    picture.fill(Qt::gray);
    for (const char* name : {"a.png", "b.png", "c.png"}) QVERIFY(picture.save(folder + u'/' + QLatin1String(name)));
    QVERIFY(files::writeAtomically(QString(folder + u"/manifest.csv"_s).toStdString(), manifest.toStdString()).ok());
    QSignalSpy warned(m_session.get(), &Session::warned);
    m_session->open(folder);
    QTRY_VERIFY_WITH_TIMEOUT(!warned.isEmpty() && settled(), patience);
    const QString text = warned.first()[0].toString();
    QVERIFY2(text.contains(first), qPrintable(text));
    QVERIFY(!text.contains(u": :"_s));
    QCOMPARE(warned.first()[2].toStringList().size(), count);
    while (m_window->messageBar()->text() != text && !m_window->messageBar()->text().isEmpty())
        m_window->messageBar()->withdraw(m_window->messageBar()->text());
    m_window->messageBar()->findChild<QToolButton*>(u"offer"_s)->click();
    auto* dialog = m_window->findChild<FittingDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QListWidget*>()->count(), count);
    QVERIFY(dialog->findChild<QListWidget*>()->item(0)->text().startsWith(first));
    dialog->reject();
}

void TestMessages::recentPathsAreAbsolute()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(at(u"disk"_s)));
    m_settings->set(Setting::RecentPaths, QStringList{u"old"_s});
    m_session->open(u"two"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().clipCount() > 0 && settled(), patience);
    QVERIFY(QDir::setCurrent(before));
    QCOMPARE(m_settings->value(Setting::RecentPaths).toStringList(),
             QStringList{QFileInfo(at(u"disk/two"_s)).absoluteFilePath()});
}

void TestMessages::closedProjectLeavesNoRuns()
{
    makeProject(u"runs.mien"_s);
    RunRecord failed, live;
    failed.folder = u"/runs/failed"_s;
    failed.state = RunRecord::State::Failed;
    live.folder = u"/runs/live"_s;
    live.state = RunRecord::State::Training;
    m_session->runs().put(failed);
    m_session->runs().put(live);
    m_session->selection().setRun(failed.folder);
    m_session->project().close();
    QCOMPARE(m_session->runs().rowCount(), 1);
    QVERIFY(m_session->runs().run(live.folder)); // it can still be cancelled
    QVERIFY(m_session->selection().run() != failed.folder);
}

void TestMessages::successIsNoWarning()
{
    JobCenter jobs;
    const int done = jobs.start(u"Exporting"_s, {}).id;
    const int failed = jobs.start(u"Exporting"_s, {}).id;
    jobs.succeed(done, u"/somewhere"_s);
    jobs.fail(failed, Error::failed("no room"));
    QCOMPARE(jobs.model()->job(done)->result, u"/somewhere"_s);
    QVERIFY(jobs.model()->job(done)->messages.isEmpty()); // which have the colour of warnings
    QCOMPARE(jobs.model()->job(failed)->messages.size(), 1);
    QVERIFY(jobs.model()->job(failed)->result.isEmpty());
}

void TestMessages::picturesOfManySizesAreNoFilm()
{
    const QString folder = at(u"sizes"_s);
    QVERIFY(QDir().mkpath(folder));
    for (int i = 0; i < 5; ++i) {
        QImage picture(160 + (i > 1 ? i : 0), 120, QImage::Format_RGB32);
        picture.fill(Qt::gray);
        QVERIFY(picture.save(folder + u"/%1.png"_s.arg(i)));
    }
    QSignalSpy messages(m_session.get(), &Session::message);
    m_session->selection().setClip({});
    m_session->open(folder);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->tracker().hasFacesOfPeople() && settled(), patience);
    const auto told = [&] {
        for (const auto& said : messages)
            if (said[1].toString().contains(u"3 of 5 picture"_s)) return true;
        return false;
    };
    QVERIFY(told());
    const auto* timeline = m_window->findChild<TimelineView*>();
    QVERIFY(timeline->stripToolTip(0).contains(u"no face"_s));
    QVERIFY2(timeline->stripToolTip(3).contains(u"163×120"_s), qPrintable(timeline->stripToolTip(3)));
    QVERIFY(!timeline->stripToolTip(3).contains(u"no face"_s));
}

QTEST_MAIN(TestMessages)
#include "test_messages.moc"
