// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/facs/emotion_table.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <stdexcept>

using namespace mien;

namespace {

const std::vector<int> units = {6, 12, 15};

UnitClip clip(const char* emotion, double au6, double au12, double au15)
{
    return {emotion, {au6, au12, au15}};
}

/// 4 happy clips with 12, two of them with 6; 4 sad ones with 15, one of them with 6; 2 neutral ones with nothing.
std::vector<UnitClip> tenClips()
{
    return {clip("happiness", 0.9, 0.8, 0), clip("happiness", 0.9, 0.9, 0.1), clip("happiness", 0.1, 0.7, 0),
            clip("happiness", 0, 0.9, 0),   clip("sadness", 0.6, 0, 0.9),     clip("sadness", 0, 0.2, 0.9),
            clip("sadness", 0, 0, 0.8),     clip("sadness", 0.2, 0, 0.5),     clip("neutral", 0, 0, 0),
            clip("neutral", 0, 0.3, 0.1)};
}

const UnitSet* find(const EmotionTable& table, const char* emotion, const std::vector<int>& set)
{
    for (const UnitSet& one : table.sets)
        if (one.emotion == emotion && one.units == set) return &one;
    return nullptr;
}

} // namespace

/// Action unit spec, section 9.
class TestEmotionTable : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path file(const QByteArray& content) const
    {
        QFile out(m_folder.filePath(QStringLiteral("table.csv")));
        (void)out.open(QIODevice::WriteOnly);
        out.write(content);
        return out.fileName().toStdString();
    }

private slots:
    /// By hand: κ = 2. P(12) = 0.4, P(12 | happiness) = (4 + 2·0.4) / 6 = 0.8, lift 2. P(6, 12) = 0.2, given happiness
    /// (2 + 0.4) / 6 = 0.4, lift 2. P(6) = 0.3, given happiness (2 + 0.6) / 6 = 0.4333, lift 1.444: below 1.5.
    void setsAreThoseThatComeMoreOftenWithAnEmotion()
    {
        EmotionTableOptions options;
        options.kappa = 2;
        const EmotionTable table = learnEmotionTable(tenClips(), units, options);
        QCOMPARE(table.sets.size(), std::size_t(4));
        QCOMPARE(table.sets[0].units, std::vector<int>{12}); // 2 · 0.8 comes before 2 · 0.4
        QCOMPARE(table.sets[0].weight, 2.0);
        QCOMPARE(table.sets[1].units, (std::vector<int>{6, 12}));
        QCOMPARE(table.sets[1].weight, 2.0);
        // P(15) = 0.4 as well; P(6, 15) = 0.1, given sadness (1 + 0.2) / 6 = 0.2, lift 2.
        QCOMPARE(find(table, "sadness", {15})->weight, 2.0);
        QCOMPARE(find(table, "sadness", {6, 15})->weight, 2.0);
        QVERIFY(!find(table, "happiness", {6}));
        for (const UnitSet& set : table.sets) QVERIFY(set.emotion != "neutral");

        options.setsPerEmotion = 1;
        QCOMPARE(learnEmotionTable(tenClips(), units, options).sets.size(), std::size_t(2));
        options.setsPerEmotion = 3;
        options.mostUnits = 1;
        QVERIFY(!find(learnEmotionTable(tenClips(), units, options), "happiness", {6, 12}));
        options.mostUnits = 5;
        options.leastShare = 0.3;
        QVERIFY(!find(learnEmotionTable(tenClips(), units, options), "sadness", {6, 15}));
        // κ = 20: P(12 | happiness) = (4 + 8) / 24 = 0.5, lift 1.25. A strong prior needs more clips.
        QVERIFY(learnEmotionTable(tenClips(), units).sets.empty());
    }

    void theBestSetOfAnEmotionIsItsScore()
    {
        EmotionTable table;
        table.sets = {{"happiness", {12}, 2}, {"happiness", {6, 12}, 3}, {"sadness", {1, 15}, 5}};
        const auto scores = emotionScores(table, units, {0.5, 0.8, 1});
        QCOMPARE(scores.size(), std::size_t(3));
        QCOMPARE(scores[0], (std::pair<std::string, double>("neutral", 0.2)));
        QCOMPARE(scores[1], (std::pair<std::string, double>("happiness", 1.6))); // 2 · 0.8 before 3 · 0.5
        QCOMPARE(scores[2], (std::pair<std::string, double>("sadness", 0)));     // 1 is not looked for
        QCOMPARE(emotionOf(table, units, {0.5, 0.8, 1}), std::string("happiness"));
        QCOMPARE(emotionOf(table, units, {0, 0.09, 0}), std::string("neutral"));
        QCOMPARE(emotionOf(table, units, {0, 0.1, 0}), std::string("neutral")); // as much is not more
        QCOMPARE(emotionOf(table, units, {0, 0.11, 0}), std::string("happiness"));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, emotionOf(table, units, {0, 1}));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, learnEmotionTable({{"fear", {1}}}, units));
    }

    void thresholdsAreChosenOnOtherClips()
    {
        // κ = 20 and the defaults find nothing in ten clips and call all neutral; a lower lift does better.
        const ChosenTable chosen = chooseEmotionTable(tenClips(), tenClips(), units);
        QVERIFY(chosen.options.leastLift < 1.5);
        QVERIFY(find(chosen.table, "happiness", {12}));
        int right = 0;
        for (const UnitClip& one : tenClips())
            right += emotionOf(chosen.table, units, one.probabilities) == one.emotion;
        QCOMPARE(right, 10);
        // Nothing does better than the defaults where all is neutral.
        const ChosenTable plain = chooseEmotionTable(tenClips(), {clip("neutral", 0, 0, 0)}, units);
        QCOMPARE(plain.options.leastLift, 1.5);
        QVERIFY(plain.table.sets.empty());
        QCOMPARE(chooseEmotionTable(tenClips(), {}, units).options.leastShare, 0.05);
    }

    void aTableIsTextThatAnExpertMayChange()
    {
        EmotionTable table;
        table.neutralBelow = 0.3;
        table.sets = {{"happiness", {6, 12}, 2.25}, {"boredom", {7}, 1.5}};
        QCOMPARE(toCsv(table), std::string("emotion,units,weight\nneutral,,0.3\nhappiness,6+12,2.25\nboredom,7,1.5\n"));
        const auto back = readEmotionTable(file(QByteArray::fromStdString(toCsv(table))));
        QVERIFY(back);
        QVERIFY(*back == table);
        const auto written = readEmotionTable(file("emotion,units,weight\nHappy,12 + 6, 2\n"));
        QVERIFY(written);
        QVERIFY(written->sets == (std::vector<UnitSet>{{"happiness", {6, 12}, 2}}));
        QCOMPARE(written->neutralBelow, 0.2);
    }

    void faultsOfATableAreNamedWithTheirLine_data()
    {
        QTest::addColumn<QByteArray>("rows");
        QTest::newRow("no units") << QByteArray("fear,,1\n");
        QTest::newRow("words for units") << QByteArray("fear,smile,1\n");
        QTest::newRow("no unit") << QByteArray("fear,0,1\n");
        QTest::newRow("twice") << QByteArray("fear,1+1,1\n");
        QTest::newRow("no weight") << QByteArray("fear,1,\n");
        QTest::newRow("infinite") << QByteArray("fear,1,inf\n");
        QTest::newRow("below zero") << QByteArray("fear,1,-1\n");
        QTest::newRow("nobody's") << QByteArray(",1,1\n");
        QTest::newRow("units of neutral") << QByteArray("neutral,1,1\n");
    }

    void faultsOfATableAreNamedWithTheirLine()
    {
        QFETCH(QByteArray, rows);
        const auto table = readEmotionTable(file("emotion,units,weight\nfear,1+2+4,1\n" + rows));
        QVERIFY(!table);
        QVERIFY2(table.error().where.find("line 3") != std::string::npos, table.error().message().c_str());
        QVERIFY(!readEmotionTable(file("units,emotion,weight\n")));
    }
};

QTEST_GUILESS_MAIN(TestEmotionTable)
#include "test_emotion_table.moc"
