// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/class_check.h"

#include <QTest>

#include <limits>

using namespace mien;

namespace {

const std::vector<std::string> classes = {"anger", "fear", "neutral"};

/// Clips of four people, and neutral samples drawn of two of them.
std::vector<Sample> samples()
{
    return {{"a", "a", "S1", 0, {}}, {"b", "b", "S2", 1, {}},         {"c", "c", "S3", 0, {}},
            {"d", "d", "S4", 1, {}}, {"a#neutral", "a", "S1", 2, {}}, {"b#neutral", "b", "S2", 2, {}}};
}

} // namespace

class TestClassCheck : public QObject
{
    Q_OBJECT

private slots:
    void whatAllFoldsLearnIsWell()
    {
        QVERIFY(checkClasses(samples(), {{{0, 1, 4}, {}, {2, 3, 5}}}, classes, *Protocol::parse("holdout:0.5")));
    }

    void oneClassIsNone()
    {
        const auto checked =
            checkClasses({{"a", "a", "S1", 0, {}}}, {{{0}, {}, {}}}, classes, *Protocol::parse("holdout:0.5"));
        QVERIFY(!checked && checked.error().message().find("carry 1 of the network's classes") != std::string::npos);
    }

    void advice_data()
    {
        QTest::addColumn<std::string>("protocol");
        QTest::addColumn<bool>("twoFolds");
        QTest::addColumn<std::string>("words");
        QTest::addColumn<std::string>("unsaid"); // what would be no help
        const char* fewer = "fewer folds";
        QTest::newRow("folds") << std::string("subject-kfold:4") << true
                               << std::string("fold 2 has no training clip of class neutral") << std::string("split");
        QTest::newRow("more folds") << std::string("subject-kfold:4") << true
                                    << std::string("more folds hold fewer out") << std::string("split");
        QTest::newRow("two folds") << std::string("kfold:2") << true << std::string("another seed draws others")
                                   << std::string(fewer);
        QTest::newRow("loso") << std::string("loso") << true << std::string("one subject is held out at a time")
                              << std::string(fewer);
        QTest::newRow("clips") << std::string("clip-holdout:0.5") << false
                               << std::string("the training part has no clip of class neutral") << std::string(fewer);
        QTest::newRow("share") << std::string("clip-holdout:0.5") << false << std::string("hold a smaller share out")
                               << std::string(fewer);
        QTest::newRow("subjects") << std::string("subjects:S1") << false << std::string("hold other subjects out")
                                  << std::string(fewer);
        QTest::newRow("split") << std::string("split") << false << std::string("the split is fixed")
                               << std::string(fewer);
        QTest::newRow("cross") << std::string("cross:x") << false << std::string("what chooses the epoch")
                               << std::string(fewer);
        QTest::newRow("paper") << std::string("paper") << true << std::string("take another protocol")
                               << std::string(fewer);
    }
    void advice()
    {
        QFETCH(std::string, protocol);
        QFETCH(bool, twoFolds);
        QFETCH(std::string, words);
        QFETCH(std::string, unsaid);
        std::vector<Fold> folds = {{{0, 1}, {4}, {2, 3, 5}}};
        if (twoFolds) folds.insert(folds.begin(), Fold{{0, 1, 4}, {}, {2, 3, 5}});
        const auto checked = checkClasses(samples(), folds, classes, *Protocol::parse(protocol));
        QVERIFY(!checked);
        const std::string message = checked.error().message();
        QVERIFY2(message.find(words) != std::string::npos, message.c_str());
        QVERIFY2(message.find(unsaid) == std::string::npos, message.c_str());
        // Mien made these samples: nobody looks for them among the clips.
        QVERIFY2(message.find("drawn from the first frames of other clips, and all 2 that were drawn") !=
                     std::string::npos,
                 message.c_str());
    }

    void aClassOfTheDatasetIsNotSaidToBeDrawn()
    {
        const auto checked = checkClasses(samples(), {{{0, 2, 4}, {}, {1, 3, 5}}}, classes, *Protocol::parse("split"));
        QVERIFY(!checked);
        const std::string message = checked.error().message();
        QVERIFY2(message.find("no clip of class fear") != std::string::npos, message.c_str());
        QVERIFY2(message.find("drawn") == std::string::npos, message.c_str());
        QVERIFY2(message.find("put clips of fear into its training part") != std::string::npos, message.c_str());
    }

    void unitsOfWhichOneSideIsNeverSeenAreNamed()
    {
        const float unknown = std::numeric_limits<float>::quiet_NaN();
        std::vector<Sample> coded(4);
        coded[0].targets = {1, 0, unknown, 1};
        coded[1].targets = {0, 0, 1, 1};
        coded[2].targets = {1, 1, 0, 1};
        coded[3].targets = {0, 0, 0, 0};
        const std::vector<Fold> folds = {{{0, 1, 2}, {}, {3}}, {{0, 1, 3}, {}, {2}}};
        const auto said = oneSidedUnits(coded, folds, {"AU1", "AU2", "AU4", "AU5"});
        QCOMPARE(said.size(), std::size_t{2});
        QVERIFY2(said[0].find("AU5: never absent in the training part of fold 1;") == 0, said[0].c_str());
        QVERIFY2(said[1].find("AU2: never present in the training part of fold 2;") == 0, said[1].c_str());
        QVERIFY(oneSidedUnits(coded, {{{1, 2, 3}, {}, {}}}, {"AU1"}).empty());
    }
};

QTEST_APPLESS_MAIN(TestClassCheck)
#include "test_class_check.moc"
