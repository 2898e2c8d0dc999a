// SPDX-License-Identifier: GPL-3.0-or-later
#include "report_fixture.h"

#include "core/base/files.h"
#include "core/eval/classification.h"
#include "core/project/run_folder.h"

#include <QImage>

#include <cmath>
#include <stdexcept>

namespace mien::test {

namespace {

void require(const Result<void>& result)
{
    if (!result) throw std::runtime_error(result.error().message());
}

std::string metricsTable()
{
    std::string table = "fold,epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate\n";
    for (int fold = 1; fold <= 3; ++fold)
        for (int epoch = 1; epoch <= 40; ++epoch) {
            const double wobble = 0.05 * std::sin(epoch * 1.7 + fold);
            const double validation = 0.35 + 1.6 * std::exp(-epoch / 6.0) + 0.004 * std::max(0, epoch - 25) + wobble;
            table += std::to_string(fold) + "," + std::to_string(epoch) + "," +
                     std::to_string(0.1 + 1.8 * std::exp(-epoch / 7.0)) + "," +
                     std::to_string(1 - 0.8 * std::exp(-epoch / 8.0)) + "," + std::to_string(validation) + "," +
                     std::to_string(0.92 - 0.7 * std::exp(-epoch / 7.0) - wobble / 2) + ",0.001\n";
        }
    return table;
}

ModelInfo modelInfo()
{
    ModelInfo model;
    model.id = "tcn";
    model.title = "Landmark TCN";
    model.paper = "Gund, Bharadwaj, Nwogu: Interpretable Emotion Classification Using Temporal Convolutional Models";
    model.classes = classNames();
    model.parameters = 330119;
    model.printedParameters = 330119;
    OptionInfo rate;
    rate.name = "learning_rate";
    rate.help = "Step of the optimiser at the start & <end>.";
    model.options = {rate};
    return model;
}

} // namespace

FakeEngine::FakeEngine()
{
    m_models = {modelInfo()};
}

Result<OptionValues> FakeEngine::resolve(const RunConfig& config) const
{
    OptionValues values = {{"learning_rate", "0.001"}, {"epochs", "300"}, {"optimiser", "sgd"}};
    for (const auto& [name, value] : config.options) values[name] = value;
    return values;
}

Result<InputPlan> FakeEngine::inputPlan(const RunConfig&) const
{
    InputPlan plan = defaultPlan(m_models.front());
    plan.inputs.resize(1);
    return plan;
}

RunConfig runConfig()
{
    RunConfig config;
    config.datasets = {{"/nowhere/" + awkward, "../gone", "ckplus"}};
    config.options = {{"epochs", "40"}};
    config.protocol = "subject-kfold:3";
    config.seed = 7;
    return config;
}

std::vector<std::string> classNames()
{
    return {"anger", "disgust", "fear", "happiness", "sadness", "surprise", awkward};
}

Prediction prediction(const std::string& sample, const std::string& subject, int fold, int truth, int predicted,
                      double certainty)
{
    const std::size_t classes = classNames().size();
    Prediction result;
    result.sample = sample;
    result.subject = subject;
    result.fold = fold;
    result.truth = truth;
    result.probabilities.assign(classes, (1 - certainty) / static_cast<double>(classes - 1));
    result.probabilities[static_cast<std::size_t>(predicted)] = certainty;
    return result;
}

std::vector<Prediction> predictions()
{
    std::vector<Prediction> list;
    for (int subject = 0; subject < 6; ++subject)
        for (int truth = 0; truth < 7; ++truth) {
            const std::string name = subject == 5 ? awkward : "S00" + std::to_string(subject + 1);
            const int predicted = (subject + truth) % 7 == 6 ? (truth + 1) % 7 : truth; // one error of each subject
            list.push_back(prediction(name + "_" + std::to_string(truth + 1), name, subject / 2 + 1, truth, predicted,
                                      0.6 + 0.05 * subject + 0.01 * truth));
        }
    return list;
}

void writeRun(const std::filesystem::path& folder, const RunConfig& config)
{
    const RunFolder run(folder);
    require(files::ensureFolder(folder));
    require(run.writeConfig(config));
    require(
        run.writeEnvironment({{"mien", "0.1.0"}, {"libtorch", "1.13.1"}, {"cpu", awkward}, {"date", "2024-05-06"}}));
    std::vector<Sample> samples;
    std::vector<Fold> folds(3);
    for (const Prediction& p : predictions()) {
        for (int fold = 1; fold <= 3; ++fold) {
            Fold& parts = folds[static_cast<std::size_t>(fold - 1)];
            (p.fold == fold           ? parts.test
             : p.fold % 3 + 1 == fold ? parts.validation
                                      : parts.train)
                .push_back(samples.size());
        }
        samples.push_back({p.sample, p.sample, p.subject, p.truth, {}});
    }
    require(run.writeSplits(samples, folds));
    require(files::writeAtomically(folder / "metrics.csv", metricsTable()));
    require(run.writePredictions(predictions(), classNames()));
    require(
        run.writeSummary(evaluate(predictions(), classNames()),
                         {{"device", "cpu"},
                          {"device_reason", "no CUDA device"},
                          {"finished_early", "false"},
                          {"notes", "S009_001: 8 frames, fewer than 10; left out\n" + awkward + ": no face in 40 %"}}));
}

Result<jobs::Explanation> explanation(const std::filesystem::path& folder, int explainedClass)
{
    constexpr int width = 320;
    constexpr int height = 240;
    constexpr int frames = 10;
    if (auto made = files::ensureFolder(folder); !made) return made.error();
    jobs::Explanation result;
    result.classes = classNames();
    result.fold = 1;
    result.heldOut = true;
    result.prediction = prediction("clip", "S001", 1, explainedClass, explainedClass, 0.9);
    result.track.width = width;
    result.track.height = height;
    for (int t = 0; t < frames; ++t) {
        QImage picture(width, height, QImage::Format_RGB888);
        picture.fill(QColor(60, 90, 140));
        result.files.push_back(folder / ("frame" + std::to_string(10 + t) + ".png"));
        if (!picture.save(QString::fromStdString(result.files.back().string())))
            return Error::failed("the picture cannot be written");
        FaceFrame face;
        face.frame = t;
        face.found = true;
        for (int i = 0; i < 68; ++i) // a lattice in the middle of the picture
            face.landmarks[static_cast<std::size_t>(i)] = {110.0f + 11.0f * static_cast<float>(i % 10),
                                                           80.0f + 14.0f * static_cast<float>(i / 10)};
        result.track.frames.push_back(face);
        result.map.frames.push_back(t);
    }
    result.map.method = "gradcam";
    result.map.layer = "conv3";
    result.map.explainedClass = explainedClass;
    result.map.map = Grid(68, frames);
    result.map.normalised = Grid(68, frames);
    result.map.difference = Grid(68, frames - 1);
    for (int t = 4; t < frames; ++t) result.map.normalised.at(48, t) = 255;
    result.map.difference.at(48, 3) = 255;
    result.agreement =
        agreement(result.map.summaryStrength(), result.classes[static_cast<std::size_t>(explainedClass)]);
    return result;
}

} // namespace mien::test
