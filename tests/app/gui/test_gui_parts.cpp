// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/event_loop_watchdog.h"
#include "app/gui/job_center.h"
#include "app/gui/mailbox.h"
#include "app/gui/play_range.h"
#include "app/gui/selection.h"
#include "app/gui/settings.h"
#include "app/gui/workspaces.h"
#include "widgets/video/transport_bar.h"

#include <QDeadlineTimer>
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
    void layersAreRemembered();
    void playingTurnsAtTheMarks();
    void marksBelongTogether();
    void speedsGoStepByStep();
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

void TestGuiParts::layersAreRemembered()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"mien.ini"_s);
    {
        Settings settings(file);
        QVERIFY(settings.layer(u"points"_s, true));
        QVERIFY(!settings.layer(u"pose"_s, false));
        settings.setLayer(u"points"_s, false);
        settings.setLayer(u"pose"_s, true);
    }
    const Settings again(file);
    QVERIFY(!again.layer(u"points"_s, true));
    QVERIFY(again.layer(u"pose"_s, false));
    QCOMPARE(again.value(Setting::AuThreshold).toDouble(), 1.0);
}

void TestGuiParts::playingTurnsAtTheMarks()
{
    PlayRange range;
    range.reset(100);
    // Without a loop: to the end of the clip, from the beginning if it was there already.
    QCOMPARE(range.startFrom(40), 40);
    QCOMPARE(range.startFrom(99), 0);
    QCOMPARE(range.endFrom(40), 99);
    range.setIn(20);
    range.setOut(30);
    QCOMPARE(range.endFrom(25), 99); // marks are for loops
    range.setLoop(true);
    QCOMPARE(range.first(), 20);
    QCOMPARE(range.last(), 30);
    QCOMPARE(range.endFrom(25), 30);
    QCOMPARE(range.startFrom(25), 25);
    QCOMPARE(range.startFrom(30), 20);
    QCOMPARE(range.startFrom(5), 20);
    QCOMPARE(range.startFrom(50), 20);
    QCOMPARE(range.endFrom(50), 99); // the user went behind the mark while it played
    range.setIn(std::nullopt);
    QCOMPARE(range.first(), 0);
    range.setOut(std::nullopt);
    QCOMPARE(range.last(), 99);
    QCOMPARE(range.startFrom(99), 0);
}

void TestGuiParts::marksBelongTogether()
{
    PlayRange range;
    range.setIn(3); // no clip is open
    QVERIFY(!range.in());
    range.reset(100);
    range.setIn(20);
    range.setOut(20); // one frame
    QCOMPARE(range.first(), range.last());
    range.setOut(10); // before the in mark: that one goes
    QVERIFY(!range.in());
    QCOMPARE(range.out(), std::optional(10));
    range.setIn(50);
    QVERIFY(!range.out());
    range.setOut(1000);
    QCOMPARE(range.out(), std::optional(99));
    range.setLoop(true);
    range.reset(30); // another clip
    QVERIFY(!range.in() && !range.out());
    QVERIFY(range.loops()); // a preference, not of the clip
}

void TestGuiParts::speedsGoStepByStep()
{
    QList<double> speeds{TransportBar::nearestSpeed(0)};
    while (speeds.size() < 20 && TransportBar::neighbourSpeed(speeds.last(), 1) > speeds.last())
        speeds << TransportBar::neighbourSpeed(speeds.last(), 1);
    QCOMPARE(speeds, QList<double>({0.1, 0.25, 0.5, 1, 2, 4}));
    QCOMPARE(TransportBar::neighbourSpeed(0.1, -1), 0.1);
    QCOMPARE(TransportBar::neighbourSpeed(1, -1), 0.5);
    QCOMPARE(TransportBar::nearestSpeed(1.3), 1.0); // a settings file edited by hand
    QCOMPARE(TransportBar::nearestSpeed(-1), 0.1);
    QCOMPARE(TransportBar::nearestSpeed(900), 4.0);
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
    // The loop has to wait for work that does not end: this is what the watchdog is for.
    const QDeadlineTimer busy(60);
    while (!busy.hasExpired()) continue;
    const std::size_t before = watchdog.samples();
    QTRY_VERIFY(watchdog.samples() > before);
    watchdog.stop();
    QVERIFY(watchdog.percentile(1.0) >= 50);
    QVERIFY(watchdog.percentile(0.0) <= watchdog.percentile(1.0));
}

QTEST_MAIN(TestGuiParts)
#include "test_gui_parts.moc"
