// SPDX-License-Identifier: GPL-3.0-or-later
/// Measures the window on a large project: 1,000 clips of 500 frames. Prints a line for each figure and ends with 1
/// where the program's own memory is missed or the work was not done; with --strict, for an idle machine, where any is.
#include "app/engine/engine_loader.h"
#include "app/gui/event_loop_watchdog.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "core/facs/emotions.h"
#include "widgets/itemmodels/library_filter.h"
#include "widgets/panels/library_filter_bar.h"
#include "widgets/panels/library_panel.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QPainter>
#include <QProcess>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>
#include <QTreeView>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;
using namespace mien;
namespace fs = std::filesystem;

namespace {

constexpr int clipCount = 1'000;
constexpr int framesOfClip = 500;
constexpr int clipsOfSubject = 10;

/// A figure beside what it may be.
class Table
{
public:
    explicit Table(bool strict) : m_strict(strict) {}

    /// Times, and memory in which libraries are counted, say as much of the machine.
    void addOfMachine(const char* name, double value, double wanted, const char* unit)
    {
        const bool missed = print(name, value, wanted, unit);
        m_failed = m_failed || (missed && m_strict);
    }
    void add(const char* name, double value, double wanted, const char* unit)
    {
        const bool missed = print(name, value, wanted, unit);
        m_failed = m_failed || missed;
    }
    void note(const char* name, double value, const char* unit) const
    {
        std::printf("  %-58s %9.1f %s\n", name, value, unit);
    }
    bool failed() const { return m_failed; }

private:
    static bool print(const char* name, double value, double wanted, const char* unit)
    {
        const bool missed = value > wanted;
        std::printf("  %-58s %9.1f %s (wanted: at most %.0f)%s\n", name, value, unit, wanted, missed ? "  MISSED" : "");
        return missed;
    }

    bool m_strict;
    bool m_failed = false;
};

double milliseconds(const std::function<void()>& work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// Everything that an action leads to on this thread: layouts and pictures, too.
void settle()
{
    QApplication::sendPostedEvents();
    QApplication::processEvents();
}

void waitFor(const std::function<bool()>& done)
{
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (done()) loop.quit();
    });
    look.start(2);
    if (!done()) loop.exec();
}

/// MB that the process needs now ("VmRSS") or needed at most ("VmHWM").
double memory(const char* key)
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith(key)) return line.simplified().split(' ').value(1).toDouble() / 1024;
    return 0;
}

/// Names of half a million frames; on the disk lie those that are looked at: the middle of every clip, and the whole of
/// the first.
DatasetIndex writeDataset(const fs::path& root)
{
    QImage picture(320, 240, QImage::Format_RGB32);
    DatasetIndex index;
    index.reader = "folders";
    index.name = "large";
    index.root = root;
    for (int c = 0; c < clipCount; ++c) {
        ClipEntry clip;
        const int subject = c / clipsOfSubject;
        clip.subject = QString(u"S%1"_s).arg(subject, 3, 10, QChar(u'0')).toStdString();
        clip.id = clip.subject + QString(u"_%1"_s).arg(c % clipsOfSubject, 3, 10, QChar(u'0')).toStdString();
        clip.label = emotionNames[static_cast<std::size_t>(c) % emotionNames.size()];
        clip.attributes["lighting"] = c % 3 ? "strong" : "dark";
        const fs::path folder = fs::path(clip.subject) / clip.id;
        for (int f = 0; f < framesOfClip; ++f)
            clip.files.push_back(folder / QString(u"frame_%1.jpg"_s).arg(f, 5, 10, QChar(u'0')).toStdString());
        clip.frameCount = framesOfClip;
        fs::create_directories(root / folder);
        picture.fill(QColor::fromHsv(c * 7 % 360, 120, 160));
        QPainter painter(&picture);
        painter.drawText(picture.rect(), Qt::AlignCenter, QString::fromStdString(clip.id));
        painter.end();
        const fs::path middle = root / clip.files[(framesOfClip - 1) / 2];
        picture.save(QString::fromStdString(middle.string()), "JPEG");
        if (c == 0)
            for (const fs::path& file : clip.files)
                if (!fs::exists(root / file)) fs::create_hard_link(middle, root / file);
        index.clips.push_back(std::move(clip));
    }
    return index;
}

double worstOf(const std::vector<double>& values)
{
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

void measureOpening(Session& session, LibraryPanel& library, const QString& file, Table& table)
{
    EventLoopWatchdog watchdog;
    watchdog.start();
    const double opened = milliseconds([&] {
        session.open(file);
        waitFor([&] { return session.library().clipCount() == clipCount; });
        settle();
    });
    watchdog.stop();
    table.addOfMachine("open: from the click to the library on the screen", opened, 1'000, "ms");
    table.note("  the event loop's worst lateness meanwhile", watchdog.percentile(1), "ms");
    table.note("  memory then", memory("VmRSS"), "MB");
    waitFor([&] { return session.isSettled(); });
    table.note("  memory when the first clip's 500 frames are searched", memory("VmRSS"), "MB");
    table.note("    of it the program's own", memory("RssAnon"), "MB");
    table.note("    of it files that are mapped (libraries, landmark model)", memory("RssFile"), "MB");
    library.tree()->expandAll();
    settle();
}

void measureFilters(LibraryPanel& library, Table& table)
{
    std::vector<double> each;
    const auto ask = [&](const std::function<void(LibraryQuery&)>& change) {
        LibraryQuery query;
        change(query);
        each.push_back(milliseconds([&] {
            library.filterBar().ask(query);
            settle();
        }));
    };
    for (const QString& words : {u"s"_s, u"su"_s, u"sur"_s, u"surprise"_s, u"surprise dark"_s, u"_007"_s, u"nothing"_s})
        ask([&](LibraryQuery& q) { q.words = words.split(u' '); });
    ask([](LibraryQuery& q) { q.label = u"anger"_s; });
    ask([](LibraryQuery& q) { q.subject = u"S042"_s; });
    ask([](LibraryQuery& q) { q.split = QString(); });
    ask([](LibraryQuery& q) { q.verdict = Verdict::None; });
    ask([](LibraryQuery& q) { q.faces = LibraryQuery::Faces::Unknown; });
    ask([](LibraryQuery& q) { q.excluded = true; });
    ask([](LibraryQuery&) {});
    table.addOfMachine("filter: slowest of 14, with the rows and bars drawn", worstOf(each), 50, "ms");
    library.tree()->expandAll();
    settle();
}

void measureRelabelling(Session& session, LibraryPanel& library, Table& table)
{
    library.selectAllShown();
    const std::vector<ClipRef> clips = library.selectedClips();
    const auto timed = [&](const char* name, const std::function<void()>& work) {
        table.addOfMachine(name, milliseconds([&] {
                               work();
                               settle();
                           }),
                           200, "ms");
    };
    timed("relabel 1,000 clips, stored and drawn", [&] { session.clipEditor().relabel(clips, u"contempt"_s); });
    timed("  undo", [&] { session.undo().undo(); });
    timed("  redo", [&] { session.undo().redo(); });
    timed("exclude 1,000 clips", [&] { session.clipEditor().setExcluded(clips, true); });
    timed("put 1,000 clips into a split", [&] { session.clipEditor().setSplit(clips, u"test"_s); });
    if (clips.size() != clipCount || session.undo().count() != 3) {
        std::printf("  %zu clips in %d steps: not what was to be measured\n", clips.size(), session.undo().count());
        table.add("clips that were not relabelled", clipCount, 0, "");
    }
}

/// A person turns the wheel without a pause, then rests; pictures come in meanwhile.
void measureScrolling(Session& session, LibraryPanel& library, Table& table)
{
    QScrollBar& bar = *library.tree()->verticalScrollBar();
    std::vector<double> steps;
    EventLoopWatchdog watchdog;
    watchdog.start();
    QEventLoop loop;
    QTimer wheel;
    bar.setValue(0);
    int turns = 0;
    QObject::connect(&wheel, &QTimer::timeout, &loop, [&] {
        if (++turns % 60 < 12) return; // a rest, in which pictures are asked for
        steps.push_back(milliseconds([&] {
            bar.setValue(bar.value() + 120);
            library.tree()->viewport()->repaint();
        }));
        if (bar.value() == bar.maximum()) loop.quit();
    });
    wheel.start(16);
    loop.exec();
    watchdog.stop();
    table.addOfMachine("scroll: slowest of all steps through 1,000 clips", worstOf(steps), 50, "ms");
    table.note("  steps", static_cast<double>(steps.size()), "");
    table.addOfMachine("  the event loop's worst lateness meanwhile", watchdog.percentile(1), 50, "ms");
    waitFor([&] { return !session.clipThumbnails().isBusy(); });
}

int makeProject(const QString& folder)
{
    const DatasetIndex index = writeDataset(fs::path(folder.toStdString()) / "data");
    auto project = Project::create(fs::path(folder.toStdString()) / "large.mien");
    Result<int> taken = project ? Result<int>(0) : Result<int>(project.error());
    const double time = milliseconds([&] {
        if (project) taken = project->putSource(index);
    });
    if (!taken) return std::fprintf(stderr, "%s\n", taken.error().message().c_str()), 1;
    std::printf("  %-58s %9.1f ms\n", "take the dataset in (a worker does it)", time);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir folder;
    qputenv("MIEN_CACHE_DIR", folder.filePath(u"cache"_s).toUtf8()); // pictures are made anew
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--make"_s) return makeProject(arguments.value(2));
    Table table(arguments.contains(u"--strict"_s));
    applyTheme(application, Theme::darkTheme());

    // Another process makes it: half a million paths in memory are not the window's.
    const QString file = folder.filePath(u"large.mien"_s);
    std::printf("a project of %d clips of %d frames\n", clipCount, framesOfClip);
    std::fflush(stdout);
    if (QProcess::execute(QCoreApplication::applicationFilePath(), {u"--make"_s, folder.path()}) != 0) return 1;
    const double before = memory("VmRSS");
    Settings settings(folder.filePath(u"mien.ini"_s));
    Session session(loadEngine);
    MainWindow window(session, settings);
    window.show();
    window.showWorkspace(u"browse"_s);
    settle();
    measureOpening(session, *window.libraryPanel(), file, table);
    measureFilters(*window.libraryPanel(), table);
    measureRelabelling(session, *window.libraryPanel(), table);
    measureScrolling(session, *window.libraryPanel(), table);
    table.addOfMachine("memory of the process", memory("VmRSS"), 300, "MB");
    table.add("  of it the program's own", memory("RssAnon"), 300, "MB");
    table.note("  before the window and the project", before, "MB");
    table.note("  at most, with the first clip's frames searched for faces", memory("VmHWM"), "MB");
    return table.failed() ? 1 : 0;
}
