// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"
#include "models/networks/network_type.h"
#include "models/train/checkpoint.h"
#include "models/train/device.h"
#include "models/train/inference.h"
#include "models/train/metrics_log.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mien {

/// FoldOutcome::stopped after *finish early*.
inline constexpr const char* stoppedEarly = "finished early";

/// What is watched over all folds of a run. Everything but `stop` is guarded by `mutex` while folds are trained.
struct RunPace
{
    std::mutex mutex;
    std::atomic<bool> stop = false;  ///< another fold failed: what this one would still learn is in vain
    std::set<int> training;          ///< folds that are trained now; the first of them shows its progress
    std::int64_t peakMemory = 0;     ///< of the process, bytes
    std::int64_t updatesLeft = 0;    ///< when training begins, at most, of all folds
    std::int64_t updatesWatched = 0; ///< since `since`
    std::chrono::steady_clock::time_point since{};
    bool said = false; ///< how long the run will last
};

/// What is the same for all folds of a run. References outlive the training.
struct RunContext
{
    const NetworkType& type;
    const Options& options;
    const TrainRequest& request;
    const TrainEvents& events;
    const RunControl& control;
    DeviceChoice device;
    std::uint64_t clipsFingerprint = 0;
    RunPace& pace;
};

/// The part of a fold that selects the best epoch.
const std::vector<std::size_t>& selectionPart(const TrainRequest& request, const Fold& fold);

/// Trains one fold: epochs, selection by the validation part, checkpoints, and at the end the held-out predictions.
class FoldTrainer
{
public:
    /// `number` = fold, from 1.
    FoldTrainer(const RunContext& context, int number);

    std::int64_t parameters() const; ///< trainable ones of the network that run() made

    /// What fold-K/last.pt knows; nothing where there is none.
    Result<std::optional<TrainingProgress>> storedProgress() const;

    /// Goes on from `stored`, or starts anew. Nothing = *finish early* came before the first epoch was done. After
    /// cancel the checkpoint of the last whole epoch is left for a resume.
    Result<std::optional<TrainOutcome::FoldOutcome>> run(const std::optional<TrainingProgress>& stored,
                                                         MetricsLog& log);

private:
    enum class EpochEnd { Done, Finish, Cancel };

    void drawWeights();
    Result<void> checkParts() const;
    std::string stopReason(const TrainingProgress& progress) const; ///< empty = go on
    Result<void> restore(TrainingProgress& progress);
    Result<EpochEnd> trainEpoch(TrainingProgress& progress, MetricsLog& log);
    Result<EpochEnd> trainBatches(const TrainingProgress& progress, EpochMetrics& metrics, std::int64_t& updates,
                                  double& waited);
    void observeMemory();
    void observe(Progress progress); ///< of this fold, memory and pace, behind every update
    Result<void> select(TrainingProgress& progress, const EpochMetrics& metrics);

    std::size_t samplesAtOnce() const;
    std::filesystem::path file(const char* name) const;

    const RunContext& m_context;
    int m_number;
    const Fold& m_fold;
    std::filesystem::path m_folder;
    std::string m_fingerprint;
    Random m_random;
    std::unique_ptr<ClipTransform> m_transform;
    BatchLoader m_loader;
    Model m_model;
    std::unique_ptr<Optimiser> m_optimiser;
};

} // namespace mien
