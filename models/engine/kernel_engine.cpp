// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/engine/kernel_engine.h"

#include "core/base/edit_distance.h"
#include "core/base/free_memory.h"
#include "core/base/text.h"
#include "models/engine/create_engine.h"
#include "models/engine/environment.h"
#include "models/engine/loaded_run.h"
#include "models/exchange/foreign_module.h"
#include "models/exchange/module_export.h"
#include "models/exchange/state_dict.h"
#include "models/networks/registry.h"
#include "models/train/caching_allocator.h"
#include "models/train/device.h"
#include "models/train/step_bench.h"
#include "models/train/trainer.h"
#include "models/train/try_out.h"

#include <algorithm>
#include <new>

namespace mien {

namespace {

/// Runs `work`; what torch throws becomes an Error that says what was being done.
template <typename T, typename Work> Result<T> guarded(const std::string& doing, const Work& work)
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return Error::failed(doing + " ran out of memory", {}, "set a smaller micro_batch in a new run");
    } catch (const c10::OutOfMemoryError&) {
        return Error::failed(doing + " ran out of the GPU's memory", {}, "set a smaller micro_batch in a new run");
    } catch (const c10::Error& error) {
        return Error::failed(doing + " failed in LibTorch: " + error.what_without_backtrace());
    } catch (const std::exception& error) {
        return Error::failed(doing + " failed: " + error.what());
    }
}

} // namespace

std::unique_ptr<Engine> createEngine()
{
    installCachingAllocator();
    return std::make_unique<KernelEngine>();
}

KernelEngine::KernelEngine() : m_types(registeredNetworks())
{
    for (const NetworkType& type : m_types) m_infos.push_back(type.info);
}

Result<const NetworkType*> KernelEngine::type(const std::string& id) const
{
    std::vector<std::string> ids;
    for (const NetworkType& type : m_types) {
        if (type.info.id == id) return &type;
        ids.push_back(type.info.id);
    }
    const auto near = std::min_element(ids.begin(), ids.end(), [&](const std::string& a, const std::string& b) {
        return text::editDistance(id, a) < text::editDistance(id, b);
    });
    constexpr std::size_t likelySlip = 2;
    const std::string guess = text::editDistance(id, *near) <= likelySlip ? "did you mean " + *near + "? " : "";
    return Error::usage("unknown network '" + id + "'", {}, guess + "choose one of " + text::join(ids, ", "));
}

Result<OptionValues> KernelEngine::resolve(const RunConfig& config) const
{
    const auto network = type(config.network);
    if (!network) return network.error();
    auto values = resolveOptions((*network)->info, config);
    if (!values) return values;
    const auto device = chooseDevice(config.device);
    if (!device) return device.error();
    if (const auto ok = checkPrecision(config.precision, *device); !ok) return ok.error();
    if (config.selectOn != "validation" && config.selectOn != "test")
        return Error::usage("unknown select_on '" + config.selectOn + "'", {}, "choose validation or test");
    if (config.threadsPerFold < 0)
        return Error::usage("threads per fold cannot be " + std::to_string(config.threadsPerFold), {},
                            "give 0 (all cores) or more");
    return values;
}

Result<InputPlan> KernelEngine::inputPlan(const RunConfig& config) const
{
    auto values = resolve(config);
    if (!values) return values.error();
    return (*type(config.network))->plan(Options(std::move(*values)));
}

Result<TrainingNeeds> KernelEngine::tryOut(const TrainRequest& request, std::optional<std::int64_t> freeMemory,
                                           const RunControl& control) const
{
    auto values = resolve(request.config);
    if (!values) return values.error();
    auto needs = guarded<TrainingNeeds>("trying " + request.config.network, [&] {
        prepareThread(request.config.threadsPerFold);
        return mien::tryOut(**type(request.config.network), Options(std::move(*values)), request,
                            *chooseDevice(request.config.device), freeMemory, control);
    });
    releaseCachedMemory();
    returnFreeMemory();
    return needs;
}

Result<TrainOutcome> KernelEngine::train(const TrainRequest& request, const TrainEvents& events,
                                         const RunControl& control)
{
    auto values = resolve(request.config);
    if (!values) return values.error();
    if (!request.clips || request.folds.empty()) return Error::usage("there is nothing to train on");
    auto outcome = guarded<TrainOutcome>("training " + request.config.network, [&] {
        prepareThread(request.config.threadsPerFold);
        const Options options(std::move(*values));
        RunPace pace;
        const RunContext context{
            **type(request.config.network), options, request, events, control, *chooseDevice(request.config.device),
            request.clips->fingerprint(),   pace};
        return trainRun(context);
    });
    releaseCachedMemory();
    returnFreeMemory();
    return outcome;
}

Result<std::unique_ptr<LoadedRun>> KernelEngine::load(const RunConfig& config, const std::filesystem::path& folder)
{
    auto values = resolve(config);
    if (!values) return values.error();
    return guarded<std::unique_ptr<LoadedRun>>("loading " + config.network, [&] {
        return loadRun(**type(config.network), Options(std::move(*values)), config, folder);
    });
}

Result<std::unique_ptr<StepBench>> KernelEngine::benchSteps(const RunConfig& config)
{
    auto values = resolve(config);
    if (!values) return values.error();
    return guarded<std::unique_ptr<StepBench>>("building " + config.network, [&] {
        return makeStepBench(**type(config.network), Options(std::move(*values)), config);
    });
}

std::vector<std::pair<std::string, std::string>> KernelEngine::environment() const
{
    return torchEnvironment();
}

Result<void> KernelEngine::checkWeights(const RunConfig& config, const StartingWeights& weights)
{
    auto values = resolve(config);
    if (!values) return values.error();
    const auto fits = guarded<bool>("reading " + weights.file.string(), [&]() -> Result<bool> {
        const auto network = (*type(config.network))->build(Options(std::move(*values)));
        const auto done = readWeights(*network, weights);
        return done ? Result<bool>(true) : Result<bool>(done.error());
    });
    return fits ? Result<void>() : Result<void>(fits.error());
}

Result<ModelCard> KernelEngine::exportModule(const RunConfig& config, const std::filesystem::path& folder, int fold,
                                             const std::filesystem::path& file)
{
    auto values = resolve(config);
    if (!values) return values.error();
    return guarded<ModelCard>("exporting " + config.network, [&] {
        return exportFold(**type(config.network), Options(std::move(*values)), folder, fold, file);
    });
}

Result<std::unique_ptr<LoadedRun>> KernelEngine::loadModule(const ModelCard& card, const std::filesystem::path& file)
{
    return guarded<std::unique_ptr<LoadedRun>>("loading " + file.string(), [&] { return openModule(card, file); });
}

} // namespace mien
