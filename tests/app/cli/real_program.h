// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

#include <grp.h>
#include <unistd.h>

namespace mien::test {

/// What came of the real program, which MIEN_CLI names.
struct Ended
{
    int code = -1; ///< −1: did not end by itself
    QByteArray out, err;

    QByteArray all() const { return "exit " + QByteArray::number(code) + ": " + out + err; }
};

/// Runs it in `folder`, with its cache below. Where root runs the test, `asNobody` gives up its rights.
inline Ended runProgram(const QStringList& words, const QString& folder, bool asNobody)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("MIEN_CACHE_DIR"), folder + QStringLiteral("/cache"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    if (asNobody && ::geteuid() == 0)
        process.setChildProcessModifier([] {
            constexpr uid_t nobody = 65534;
            if (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0) ::_exit(99);
        });
    process.start(qEnvironmentVariable("MIEN_CLI"), words);
    constexpr int patience = 240'000; // ms: a pipe that is waited for, or a walk in circles, would never end
    if (!process.waitForFinished(patience)) process.kill();
    process.waitForFinished();
    Ended ended;
    if (process.exitStatus() == QProcess::NormalExit && process.error() == QProcess::UnknownError)
        ended.code = process.exitCode();
    ended.out = process.readAllStandardOutput();
    ended.err = process.readAllStandardError();
    return ended;
}

/// Exit code 3, nothing on standard output, and one sentence that names `input` and says `words`.
inline void verifyRefused(const Ended& ended, const QString& input, const QByteArray& words)
{
    QVERIFY2(ended.code == 3, ended.all().constData());
    QVERIFY2(ended.out.isEmpty(), ended.all().constData());
    // The libraries that decode images may grumble on standard error by themselves; our sentence is the last line.
    const QByteArray sentence = ended.err.trimmed().split('\n').last();
    QVERIFY2(sentence.startsWith("mien-cli ") && ended.err.count("mien-cli") == 1, ended.all().constData());
    QVERIFY2(sentence.contains(input.toUtf8()), ended.all().constData());
    QVERIFY2(sentence.contains(words), ended.all().constData());
}

} // namespace mien::test
