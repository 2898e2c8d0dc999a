// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/exchange/foreign_module.h"

#include "core/base/text.h"
#include "models/data/batch.h"
#include "models/data/landmark_transform.h"
#include "models/train/device.h"
#include "models/train/inference.h"

#include <torch/script.h>

#include <algorithm>
#include <sstream>

namespace mien {

namespace {

/// What is made of every input by itself.
class CardTransform final : public ClipTransform
{
public:
    explicit CardTransform(const std::vector<ModelInput>& inputs)
    {
        for (const ModelInput& input : inputs) {
            LandmarkTransform::Settings settings;
            settings.faceCoordinates = input.spec.coordinates == ClipSpec::Coordinates::Face;
            settings.deadZone = input.deadZone;
            settings.inputScale = input.scale;
            m_transforms.emplace_back(settings);
        }
    }

    /// Foreign modules are not trained: there is no augmentation.
    void apply(Clip& clip, Random*) const override
    {
        for (std::size_t i = 0; i < clip.inputs.size(); ++i) {
            Clip one;
            one.inputs.push_back(std::move(clip.inputs[i]));
            m_transforms[i].apply(one, nullptr);
            clip.inputs[i] = std::move(one.inputs.front());
        }
    }

private:
    std::vector<LandmarkTransform> m_transforms;
};

/// A foreign forward() in the place of features() and head().
class ForeignNetwork final : public Network
{
public:
    ForeignNetwork(torch::jit::Module module, const ModelCard& card)
        : m_module(std::move(module)), m_output(card.output), m_task(card.task)
    {
        m_module.eval();
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        std::vector<c10::IValue> arguments(inputs.begin(), inputs.end());
        const c10::IValue answer = m_module.forward(std::move(arguments));
        TORCH_CHECK(answer.isTensor(), "forward() gives a ", answer.tagKind(), " and no tensor");
        return {{"logits", logitsOf(answer.toTensor().to(torch::kFloat32))}};
    }

    torch::Tensor head(const Activations& activations) override { return activations.at("logits"); }

private:
    torch::Tensor logitsOf(const torch::Tensor& answer) const
    {
        if (m_output == ModelCard::Output::Logits || m_task == Task::Affect) return answer;
        constexpr double least = 1e-12;
        return m_task == Task::Units ? torch::logit(answer, least) : torch::log(answer.clamp_min(least));
    }

    torch::jit::Module m_module;
    ModelCard::Output m_output;
    Task m_task;
};

ModelInfo infoOf(const ModelCard& card)
{
    ModelInfo info;
    info.id = card.network;
    info.title = card.title;
    info.paper = card.paper;
    for (const ModelInput& input : card.inputs) {
        info.inputNames.push_back(input.name);
        info.inputs.push_back(input.spec);
    }
    info.sampling = card.sampling;
    info.task = card.task;
    info.classes = card.classes;
    info.countedAs = card.countedAs;
    return info;
}

std::unique_ptr<Objective> objectiveOf(Task task)
{
    if (task == Task::Units) return std::make_unique<BinaryObjective>(false);
    if (task == Task::Affect) return std::make_unique<AffectObjective>(AffectObjective::Loss::MeanSquaredError);
    return std::make_unique<SoftmaxObjective>(0);
}

class ForeignRun final : public LoadedRun
{
public:
    ForeignRun(ModelInfo info, Model model, const std::vector<ModelInput>& inputs)
        : m_info(std::move(info)), m_model(std::move(model)), m_transform(inputs),
          m_loader(m_noClips, m_transform, m_info.inputs, m_model.device)
    {
    }

    const ModelInfo& info() const override { return m_info; }
    std::vector<int> folds() const override { return {1}; }

    Result<Prediction> predict(const Clip& clip, int fold) override
    {
        try {
            prepareThread(0);
            const Result<Batch> batch = m_loader.load({clip});
            if (!batch) return batch.error();
            return predictOne(m_model, *batch, fold);
        } catch (const std::exception& error) {
            return Error::failed(std::string("the module failed: ") + error.what(), clip.sample.id);
        }
    }

    Result<Array> features(const std::vector<Clip>&, int) override
    {
        return Error::usage("a TorchScript module gives no features of its frames", {}, "name a run of Mien as parent");
    }

    Result<HeatMap> explain(const Clip&, int, const std::string&, const std::string&, int) override
    {
        return Error::usage("a TorchScript module shows no activations that a map could be made of", {},
                            "explain a run of Mien");
    }

private:
    ModelInfo m_info;
    Model m_model;
    MemoryClipSource m_noClips{{}};
    CardTransform m_transform;
    BatchLoader m_loader;
};

/// Asks about blank samples, one and two at a time.
Result<void> tryOut(Network& network, const ModelCard& card, const std::string& where)
{
    const torch::NoGradGuard noGrad;
    for (const std::int64_t samples : {1, 2}) {
        std::vector<torch::Tensor> inputs;
        for (const ModelInput& input : card.inputs) {
            std::vector<std::int64_t> shape = input.spec.shape();
            shape.insert(shape.begin(), samples);
            inputs.push_back(torch::zeros(shape));
        }
        const torch::Tensor logits = network.forward(inputs);
        const auto outputs = static_cast<std::int64_t>(card.classes.size());
        if (logits.dim() == 2 && logits.size(0) == samples && logits.size(1) == outputs) continue;
        std::ostringstream got;
        got << logits.sizes();
        return Error::input("the module answers " + std::to_string(samples) + " samples with numbers of shape " +
                                got.str() + " where its description names " + std::to_string(outputs) + " classes",
                            where, "correct 'classes', or let forward() give samples x classes");
    }
    return {};
}

/// The first line of what TorchScript says: the rest is a trace of its interpreter.
std::string reasonOf(const std::exception& error)
{
    std::vector<std::string> lines;
    for (const std::string& line : text::split(error.what(), '\n'))
        if (!text::trimmed(line).empty()) lines.emplace_back(text::trimmed(line));
    // The interpreter's messages end with the error that stopped it.
    const auto last = std::find_if(lines.rbegin(), lines.rend(),
                                   [](const std::string& line) { return text::startsWith(line, "RuntimeError: "); });
    return last != lines.rend() ? last->substr(14) : lines.empty() ? "unknown" : lines.front();
}

} // namespace

Result<std::unique_ptr<LoadedRun>> openModule(const ModelCard& card, const std::filesystem::path& file)
{
    prepareThread(0);
    std::shared_ptr<ForeignNetwork> network;
    try {
        network = std::make_shared<ForeignNetwork>(torch::jit::load(file.string(), torch::Device(torch::kCPU)), card);
    } catch (const std::exception&) {
        return Error::input("the file is no TorchScript module", file.string(),
                            "write it in Python with torch.jit.save(torch.jit.trace(model, example), file)");
    }
    try {
        if (auto fits = tryOut(*network, card, file.string()); !fits) return fits.error();
    } catch (const std::exception& error) {
        return Error::input("the module does not take the inputs that its description names: " + reasonOf(error),
                            file.string(), "correct 'inputs'");
    }
    Model model{network, objectiveOf(card.task), torch::kCPU, "float32"};
    return std::unique_ptr<LoadedRun>(std::make_unique<ForeignRun>(infoOf(card), std::move(model), card.inputs));
}

} // namespace mien
