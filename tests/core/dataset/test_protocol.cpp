// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/dataset/protocol.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace mien;

namespace {

using Indices = std::vector<std::size_t>;

/// A random dataset: subjects with unequal numbers of clips, classes of unequal frequency, some neutral twins.
std::vector<Sample> randomSamples(std::uint64_t seed, int subjects, int mostClips)
{
    Random random(seed);
    std::vector<Sample> samples;
    for (int s = 0; s < subjects; ++s) {
        const std::string subject = "S" + std::to_string(s + 1);
        const std::size_t clips = 1 + random.below(static_cast<std::size_t>(mostClips));
        for (std::size_t c = 0; c < clips; ++c) {
            const std::string id = subject + "_" + std::to_string(c);
            const int label = static_cast<int>(std::min(random.below(6), random.below(6)));
            samples.push_back({id, id, subject, label, {}});
            if (random.chance(0.2)) samples.push_back({id + "#neutral", id, subject, 6, {}});
        }
    }
    return samples;
}

Protocol protocol(const char* text)
{
    return Protocol::parse(text).value();
}

std::vector<Fold> foldsOf(const std::vector<Sample>& samples, const Protocol& wanted, std::uint64_t seed)
{
    return makeFolds(samples, wanted, seed).value();
}

std::set<std::string> subjectsOf(const std::vector<Sample>& samples, const Indices& indices)
{
    std::set<std::string> subjects;
    for (const std::size_t i : indices) subjects.insert(samples[i].subject);
    return subjects;
}

bool disjoint(const std::set<std::string>& a, const std::set<std::string>& b)
{
    return std::none_of(a.begin(), a.end(), [&](const std::string& x) { return b.count(x) > 0; });
}

std::map<int, int> labelCounts(const std::vector<Sample>& samples, const Indices& indices)
{
    std::map<int, int> counts;
    for (const std::size_t i : indices) ++counts[samples[i].label];
    return counts;
}

Indices all(std::size_t n)
{
    Indices indices(n);
    for (std::size_t i = 0; i < n; ++i) indices[i] = i;
    return indices;
}

bool same(const std::vector<Fold>& a, const std::vector<Fold>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Fold& x, const Fold& y) {
        return x.train == y.train && x.validation == y.validation && x.test == y.test;
    });
}

/// What holds of every fold of every protocol. Returns what is wrong.
QString faultOf(const std::vector<Sample>& samples, const Fold& fold)
{
    Indices together;
    for (const Indices* part : {&fold.train, &fold.validation, &fold.test}) {
        if (part->empty()) return QStringLiteral("an empty part");
        if (!std::is_sorted(part->begin(), part->end())) return QStringLiteral("not ascending");
        together.insert(together.end(), part->begin(), part->end());
    }
    std::sort(together.begin(), together.end());
    if (together != all(samples.size())) return QStringLiteral("not every sample exactly once");
    const auto validation = subjectsOf(samples, fold.validation);
    if (!disjoint(validation, subjectsOf(samples, fold.train))) return QStringLiteral("validation shares a subject");
    return {};
}

} // namespace

class TestProtocol : public QObject
{
    Q_OBJECT

private slots:
    /// A run behind another is divided as that one was, though its subjects have other numbers of samples.
    void foldsOfAParentAreTakenOver()
    {
        std::vector<Sample> samples;
        for (const char* subject : {"A", "A", "B", "C", "C", "C", "D", "E", "new"})
            samples.push_back({"s" + std::to_string(samples.size()), "c", subject, 0, {}});
        Protocol wanted = protocol("subject-kfold:2");
        wanted.parent = {{{"B", "gone"}, {"C"}}, {{"A", "C", "D", "E"}, {"B"}}};
        const auto folds = foldsOf(samples, wanted, 1);
        QCOMPARE(folds.size(), std::size_t(2));
        QCOMPARE(subjectsOf(samples, folds[0].test), (std::set<std::string>{"B", "new"}));
        QCOMPARE(subjectsOf(samples, folds[0].validation), (std::set<std::string>{"C"}));
        QCOMPARE(subjectsOf(samples, folds[0].train), (std::set<std::string>{"A", "D", "E"}));
        QCOMPARE(subjectsOf(samples, folds[1].test), (std::set<std::string>{"A", "C", "D", "E"}));
        QCOMPARE(subjectsOf(samples, folds[1].validation), (std::set<std::string>{"B"}));
        QCOMPARE(subjectsOf(samples, folds[1].train), (std::set<std::string>{"new"}));
        Protocol holdout = protocol("holdout:0.3");
        holdout.parent = {{{"B"}, {}}};
        const auto one = foldsOf(samples, holdout, 1);
        QCOMPARE(one.size(), std::size_t(1));
        QCOMPARE(subjectsOf(samples, one[0].test), (std::set<std::string>{"B"}));
        QVERIFY(!one[0].validation.empty()); // none of the parent's is here: cut anew
        // Protocols that go by names need none of it.
        Protocol loso = protocol("loso");
        loso.parent = {{{"B"}, {}}};
        QCOMPARE(foldsOf(samples, loso, 1).size(), std::size_t(6));
    }

    void textsRoundTrip_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"holdout:0.25", "subject-kfold:6", "loso", "kfold:10", "clip-holdout:0.15",
                                 "subjects:S001,日本 é", "split", "paper"})
            QTest::newRow(text) << QByteArray(text);
    }

    void textsRoundTrip()
    {
        QFETCH(QByteArray, text);
        const auto parsed = Protocol::parse(text.toStdString());
        QVERIFY(parsed.ok());
        QCOMPARE(parsed->toString(), text.toStdString());
        const bool disjointByDesign =
            !text.startsWith("kfold") && !text.startsWith("clip") && text != "paper" && text != "split";
        QCOMPARE(parsed->isSubjectDisjoint(), disjointByDesign);
    }

    void faultyTextsAreUsageErrors_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"",          "k-fold:5",      "kfold",           "kfold:",    "kfold:1",   "kfold:0",       "kfold:-3",
              "kfold:2.5", "kfold:x",       "subject-kfold:1", "holdout:0", "holdout:1", "holdout:1.5",   "holdout:nan",
              "holdout",   "clip-holdout:", "loso:3",          "paper:6",   "subjects:", "subjects:a,,b", "Paper"})
            QTest::newRow(*text ? text : "nothing") << QByteArray(text);
    }

    void faultyTextsAreUsageErrors()
    {
        QFETCH(QByteArray, text);
        const auto parsed = Protocol::parse(text.toStdString());
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().kind, ErrorKind::Usage);
        QVERIFY(parsed.error().message().find("subject-kfold") != std::string::npos);
    }

    void foldsArePartitionsWithCleanValidation_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"holdout:0.2", "subject-kfold:4", "subject-kfold:6", "loso", "kfold:5",
                                 "clip-holdout:0.3", "subjects:S1,S4", "paper"})
            QTest::newRow(text) << QByteArray(text);
    }

    void foldsArePartitionsWithCleanValidation()
    {
        QFETCH(QByteArray, text);
        const Protocol wanted = protocol(text.constData());
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            const auto samples = randomSamples(seed, 7 + static_cast<int>(seed % 17), 9);
            const auto folds = makeFolds(samples, wanted, seed);
            QVERIFY2(folds.ok(), folds ? "" : folds.error().message().c_str());
            for (const Fold& fold : *folds) {
                const QString fault = faultOf(samples, fold);
                QVERIFY2(fault.isEmpty(), qPrintable(fault));
                if (wanted.isSubjectDisjoint())
                    QVERIFY(disjoint(subjectsOf(samples, fold.validation), subjectsOf(samples, fold.test)));
            }
            if (wanted.isSubjectDisjoint()) QVERIFY(leakedSubjects(samples, *folds).empty());
        }
    }

    void theSeedAloneDecides()
    {
        const auto samples = randomSamples(3, 15, 8);
        for (const char* text : {"holdout:0.2", "subject-kfold:5", "kfold:5", "clip-holdout:0.2", "paper"}) {
            const auto once = foldsOf(samples, protocol(text), 11);
            QVERIFY(same(once, foldsOf(samples, protocol(text), 11)));
            QVERIFY(!same(once, foldsOf(samples, protocol(text), 12)));
        }
    }

    void holdoutTakesWholeSubjectsUntilTheShareIsReached()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto samples = randomSamples(seed, 20, 6);
            const auto folds = foldsOf(samples, protocol("holdout:0.3"), seed);
            QCOMPARE(folds.size(), std::size_t(1));
            const auto held = subjectsOf(samples, folds[0].test);
            std::map<std::string, int> sizes;
            for (const std::size_t i : folds[0].test) ++sizes[samples[i].subject];
            const double wanted = 0.3 * static_cast<double>(samples.size());
            QVERIFY(static_cast<double>(folds[0].test.size()) >= wanted);
            // One subject fewer would not have been enough, whichever came last.
            int largest = 0;
            for (const auto& [subject, size] : sizes) largest = std::max(largest, size);
            QVERIFY(static_cast<double>(folds[0].test.size()) - largest < wanted);
        }
    }

    void subjectFoldsHoldEverySubjectOutOnceAndAreBalanced()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto samples = randomSamples(seed, 30, 6);
            const auto folds = foldsOf(samples, protocol("subject-kfold:6"), seed);
            QCOMPARE(folds.size(), std::size_t(6));
            Indices held;
            std::size_t smallest = samples.size();
            std::size_t largest = 0;
            for (const Fold& fold : folds) {
                held.insert(held.end(), fold.test.begin(), fold.test.end());
                smallest = std::min(smallest, fold.test.size());
                largest = std::max(largest, fold.test.size());
            }
            std::sort(held.begin(), held.end());
            QCOMPARE(held, all(samples.size()));
            std::map<std::string, std::size_t> sizes;
            for (const Sample& sample : samples) ++sizes[sample.subject];
            std::size_t mostOfOne = 0;
            for (const auto& [subject, size] : sizes) mostOfOne = std::max(mostOfOne, size);
            QVERIFY(largest - smallest <= mostOfOne);
        }
    }

    void leaveOneSubjectOutFollowsTheNaturalOrder()
    {
        const auto samples = randomSamples(2, 12, 4);
        const auto folds = foldsOf(samples, protocol("loso"), 1);
        QCOMPARE(folds.size(), std::size_t(12));
        for (std::size_t f = 0; f < folds.size(); ++f)
            QCOMPARE(subjectsOf(samples, folds[f].test), std::set<std::string>{"S" + std::to_string(f + 1)});
    }

    void kFoldIsStratifiedToOneSample()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto samples = randomSamples(seed, 20, 9);
            const auto folds = foldsOf(samples, protocol("kfold:5"), seed);
            const auto whole = labelCounts(samples, all(samples.size()));
            Indices held;
            for (const Fold& fold : folds) {
                held.insert(held.end(), fold.test.begin(), fold.test.end());
                auto counts = labelCounts(samples, fold.test);
                for (const auto& [label, count] : whole) {
                    QVERIFY(counts[label] >= count / 5);
                    QVERIFY(counts[label] <= (count + 4) / 5);
                }
            }
            std::sort(held.begin(), held.end());
            QCOMPARE(held, all(samples.size()));
        }
    }

    /// Segments of one film are nearly alike: on both sides they would be learned by heart.
    void samplesOfAClipStayTogether()
    {
        std::vector<Sample> samples;
        for (const Sample& clip : randomSamples(4, 12, 6))
            for (int segment = 0; segment < 4; ++segment) {
                samples.push_back(clip);
                if (clip.id == clip.clip) samples.back().id += "#" + std::to_string(segment + 1);
                if (clip.id != clip.clip) break;
            }
        for (const char* text : {"kfold:5", "clip-holdout:0.3"})
            for (const Fold& fold : foldsOf(samples, protocol(text), 3)) {
                std::set<std::string> learned, held;
                const auto shown = [&](std::size_t i) {
                    return samples[i].id.find("#neutral") == std::string::npos ? samples[i].clip : samples[i].id;
                };
                for (const Indices* part : {&fold.train, &fold.validation})
                    for (const std::size_t i : *part) learned.insert(shown(i));
                for (const std::size_t i : fold.test) held.insert(shown(i));
                QVERIFY(!held.empty() && disjoint(learned, held));
                QCOMPARE(fold.train.size() + fold.validation.size() + fold.test.size(), samples.size());
            }
    }

    void clipHoldoutIsStratified()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto samples = randomSamples(seed, 20, 9);
            const auto folds = foldsOf(samples, protocol("clip-holdout:0.3"), seed);
            const auto n = static_cast<double>(samples.size());
            QCOMPARE(static_cast<double>(folds.at(0).test.size()), std::ceil(0.3 * n - 1e-9));
            auto counts = labelCounts(samples, folds[0].test);
            for (const auto& [label, count] : labelCounts(samples, all(samples.size())))
                QVERIFY(std::abs(counts[label] - 0.3 * count) <= 1);
        }
    }

    /// Six disjoint stratified hold-outs of 15 %; 10 % always in training (specification, section 2.3).
    void paperHoldsOutSixDisjointFifteenths()
    {
        // The paper's own class sizes: 257 clips and 50 neutral ones.
        const int sizes[] = {39, 46, 20, 62, 21, 69, 50};
        std::vector<Sample> samples;
        for (int label = 0; label < 7; ++label)
            for (int i = 0; i < sizes[label]; ++i) {
                const std::string id = std::to_string(label) + "_" + std::to_string(i);
                samples.push_back({id, id, "S" + std::to_string(i % 40), label, {}});
            }
        const auto folds = foldsOf(samples, protocol("paper"), 7);
        QCOMPARE(folds.size(), std::size_t(6));
        Indices held;
        for (const Fold& fold : folds) {
            held.insert(held.end(), fold.test.begin(), fold.test.end());
            QVERIFY(std::abs(static_cast<double>(fold.test.size()) - 0.15 * 307) <= 1);
            auto counts = labelCounts(samples, fold.test);
            for (int label = 0; label < 7; ++label) QVERIFY(std::abs(counts[label] - 0.15 * sizes[label]) <= 1.2);
        }
        std::sort(held.begin(), held.end());
        QVERIFY(std::adjacent_find(held.begin(), held.end()) == held.end());
        QVERIFY(std::abs(static_cast<double>(held.size()) - 0.9 * 307) <= 2);
        QVERIFY(!leakedSubjects(samples, folds).empty());
    }

    void validationIsAboutFifteenPercentOfTraining()
    {
        const auto samples = randomSamples(9, 60, 6);
        for (const Fold& fold : foldsOf(samples, protocol("subject-kfold:6"), 4)) {
            const double share = static_cast<double>(fold.validation.size()) /
                                 static_cast<double>(fold.validation.size() + fold.train.size());
            QVERIFY2(share >= 0.15 && share <= 0.20, qPrintable(QString::number(share)));
        }
    }

    void validationLeavesNoClassWithoutTrainingIfItCanBeHelped()
    {
        // Class 1 is shown by one subject alone: whatever the seed, that subject must stay in training.
        std::vector<Sample> samples;
        for (int s = 0; s < 8; ++s)
            for (int i = 0; i < 4; ++i)
                samples.push_back({std::to_string(s) + "_" + std::to_string(i), "", "S" + std::to_string(s), 0, {}});
        samples[0].label = 1;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const auto folds = foldsOf(samples, protocol("subjects:S7"), seed);
            QCOMPARE(labelCounts(samples, folds[0].train)[1], 1);
        }
    }

    void impossibleSplitsAreUsageErrors_data()
    {
        QTest::addColumn<int>("subjects");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("no sample") << 0 << QByteArray("loso") << QByteArray("no sample");
        QTest::newRow("fewer subjects than folds") << 5 << QByteArray("subject-kfold:6") << QByteArray("6 folds");
        QTest::newRow("fewer samples than folds") << 3 << QByteArray("kfold:900") << QByteArray("900 folds");
        QTest::newRow("unknown subject") << 5 << QByteArray("subjects:S1,X9") << QByteArray("X9");
        QTest::newRow("all held out") << 3 << QByteArray("subjects:S1,S2,S3") << QByteArray("training");
        QTest::newRow("nobody left for validation") << 2 << QByteArray("loso") << QByteArray("validation");
        QTest::newRow("one subject") << 1 << QByteArray("holdout:0.5") << QByteArray("training");
        QTest::newRow("one subject, clips split") << 1 << QByteArray("kfold:2") << QByteArray("validation");
    }

    void impossibleSplitsAreUsageErrors()
    {
        QFETCH(int, subjects);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, named);
        std::vector<Sample> samples;
        for (int s = 0; s < subjects; ++s)
            for (int i = 0; i < 3; ++i)
                samples.push_back({std::to_string(s) + "_" + std::to_string(i),
                                   std::to_string(s) + "_" + std::to_string(i),
                                   "S" + std::to_string(s + 1),
                                   i,
                                   {}});
        const auto folds = makeFolds(samples, protocol(text.constData()), 1);
        QVERIFY(!folds.ok());
        QCOMPARE(folds.error().kind, ErrorKind::Usage);
        const QByteArray message = QByteArray::fromStdString(folds.error().message());
        QVERIFY2(message.contains(named), message.constData());
    }

    void leaksAreNamedOnce()
    {
        const std::vector<Sample> samples = {
            {"a", "a", "S1", 0, {}}, {"b", "b", "S1", 1, {}}, {"c", "c", "S2", 0, {}}, {"d", "d", "S10", 1, {}}};
        QCOMPARE(leakedSubjects(samples, {{{0}, {2}, {1, 3}}, {{1, 3}, {}, {0, 2}}}), std::vector<std::string>{"S1"});
        QCOMPARE(leakedSubjects(samples, {{{0, 1}, {3}, {2}}}), std::vector<std::string>{});
        // A subject of the validation part counts as learned.
        QCOMPARE(leakedSubjects(samples, {{{2}, {0}, {1}}}), std::vector<std::string>{"S1"});
    }

    void splitsByHandAreObeyed()
    {
        std::vector<Sample> samples;
        for (int i = 0; i < 12; ++i) {
            const std::string clip = "c" + std::to_string(i);
            samples.push_back({clip, clip, "S" + std::to_string(i / 3), i % 2, {}});
        }
        samples.push_back({"c0#neutral", "c0", "S0", 0, {}}); // goes with its clip
        Protocol wanted = protocol("split");
        QVERIFY(!makeFolds(samples, wanted, 1)); // nothing is held out
        wanted.splits = {{"c0", "test"}, {"c1", "test"}, {"c5", "val"}, {"c7", "train"}, {"gone", "test"}};
        auto folds = foldsOf(samples, wanted, 1);
        QCOMPARE(folds.size(), 1u);
        QVERIFY((folds[0].test == std::vector<std::size_t>{0, 1, 12}));
        QVERIFY((folds[0].validation == std::vector<std::size_t>{5}));
        QCOMPARE(folds[0].train.size(), 9u);
        wanted.splits.erase("c5"); // then whole subjects, as ever
        folds = foldsOf(samples, wanted, 1);
        QVERIFY(folds[0].validation.size() >= 2);
    }

    void eachPaperHasItsSplit()
    {
        QCOMPARE(paperSplitOf("tcn"), PaperSplit::SixHoldouts);
        QCOMPARE(paperSplitOf("late_fusion"), PaperSplit::LeaveOneSubjectOut);
        QCOMPARE(paperSplitOf("va_gru3"), PaperSplit::GivenParts);
        QCOMPARE(paperSplitOf("microx_full_face"), PaperSplit::SegmentHoldout);
        QCOMPARE(paperSplitOf("mobilenet3d_au"), PaperSplit::FrameQuarter);
    }

    /// Valence/arousal spec, section 2.1: of 1,308 images 1,177 are trained on and 131 tested, and at most one subject
    /// straddles the border.
    void subjectOrderHoldsOutTheLastTenth()
    {
        std::vector<Sample> samples;
        for (int i = 0; i < 1308; ++i)
            samples.push_back({std::to_string(i), std::to_string(i), "S" + std::to_string(i % 109), i % 8, {}});
        Protocol paper = protocol("paper");
        paper.paper = PaperSplit::SubjectOrder;
        const auto folds = foldsOf(samples, paper, 4);
        QCOMPARE(folds.size(), std::size_t(1));
        QCOMPARE(folds[0].test.size(), std::size_t(131));
        QCOMPARE(folds[0].train.size() + folds[0].validation.size(), std::size_t(1177));
        QCOMPARE(leakedSubjects(samples, folds).size(), std::size_t(1)); // 131 is no multiple of 12
        QVERIFY(!paper.isSubjectDisjoint());
    }

    void partsThatTheDatasetGivesAreThePapers()
    {
        const auto samples = randomSamples(6, 20, 5);
        Protocol paper = Protocol::parse("paper", "va_gru3").value();
        QCOMPARE(paper.paper, PaperSplit::GivenParts);
        for (const Sample& sample : samples) paper.splits[sample.clip] = sample.subject < "S15" ? "train" : "test";
        const auto folds = foldsOf(samples, paper, 4);
        QCOMPARE(folds.size(), std::size_t(1));
        for (std::size_t i = 0; i < samples.size(); ++i)
            QCOMPARE(std::binary_search(folds[0].test.begin(), folds[0].test.end(), i), samples[i].subject >= "S15");
        // Without test clips the last tenth is held out, and marks of validation do not bring it back in.
        for (auto& [clip, part] : paper.splits) part = "val";
        for (const Protocol& unmarked : {paper, [&] {
                                             Protocol folds = protocol("subject-kfold:5");
                                             folds.splits = paper.splits;
                                             return folds;
                                         }()})
            for (const Fold& fold : foldsOf(samples, unmarked, 4))
                for (const std::size_t i : fold.validation)
                    QVERIFY(!std::binary_search(fold.test.begin(), fold.test.end(), i));
        paper.splits.clear(); // a dataset without parts of its own
        QCOMPARE(foldsOf(samples, paper, 4)[0].test.size(),
                 samples.size() - static_cast<std::size_t>(0.9 * static_cast<double>(samples.size()) + 1e-9));
    }

    void segmentsAndFramesAreShuffledWhoeverIsSeen()
    {
        const auto samples = randomSamples(5, 12, 30);
        for (const auto& [split, share] :
             {std::pair(PaperSplit::SegmentHoldout, 0.8), {PaperSplit::FrameQuarter, 0.75}}) {
            Protocol paper = protocol("paper");
            paper.paper = split;
            const auto folds = foldsOf(samples, paper, 2);
            QCOMPARE(folds.size(), std::size_t(1));
            QCOMPARE(folds[0].test.size(),
                     samples.size() - static_cast<std::size_t>(share * static_cast<double>(samples.size()) + 1e-9));
            QVERIFY(leakedSubjects(samples, folds).size() > 6);
        }
    }

    void temporalFusionLeavesOneSubjectOut()
    {
        const auto samples = randomSamples(5, 7, 9);
        Protocol paper = protocol("paper");
        paper.paper = PaperSplit::LeaveOneSubjectOut;
        const auto folds = foldsOf(samples, paper, 2);
        QCOMPARE(folds.size(), std::size_t(7));
        QVERIFY(leakedSubjects(samples, folds).empty());
        QVERIFY(paper.isSubjectDisjoint());
        QVERIFY(Protocol::parse("paper", "cnn_gru")->isSubjectDisjoint());
        QVERIFY(!Protocol::parse("paper", "tcn")->isSubjectDisjoint());
    }

    void crossDatasetTestsOnTheOtherDatasetOnly()
    {
        auto samples = randomSamples(3, 6, 5);
        for (Sample& sample : samples) sample.subject = (sample.subject > "S3" ? "2:b/" : "1:a/") + sample.subject;
        Protocol cross = protocol("cross:/data/set b");
        QCOMPARE(cross.directory, std::string("/data/set b"));
        QCOMPARE(cross.toString(), std::string("cross:/data/set b"));
        QVERIFY(cross.isSubjectDisjoint());
        cross.subjects = {"2:b/S4", "2:b/S5", "2:b/S6"};
        const auto folds = foldsOf(samples, cross, 1);
        QCOMPARE(folds.size(), std::size_t(1));
        QCOMPARE(subjectsOf(samples, folds[0].test),
                 std::set<std::string>(cross.subjects.begin(), cross.subjects.end()));
        QCOMPARE(subjectsOf(samples, folds[0].train).size() + subjectsOf(samples, folds[0].validation).size(),
                 std::size_t(3));
        QVERIFY(!Protocol::parse("cross:").ok());
        QVERIFY(!Protocol::parse("cross").ok());
    }

    void samplesThatServeOneSideOnlyGoWithTheirClip()
    {
        // Every clip: a training sample and three held-out ones; some neutral samples that serve both.
        const std::vector<Sample> clips = randomSamples(3, 12, 6);
        std::vector<Sample> samples;
        for (const Sample& clip : clips) {
            samples.push_back(clip);
            if (clip.id != clip.clip) continue; // a neutral one
            samples.back().use = Sample::Use::Training;
            for (const char* frame : {"#1", "#2", "#3"}) {
                samples.push_back(clip);
                samples.back().id += frame;
                samples.back().use = Sample::Use::Held;
            }
        }
        for (const char* text : {"subject-kfold:4", "kfold:5", "clip-holdout:0.3", "loso"}) {
            const auto reduced = foldsOf(clips, protocol(text), 7);
            const auto folds = foldsOf(samples, protocol(text), 7);
            QCOMPARE(folds.size(), reduced.size());
            for (std::size_t f = 0; f < folds.size(); ++f) {
                std::set<std::string> held;
                for (const std::size_t i : folds[f].test) {
                    QVERIFY(samples[i].use != Sample::Use::Training);
                    held.insert(samples[i].id == samples[i].clip + "#neutral" ? samples[i].id : samples[i].clip);
                }
                std::set<std::string> expected;
                for (const std::size_t i : reduced[f].test) expected.insert(clips[i].id);
                QCOMPARE(held, expected);
                for (const Indices* part : {&folds[f].train, &folds[f].validation})
                    for (const std::size_t i : *part) {
                        QVERIFY(samples[i].use != Sample::Use::Held);
                        QVERIFY(!held.count(samples[i].id));
                    }
                QCOMPARE(folds[f].train.size(), reduced[f].train.size());
            }
        }
    }

    void clipsThatLookAlikeOnBothSidesAreNamed()
    {
        const std::vector<Sample> samples = {{"a", "a", "S1", 0, {}},
                                             {"a#neutral", "a", "S1", 6, {}},
                                             {"b", "b", "S2", 0, {}},
                                             {"c", "c", "S3", 0, {}},
                                             {"d", "d", "S4", 0, {}}};
        const std::vector<std::pair<std::string, std::string>> alike = {{"a", "c"}, {"b", "d"}};
        const std::vector<Fold> folds = {{{2, 3}, {4}, {0, 1}}, {{0, 1}, {2, 4}, {3}}};
        const auto leaked = leakedPairs(samples, folds, alike);
        QCOMPARE(leaked.size(), std::size_t(1)); // b and d are always on one side
        QCOMPARE(leaked[0].held, std::string("a"));
        QCOMPARE(leaked[0].learned, std::string("c"));
        QCOMPARE(leakedPairs(samples, {{{0, 1}, {4}, {2}}}, alike).size(), std::size_t(1)); // validation is no excuse
        QVERIFY(leakedPairs(samples, folds, {}).empty());
    }
};

QTEST_GUILESS_MAIN(TestProtocol)
#include "test_protocol.moc"
