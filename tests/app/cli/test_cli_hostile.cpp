// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hostile files through the real program: an exit code and one sentence that names the file.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

class TestCliHostile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    QString file(const QString& name, const QByteArray& bytes) const
    {
        QFile out(at(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            throw std::runtime_error("cannot write " + name.toStdString());
        return at(name);
    }

    /// Grey PGM: a few bytes of text before the pixels.
    static QByteArray picture(int width, int height)
    {
        return "P5 " + QByteArray::number(width) + ' ' + QByteArray::number(height) + " 255\n" +
               QByteArray(qsizetype(width) * height, '\x80');
    }

    struct Outcome
    {
        int code = -1;
        QByteArray out, err;
    };

    Outcome extract(const QString& input, bool asNobody = false) const
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"MIEN_CACHE_DIR"_s, at(u"cache"_s));
        process.setProcessEnvironment(environment);
        if (asNobody)
            process.setChildProcessModifier([] {
                constexpr uid_t nobody = 65534;
                if (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0) ::_exit(99);
            });
        process.start(qEnvironmentVariable("MIEN_CLI"),
                      {u"extract"_s, input, u"-o"_s, at(u"out"_s), u"--no-cache"_s, u"--json"_s});
        constexpr int patience = 120'000; // ms: a pipe that is waited for would never end
        if (!process.waitForFinished(patience)) process.kill();
        process.waitForFinished();
        Outcome outcome;
        if (process.exitStatus() == QProcess::NormalExit && process.error() == QProcess::UnknownError)
            outcome.code = process.exitCode();
        outcome.out = process.readAllStandardOutput();
        outcome.err = process.readAllStandardError();
        return outcome;
    }

    static void verifyRefused(const Outcome& outcome, const QString& input, const QByteArray& words)
    {
        const QByteArray all = "exit " + QByteArray::number(outcome.code) + ": " + outcome.out + outcome.err;
        QVERIFY2(outcome.code == 3, all.constData());
        QVERIFY2(outcome.out.isEmpty(), all.constData());
        // The libraries that decode images may grumble on standard error by themselves; our sentence is the last line.
        const QByteArray sentence = outcome.err.trimmed().split('\n').last();
        QVERIFY2(sentence.startsWith("mien-cli extract: ") && outcome.err.count("mien-cli") == 1, all.constData());
        QVERIFY2(sentence.contains(input.toUtf8()), all.constData());
        QVERIFY2(sentence.contains(words), all.constData());
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(fs::exists(qEnvironmentVariable("MIEN_CLI").toStdString()), "MIEN_CLI names the program");
        for (const QString& folder : {m_folder.path(), at(u"out"_s), at(u"cache"_s)}) {
            QVERIFY(QDir().mkpath(folder));
            fs::permissions(folder.toStdString(), fs::perms::all);
        }
    }

    void refused_data()
    {
        QTest::addColumn<QString>("input");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char* name, const QString& input, const char* words) {
            QTest::newRow(name) << input << QByteArray(words);
        };
        row("huge", file(u"huge.pgm"_s, "P5 20000 20000 255\n"),
            "has pictures of 20000×20000 pixels, more than the 134");
        row("huge video",
            file(u"huge.y4m"_s, "YUV4MPEG2 W15000 H15000 F25:1 Ip C420jpeg\nFRAME\n" + QByteArray(999, '0')),
            "has pictures of 15000×15000 pixels");
        row("zero length", file(u"zero.mp4"_s, {}), "0 bytes");
        row("a film called a picture", file(u"film.jpg"_s, "YUV4MPEG2 W64 H64 F25:1 Ip C420jpeg\nFRAME\n"),
            "is not an image that can be read");
        row("words called a film", file(u"words.mp4"_s, "Dear diary,\nthis is no film.\n"), "is not a video");
        row("cut picture", file(u"cut.pgm"_s, picture(64, 64).left(999)), "is not an image that can be read");
        for (const QString& name : {u"pipe.mp4"_s, u"pipe.png"_s, u"pipe"_s}) {
            if (::mkfifo(at(name).toUtf8().constData(), 0666) != 0) throw std::runtime_error("no pipe");
            row(name.toUtf8().constData(), at(name), "is neither a file nor a folder");
        }
        QDir().mkpath(at(u"folder.png"_s));
        row("folder.png", at(u"folder.png"_s), "holds no image");
        row("odd name", file(u"né \"é' $x.png"_s, "x"), "is not an image that can be read");
    }

    void refused()
    {
        QFETCH(QString, input);
        QFETCH(QByteArray, words);
        verifyRefused(extract(input), input, words);
    }

    void notOurs_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("picture") << u"shut.pgm"_s;
        QTest::newRow("film") << u"shut.mp4"_s;
    }

    void notOurs()
    {
        QFETCH(QString, name);
        const QString input = file(name, picture(64, 64));
        QCOMPARE(::chmod(input.toUtf8().constData(), 0), 0);
        const bool root = ::geteuid() == 0; // who may read everything: another user tries
        const Outcome outcome = extract(input, root);
        if (root && outcome.code == -1) QSKIP("the build folder is closed to other users");
        verifyRefused(outcome, input, "Permission denied");
    }

    void small_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("1×1") << 1 << 1;
        QTest::newRow("blank") << 640 << 480;
        QTest::newRow("strip") << 20000 << 3;
        QTest::newRow("column") << 3 << 20000;
    }

    void small()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const QString input = file(u"a 'small' \"é\".pgm"_s, picture(width, height));
        const Outcome outcome = extract(input);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY2(outcome.out.contains("\"faces\":0") && outcome.out.contains("\"frames\":1"), outcome.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliHostile)
#include "test_cli_hostile.moc"
