// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/base/run_control.h"
#include "core/base/text.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <stdexcept>
#include <thread>

using namespace mien;

class TestBase : public QObject
{
    Q_OBJECT

private slots:
    void numbersAreShortestAndRoundTrip()
    {
        QCOMPARE(text::number(0.1), std::string("0.1"));
        QCOMPARE(text::number(1.0f / 3.0f), std::string("0.33333334"));
        QCOMPARE(text::number(std::numeric_limits<double>::quiet_NaN()), std::string());
        QCOMPARE(text::fixed(-0.04, 1), std::string("0.0"));
        QCOMPARE(text::fixed(2.345, 1), std::string("2.3"));
        QCOMPARE(*text::toDouble(text::number(M_PI)), M_PI);
        QVERIFY(!text::toDouble("3,5"));
        QVERIFY(!text::toDouble(""));
        QVERIFY(!text::toInt("12x"));
        QCOMPARE(*text::toDouble(" 3.0000000e+00\r"), 3.0);
    }

    void naturalOrderComparesDigitRunsAsNumbers()
    {
        QVERIFY(text::naturalLess("img2.png", "img10.png"));
        QVERIFY(!text::naturalLess("img10.png", "img2.png"));
        QVERIFY(text::naturalLess("a007", "a8"));
        QVERIFY(text::naturalLess("a", "a1"));
        QVERIFY(!text::naturalLess("x", "x"));
    }

    void csvRoundTripsAwkwardFields()
    {
        const std::vector<std::string> fields = {"plain", "with,comma", "with \"quote\"", "two\nlines", "日本 é", ""};
        const std::string text = csv::line({"a", "b", "c", "d", "e", "f"}) + csv::line(fields);
        const auto table = csv::parse(text, "here");
        QVERIFY(table.ok());
        QCOMPARE(table->rows.size(), std::size_t(1));
        QCOMPARE(table->rows[0], fields);
        QCOMPARE(table->lines[0], 2);
    }

    void writersOfOneFileDoNotMeet()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "one.bin";
        const auto temporaries = [&] {
            std::vector<std::filesystem::path> names;
            for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
                if (entry.path() != file) names.push_back(entry.path());
            return names;
        };
        const std::string as(100'000, 'a'), bs(50'000, 'b');
        {
            auto a = files::AtomicFile::create(file), b = files::AtomicFile::create(file);
            QVERIFY(a.ok() && b.ok());
            QVERIFY(a->write(as).ok() && b->write(bs).ok());
            QVERIFY(a->commit().ok());
            QVERIFY(*files::read(file) == as);
            QVERIFY(b->commit().ok());
            QVERIFY(*files::read(file) == bs);
        }
        QVERIFY(temporaries().empty());

        // The next name is taken by somebody: it stays theirs.
        std::string next;
        {
            const auto probe = files::AtomicFile::create(file);
            QCOMPARE(temporaries().size(), std::size_t(1));
            const std::string name = temporaries().front().string();
            const std::size_t number = name.rfind('-') + 1;
            next = name.substr(0, number) + std::to_string(*text::toInt(name.substr(number)) + 1);
        }
        std::ofstream(next) << "somebody's";
        QVERIFY(files::writeAtomically(file, as).ok());
        QVERIFY(*files::read(file) == as);
        QCOMPARE(*files::read(next), std::string("somebody's"));
    }

    void csvFaultsNameTheirLine()
    {
        const auto table = csv::parse("a,b\n1,2\n3\n", "t.csv");
        QVERIFY(!table.ok());
        QVERIFY(table.error().message().find("t.csv, line 3") != std::string::npos);
        QVERIFY(!csv::parse("a\n\"open", "t.csv").ok());
    }

    void quotesThatNeverCloseCostNoMoreThanTheFile()
    {
        // Each line opens a quote that only the next but one could close: read to the end for every line, this takes
        // hours.
        constexpr int lines = 200'000;
        std::string text;
        for (int i = 0; i < lines; ++i) text += "a\",\"\n";
        const auto records = csv::records(text);
        QCOMPARE(records.size(), std::size_t{lines});
        QVERIFY(records.front().isUnclosed && records.back().isUnclosed);
        QCOMPARE(records.back().line, lines);
    }

    void messagesStayOnOneLine()
    {
        const Error error = Error::input("'a\nb\x1b[2J' is no label", "folder\r\n/labels.csv", "mend\tit");
        QCOMPARE(error.message(), std::string("folder  /labels.csv: 'a b [2J' is no label; mend it"));
    }

    void atomicWriteReplacesOrLeavesAlone()
    {
        QTemporaryDir dir;
        const std::filesystem::path file = std::filesystem::path(dir.path().toStdString()) / "日本 é.txt";
        QVERIFY(files::writeAtomically(file, "one").ok());
        QVERIFY(files::writeAtomically(file, "two").ok());
        QCOMPARE(*files::read(file), std::string("two"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}), 1);
        QVERIFY(!files::writeAtomically(file / "below", "x").ok());
        QVERIFY(!files::ensureFolder(file / "below").ok());
        QVERIFY(!files::read(file.parent_path() / "missing").ok());
    }

    void randomIsTheSameEverywhereAndForksAreIndependent()
    {
        Random a(42);
        // xoshiro256** seeded by splitmix64(42); the first value is a fixed point of the algorithm's definition.
        QCOMPARE(a.bits(), std::uint64_t(1546998764402558742ULL));
        Random b(42);
        Random fork = b.fork("noise");
        QVERIFY(fork.bits() != b.bits());
        double mean = 0;
        double square = 0;
        Random r(7);
        for (int i = 0; i < 100000; ++i) {
            const double x = r.normal();
            mean += x / 100000;
            square += x * x / 100000;
        }
        QVERIFY(std::abs(mean) < 0.02);
        QVERIFY(std::abs(square - 1) < 0.02);
        std::vector<int> items = {0, 1, 2, 3, 4, 5, 6, 7};
        r.shuffle(items);
        QCOMPARE(std::set<int>(items.begin(), items.end()).size(), std::size_t(8));
    }

    void parallelForVisitsEachOnceAndPassesExceptionsOn()
    {
        std::vector<std::atomic<int>> visits(1000);
        parallelFor(visits.size(), 4, [&](std::size_t i, unsigned worker) {
            visits[i]++;
            if (worker >= 4) throw std::logic_error("worker out of range");
        });
        for (const auto& v : visits) QCOMPARE(v.load(), 1);
        QVERIFY_EXCEPTION_THROWN(parallelFor(10, 2,
                                             [](std::size_t i, unsigned) {
                                                 if (i == 3) throw std::runtime_error("three");
                                             }),
                                 std::runtime_error);
    }

    void pauseWaitsUntilContinuedOrCancelled()
    {
        RunControl control;
        QCOMPARE(control.checkpoint(), RunControl::Signal::Continue);
        control.setPaused(true);
        std::atomic<bool> passed = false;
        RunControl::Signal signal = RunControl::Signal::Continue;
        std::thread job([&] {
            signal = control.checkpoint();
            passed = true;
        });
        QTest::qWait(30);
        QVERIFY(!passed);
        control.requestFinish();
        control.requestCancel();
        job.join();
        QVERIFY(signal == RunControl::Signal::Cancel || signal == RunControl::Signal::Finish);
        QCOMPARE(control.checkpoint(), RunControl::Signal::Cancel);
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "test_base.moc"
