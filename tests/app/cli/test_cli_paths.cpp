// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hostile paths through the real program: any name works, and what cannot be read is an exit code and one sentence.
#include "tests/app/cli/real_program.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <sys/mount.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace mien::test;
namespace fs = std::filesystem;

class TestCliPaths : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    QString m_faces; ///< a generated dataset in a folder of every awkward letter
    Ended m_written;

    Ended run(const QStringList& words, bool asNobody = false) const
    {
        return runProgram(words, m_folder.path(), asNobody);
    }

    static QJsonObject lineOf(const Ended& ended)
    {
        return QJsonDocument::fromJson(ended.out.trimmed().split('\n').last()).object();
    }

    /// The commands that read `input`, each with what else it needs.
    QList<QStringList> readersOf(const QString& input) const
    {
        return {
            {u"scan"_s, input},
            {u"extract"_s, input, u"-o"_s, at(u"out"_s), u"--no-cache"_s},
            {u"train"_s, u"--data"_s, input, u"--model"_s, u"tcn"_s, u"--protocol"_s, u"loso"_s, u"-o"_s, at(u"run"_s)},
            {u"convert"_s, input, u"--to"_s, u"coco"_s, u"-o"_s, at(u"out"_s)}};
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(fs::exists(qEnvironmentVariable("MIEN_CLI").toStdString()), "MIEN_CLI names the program");
        for (const QString& folder : {m_folder.path(), at(u"out"_s), at(u"cache"_s)}) {
            QVERIFY(QDir().mkpath(folder));
            fs::permissions(folder.toStdString(), fs::perms::all);
        }
        m_faces = at(u"it's \"drawn\" – 日本 é\n"_s + QString(200, u'x'));
        m_written = run({u"synth"_s, m_faces, u"--subjects"_s, u"1"_s, u"--json"_s});
        QVERIFY2(m_written.code == 0, m_written.all().constData());
    }

    void anyNameWorks_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("blanks") << u" two  words "_s;
        QTest::newRow("quotes") << u"it's a \"data$HOME\" `set`"_s;
        QTest::newRow("letters") << u"日本 é"_s;
        QTest::newRow("long") << QString(200, u'x');
        QTest::newRow("line end") << u"two\nlines"_s;
        QTest::newRow("signs") << u"100%s%n & <b>; #1*?"_s;
    }

    void anyNameWorks()
    {
        QFETCH(QString, name);
        const QString data = at(name);
        fs::copy(m_faces.toStdString(), data.toStdString(), fs::copy_options::recursive);
        const Ended seen = run({u"scan"_s, data, u"--json"_s, u"--quick"_s});
        QVERIFY2(seen.code == 0, seen.all().constData());
        QCOMPARE(lineOf(seen)[u"clips"_s].toInt(), 7);
        QCOMPARE(lineOf(seen)[u"frames"_s], lineOf(m_written)[u"frames"_s]);

        // A copy of one sequence whose every part has the name.
        const fs::path sequence = fs::path(at(u"seq"_s).toStdString()) / name.toStdString() / name.toStdString();
        fs::create_directories(sequence);
        int frames = 0;
        for (const auto& entry : fs::recursive_directory_iterator(data.toStdString() + "/cohn-kanade-images"))
            if (entry.path().extension() == ".png" && frames < 2)
                fs::copy_file(entry.path(), sequence / (std::to_string(++frames) + ".png"));
        const QString out = at(u"tables "_s + name.left(60));
        const Ended measured =
            run({u"extract"_s, QString::fromStdString(sequence.string()), u"-o"_s, out, u"--json"_s});
        QVERIFY2(measured.code == 0, measured.all().constData());
        QCOMPARE(lineOf(measured)[u"frames"_s].toInt(), 2);
        QVERIFY2(QFile::exists(lineOf(measured)[u"csv"_s].toString()), measured.all().constData());
        const Ended again =
            run({u"scan"_s, data, u"--quick"_s, u"--write-manifest"_s, at(u"list of "_s + name.left(60))});
        QVERIFY2(again.code == 0, again.all().constData());
        const Ended listed = run({u"scan"_s, at(u"list of "_s + name.left(60)), u"--json"_s, u"--quick"_s});
        QVERIFY2(listed.code == 0, listed.all().constData());
        QCOMPARE(lineOf(listed)[u"clips"_s].toInt(), 7);
    }

    void linksAndFilesThatAreNoFolders_data()
    {
        QTest::addColumn<QString>("input");
        QTest::addColumn<QByteArray>("words");
        fs::create_symlink("circle", at(u"circle"_s).toStdString());
        fs::create_symlink("nowhere at all", at(u"broken"_s).toStdString());
        QTest::newRow("link to itself") << at(u"circle"_s) << QByteArray("Too many levels of symbolic links");
        QTest::newRow("link to nowhere") << at(u"broken"_s) << QByteArray("there is no such ");
        QTest::newRow("nothing") << at(u"it's not 'there'"_s) << QByteArray("there is no such ");
        QTest::newRow("below a circle") << at(u"circle/data"_s) << QByteArray("Too many levels of symbolic links");
        QTest::newRow("name that no system takes") << at(QString(300, u'y')) << QByteArray("File name too long");
    }

    void linksAndFilesThatAreNoFolders()
    {
        QFETCH(QString, input);
        QFETCH(QByteArray, words);
        for (const QStringList& command : readersOf(input)) verifyRefused(run(command), input, words);
    }

    void foldersOfAnotherUser()
    {
        const fs::path shut = at(u"shut 'é'"_s).toStdString();
        fs::create_directories(shut / "happiness");
        QFile film(QString::fromStdString((shut / "happiness/film.mp4").string()));
        QVERIFY(film.open(QIODevice::WriteOnly) && film.write("x") == 1);
        film.close();
        const QString inside = QString::fromStdString((shut / "happiness").string());
        fs::permissions(shut, fs::perms::none);
        if (run({u"--version"_s}, true).code != 0) QSKIP("the build folder is closed to other users");
        for (const QString& input : {QString::fromStdString(shut.string()), inside})
            for (const QStringList& command : readersOf(input))
                verifyRefused(run(command, true), input, "Permission denied");
        fs::permissions(shut, fs::perms::owner_all);
    }

    void foldersThatAreNotOursToWrite()
    {
        const QString shut = at(u"locked"_s);
        QVERIFY(QDir().mkpath(shut));
        fs::permissions(shut.toStdString(), fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_exec);
        if (run({u"--version"_s}, true).code != 0) QSKIP("the build folder is closed to other users");
        const QString out = shut + u"/out"_s;
        const Ended outcome = run({u"synth"_s, out, u"--subjects"_s, u"1"_s}, true);
        QVERIFY2(outcome.code == 1, outcome.all().constData()); // no input is missing: the work failed
        QVERIFY2(outcome.err.contains("Permission denied") && outcome.err.contains(out.toUtf8()),
                 outcome.all().constData());
        QCOMPARE(outcome.err.count("mien-cli"), 1);
        fs::permissions(shut.toStdString(), fs::perms::owner_all);
    }

    void aMountThatIsGone()
    {
        const QString mount = at(u"mount 日本"_s);
        QVERIFY(QDir().mkpath(mount));
        if (::mount("tmpfs", mount.toUtf8().constData(), "tmpfs", 0, "size=64m") != 0)
            QSKIP("nothing can be mounted here (that takes root's rights)");
        const QString data = mount + u"/data"_s;
        fs::copy(m_faces.toStdString(), data.toStdString(), fs::copy_options::recursive);
        const bool unmounted = ::umount2(mount.toUtf8().constData(), MNT_DETACH) == 0;
        QVERIFY(unmounted);
        for (const QStringList& command : readersOf(data)) verifyRefused(run(command), data, "there is no such ");
        verifyRefused(run({u"scan"_s, mount}), mount, "the folder is empty");
    }
};

QTEST_GUILESS_MAIN(TestCliPaths)
#include "test_cli_paths.moc"
