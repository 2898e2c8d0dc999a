// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bad input gets words and an exit code, never a crash.
#include "tests/app/cli/cli_fixture.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mien::test;
namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

constexpr uid_t nobody = 65534;

/// Runs a command as a user without rights over other people's files: root may write everywhere, so as root the child
/// drops to another user first.
Outcome runUnprivileged(const std::vector<std::string>& words)
{
    int ends[2];
    if (::pipe(ends) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) {
        if (::getuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0))
            ::_exit(99);
        const Outcome outcome = runCliWithoutEngine(words);
        [[maybe_unused]] const ssize_t n = ::write(ends[1], outcome.err.data(), outcome.err.size());
        ::_exit(outcome.code);
    }
    ::close(ends[1]);
    Outcome outcome;
    char buffer[4096];
    for (ssize_t n; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;) outcome.err.append(buffer, n);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

/// An environment variable for the length of a scope.
class ScopedVariable
{
public:
    ScopedVariable(const char* name, const QByteArray& value) : m_name(name), m_before(qgetenv(name))
    {
        qputenv(name, value);
    }
    ~ScopedVariable() { m_before.isNull() ? (void)qunsetenv(m_name) : (void)qputenv(m_name, m_before); }

private:
    const char* m_name;
    QByteArray m_before;
};

/// Two seconds of moving test bars; false without the ffmpeg program.
bool makeVideo(const std::string& file)
{
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
                 {u"-v"_s, u"error"_s, u"-f"_s, u"lavfi"_s, u"-i"_s, u"testsrc=size=320x240:rate=10:duration=4"_s,
                  u"-g"_s, u"5"_s, u"-y"_s, QString::fromStdString(file)});
    return ffmpeg.waitForFinished() && ffmpeg.exitCode() == 0;
}

} // namespace

class TestCliRefusals : public QObject
{
    Q_OBJECT

    Scratch m_scratch;

private slots:
    void initTestCase() { QVERIFY(m_scratch.isValid()); }

    void badArgumentsAreRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        const QString missing = QString::fromStdString(m_scratch.at("missing"));
        const QString empty = QString::fromStdString(m_scratch.folder("empty"));
        const QString text = QString::fromStdString(m_scratch.file("text.mp4", "these are words\n"));
        const QString zero = QString::fromStdString(m_scratch.file("zero.png", ""));
        const QString garbage = QString::fromStdString(m_scratch.file("garbage.png", "\x89PNG but no more"));
        const QString out = QString::fromStdString(m_scratch.at("out"));
        const QString below = QString::fromStdString(m_scratch.file("file", "x")) + u"/below"_s;
        const auto row = [](const char* name, const QStringList& words, int code, const QString& message) {
            QTest::newRow(name) << words << code << message;
        };
        row("scan: missing folder", {u"scan"_s, missing}, 3, missing);
        row("scan: empty folder", {u"scan"_s, empty}, 3, empty);
        row("scan: a file", {u"scan"_s, text}, 3, text);
        row("scan: unknown reader", {u"scan"_s, QString::fromStdString(m_scratch.root()), u"--reader"_s, u"zzz"_s}, 2,
            u"zzz"_s);
        row("extract: missing", {u"extract"_s, missing, u"-o"_s, out}, 3, missing);
        row("extract: empty folder", {u"extract"_s, empty, u"-o"_s, out}, 3, u"no image"_s);
        row("extract: text as video", {u"extract"_s, text, u"-o"_s, out}, 3, text);
        row("extract: image of 0 bytes", {u"extract"_s, zero, u"-o"_s, out}, 3, zero);
        row("extract: broken image", {u"extract"_s, garbage, u"-o"_s, out}, 3, garbage);
        row("extract: no output", {u"extract"_s, text}, 2, u"-o DIR is missing"_s);
        row("extract: below a file", {u"extract"_s, zero, u"-o"_s, below}, 1, u"is a file, not a folder"_s);
        row("synth: below a file", {u"synth"_s, below}, 1, u"is a file, not a folder"_s);
        row("synth: onto a file", {u"synth"_s, text}, 1, text);
        row("synth: folder not empty", {u"synth"_s, QString::fromStdString(m_scratch.root())}, 1,
            QString::fromStdString(m_scratch.root()));
        row("synth: unknown layout", {u"synth"_s, out, u"--layout"_s, u"zzz"_s}, 2, u"ckplus"_s);
        row("synth: no people", {u"synth"_s, out, u"--subjects"_s, u"0"_s}, 2, u"--subjects must be 1 to"_s);
        row("train: no data", {u"train"_s, u"-o"_s, out}, 2, u"--data DIR is missing"_s);
        row("train: protocol", {u"train"_s, u"--data"_s, empty, u"--protocol"_s, u"halves"_s, u"-o"_s, out}, 2,
            u"halves"_s);
        row("train: setting", {u"train"_s, u"--data"_s, empty, u"--set"_s, u"preset=x"_s, u"-o"_s, out}, 2,
            u"recommended | paper"_s);
        row("train: config", {u"train"_s, u"--config"_s, missing, u"-o"_s, out}, 3, missing);
        row("train: config is no JSON", {u"train"_s, u"--config"_s, text, u"-o"_s, out}, 3, text);
        row("train: change on resume", {u"train"_s, u"--resume"_s, u"--seed"_s, u"2"_s, u"-o"_s, out}, 2, u"--seed"_s);
        row("evaluate: missing", {u"evaluate"_s, missing}, 3, missing);
        row("evaluate: no run", {u"evaluate"_s, empty}, 3, u"not a run folder"_s);
        row("predict: no input", {u"predict"_s, empty}, 2, u"INPUT is missing"_s);
        row("explain: no clip", {u"explain"_s, empty, u"-o"_s, out}, 2, u"--clip ID is missing"_s);
        row("explain: no run", {u"explain"_s, empty, u"--clip"_s, u"x"_s, u"-o"_s, out}, 3, u"not a run folder"_s);
        row("report: no run", {u"report"_s, empty, u"-o"_s, u"x.html"_s}, 3, u"not a run folder"_s);
    }

    void badArgumentsAreRefused()
    {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        QFETCH(QString, message);
        std::vector<std::string> list;
        for (const QString& word : words) list.push_back(word.toStdString());
        const auto outcome = runCliWithoutEngine(list);
        VERIFY_REFUSAL(outcome, code, message.toStdString());
    }

    void truncatedVideos()
    {
        for (const char* extension : {".avi", ".mp4"}) {
            const std::string whole = m_scratch.at(std::string("whole") + extension);
            if (QStandardPaths::findExecutable(u"ffmpeg"_s).isEmpty()) QSKIP("the ffmpeg program is not installed");
            QVERIFY(makeVideo(whole));
            const std::string content = readText(whole);
            const std::string half =
                m_scratch.file(std::string("half") + extension, content.substr(0, content.size() / 2));
            const auto complete =
                runCliWithoutEngine({"extract", whole, "-o", m_scratch.at("video"), "--json", "--no-cache"});
            COMPARE_CODE(complete, 0);
            QCOMPARE(complete.line()[u"frames"_s].toInt(), 40);
            QCOMPARE(complete.line()[u"faces"_s].toInt(), 0);
            const auto cut = runCliWithoutEngine({"extract", half, "-o", m_scratch.at("video"), "--json"});
            if (std::string(extension) == ".mp4") {
                // The table of packets of an mp4 is at its end: nothing can be read.
                COMPARE_CODE(cut, 3);
                VERIFY_SAYS(cut, half);
                continue;
            }
            COMPARE_CODE(cut, 0);
            const int frames = cut.line()[u"frames"_s].toInt();
            QVERIFY2(frames > 0 && frames < 40, cut.all().c_str());
            const std::string table = readText(m_scratch.at("video/half.csv"));
            QCOMPARE(std::count(table.begin(), table.end(), '\n'), frames + 1);
        }
    }

    /// In one sentence, however many inputs there are.
    void aMissingCascadeNamesItsPackage()
    {
        const ScopedVariable cascades("MIEN_CASCADES", "/nowhere");
        const std::string first = m_scratch.file("first.png", "");
        const std::string second = m_scratch.file("second.png", "");
        for (const std::string cache : {"", "--no-cache"}) {
            std::vector<std::string> words = {"extract",    first, second, "-o", m_scratch.at("no cascade"),
                                              "--detector", "haar"};
            if (!cache.empty()) words.push_back(cache);
            const auto outcome = runCliWithoutEngine(words);
            QVERIFY2(outcome.isRefusal(3, "opencv-data"), outcome.all().c_str());
            VERIFY_SAYS(outcome, "/nowhere/");
            QVERIFY(!fs::exists(m_scratch.at("no cascade")));
        }
    }

    void theMissingLandmarkModelNamesItsPackage()
    {
        const ScopedVariable model("MIEN_LANDMARK_MODEL", "/nowhere/points.dat");
        const std::string picture = m_scratch.file("any.png", "");
        const auto extracted = runCliWithoutEngine({"extract", picture, "-o", m_scratch.at("out")});
        COMPARE_CODE(extracted, 3);
        VERIFY_SAYS(extracted, "/nowhere/points.dat");
        VERIFY_SAYS(extracted, "libdlib-data");
        const auto doctor = runCliWithoutEngine({"doctor"});
        COMPARE_CODE(doctor, 1);
        QVERIFY(doctor.out.find("problem: landmark model: ") != std::string::npos);
        QVERIFY(doctor.out.find("apt-get install libdlib-data") != std::string::npos);
    }

    void missingCascadesNameTheirPackage()
    {
        const ScopedVariable cascades("MIEN_CASCADES", "/nowhere");
        const auto doctor = runCliWithoutEngine({"doctor"});
        COMPARE_CODE(doctor, 1);
        QVERIFY(doctor.out.find("problem: improved LBP cascade: /nowhere/") != std::string::npos);
        QVERIFY(doctor.out.find("problem: Haar cascade: /nowhere/") != std::string::npos);
        QVERIFY(doctor.out.find("apt-get install opencv-data") != std::string::npos);
    }

    void doctorReportsAMissingEngineAndGoesOn()
    {
        const auto doctor = runCliWithoutEngine({"doctor", "--json"});
        COMPARE_CODE(doctor, 1);
        QCOMPARE(doctor.lines().size(), std::size_t{1});
        QCOMPARE(doctor.line()[u"problems"_s].toInt(), 1);
        bool found = false;
        for (const QJsonValue& fact : doctor.line()[u"facts"_s].toArray())
            found |= fact[u"name"_s].toString() == u"networks"_s && fact[u"level"_s].toString() == u"problem"_s &&
                     fact[u"value"_s].toString() == QString::fromLatin1(noEngineWords);
        QVERIFY2(found, doctor.out.c_str());
        QVERIFY(doctor.out.find("commercial use") != std::string::npos);
    }

    void doctorWarnsOfASlowBlasSetting()
    {
        const ScopedVariable coreType("OPENBLAS_CORETYPE", "Haswell"), keep("MIEN_KEEP_OPENBLAS_CORETYPE", "1");
        QVERIFY(runCliWithoutEngine({"doctor"}).out.find("warning: OPENBLAS_CORETYPE: Haswell") != std::string::npos);
    }

    void foldersOfOtherUsersAreRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("synth") << QStringList{u"synth"_s, u"@/new"_s};
        QTest::newRow("synth into it") << QStringList{u"synth"_s, u"@"_s};
        QTest::newRow("extract") << QStringList{u"extract"_s, u"x.png"_s, u"-o"_s, u"@/new"_s};
        QTest::newRow("extract into it") << QStringList{u"extract"_s, u"x.png"_s, u"-o"_s, u"@"_s};
    }

    void foldersOfOtherUsersAreRefused()
    {
        QFETCH(QStringList, words);
        // Readable by all, writable by nobody else; for others than root by nobody at all.
        const std::string folder = m_scratch.folder("of somebody else");
        fs::permissions(m_scratch.root(), fs::perms(0755));
        fs::permissions(folder, fs::perms(0555));
        std::vector<std::string> list;
        for (QString word : words) list.push_back(word.replace(u'@', QString::fromStdString(folder)).toStdString());
        const auto outcome = runUnprivileged(list);
        COMPARE_CODE(outcome, 1);
        VERIFY_SAYS(outcome, "of somebody else");
        VERIFY_SAYS(outcome, "Permission denied");
        QVERIFY(fs::is_empty(folder));
    }
};

QTEST_GUILESS_MAIN(TestCliRefusals)
#include "test_cli_refusals.moc"
