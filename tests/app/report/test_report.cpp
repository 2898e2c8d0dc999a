// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole page, from run folders on the disk.
#include "report_fixture.h"

#include "app/report/report.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/project/run_folder.h"

#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <map>

namespace fs = std::filesystem;
using namespace mien;
using namespace mien::test;

namespace {

/// Empty if every element is closed and every character escaped.
QString faultOf(const std::string& page)
{
    QXmlStreamReader reader(QString::fromStdString(page));
    while (!reader.atEnd()) reader.readNext();
    return reader.hasError() ? QStringLiteral("line %1: %2").arg(reader.lineNumber()).arg(reader.errorString())
                             : QString();
}

/// All text of the page as a reader sees it, blanks collapsed.
QString textOf(const std::string& page)
{
    QXmlStreamReader reader(QString::fromStdString(page));
    QString text;
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::Characters) text += reader.text().toString() + u' ';
    return text.simplified();
}

} // namespace

class TestReport : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    FakeEngine m_engine;

    fs::path folder(const char* name) const { return fs::path(m_temporary.path().toStdString()) / "日本 é" / name; }

    std::string pageOf(const fs::path& run)
    {
        const RunControl control;
        const fs::path file = run / "out" / "report.html";
        const auto written = writeReport(run, file, m_engine, control);
        if (!written) return "FAILED: " + written.error().message();
        return files::read(file).value();
    }

    void replacePredictions(const char* run, const std::vector<Prediction>& answers,
                            const std::vector<std::string>& outputs) const
    {
        QVERIFY(RunFolder(folder(run)).writePredictions(answers, outputs));
    }

private slots:
    void wholeRunSaysItsFigures()
    {
        writeRun(folder("whole"));
        const std::string page = pageOf(folder("whole"));
        QCOMPARE(faultOf(page), QString());
        const QString text = textOf(page);
        for (const char* words :
             {"Landmark TCN: whole", "0.86 ± 0.00 accuracy over 3 subject-disjoint folds, 42 clips of 6 subjects.",
              "330,119 parameters", "passed: no subject is on both sides", "learning_rate", "no CUDA device",
              "2024-05-06", "libtorch 1.13.1", "S009_001: 8 frames, fewer than 10; left out", "imply about 98.4 %",
              "Chance level 42 0.143"})
            QVERIFY2(text.contains(QString::fromUtf8(words)), words);
        QVERIFY(page.find("class=\"remark warning\"") == std::string::npos);
        QCOMPARE(QString::fromStdString(page).count(QStringLiteral("<svg class=\"curves\"")), 3);
    }

    /// One error of each of six people: 36 of 42 for everybody, so that resampling them changes nothing.
    void figuresComeWithTheirUncertaintyAndThePaper()
    {
        writeRun(folder("figures"));
        QVERIFY(files::writeAtomically(folder("figures") / "timing.csv",
                                       "fold,epoch,seconds,samples_per_second\n1,1,3,9\n2,1,6,9\n3,1,9,9\n"));
        const QString text = textOf(pageOf(folder("figures")));
        for (const char* words :
             {"Accuracy, pooled over clips 0.857 0.857 – 0.857", "Accuracy, mean over subjects 0.857", "Macro F1 (UF1)",
              "resampling the 6 held-out subjects", "6.0 s a fold, 3.0 s a held-out subject", "Second answers",
              "Beside the paper", "99.57 % 85.7 %", "clips of one person lie on both sides",
              "This run: protocol subject-kfold:3"})
            QVERIFY2(text.contains(QString::fromUtf8(words)), words);
    }

    /// Two units that are always answered rightly, one that nobody shows.
    void actionUnitsHaveTheirFigures()
    {
        RunConfig config = runConfig();
        config.network = "mobilenet3d_au";
        writeRun(folder("units"), config);
        auto answers = predictions();
        for (Prediction& p : answers) {
            const bool smiles = p.truth == 3;
            p.targets = {smiles ? 0.0 : 1.0, smiles ? 1.0 : 0.0, 0.0};
            p.probabilities = {smiles ? 0.1 : 0.9, smiles ? 0.8 : 0.2, 0.1};
            p.truth = -1;
        }
        replacePredictions("units", answers, {"AU1", "AU12", "AU27"});
        const std::string page = pageOf(folder("units"));
        QCOMPARE(faultOf(page), QString());
        const QString text = textOf(page);
        for (const char* words :
             {"1.00 mean average precision of 2 action units that somebody shows over 3 subject-disjoint folds, "
              "42 samples of 6 subjects.",
              "mean over units (mAP) 1.000 1.000 – 1.000 1.000 ± 0.000",
              "the 2 units that somebody shows; 1 are nowhere",
              "AU12 Lip Corner Puller , zygomaticus major 1.000 1.000 1.000 0.857 1.000 0.143 42",
              "AU27 Mouth Stretch , pterygoids, digastric – – 1.000 1.000 – 0.000 42", "resampling the 6 held-out",
              "AU 12 lip corner puller", "A map belongs to one answer"})
            QVERIFY2(text.contains(QString::fromUtf8(words)), qPrintable(QString::fromUtf8(words) + u'\n' + text));
        QVERIFY(!text.contains(QStringLiteral("No figures yet")) && !text.contains(QStringLiteral("accuracy over")));
    }

    void valenceAndArousalHaveTheirFigures()
    {
        RunConfig config = runConfig();
        config.network = "va_gru3";
        writeRun(folder("affect"), config);
        auto answers = predictions();
        for (Prediction& p : answers) {
            const double v = p.truth / 6.0 - 0.5;
            p.targets = {v, -v};
            p.probabilities = {v, v}; // arousal the wrong way round
            p.truth = -1;
        }
        replacePredictions("affect", answers, {"valence", "arousal"});
        const std::string page = pageOf(folder("affect"));
        QCOMPARE(faultOf(page), QString());
        const QString text = textOf(page);
        for (const char* words :
             {"Concordance (CCC) 1.00 for valence, -1.00 for arousal over 3 subject-disjoint folds, 42 samples",
              "Concordance (CCC), arousal -1.000 -1.000 – -1.000 -1.000 ± 0.000", "Not better than chance",
              "Root mean squared error, valence 0.000", "ICC(3,1), valence 1.000", "ICC(3,1), arousal -1.000"})
            QVERIFY2(text.contains(QString::fromUtf8(words)), qPrintable(QString::fromUtf8(words) + u'\n' + text));
    }

    void namesAreEscapedEverywhere()
    {
        writeRun(folder("<i>run & more"));
        const std::string page = pageOf(folder("<i>run & more"));
        QCOMPARE(faultOf(page), QString());
        QVERIFY(page.find("<b>日本") == std::string::npos);
        QVERIFY(page.find("<i>run") == std::string::npos);
        QVERIFY(page.find("&lt;b&gt;日本 é &amp; &quot;x&quot;") != std::string::npos);
        QVERIFY(textOf(page).contains(QString::fromStdString(awkward)));
    }

    void pageNeedsNothingElse()
    {
        writeRun(folder("alone"));
        const std::string page = pageOf(folder("alone"));
        for (const char* reference : {"<link", "<script", "src=\"http", "src=\"file", "url("})
            QVERIFY2(page.find(reference) == std::string::npos, reference);
    }

    void sameRunGivesSameBytes()
    {
        writeRun(folder("same"));
        QCOMPARE(pageOf(folder("same")), pageOf(folder("same")));
    }

    void goneClipsBecomeSentences()
    {
        writeRun(folder("gone"));
        const QString text = textOf(pageOf(folder("gone")));
        QVERIFY(text.contains(QStringLiteral("No map: ")));
        QVERIFY(text.contains(QStringLiteral("The most certain error")));
    }

    void missingFilesBecomeWords_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("words");
        QTest::newRow("environment") << "environment.json"
                                     << "Not recorded (environment.json)";
        QTest::newRow("splits") << "splits.csv"
                                << "not possible: splits.csv is missing";
        QTest::newRow("metrics") << "metrics.csv"
                                 << "No epoch has been recorded";
        QTest::newRow("predictions") << "predictions.csv"
                                     << "There are no held-out predictions";
        QTest::newRow("summary") << "summary.json"
                                 << "Training has not ended";
    }

    void missingFilesBecomeWords()
    {
        QFETCH(QString, file);
        QFETCH(QString, words);
        const fs::path run = folder(QTest::currentDataTag());
        writeRun(run);
        QVERIFY(fs::remove(run / file.toStdString()));
        const std::string page = pageOf(run);
        QCOMPARE(faultOf(page), QString());
        QVERIFY2(textOf(page).contains(words), page.c_str());
        QVERIFY(page.find("class=\"remark warning\"") != std::string::npos);
    }

    void settingsThatBendTheFiguresAreSaidLoudly_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("select on test") << "select_on"
                                        << "test"
                                        << "Epoch chosen on the held-out clips";
        QTest::newRow("landmarks") << "landmarks"
                                   << "truth"
                                   << "Landmarks were not measured from the pictures";
        QTest::newRow("control") << "control"
                                 << "shuffled_labels"
                                 << "Control run, made to fail";
        QTest::newRow("protocol") << "protocol"
                                  << "kfold:3"
                                  << "Not subject-disjoint";
        QTest::newRow("paper") << "protocol"
                               << "paper"
                               << "six times 15 % of the clips";
    }

    void settingsThatBendTheFiguresAreSaidLoudly()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, words);
        RunConfig config = runConfig();
        const std::map<QString, std::string*> fields = {{QStringLiteral("select_on"), &config.selectOn},
                                                        {QStringLiteral("landmarks"), &config.landmarks},
                                                        {QStringLiteral("control"), &config.control},
                                                        {QStringLiteral("protocol"), &config.protocol}};
        *fields.at(field) = value.toStdString();
        writeRun(folder(QTest::currentDataTag()), config);
        const std::string page = pageOf(folder(QTest::currentDataTag()));
        QVERIFY(page.find("class=\"remark warning\"") != std::string::npos);
        QVERIFY(textOf(page).contains(words));
    }

    void theRunThatSawTheFramesFirstIsNamed()
    {
        RunConfig config = runConfig();
        config.parentRun = "/runs/first stage";
        writeRun(folder("stages"), config);
        const QString text = textOf(pageOf(folder("stages")));
        QVERIFY(text.contains(QStringLiteral("Two stages")));
        QVERIFY(text.contains(QStringLiteral("/runs/first stage")));
    }

    void drawnFacesAreSaidLoudly()
    {
        writeRun(folder("people"));
        QVERIFY(!textOf(pageOf(folder("people"))).contains(QStringLiteral("Drawn faces")));
        writeRun(folder("drawn"));
        QVERIFY(files::writeAtomically(folder("drawn") / "environment.json", "{\"generated data\": \"twin\"}").ok());
        QVERIFY(textOf(pageOf(folder("drawn"))).contains(QStringLiteral("Drawn faces")));
    }

    void subjectOnBothSidesFailsTheLeakCheck()
    {
        const fs::path run = folder("leak");
        writeRun(run);
        const std::string splits = files::read(run / "splits.csv").value();
        QVERIFY(files::writeAtomically(run / "splits.csv", splits + "S001_9,S001,1,train\n").ok());
        const QString text = textOf(pageOf(run));
        QVERIFY(text.contains(QStringLiteral("FAILED: 1 subject is on both sides of a fold: S001")));
        QVERIFY(text.contains(QStringLiteral("Subjects leak although the protocol forbids it")));
        QVERIFY(!text.contains(QStringLiteral("subject-disjoint folds, 42")));
    }

    void withoutNamesNoLeakCheckIsPossible()
    {
        const fs::path run = folder("nameless");
        writeRun(run);
        std::string rows;
        for (const std::string& line : text::split(files::read(run / "splits.csv").value(), '\n')) {
            auto cells = text::split(line, ',');
            if (cells.size() < 4) continue;
            if (!rows.empty()) cells[1] = cells[0].substr(0, cells[0].find('#')); // every clip its own person
            rows += text::join(cells, ",") + "\n";
        }
        QVERIFY(files::writeAtomically(run / "splits.csv", rows).ok());
        const QString text = textOf(pageOf(run));
        QVERIFY(text.contains(QStringLiteral("not possible: nobody is named")));
        QVERIFY(text.contains(QStringLiteral("Nobody is named")));
        QVERIFY(!text.contains(QStringLiteral("subject-disjoint fold")));
    }

    void finishedEarlyIsSaid()
    {
        const fs::path run = folder("early");
        writeRun(run);
        std::string summary = files::read(run / "summary.json").value();
        const std::string before = "\"finished_early\": \"false\"";
        const auto at = summary.find(before);
        QVERIFY(at != std::string::npos);
        summary.replace(at, before.size(), "\"finished_early\": \"true\"");
        QVERIFY(files::writeAtomically(run / "summary.json", summary).ok());
        QVERIFY(textOf(pageOf(run)).contains(QStringLiteral("Finished early.")));
    }

    void wrongInputIsAnError()
    {
        const RunControl control;
        const auto noRun = writeReport(folder("nothing"), folder("nothing") / "r.html", m_engine, control);
        QVERIFY(!noRun);
        QCOMPARE(noRun.error().kind, ErrorKind::Input);
        writeRun(folder("pdf"));
        const auto pdf = writeReport(folder("pdf"), folder("pdf") / "r.pdf", m_engine, control);
        QVERIFY(!pdf);
        QCOMPARE(pdf.error().kind, ErrorKind::Usage);
        QVERIFY(!fs::exists(folder("pdf") / "r.pdf"));
        QVERIFY(files::writeAtomically(folder("pdf") / "run.json", "{ \"version\": ").ok());
        QCOMPARE(writeReport(folder("pdf"), folder("pdf") / "r.html", m_engine, control).error().kind,
                 ErrorKind::Input);
    }

    void cancelWritesNothing()
    {
        writeRun(folder("cancel"));
        RunControl control;
        control.requestCancel();
        const auto result = writeReport(folder("cancel"), folder("cancel") / "r.html", m_engine, control);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        QVERIFY(!fs::exists(folder("cancel") / "r.html"));
    }

    void finishingLeavesMapsOut()
    {
        writeRun(folder("finish"));
        RunControl control;
        control.requestFinish();
        const fs::path file = folder("finish") / "r.html";
        QVERIFY(writeReport(folder("finish"), file, m_engine, control).ok());
        const QString text = textOf(files::read(file).value());
        QVERIFY(text.contains(QStringLiteral("Ended early by hand")));
        QVERIFY(text.contains(QStringLiteral("Confusion matrix")));
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "test_report.moc"
