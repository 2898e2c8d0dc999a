// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/itemmodels/jobs_model.h"
#include "widgets/itemmodels/library_filter.h"
#include "widgets/itemmodels/library_model.h"
#include "widgets/itemmodels/people_model.h"
#include "widgets/itemmodels/runs_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace mien;

namespace {

std::shared_ptr<DatasetIndex> dataset(const char* root)
{
    auto index = std::make_shared<DatasetIndex>();
    index->name = "CK+";
    index->root = root;
    const std::pair<const char*, const char*> clips[] = {
        {"S005", "surprise"}, {"S005", "anger"}, {"S010", "surprise"}, {"S011", ""}};
    int number = 0;
    for (const auto& [subject, label] : clips) {
        ClipEntry clip;
        clip.id = std::string(subject) + "_00" + std::to_string(++number);
        clip.subject = subject;
        if (*label) clip.label = label;
        clip.attributes["lighting"] = number % 2 ? "strong" : "dark";
        index->clips.push_back(clip);
    }
    return index;
}

} // namespace

class TestItemModels final : public QObject
{
    Q_OBJECT
private slots:
    void libraryIsAProperModel();
    void libraryFindsClips();
    void loneClipHasNoSubject();
    void filterKeepsParentsOfMatches();
    void filterByVerdict();
    void filterByClips();
    void samplesOfRunsNameTheirClips();
    void runsTellWhatTheyAre();
    void runsSaySubjectsLeak();
    void jobsKeepEndedRows();
    void peopleAskForEdits();
};

void TestItemModels::libraryIsAProperModel()
{
    LibraryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    LibraryFilter filter;
    filter.setSourceModel(&model);
    QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.addDataset(dataset("/a"));
    model.addDataset(dataset("/b"));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.clipCount(), 8);
    model.addDataset(dataset("/a")); // replaced, not doubled
    QCOMPARE(model.rowCount(), 2);
    int clips = 0;
    for (const auto& [frames, count] : filter.lengthCounts()) clips += count;
    QCOMPARE(clips, 8);
    filter.setWords(u"surprise"_s);
    QCOMPARE(filter.clipCount(), 4);
    const auto lengths = dataset("/c");
    lengths->clips[0].frameCount = 12;
    model.addDataset(lengths);
    filter.setWords({});
    QCOMPARE(filter.lengthCounts().at(12), 1);
    QCOMPARE(filter.lengthCounts().at(-1), 11);
    filter.setLabel(u"surprise"_s);
    clips = 0;
    for (const auto& [frames, count] : filter.lengthCounts()) clips += count;
    QCOMPARE(clips, filter.clipCount()); // of what is shown, unlike the labels
    filter.setLabel({});
    model.removeDataset(u"/c"_s);
    filter.setWords(u"surprise"_s);
    model.removeDataset(u"/b"_s);
    QCOMPARE(model.clipCount(), 4);
    model.removeDataset(u"/unknown"_s);
    QCOMPARE(model.rowCount(), 1);
}

void TestItemModels::libraryFindsClips()
{
    LibraryModel model;
    model.addDataset(dataset("/a"));
    const QModelIndex index = model.indexOf({u"/a"_s, u"S010_003"_s});
    QVERIFY(index.isValid());
    QCOMPARE(index.data().toString(), u"S010_003"_s);
    QCOMPARE(index.data(LibraryModel::LabelRole).toString(), u"surprise"_s);
    QCOMPARE(index.parent().data().toString(), u"S010"_s);
    QVERIFY(!model.indexOf({u"/a"_s, u"S999"_s}).isValid());
    QVERIFY(!model.indexOf({u"/z"_s, u"S010_003"_s}).isValid());
    QCOMPARE(model.entry({u"/z"_s, u"S010_003"_s}), nullptr);
}

void TestItemModels::loneClipHasNoSubject()
{
    auto index = std::make_shared<DatasetIndex>();
    index->root = "/v.mp4";
    index->name = "v.mp4";
    index->clips.push_back({});
    index->clips.back().id = "v.mp4";
    LibraryModel model;
    model.addDataset(index);
    const QModelIndex clip = model.indexOf({u"/v.mp4"_s, u"v.mp4"_s});
    QVERIFY(clip.isValid());
    QVERIFY(clip.parent().isValid());
    QVERIFY(!clip.parent().parent().isValid());
}

void TestItemModels::filterKeepsParentsOfMatches()
{
    LibraryModel model;
    model.addDataset(dataset("/a"));
    LibraryFilter filter;
    filter.setSourceModel(&model);
    QVERIFY(!filter.isActive());
    filter.setWords(u"surprise lighting=strong"_s);
    QCOMPARE(filter.clipCount(), 2);
    QCOMPARE(filter.rowCount(filter.index(0, 0)), 2); // subjects S005 and S010
    filter.setWords(u"sadness"_s);
    QCOMPARE(filter.clipCount(), 0);
    QCOMPARE(filter.rowCount(), 0);
    filter.setWords({});
    filter.setLabel(u"anger"_s);
    QCOMPARE(filter.clipCount(), 1);
}

void TestItemModels::filterByVerdict()
{
    LibraryModel model;
    model.addDataset(dataset("/a"));
    model.addDataset(dataset("/b")); // the same ids, not in the run
    LibraryFilter filter;
    filter.setSourceModel(&model);
    model.setJudgements({{{u"/a"_s, u"S005_001"_s}, {u"fear"_s, Verdict::Wrong}},
                         {{u"/a"_s, u"S005_002"_s}, {u"anger"_s, Verdict::Right}}});
    QVERIFY(model.indexOf({u"/b"_s, u"S005_001"_s}).data(LibraryModel::PredictedRole).toString().isEmpty());
    filter.setWords(u"wrong"_s);
    QCOMPARE(filter.clipCount(), 1);
    QCOMPARE(model.indexOf({u"/a"_s, u"S005_001"_s}).data(LibraryModel::PredictedRole).toString(), u"fear"_s);
}

void TestItemModels::samplesOfRunsNameTheirClips()
{
    Prediction prediction;
    RunRecord one;
    one.datasets = {u"/a"_s};
    prediction.sample = "S005_001#neutral";
    QCOMPARE(one.clipOf(prediction), (ClipRef{u"/a"_s, u"S005_001"_s}));
    QCOMPARE(one.sampleOf({u"/a"_s, u"S005_001"_s}, u"A"_s), u"S005_001"_s);
    prediction.sample = "take #2#31"; // a clip's own name may hold the mark
    QCOMPARE(one.clipOf(prediction), (ClipRef{u"/a"_s, u"take #2"_s}));
    QVERIFY(one.sampleOf({u"/b"_s, u"S005_001"_s}, u"B"_s).isEmpty());

    RunRecord merged;
    merged.datasets = {u"/a"_s, u"/b"_s};
    const ClipRef second{u"/b"_s, u"actor 1/S005_001"_s};
    const QString sample = merged.sampleOf(second, u"B"_s);
    QCOMPARE(sample, u"2:B/actor 1/S005_001"_s);
    prediction.sample = sample.toStdString();
    QCOMPARE(merged.clipOf(prediction), second);
}

void TestItemModels::filterByClips()
{
    LibraryModel model;
    model.addDataset(dataset("/a"));
    model.addDataset(dataset("/b"));
    LibraryFilter filter;
    filter.setSourceModel(&model);
    filter.setClips(QSet<ClipRef>{{u"/a"_s, u"S010_003"_s}});
    QCOMPARE(filter.clipCount(), 1);
    filter.setClips(QSet<ClipRef>{});
    QCOMPARE(filter.clipCount(), 0);
    filter.setClips(std::nullopt);
    QCOMPARE(filter.clipCount(), 8);
}

void TestItemModels::runsTellWhatTheyAre()
{
    RunsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    RunRecord run;
    run.folder = u"/runs/tcn-1"_s;
    run.network = u"tcn"_s;
    run.metrics = {{2, 1, 1.0, 0.5, 1.1, 0.4, 0.001}, {1, 2, 0.8, 0.6, 1.0, 0.5, 0.001}, {1, 1, 1, 0.5, 1, 0.4, 0.001}};
    model.put(run);
    QCOMPARE(model.index(0, RunsModel::NameColumn).data().toString(), u"tcn-1"_s);
    QCOMPARE(model.index(0, RunsModel::AccuracyColumn).data().toString(), u"–"_s); // not computed is not 0
    QCOMPARE(model.runAt(0)->foldsWithMetrics(), (std::vector<int>{1, 2}));
    QCOMPARE(model.runAt(0)->metricsOf(1).front().epoch, 1);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    QVERIFY(model.change(u"/runs/tcn-1"_s, [](RunRecord& r) {
        r.report.classes.accuracyMean = 0.9;
        r.report.classes.accuracyStd = 0.05;
    }));
    QCOMPARE(changes.size(), 1);
    QCOMPARE(model.index(0, RunsModel::AccuracyColumn).data().toString(), u"0.900 ± 0.050"_s);
    QVERIFY(!model.change(u"/nowhere"_s, [](RunRecord&) {}));
    model.put(run); // same folder: replaced
    QCOMPARE(model.rowCount(), 1);
    model.remove(run.folder);
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::runsSaySubjectsLeak()
{
    RunsModel model;
    RunRecord run;
    run.folder = u"/runs/a"_s;
    run.protocol = u"kfold:6"_s;
    run.subjectsLeak = true;
    run.controls = u"control: shuffled labels"_s;
    model.put(run);
    QVERIFY(model.index(0, RunsModel::ProtocolColumn).data().toString().endsWith(u'*'));
    QVERIFY(run.footnote().contains(u"subjects leak"_s));
    QVERIFY(run.footnote().contains(u"shuffled labels"_s));
}

void TestItemModels::jobsKeepEndedRows()
{
    JobsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const int first = model.add({});
    const int second = model.add({});
    QVERIFY(first != second);
    QCOMPARE(model.liveCount(), 2);
    model.change(first, [](JobRow& job) {
        job.state = JobRow::State::Failed;
        job.messages << u"no face"_s;
    });
    QCOMPARE(model.liveCount(), 1);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.job(first)->messages, QStringList{u"no face"_s});
    model.clearEnded();
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(!model.job(first));
    QVERIFY(model.job(second));
}

void TestItemModels::peopleAskForEdits()
{
    PeopleModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    People people({Tracklet{0, 0, 0, 99, {}, {}, {}}, Tracklet{0, 1, 120, 159, {}, {}, {}}}, {0, 1});
    model.setPeople(people, 200);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowOf(1), 1);
    QCOMPARE(model.rowOf(5), -1);
    const QModelIndex second = model.index(1);
    QCOMPARE(second.data().toString(), u"Person 1"_s);
    QCOMPARE(second.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Checked));

    // Nothing changes before the edit comes back; an edit that says nothing new is none.
    QSignalSpy renames(&model, &PeopleModel::renameRequested);
    QSignalSpy excludes(&model, &PeopleModel::excludeRequested);
    QVERIFY(!model.setData(second, u"  "_s, Qt::EditRole));
    QVERIFY(model.setData(second, u"  Anna   Müller "_s, Qt::EditRole));
    QCOMPARE(renames.count(), 1);
    QCOMPARE(renames[0][0].toInt(), 1);
    QCOMPARE(renames[0][1].toString(), u"Anna Müller"_s);
    QCOMPARE(second.data().toString(), u"Person 1"_s);
    QVERIFY(model.setData(second, Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(excludes.count(), 1);
    QCOMPARE(excludes[0][1].toBool(), true);

    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QVERIFY(people.rename(1, "Anna"));
    QVERIFY(people.setExcluded(1, true));
    model.setPeople(people, 200);
    QCOMPARE(resets.count(), 0); // the same people: what is selected stays so
    QCOMPARE(second.data().toString(), u"Anna"_s);
    QCOMPARE(second.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
    QVERIFY(people.merge(1, 0));
    model.setPeople(people, 200);
    QCOMPARE(resets.count(), 1);
    QCOMPARE(model.rowCount(), 1);
}

QTEST_MAIN(TestItemModels)
#include "test_item_models.moc"
