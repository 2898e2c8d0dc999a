// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/engine/loaded_run.h"

#include "core/base/text.h"
#include "models/data/batch.h"
#include "models/explain/explainer.h"
#include "models/train/checkpoint.h"
#include "models/train/device.h"
#include "models/train/inference.h"

#include <map>

namespace mien {

namespace {

class KernelLoadedRun final : public LoadedRun
{
public:
    KernelLoadedRun(const NetworkType& type, const Options& options, int threads, std::map<int, Model> models)
        : m_type(type), m_options(options), m_threads(threads), m_models(std::move(models)),
          m_transform(type.transform(options)),
          m_loader(m_noClips, *m_transform, type.plan(options).inputs, m_models.begin()->second.device)
    {
    }

    const ModelInfo& info() const override { return m_type.info; }

    std::vector<int> folds() const override
    {
        std::vector<int> numbers;
        for (const auto& [number, model] : m_models) numbers.push_back(number);
        return numbers;
    }

    Result<Prediction> predict(const Clip& clip, int fold) override
    {
        return withModel<Prediction>({clip}, fold, [&](Model& model, const Batch& batch) -> Result<Prediction> {
            return predictOne(model, batch, fold);
        });
    }

    Result<Array> features(const std::vector<Clip>& clips, int fold) override
    {
        if (m_type.plan(m_options).features == 0)
            return Error::usage(m_type.info.id + " gives no features of its frames", {},
                                "take a run of va_cnn or va_cnn_classes");
        return withModel<Array>(
            clips, fold, [](Model& model, const Batch& batch) -> Result<Array> { return featuresOf(model, batch); });
    }

    Result<HeatMap> explain(const Clip& clip, int fold, const std::string& method, const std::string& layer,
                            int explainedClass) override
    {
        return withModel<HeatMap>({clip}, fold, [&](Model& model, const Batch& batch) {
            return mien::explain(m_type, m_options, model, batch, {method, layer, explainedClass});
        });
    }

private:
    template <typename T, typename Work> Result<T> withModel(const std::vector<Clip>& clips, int fold, const Work& work)
    {
        const auto model = m_models.find(fold);
        if (model == m_models.end())
            return Error::usage("fold " + std::to_string(fold) + " has no weights", {},
                                "it has folds " + text::join(names(), ", "));
        try {
            prepareThread(m_threads);
            const Result<Batch> batch = m_loader.load(clips);
            if (!batch) return batch.error();
            return work(model->second, *batch);
        } catch (const c10::Error& error) {
            return Error::failed(std::string("the network failed in LibTorch: ") + error.what_without_backtrace(),
                                 clips.empty() ? std::string() : clips.front().sample.id);
        }
    }

    std::vector<std::string> names() const
    {
        std::vector<std::string> list;
        for (const int fold : folds()) list.push_back(std::to_string(fold));
        return list;
    }

    const NetworkType& m_type;
    Options m_options;
    int m_threads;
    std::map<int, Model> m_models; ///< by fold, from 1; not empty
    MemoryClipSource m_noClips{{}};
    std::unique_ptr<ClipTransform> m_transform;
    BatchLoader m_loader;
};

} // namespace

Result<std::unique_ptr<LoadedRun>> loadRun(const NetworkType& type, const Options& options, const RunConfig& config,
                                           const std::filesystem::path& folder)
{
    prepareThread(config.threadsPerFold);
    const auto device = chooseDevice(config.device);
    if (!device) return device.error();
    std::map<int, Model> models;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (!text::startsWith(name, "fold-")) continue;
        const auto number = text::toInt(std::string_view(name).substr(5));
        const std::filesystem::path file = entry.path() / "best.pt";
        if (!number || !std::filesystem::exists(file)) continue;
        Model model = makeModel(type, options, *device, config.precision);
        if (auto read = readCheckpoint(file, {}, model.network.get(), nullptr); !read) return read.error();
        models.emplace(static_cast<int>(*number), std::move(model));
    }
    if (models.empty())
        return Error::input("the run has no weights (no fold-K/best.pt)", folder.string(), "train it first");
    return std::unique_ptr<LoadedRun>(
        std::make_unique<KernelLoadedRun>(type, options, config.threadsPerFold, std::move(models)));
}

} // namespace mien
