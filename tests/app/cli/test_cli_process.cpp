// SPDX-License-Identifier: GPL-3.0-or-later
//
// What only the real program can show: signals, closed pipes, its environment.
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace {

constexpr int minute = 60 * 1000;

QString program()
{
    return qEnvironmentVariable("MIEN_CLI");
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

    QString at(const QString& name) const { return m_folder.filePath(name); }

    /// Starts generating far more faces than there is time for, and waits until it is at work.
    void startLongWork(QProcess& process, const QString& name)
    {
        process.start(program(), {u"synth"_s, at(name), u"--subjects"_s, u"1000"_s});
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
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"OPENBLAS_CORETYPE"_s, u"Haswell"_s);
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(program(), {u"doctor"_s});
        end(process);
        const QByteArray out = process.readAllStandardOutput();
        QVERIFY2(out.contains("warning: OPENBLAS_CORETYPE: Haswell in the environment, ignored"), out.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliProcess)
#include "test_cli_process.moc"
