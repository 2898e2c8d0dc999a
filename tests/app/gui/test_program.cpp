// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int exitCode = -1;
    QString out;
    QString err;
};

Outcome runMien(const QStringList& arguments)
{
    QProcess program;
    program.start(QStringLiteral(MIEN_PROGRAM), arguments);
    if (!program.waitForFinished(240'000)) return {};
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

} // namespace

/// The program as it is started from a shell.
class TestProgram final : public QObject
{
    Q_OBJECT
private slots:
    void saysItsVersion();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void savesAScreenshot();
    void saysThatAScreenshotCannotBeWritten();
    void badPathStillGivesAPicture();
};

void TestProgram::saysItsVersion()
{
    const Outcome outcome = runMien({u"--version"_s});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out.trimmed(), u"mien " MIEN_VERSION ""_s);
}

void TestProgram::refusesWhatItDoesNotKnow_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("word");
    QTest::newRow("workspace") << QStringList{u"--workspace"_s, u"nonsense"_s} << u"interpret"_s;
    QTest::newRow("two paths") << QStringList{u"a"_s, u"b"_s} << u"one path"_s;
    QTest::newRow("option") << QStringList{u"--nonsense"_s} << u"nonsense"_s;
}

void TestProgram::refusesWhatItDoesNotKnow()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, word);
    const Outcome outcome = runMien(arguments);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains(word), qPrintable(outcome.err));
}

void TestProgram::savesAScreenshot()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"日本 é.png"_s);
    for (const QString& workspace : {u"browse"_s, u"train"_s, u"interpret"_s}) {
        const Outcome outcome = runMien({u"--screenshot"_s, file, u"--workspace"_s, workspace});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        const QImage picture(file);
        QCOMPARE(picture.size(), QSize(1280, 720));
        QVERIFY(QFile::remove(file));
    }
}

void TestProgram::saysThatAScreenshotCannotBeWritten()
{
    const Outcome outcome = runMien({u"--screenshot"_s, u"/proc/nowhere/shot.png"_s});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.err.contains(u"/proc/nowhere/shot.png"_s));
}

void TestProgram::badPathStillGivesAPicture()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"shot.png"_s);
    const Outcome outcome = runMien({u"--screenshot"_s, file, folder.filePath(u"not there"_s)});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(QFile::exists(file)); // the message bar says what is wrong
}

QTEST_GUILESS_MAIN(TestProgram)
#include "test_program.moc"
