// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/types/clip_source.h"
#include "core/types/fold.h"
#include "core/types/heat_map.h"
#include "core/types/metrics.h"
#include "core/types/model_card.h"
#include "core/types/prediction.h"
#include "core/types/run_config.h"
#include "core/types/weights_map.h"
#include "models/api/model_info.h"
#include "models/api/step_bench.h"
#include "models/api/training_needs.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// Weights that a training begins with instead of drawing them.
struct StartingWeights
{
    std::filesystem::path file; ///< a state dict saved by Python, a TorchScript module, or a checkpoint of ours
    WeightsMap map;
};

/// What the training of one run needs. All references outlive the call.
struct TrainRequest
{
    RunConfig config;
    std::filesystem::path folder;      ///< the run folder; exists
    bool resume = false;               ///< go on from fold-K/last.pt; finished folds are not trained again
    const ClipSource* clips = nullptr; ///< fold k learns from its ofFold(k)
    std::vector<Fold> folds;
    std::optional<StartingWeights> weights = {};
    int foldsAtOnce = 1; ///< trained side by side, on a thread each; changes no digit of what is learned
};

/// Called on the training thread, or on that of a fold where several are trained at once; never two at a time.
struct TrainEvents
{
    std::function<void(const EpochMetrics&)> epoch;
    std::function<void(int fold, int batch, int batches, double loss)> batch;
    std::function<void(const std::string&)> said; ///< something worth a line: what the run takes, how long it lasts
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
    std::string device;                     ///< "cpu", "cuda:0"
    std::string deviceReason;               ///< why that one
    std::int64_t parameters = 0;            ///< trainable, of the network as its options make it
    std::optional<std::int64_t> peakMemory; ///< of the process, bytes, behind updates and evaluations; on the CPU
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

    /// What the layer before the output makes of the clips, in evaluation mode (before dropout): clips ×
    /// InputPlan::features. Usage error of a network that gives none.
    virtual Result<Array> features(const std::vector<Clip>& clips, int fold) = 0;

    /// The map of the logit of `explainedClass` (−1 = the predicted one), post-processed as in the landmark TCN spec,
    /// section 8. `method` and `layer` empty = the network's defaults. A constant map is a result, with a note.
    virtual Result<HeatMap> explain(const Clip& clip, int fold, const std::string& method, const std::string& layer,
                                    int explainedClass) = 0;
};

/// The door to models/: networks, training and maps, without torch in sight.
/// Thread: tryOut(), train() and load() on the engine thread; models() and resolve() anywhere.
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

    /// What training will take, from steps on zeros (models/train/try_out.h). `freeMemory`: bytes; nothing = unknown.
    /// A cancel is seen between steps.
    virtual Result<TrainingNeeds> tryOut(const TrainRequest& request, std::optional<std::int64_t> freeMemory,
                                         const RunControl& control) const = 0;

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

    /// Whether the weights fit config.network. Input error that names every tensor that does not.
    virtual Result<void> checkWeights(const RunConfig& config, const StartingWeights& weights) = 0;

    /// Writes the network of a fold as a TorchScript module that torch.jit.load of Python reads: forward() gives the
    /// logits of any number of samples. Returns its description, but for what the engine does not know of it: training,
    /// licence, hash, version.
    virtual Result<ModelCard> exportModule(const RunConfig& config, const std::filesystem::path& folder, int fold,
                                           const std::filesystem::path& file) = 0;

    /// Opens a TorchScript module by its description, as a run of one fold without maps. It is tried out first: Input
    /// error where it does not take the inputs, or give the outputs, that `card` says.
    virtual Result<std::unique_ptr<LoadedRun>> loadModule(const ModelCard& card, const std::filesystem::path& file) = 0;
};

} // namespace mien
