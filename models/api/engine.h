// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/types/clip_source.h"
#include "core/types/fold.h"
#include "core/types/heat_map.h"
#include "core/types/metrics.h"
#include "core/types/prediction.h"
#include "core/types/run_config.h"
#include "models/api/model_info.h"
#include "models/api/step_bench.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mien {

/// What the training of one run needs. All references outlive the call.
struct TrainRequest
{
    RunConfig config;
    std::filesystem::path folder; ///< the run folder; exists
    bool resume = false;          ///< go on from fold-K/last.pt; finished folds are not trained again
    const ClipSource* clips = nullptr;
    std::vector<Fold> folds;
};

/// Called on the training thread.
struct TrainEvents
{
    std::function<void(const EpochMetrics&)> epoch;
    std::function<void(int fold, int batch, int batches, double loss)> batch;
};

struct TrainOutcome
{
    struct FoldOutcome
    {
        int fold = 0;                        ///< from 1
        int bestEpoch = 0;                   ///< from 1
        int epochs = 0;                      ///< trained
        std::string stopped;                 ///< "epochs", "patience", "finished early"
        std::vector<Prediction> predictions; ///< of the test part, by the best epoch's weights
    };

    std::vector<FoldOutcome> folds; ///< those that have weights; fewer than asked for after *finish early*
    bool finishedEarly = false;
    std::string device;       ///< "cpu", "cuda:0"
    std::string deviceReason; ///< why that one
};

/// A trained run with its weights in memory.
/// Thread: one call at a time; owned by the engine thread.
class LoadedRun
{
public:
    virtual ~LoadedRun() = default;

    virtual const ModelInfo& info() const = 0;
    virtual std::vector<int> folds() const = 0; ///< those with weights, from 1

    virtual Result<Prediction> predict(const Clip& clip, int fold) = 0;

    /// The map of the logit of `explainedClass` (−1 = the predicted one), post-processed as in the landmark TCN spec,
    /// section 8. `method` and `layer` empty = the network's defaults. A constant map is a result, with a note.
    virtual Result<HeatMap> explain(const Clip& clip, int fold, const std::string& method, const std::string& layer,
                                    int explainedClass) = 0;
};

/// The door to models/: networks, training and maps, without torch in sight.
/// Thread: train() and load() on the engine thread; models() and resolve() anywhere.
class Engine
{
public:
    virtual ~Engine() = default;

    virtual const std::vector<ModelInfo>& models() const = 0;
    const ModelInfo* model(const std::string& id) const;

    /// Values of all options of config.network under its preset, explicit ones checked. Usage error on an unknown
    /// network or option, a value out of range, or a precision or device that is not to be had.
    virtual Result<OptionValues> resolve(const RunConfig& config) const = 0;

    /// Inputs and samples of config.network with its options applied (coordinates, frames).
    virtual Result<InputPlan> inputPlan(const RunConfig& config) const = 0;

    /// Trains every fold, writes metrics.csv, timing.csv and fold-K/{best,last}.pt below request.folder. Cancel is an
    /// Error of kind Cancelled; finish early is a result.
    virtual Result<TrainOutcome> train(const TrainRequest& request, const TrainEvents& events,
                                       const RunControl& control) = 0;

    /// Reads the weights of fold-K/best.pt for every fold that has them.
    virtual Result<std::unique_ptr<LoadedRun>> load(const RunConfig& config, const std::filesystem::path& folder) = 0;

    /// Steps of config.network with its options and batch_size, to be measured. Fails unless an engine says otherwise.
    virtual Result<std::unique_ptr<StepBench>> benchSteps(const RunConfig& config);

    /// Versions, threads, BLAS and device, as key and value, for `doctor` and environment.json.
    virtual std::vector<std::pair<std::string, std::string>> environment() const = 0;
};

} // namespace mien
