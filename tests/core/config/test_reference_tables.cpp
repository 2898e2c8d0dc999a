// SPDX-License-Identifier: GPL-3.0-or-later
//
// The papers' figures that are built in: what can be checked by arithmetic is, and faults in a table are named.
#include "core/config/reference_tables.h"

#include <QTest>

#include <cmath>

using namespace mien;

namespace {

const std::string minimal = R"({"format": 2,
  "paper": {"title": "T", "authors": ["A", "B"], "published": "P"},
  "networks": {"tcn": {"name": "N"}, "scn": {"name": "M", "remark": "not printed"}},
  "differences": ["of all"],
  "tables": [{"id": "accuracy", "title": "Accuracy", "dataset": "D", "protocol": "words",
              "measures": [{"id": "accuracy", "text": "accuracy", "kind": "share"}],
              "differences": ["of one"],
              "rows": [{"model": "N", "networks": ["tcn"], "values": {"accuracy": 0.5}},
                       {"model": "other", "values": {}}]}]})";

std::string with(const std::string& from, const std::string& to)
{
    std::string text = minimal;
    return text.replace(text.find(from), from.size(), to);
}

double valueOf(const std::string& network, const std::string& table, const std::string& measure,
               const std::string& item = {}, const std::string& model = {})
{
    const auto reference = referenceFor(referencePapers(), network);
    if (!reference) return notComputed;
    for (const ReferenceTable& t : reference->tables)
        if (t.id == table)
            for (const ReferenceRow& row : t.rows)
                if (row.item == item && (model.empty() || row.model == model)) return row.value(measure);
    return notComputed;
}

} // namespace

class TestReferenceTables : public QObject
{
    Q_OBJECT

private slots:
    void fivePapersAndEveryNetwork()
    {
        const auto papers = referencePapers();
        QCOMPARE(papers.size(), std::size_t{5});
        for (const ReferencePaper& paper : papers) {
            QVERIFY(!paper.title.empty() && !paper.authors.empty() && !paper.differences.empty());
            for (const ReferenceTable& table : paper.tables) {
                QVERIFY2(!table.protocol.empty() && !table.measures.empty() && !table.rows.empty(), table.id.c_str());
                for (const ReferenceRow& row : table.rows)
                    for (const ReferenceMeasure& measure : table.measures) {
                        const double value = row.value(measure.id);
                        if (measure.kind == ReferenceMeasure::Kind::Share &&
                            row.remark.find("counts") == std::string::npos)
                            QVERIFY2(std::isnan(value) || (value >= 0 && value <= 1), row.item.c_str());
                    }
            }
        }
        for (const char* network : {"tcn",          "tcn_gap",        "scn",          "scn_literal", "single_frame",
                                    "early_fusion", "late_fusion",    "slow_fusion",  "conv3d",      "cnn_gru",
                                    "vgg16_au",     "mobilenet3d_au", "microx_block", "microx",      "microx_full_face",
                                    "va_cnn",       "va_cnn_classes", "va_rnn1",      "va_rnn3",     "va_gru1",
                                    "va_gru3"}) {
            const auto reference = referenceFor(papers, network);
            QVERIFY2(reference, network);
            QVERIFY2(!reference->tables.empty() || !reference->network.remark.empty(), network);
        }
        QVERIFY(!referenceFor(papers, "unknown"));
    }

    void figuresAreThoseOfThePapers()
    {
        QCOMPARE(valueOf("tcn", "accuracy", "accuracy"), 0.9957);
        QCOMPARE(valueOf("scn", "generalisation", "correct"), 30.0);
        QCOMPARE(valueOf("late_fusion", "accuracy", "accuracy_subjects"), 0.563);
        QCOMPARE(valueOf("conv3d", "accuracy_oulu", "accuracy_subjects", "sum vote"), 0.375);
        QCOMPARE(valueOf("cnn_gru", "time", "oulu_seconds"), 4427.15);
        QCOMPARE(valueOf("mobilenet3d_au", "action_units", "ap", "AU 30 jaw sideways"), 0.3828);
        QCOMPARE(valueOf("microx_full_face", "accuracy", "f1"), 0.526);
        QCOMPARE(valueOf("microx_block", "ablation", "accuracy", {}, "full face alone"), 0.715);
        QCOMPARE(valueOf("va_gru3", "valence_arousal", "ccc_arousal"), 0.39);
        QVERIFY(std::isnan(valueOf("va_rnn3", "valence_arousal", "ccc_arousal")));
        QCOMPARE(valueOf("va_cnn_classes", "accuracy_jaffe", "correct", "unseen dataset"), 106.0);
    }

    /// Counts and shares of one row have to agree; so have the mean of a column and the mean that is printed.
    void figuresAgreeWithEachOther()
    {
        const auto tcn = referenceFor(referencePapers(), "tcn");
        double implied = notComputed;
        for (const ReferenceTable& table : tcn->tables)
            if (table.id == "classes") implied = impliedAccuracy(table);
        QVERIFY(std::abs(implied - 302.0 / 307.0) < 0.0005);
        QVERIFY(std::isnan(impliedAccuracy(tcn->tables.front())));
        QVERIFY(std::abs(valueOf("late_fusion", "final", "accuracy") - 12.0 / 18.0) < 5e-5);
        QVERIFY(std::abs(valueOf("va_cnn_classes", "accuracy", "accuracy", "test") - 124.0 / 131.0) < 5e-5);
        const auto au = referenceFor(referencePapers(), "mobilenet3d_au");
        double sum = 0;
        QCOMPARE(au->tables.front().rows.size(), std::size_t{27});
        for (const ReferenceRow& row : au->tables.front().rows) {
            sum += row.value("ap");
            QVERIFY(std::abs(row.value("majority_baseline") -
                             std::max(row.value("occurrence"), 1 - row.value("occurrence"))) < 1e-9);
        }
        // Printed for the evaluation part; the table may be of another part.
        QVERIFY(std::abs(sum / 27 - valueOf("mobilenet3d_au", "summary", "to", "evaluation mAP")) < 0.015);
    }

    /// Shares that come from counting are whole numbers of the samples, to the digits that are printed.
    void sharesOfActionUnitsAreCounts()
    {
        for (const ReferencePaper& paper : referencePapers()) {
            const ReferenceTable* table = paper.table("unit_shares");
            if (!table) continue;
            QCOMPARE(table->rows.size(), std::size_t{28});
            for (const ReferenceMeasure& emotion : table->measures) {
                const double samples = table->rows.back().value(emotion.id);
                for (std::size_t r = 0; r < 27; ++r) {
                    const double share = table->rows[r].value(emotion.id);
                    QVERIFY2(std::abs(std::round(share * samples) / samples - share) < 0.00006,
                             (emotion.id + ", " + table->rows[r].item).c_str());
                }
            }
        }
    }

    void aNetworkGetsItsRowsAndAllDifferences()
    {
        const auto paper = referencePaperFromJson(minimal, "x.json");
        QVERIFY(paper);
        QCOMPARE(paper->source(), std::string("A, B: T (P)"));
        const auto tcn = referenceFor({*paper}, "tcn");
        QCOMPARE(tcn->tables.size(), std::size_t{1});
        QCOMPARE(tcn->tables[0].rows.size(), std::size_t{1});
        QCOMPARE(tcn->tables[0].differences, std::vector<std::string>{"of one"});
        QCOMPARE(tcn->differences, std::vector<std::string>{"of all"});
        const auto scn = referenceFor({*paper}, "scn");
        QVERIFY(scn->tables.empty());
        QCOMPARE(scn->network.remark, std::string("not printed"));
        QVERIFY(std::isnan(paper->tables[0].rows[1].value("accuracy")));
    }

    void faultsAreNamed_data()
    {
        QTest::addColumn<std::string>("json");
        QTest::addColumn<std::string>("words");
        const auto add = [](const char* name, const std::string& json, const char* words) {
            QTest::newRow(name) << json << std::string(words);
        };
        add("no JSON", "{", "is no JSON object");
        add("another format", with("\"format\": 2", "\"format\": 1"), "format 2");
        add("unknown key", with("\"format\"", "\"fromat\""), "'fromat' is not known");
        add("measure not listed", with("{\"accuracy\": 0.5}", "{\"f1\": 0.5}"),
            "row 1: the measure 'f1' is not listed");
        add("network not listed", with("[\"tcn\"]", "[\"tnc\"]"), "the network 'tnc' is not listed");
        add("text for a number", with("0.5", "\"0.5\""), "has to be a number");
        add("kind", with("share", "chare"), "'chare' is not known");
        add("missing", with("\"protocol\": \"words\",", ""), "table 1: 'protocol' has to be a text");
    }

    void faultsAreNamed()
    {
        QFETCH(std::string, json);
        QFETCH(std::string, words);
        const auto paper = referencePaperFromJson(json, "x.json");
        QVERIFY(!paper);
        QVERIFY2(paper.error().message().find(words) != std::string::npos, paper.error().message().c_str());
        QVERIFY(paper.error().message().starts_with("x.json"));
    }

    void textsAsPrinted()
    {
        using Kind = ReferenceMeasure::Kind;
        QCOMPARE(referenceText({"", "", Kind::Share}, 0.9957), std::string("99.57 %"));
        QCOMPARE(referenceText({"", "", Kind::Share}, 0.957), std::string("95.7 %"));
        QCOMPARE(referenceText({"", "", Kind::Value}, 0.2), std::string("0.20"));
        QCOMPARE(referenceText({"", "", Kind::Count}, 41), std::string("41"));
        QCOMPARE(referenceText({"", "", Kind::Seconds}, 673.05), std::string("673.05 s"));
        QCOMPARE(referenceText({"", "", Kind::Seconds}, notComputed), std::string());
    }
};

QTEST_GUILESS_MAIN(TestReferenceTables)
#include "test_reference_tables.moc"
