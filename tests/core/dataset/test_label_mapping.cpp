// SPDX-License-Identifier: GPL-3.0-or-later
//
// Labels brought to class lists: by hand, by a table, by the papers' own lists.
#include "core/base/files.h"
#include "core/dataset/label_mapping.h"
#include "core/facs/emotions.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace mien;
namespace fs = std::filesystem;

namespace {

DatasetIndex datasetOf(const std::vector<std::string>& labels)
{
    DatasetIndex index;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        ClipEntry clip;
        clip.id = std::to_string(i);
        if (!labels[i].empty()) clip.label = labels[i];
        index.clips.push_back(std::move(clip));
    }
    return index;
}

/// The labels of relabelled clips in order; empty = unlabelled.
std::vector<std::string> labelsOf(const DatasetIndex& index)
{
    std::vector<std::string> labels;
    for (const ClipEntry& clip : index.clips) labels.push_back(clip.label.value_or(""));
    return labels;
}

using Labels = std::vector<std::string>;

} // namespace

class TestLabelMapping final : public QObject
{
    Q_OBJECT

private slots:
    void renamesMergesAndDrops()
    {
        const DatasetIndex index = relabelled(datasetOf({"anger", "disgust", "contempt", "fear", "", "boredom"}),
                                              {{"disgust", "contempt"}, {"fear", ""}, {"contempt", "scorn"}});
        // Rules are not chained: what was disgust is contempt now, not scorn.
        QCOMPARE(labelsOf(index), (Labels{"anger", "contempt", "scorn", "", "", "boredom"}));
        QCOMPARE(index.clips[1].attributes.at("label_before"), std::string("disgust"));
        QCOMPARE(index.clips[3].attributes.at("label_before"), std::string("fear"));
        QVERIFY(!index.clips[0].attributes.count("label_before"));
        QCOMPARE(index.diagnostics.size(), std::size_t(3));
        QCOMPARE(index.diagnostics[0].message, std::string("the label contempt of 1 clip becomes scorn"));
        QCOMPARE(index.diagnostics[2].message, std::string("the label fear of 1 clip is dropped: unlabelled"));
    }

    void everyOtherLabelHasARuleToo()
    {
        const auto dropped = relabelled(datasetOf({"anger", "boredom", ""}), {{"anger", "anger"}, {"*", ""}});
        QCOMPARE(labelsOf(dropped), (Labels{"anger", "", ""}));
        const auto merged = relabelled(datasetOf({"anger", "boredom", ""}), {{"anger", "anger"}, {"*", "other"}});
        QCOMPARE(labelsOf(merged), (Labels{"anger", "other", ""}));
        const auto same = relabelled(datasetOf({"anger", "boredom", ""}), {});
        QCOMPARE(labelsOf(same), (Labels{"anger", "boredom", ""}));
        QVERIFY(same.diagnostics.empty());
    }

    /// Class counts as the specs print them: 7, 6, 7, 8, 9; the challenge's 3.
    void presetsHaveTheirClasses_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("classes");
        QTest::newRow("landmark-tcn") << "landmark-tcn" << 7;
        QTest::newRow("temporal-fusion") << "temporal-fusion" << 6;
        QTest::newRow("microx") << "microx" << 7;
        QTest::newRow("valence-arousal") << "valence-arousal" << 8;
        QTest::newRow("action-units") << "action-units" << 9;
        QTest::newRow("megc2019") << "megc2019" << 3;
    }
    void presetsHaveTheirClasses()
    {
        QFETCH(QString, id);
        QFETCH(int, classes);
        const auto mapping = labelMapping(id.toStdString());
        QVERIFY(mapping);
        std::set<std::string> names;
        for (const auto& [label, becomes] : *mapping)
            if (!becomes.empty()) names.insert(becomes);
        QCOMPARE(static_cast<int>(names.size()), classes);
        QCOMPARE(mapped("boredom", *mapping), std::string()); // BAUM-1's other states are in no list
    }

    void whatANetworkHasNotIsCounted()
    {
        const auto index = relabelled(datasetOf({"disgust", "contempt", "disgust", "anger", "boredom", ""}),
                                      {{"disgust", "contempt"}});
        const auto foreign = foreignClasses({&index}, {"anger", "disgust"});
        QCOMPARE(foreign.size(), std::size_t{2});
        QCOMPARE(describe(foreign[0], "tcn"), std::string("boredom (1 clip) is no class of tcn: left out"));
        QCOMPARE(describe(foreign[1], "tcn"),
                 std::string("contempt (3 clips, 2 of them disgust before) is no class of tcn: left out"));
        QVERIFY(foreignClasses({&index}, {"anger", "boredom", "contempt"}).empty());
    }

    void microxCountsDisgustAsContempt()
    {
        const auto mapping = *labelMapping("microx");
        QCOMPARE(mapped("disgust", mapping), std::string("contempt"));
        QCOMPARE(mapped("contempt", mapping), std::string("contempt"));
        QCOMPARE(mapped("neutral", mapping), std::string("neutral"));
        QCOMPARE(mapped("contempt", *labelMapping("landmark-tcn")), std::string());
    }

    void tablesComeBack()
    {
        const LabelMapping mapping{{"anger", "strong, negative"},
                                   {"fear", ""},
                                   {"Pain", "Distress"},
                                   {"*", "other"},
                                   {"tense; alert; awake; tired", "aroused; not calm"}};
        const fs::path file = fs::path(m_folder.path().toStdString()) / "labels.csv";
        QVERIFY(files::writeAtomically(file, labelMappingText(mapping)));
        const auto back = labelMapping(file.string());
        QVERIFY2(back, back ? "" : back.error().message().c_str());
        QCOMPARE(*back, mapping);
    }

    void tablesTakeTheSpellingsOfTheField()
    {
        QCOMPARE(read("Clips,Label,becomes\n12,Happy,joyful\n3,SA,sadness\n"),
                 (LabelMapping{{"happiness", "joyful"}, {"sadness", "sadness"}}));
    }

    void badTablesGetWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("no columns") << "from,to\na,b\n"
                                    << "no columns 'label' and 'becomes'";
        QTest::newRow("no rules") << "label,becomes\n"
                                  << "holds no rule";
        QTest::newRow("no name") << "label,becomes\n,b\n"
                                 << "line 2";
        QTest::newRow("two rules") << "label,becomes\nanger,a\nAngry,b\n"
                                   << "becomes two things";
        QTest::newRow("a star as a class") << "label,becomes\nanger,anger\n*,*\n"
                                           << "line 3: '*' as a target is no class";
    }
    void badTablesGetWords()
    {
        QFETCH(QString, text);
        QFETCH(QString, words);
        const fs::path file = fs::path(m_folder.path().toStdString()) / "bad.csv";
        QVERIFY(files::writeAtomically(file, text.toStdString()));
        const auto mapping = labelMapping(file.string());
        QVERIFY(!mapping);
        QVERIFY2(mapping.error().message().find(words.toStdString()) != std::string::npos,
                 mapping.error().message().c_str());
    }

    void slipsAreFound()
    {
        const DatasetIndex index = datasetOf({"anger", "boredom"});
        QVERIFY(checkLabels({&index}, {{"anger", "a"}, {"boredom", ""}, {"*", ""}}));
        QVERIFY(checkLabels({&index}, *labelMapping("microx"))); // though nobody is disgusted here
        const auto slip = checkLabels({&index}, {{"angr", "a"}});
        QVERIFY(!slip);
        QVERIFY(slip.error().message().find("there are anger, boredom") != std::string::npos);
        QVERIFY(!labelMapping("micro"));
        const auto star = checkLabels({&index}, {{"anger", "*"}});
        QVERIFY(!star && star.error().message().find("'*' as a target is no class") != std::string::npos);
    }

private:
    LabelMapping read(const std::string& text)
    {
        const fs::path file = fs::path(m_folder.path().toStdString()) / "table.csv";
        return files::writeAtomically(file, text) ? labelMapping(file.string()).value() : LabelMapping{};
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestLabelMapping)
#include "test_label_mapping.moc"
