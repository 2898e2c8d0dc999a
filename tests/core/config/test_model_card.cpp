// SPDX-License-Identifier: GPL-3.0-or-later
//
// Descriptions of modules and maps of weights: what is written is read back, and what cannot be obeyed is refused.
#include "core/config/model_card_json.h"
#include "core/config/weights_map_json.h"

#include <QTest>

using namespace mien;

namespace {

ModelCard pictureCard()
{
    ModelCard card;
    card.title = "two pictures";
    card.network = "late_fusion";
    for (const int step : {0, 1}) {
        ModelInput input;
        input.name = step == 0 ? "first" : "last";
        input.spec.kind = ClipSpec::Kind::Pictures;
        input.spec.frames = 1;
        input.spec.steps = {step};
        input.spec.crop = ClipSpec::Crop::LbpFace;
        input.spec.channels = 3;
        input.spec.bgr = true;
        input.spec.height = input.spec.width = 170;
        input.spec.values = ClipSpec::Values::Raw;
        card.inputs.push_back(input);
    }
    card.sampling = SamplingPlan::same({SamplingPlan::Rule::LateFusionPair, 2}, 15);
    card.sampling.drawsNeutral = true;
    card.classes = {"anger", "disgust"};
    card.countedAs = {{"contempt", "disgust"}};
    card.options = {{"epochs", "3"}};
    card.training = {{"datasets", "faces"}, {"seed", "18446744073709551615"}};
    card.licence = "CC BY 4.0 \"é\"";
    card.sha256 = "00ff";
    return card;
}

std::string faultOf(const std::string& json)
{
    const auto card = modelCardFromJson(json, "x.json");
    return card ? "accepted" : card.error().message();
}

std::string leastWith(const std::string& more, const std::string& input = R"("name": "grid", "kind": "landmarks")")
{
    return R"({"format": "mien-model", "version": 1, "inputs": [{)" + input + R"(}], "classes": ["a", "b"])" + more +
           "}";
}

} // namespace

class TestModelCard : public QObject
{
    Q_OBJECT

private slots:
    void cardsAreReadAsTheyWereWritten()
    {
        const ModelCard card = pictureCard();
        const auto read = modelCardFromJson(toJson(card), "x.json");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
        QCOMPARE(toJson(*read), toJson(card));
        QCOMPARE(read->inputs[1].spec.steps, std::vector<int>{1});
        QVERIFY(read->inputs[1].spec.bgr && read->inputs[1].spec.values == ClipSpec::Values::Raw);
        QVERIFY(read->sampling.held.rule == SamplingPlan::Rule::LateFusionPair);
        QCOMPARE(read->sampling.minimumFrames, 15);
        QVERIFY(read->sampling.drawsNeutral);
        QCOMPARE(read->countedAs, card.countedAs);
        QCOMPARE(read->licence, card.licence);

        ModelCard grid = card;
        grid.inputs = {{"landmarks", ClipSpec(), 0.02, 10}};
        grid.inputs[0].spec.coordinates = ClipSpec::Coordinates::Face;
        grid.sampling = SamplingPlan::same({SamplingPlan::Rule::Even, 20}, 10);
        const auto landmarks = modelCardFromJson(toJson(grid), "x.json");
        QVERIFY2(landmarks.ok(), landmarks.ok() ? "" : landmarks.error().message().c_str());
        QCOMPARE(landmarks->inputs[0].deadZone, 0.02);
        QCOMPARE(landmarks->inputs[0].scale, 10.0);
        QVERIFY(landmarks->inputs[0].spec.coordinates == ClipSpec::Coordinates::Face);
    }

    void littleIsNeeded()
    {
        const auto card = modelCardFromJson(leastWith(""), "x.json");
        QVERIFY2(card.ok(), card.ok() ? "" : card.error().message().c_str());
        QCOMPARE(card->inputs[0].spec.shape(), (std::vector<std::int64_t>{2, 68, 20}));
        QCOMPARE(card->sampling.held.length, 20);
        QVERIFY(card->output == ModelCard::Output::Logits);
    }

    void faultsAreNamed_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const std::string& json, const char* words) {
            QTest::newRow(name) << QString::fromStdString(json) << QString::fromUtf8(words);
        };
        row("no JSON", "{", "is no JSON");
        row("another file", R"({"version": 1})", "is no description of a model");
        row("unknown key", leastWith(R"(, "colour": 1)"), "'colour' is no key of a model's description");
        row("unknown task", leastWith(R"(, "task": "ages")"), "must be one of classes, units, affect, not 'ages'");
        row("shape", leastWith("", R"("name": "g", "kind": "landmarks", "shape": [2, 68, 10])"), "2 x 68 x 20 follows");
        row("size", leastWith("", R"("name": "g", "kind": "pictures", "frames": 1)"), "'width' must be 1 to 100000");
        row("order",
            leastWith("", R"("name": "g", "kind": "pictures", "frames": 1, "width": 9, "height": 9, "order": "x")"),
            "must be rgb or bgr");
        row("steps", leastWith("", R"("name": "g", "kind": "landmarks", "steps": [3])"), "as many as 'frames'");
        row("frames", leastWith(R"(, "sampling": {"length": 7})"), "has 20 frames where a sample has 7");
        row("stride", leastWith(R"(, "sampling": {"stride": 0})"), "must be 1 or more");
        row("affect", leastWith(R"(, "task": "affect")"), "are valence and arousal");
        row("no inputs", R"({"format": "mien-model", "version": 1, "classes": ["a"]})", "'inputs' must be a list");
    }

    void faultsAreNamed()
    {
        QFETCH(QString, json);
        QFETCH(QString, words);
        const QString fault = QString::fromStdString(faultOf(json.toStdString()));
        QVERIFY2(fault.contains(words) && fault.contains(QStringLiteral("x.json")), qPrintable(fault));
    }

    void mapsOfWeightsAreRead()
    {
        const auto map = weightsMapFromJson(R"({"prefix": "m.", "names": {"a": "b"}, "permute": {"a": [1, 0]},
            "ignore": ["c"], "keep": ["d"]})",
                                            "m.json");
        QVERIFY(map.ok());
        QCOMPARE(map->permute.at("a"), (std::vector<std::int64_t>{1, 0}));
        QCOMPARE(map->names.at("a"), std::string("b"));
        for (const char* wrong : {"[]", R"({"permute": {"a": [1]}})", R"({"permute": {"a": [0, 0]}})",
                                  R"({"permute": {"a": 1}})", R"({"rename": {}})"})
            QVERIFY2(!weightsMapFromJson(wrong, "m.json"), wrong);
        QVERIFY(!readWeightsMap("/nowhere/map.json"));
        QVERIFY(readWeightsMap("").ok());
    }

    void theMapOfVggFaceCoversAllOfVgg16()
    {
        const auto map = readWeightsMap("vgg_face");
        QVERIFY2(map.ok(), map.ok() ? "" : map.error().message().c_str());
        QCOMPARE(map->names.size(), std::size_t{13 + 2});
        QCOMPARE(map->names.at("conv5_3"), std::string("features.28"));
        QCOMPARE(map->names.at("fc7"), std::string("classifier.3"));
    }
};

QTEST_GUILESS_MAIN(TestModelCard)
#include "test_model_card.moc"
