// SPDX-License-Identifier: GPL-3.0-or-later
//
// From generated faces to trained networks through the real command line: the accuracy band, the controls that must
// fail, independence of the truth, repeatability, and resume after kill -9. MIEN_SPINE_SEEDS="1 2 3" checks the band
// for several generator seeds; one is enough for every day.
#include "core/base/csv.h"
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <filesystem>

namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

constexpr int minutes = 60 * 1000;

QString cli()
{
    return qEnvironmentVariable("MIEN_CLI");
}

struct Outcome
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    QJsonObject lastLine() const
    {
        const auto lines = out.trimmed().split('\n');
        return QJsonDocument::fromJson(lines.isEmpty() ? QByteArray() : lines.last()).object();
    }
};

Outcome run(const QStringList& arguments, const QString& cacheFolder = {})
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    if (!cacheFolder.isEmpty()) environment.insert(u"MIEN_CACHE_DIR"_s, cacheFolder);
    process.setProcessEnvironment(environment);
    process.start(cli(), arguments);
    process.waitForFinished(30 * minutes);
    Outcome outcome{process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                    process.readAllStandardOutput(), process.readAllStandardError()};
    if (outcome.exitCode != 0) qWarning().noquote() << arguments << outcome.err.right(2000);
    return outcome;
}

std::string content(const QString& file)
{
    const auto text = mien::files::read(file.toStdString());
    return text ? *text : "unreadable: " + text.error().message();
}

} // namespace

class TestSpine : public QObject
{
    Q_OBJECT

    QString m_root;
    QString m_data;

    QString at(const QString& name) const { return m_root + u'/' + name; }

    Outcome synth(const QString& folder, int seed, int subjects, const QStringList& more = {})
    {
        return run(QStringList{u"synth"_s, folder, u"--layout"_s, u"ckplus"_s, u"--subjects"_s,
                               QString::number(subjects), u"--seed"_s, QString::number(seed), u"--json"_s} +
                   more);
    }

    Outcome train(const QString& data, const QString& folder, const QStringList& more = {}, const QString& cache = {})
    {
        return run(QStringList{u"train"_s, u"--data"_s, data, u"--model"_s, u"tcn"_s, u"--protocol"_s,
                               u"subject-kfold:6"_s, u"-o"_s, folder, u"--seed"_s, u"1"_s, u"--json"_s} +
                       more,
                   cache);
    }

    static double accuracyWithoutNeutral(const QString& folder)
    {
        const auto table = mien::csv::read(std::filesystem::path(folder.toStdString()) / "predictions.csv");
        if (!table) return 2;
        const auto truth = static_cast<std::size_t>(table->column("truth"));
        const auto predicted = static_cast<std::size_t>(table->column("predicted"));
        int correct = 0;
        int all = 0;
        for (const auto& row : table->rows) {
            if (row[truth] == "neutral") continue;
            ++all;
            correct += row[truth] == row[predicted];
        }
        return all > 0 ? static_cast<double>(correct) / all : 2;
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(QFile::exists(cli()), "MIEN_CLI names the program under test");
        m_root = QStringLiteral(MIEN_BINARY_DIR "/spine");
        QVERIFY(QDir(m_root).removeRecursively());
        QVERIFY(QDir().mkpath(m_root));
        m_data = at(u"data-1"_s);
        const auto generated = synth(m_data, 1, 20);
        QCOMPARE(generated.exitCode, 0);
        const auto scanned = run({u"scan"_s, m_data, u"--json"_s});
        QCOMPARE(scanned.exitCode, 0);
        for (const auto& key : {u"clips"_s, u"subjects"_s, u"frames"_s, u"labels"_s})
            QCOMPARE(scanned.lastLine()[key], generated.lastLine()[key]);
        QVERIFY(scanned.lastLine()[u"warnings"_s].toArray().isEmpty());
    }

    void accuracyLiesInTheBand_data()
    {
        QTest::addColumn<int>("seed");
        for (const auto& seed : qEnvironmentVariable("MIEN_SPINE_SEEDS", u"1"_s).split(u' ', Qt::SkipEmptyParts))
            QTest::newRow(qPrintable(u"generator seed "_s + seed)) << seed.toInt();
    }

    void accuracyLiesInTheBand()
    {
        QFETCH(int, seed);
        const QString data = at(u"data-%1"_s.arg(seed));
        if (seed != 1) QCOMPARE(synth(data, seed, 20).exitCode, 0);
        const QString folder = at(u"run-%1"_s.arg(seed));
        const auto trained = train(data, folder);
        QCOMPARE(trained.exitCode, 0);
        const double accuracy = trained.lastLine()[u"accuracy_mean"_s].toDouble(-1);
        qInfo().noquote() << "accuracy, subject-disjoint 6-fold:" << accuracy;
        QVERIFY2(accuracy >= 0.85 && accuracy <= 0.98, qPrintable(QString::number(accuracy)));
        for (const auto& file : {u"run.json"_s, u"environment.json"_s, u"splits.csv"_s, u"metrics.csv"_s,
                                 u"predictions.csv"_s, u"summary.json"_s, u"confusion.csv"_s, u"fold-1/best.pt"_s})
            QVERIFY2(QFile::exists(folder + u'/' + file), qPrintable(file));
    }

    void controlsStayAtChance_data()
    {
        QTest::addColumn<QString>("data");
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<double>("limit");
        const auto control = [](const QString& name) { return QStringList{u"--set"_s, u"control="_s + name}; };
        QTest::newRow("labels shuffled before the split") << m_data << control(u"shuffled_labels"_s) << 0.30;
        QTest::newRow("every clip its first frame") << m_data << control(u"first_frame"_s) << 0.35;
        const QString still = at(u"data-still"_s);
        QCOMPARE(synth(still, 1, 20, {u"--no-motion"_s}).exitCode, 0);
        QTest::newRow("faces without motion") << still << QStringList() << 0.30;
    }

    void controlsStayAtChance()
    {
        QFETCH(QString, data);
        QFETCH(QStringList, settings);
        QFETCH(double, limit);
        const auto trained = train(data, at(u"run-"_s + QString::fromLatin1(QTest::currentDataTag())), settings);
        QCOMPARE(trained.exitCode, 0);
        const double accuracy = trained.lastLine()[u"accuracy_mean"_s].toDouble(2);
        const double emotions = accuracyWithoutNeutral(at(u"run-"_s + QString::fromLatin1(QTest::currentDataTag())));
        qInfo().noquote() << QTest::currentDataTag() << accuracy << "; without neutral" << emotions;
        // Whatever betrays an emotion other than its motion would show here first.
        QVERIFY2(emotions <= limit, qPrintable(QString::number(emotions)));
        QVERIFY2(accuracy <= limit, qPrintable(QString::number(accuracy)));
    }

    void truthAndOwnLandmarksChangeNoDigit()
    {
        // A copy without them, another cache: everything is measured anew from the pixels.
        const QString data = at(u"data-bare"_s);
        QCOMPARE(synth(data, 1, 20).exitCode, 0);
        QVERIFY(QDir(data + u"/truth"_s).removeRecursively());
        QVERIFY(QDir(data + u"/Landmarks"_s).removeRecursively());
        const auto trained = train(data, at(u"run-bare"_s), {}, at(u"cache-bare"_s));
        QCOMPARE(trained.exitCode, 0);
        QCOMPARE(content(at(u"run-bare/metrics.csv"_s)), content(at(u"run-1/metrics.csv"_s)));
    }

    void resumeAfterKillEndsWithTheSameWeights()
    {
        const QStringList options = {u"--epochs"_s, u"8"_s};
        QCOMPARE(train(m_data, at(u"run-whole"_s), options).exitCode, 0);
        const QString folder = at(u"run-killed"_s);
        for (const int lines : {3, 12, 30}) {
            QProcess process;
            QStringList arguments = {u"train"_s,      u"--data"_s,          m_data,        u"--model"_s, u"tcn"_s,
                                     u"--protocol"_s, u"subject-kfold:6"_s, u"-o"_s,       folder,       u"--seed"_s,
                                     u"1"_s,          u"--json"_s,          u"--epochs"_s, u"8"_s};
            if (QFile::exists(folder)) arguments << u"--resume"_s;
            process.start(cli(), arguments);
            int epochs = 0;
            while (epochs < lines && process.waitForReadyRead(5 * minutes))
                while (process.canReadLine()) epochs += process.readLine().contains("\"epoch\"");
            QVERIFY2(epochs >= 1, process.readAllStandardError().constData());
            ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
            process.waitForFinished();
        }
        QCOMPARE(train(m_data, folder, options + QStringList{u"--resume"_s}).exitCode, 0);
        QCOMPARE(content(folder + u"/metrics.csv"_s), content(at(u"run-whole/metrics.csv"_s)));
        QCOMPARE(content(folder + u"/predictions.csv"_s), content(at(u"run-whole/predictions.csv"_s)));
        for (int fold = 1; fold <= 6; ++fold) {
            const QString weights = u"/fold-%1/best.pt"_s.arg(fold);
            QVERIFY2(content(folder + weights) == content(at(u"run-whole"_s) + weights), qPrintable(weights));
        }
    }
};

QTEST_GUILESS_MAIN(TestSpine)
#include "test_spine.moc"
