// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hostile files through the real program: an exit code and one sentence that names the file.
#include "tests/app/cli/real_program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace mien::test;
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

    Ended extract(const QString& input, bool asNobody = false) const
    {
        return runProgram({u"extract"_s, input, u"-o"_s, at(u"out"_s), u"--no-cache"_s, u"--json"_s}, m_folder.path(),
                          asNobody);
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
        const Ended outcome = extract(input, root);
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
        const Ended outcome = extract(input);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY2(outcome.out.contains("\"faces\":0") && outcome.out.contains("\"frames\":1"), outcome.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliHostile)
#include "test_cli_hostile.moc"
