// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/event_loop_watchdog.h"
#include "app/gui/job_center.h"
#include "app/gui/mailbox.h"
#include "app/gui/selection.h"
#include "app/gui/settings.h"
#include "app/gui/workspaces.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QWidget>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace mien;

class TestGuiParts final : public QObject
{
    Q_OBJECT
private slots:
    void settingsKeepWhatWasSet();
    void settingsOfAWrongTypeAreAbsent();
    void shortcutsAreStoredOnlyWhenChanged();
    void selectionSpeaksOnlyOfChanges();
    void newClipResetsFrameAndLandmark();
    void jobsShowProgressAndObey();
    void failedJobsKeepTheirWords();
    void mailboxDeliversTogetherAndInOrder();
    void mailboxOutlivesItsContext();
    void watchdogSeesABusyLoop();
};

void TestGuiParts::settingsKeepWhatWasSet()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"日本 é.ini"_s);
    {
        Settings settings(file);
        QCOMPARE(settings.number(Setting::StepLarge), 100);
        QSignalSpy changes(&settings, &Settings::changed);
        settings.set(Setting::StepLarge, 250);
        settings.set(Setting::StepLarge, 250);
        QCOMPARE(changes.size(), 1);
        settings.set(Setting::RecentPaths, QStringList{u"/data/日本 é"_s});
        settings.setLayout(u"browse"_s, QByteArray("state"));
    }
    const Settings again(file);
    QCOMPARE(again.number(Setting::StepLarge), 250);
    QCOMPARE(again.value(Setting::RecentPaths).toStringList(), QStringList{u"/data/日本 é"_s});
    QCOMPARE(again.layout(u"browse"_s), QByteArray("state"));
    QVERIFY(again.layout(u"train"_s).isEmpty());
}

void TestGuiParts::settingsOfAWrongTypeAreAbsent()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"mien.ini"_s);
    QFile ini(file);
    QVERIFY(ini.open(QIODevice::WriteOnly));
    ini.write("[playback]\nstepSmall=many\nspeed=fast\n");
    ini.close();
    const Settings settings(file);
    QCOMPARE(settings.number(Setting::StepSmall), 1);
    QCOMPARE(settings.value(Setting::Speed).toDouble(), 1.0);
}

void TestGuiParts::shortcutsAreStoredOnlyWhenChanged()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"mien.ini"_s);
    {
        Settings settings(file);
        QWidget window;
        ActionRegistry actions(settings, &window);
        int plays = 0;
        QAction* play = actions.add(u"play"_s, u"&Play"_s, u"Space"_s, [&] { ++plays; });
        play->trigger();
        QCOMPARE(plays, 1);
        QCOMPARE(actions.action(u"play"_s), play);
        QCOMPARE(actions.entries().first().title, u"Play"_s);
        actions.applyShortcuts({{u"play"_s, QKeySequence(u"P"_s)}, {u"unknown"_s, QKeySequence(u"Q"_s)}});
        QCOMPARE(play->shortcut(), QKeySequence(u"P"_s));
    }
    Settings settings(file);
    QWidget window;
    ActionRegistry actions(settings, &window);
    QCOMPARE(actions.add(u"play"_s, u"Play"_s, u"Space"_s, [] {})->shortcut(), QKeySequence(u"P"_s));
    actions.applyShortcuts({{u"play"_s, QKeySequence(u"Space"_s)}});
    QCOMPARE(settings.shortcut(u"play"_s, u"the default"_s), u"the default"_s); // back to following the default
}

void TestGuiParts::selectionSpeaksOnlyOfChanges()
{
    Selection selection;
    QSignalSpy frames(&selection, &Selection::frameChanged);
    QSignalSpy cells(&selection, &Selection::cellChanged);
    QSignalSpy runs(&selection, &Selection::runChanged);
    selection.setFrame(3);
    selection.setFrame(3);
    selection.setFrame(-1);
    QCOMPARE(frames.size(), 1);
    selection.setRun(u"/run"_s);
    selection.setCell(ConfusionCell{1, 2});
    selection.setCell(ConfusionCell{1, 2});
    QCOMPARE(cells.size(), 1);
    selection.setRun(u"/other"_s);
    QVERIFY(!selection.cell()); // a cell belongs to its run
    QCOMPARE(runs.size(), 2);
}

void TestGuiParts::newClipResetsFrameAndLandmark()
{
    Selection selection;
    selection.setClip({u"/d"_s, u"a"_s});
    selection.setFrame(7);
    selection.setLandmark(30);
    selection.setClip({u"/d"_s, u"b"_s});
    QCOMPARE(selection.frame(), 0);
    QCOMPARE(selection.landmark(), -1);
}

void TestGuiParts::jobsShowProgressAndObey()
{
    JobCenter jobs;
    const JobCenter::Job job = jobs.start(u"extract"_s, {.pause = true, .finishEarly = true});
    QCOMPARE(jobs.model()->job(job.id)->state, JobRow::State::Waiting);
    std::unique_ptr<QThread> worker(QThread::create([control = job.control] {
        control->report(Progress{"extracting landmarks", 5, 20});
    }));
    worker->start();
    QTRY_COMPARE(jobs.model()->job(job.id)->state, JobRow::State::Running);
    QCOMPARE(jobs.model()->job(job.id)->fraction, 0.25);
    QVERIFY(worker->wait());
    job.control->report(Progress{"fold 2 of 4", 5, 10}); // the whole training counts, not the fold
    QTRY_COMPARE(jobs.model()->job(job.id)->fraction, 0.375);
    jobs.setPaused(job.id, true);
    QVERIFY(job.control->isPaused());
    QCOMPARE(jobs.model()->job(job.id)->state, JobRow::State::Paused);
    jobs.finishEarly(job.id); // wakes a paused job
    QVERIFY(!job.control->isPaused());
    QCOMPARE(job.control->checkpoint(), RunControl::Signal::Finish);
    jobs.cancel(job.id);
    QCOMPARE(job.control->checkpoint(), RunControl::Signal::Cancel);
}

void TestGuiParts::failedJobsKeepTheirWords()
{
    JobCenter jobs;
    const auto failing = jobs.start(u"a"_s, {});
    const auto cancelled = jobs.start(u"b"_s, {});
    failing.control->report(Diagnostic{Diagnostic::Severity::Warning, "labels.txt", 3, "the label is not a number"});
    jobs.fail(failing.id, Error::failed("no face was found", "clip 7"));
    jobs.fail(cancelled.id, Error::cancelled());
    QCOMPARE(jobs.model()->job(failing.id)->state, JobRow::State::Failed);
    QTRY_COMPARE(jobs.model()->job(failing.id)->messages.size(), 2);
    QVERIFY(jobs.model()->job(failing.id)->messages.join(u'\n').contains(u"no face was found"_s));
    QCOMPARE(jobs.model()->job(cancelled.id)->state, JobRow::State::Cancelled);
    QVERIFY(jobs.model()->job(cancelled.id)->messages.isEmpty());
    QCOMPARE(jobs.model()->liveCount(), 0);
}

void TestGuiParts::mailboxDeliversTogetherAndInOrder()
{
    QObject context;
    std::vector<int> got;
    int deliveries = 0;
    const auto box = Mailbox<int>::make(&context, [&](const std::vector<int>& values) {
        ++deliveries;
        got.insert(got.end(), values.begin(), values.end());
    });
    std::unique_ptr<QThread> worker(QThread::create([box] {
        for (int i = 0; i < 1000; ++i) box->post(i);
    }));
    worker->start();
    QVERIFY(worker->wait()); // all posted before the loop runs
    QTRY_COMPARE(got.size(), 1000u);
    QCOMPARE(deliveries, 1);
    QVERIFY(std::is_sorted(got.begin(), got.end()));
}

void TestGuiParts::mailboxOutlivesItsContext()
{
    int deliveries = 0;
    auto context = std::make_unique<QObject>();
    const auto box = Mailbox<int>::make(context.get(), [&](const std::vector<int>&) { ++deliveries; });
    box->post(1);
    context.reset();
    box->post(2);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(deliveries, 0);
}

void TestGuiParts::watchdogSeesABusyLoop()
{
    EventLoopWatchdog watchdog;
    QVERIFY(std::isnan(watchdog.percentile(0.5)));
    watchdog.start();
    QTRY_VERIFY(watchdog.samples() > 2);
    QThread::msleep(60); // the loop stands still: this is what the watchdog is for
    const std::size_t before = watchdog.samples();
    QTRY_VERIFY(watchdog.samples() > before);
    watchdog.stop();
    QVERIFY(watchdog.percentile(1.0) >= 50);
    QVERIFY(watchdog.percentile(0.0) <= watchdog.percentile(1.0));
}

QTEST_MAIN(TestGuiParts)
#include "test_gui_parts.moc"
