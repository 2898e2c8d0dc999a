// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/trainer.h"

#include "core/base/text.h"
#include "models/train/caching_allocator.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

namespace mien {

namespace {

namespace fs = std::filesystem;

/// Files below the fold-K folders that end is `remove`d by: those of an earlier run, or halves of a killed write.
void removeFromFolds(const fs::path& folder, bool checkpoints)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (!text::startsWith(entry.path().filename().string(), "fold-")) continue;
        for (const auto& item : fs::directory_iterator(entry.path(), ignored)) {
            const std::string name = item.path().filename().string();
            const bool half = name.find(".pt.tmp") != std::string::npos;
            if (half || (checkpoints && text::endsWith(name, ".pt"))) fs::remove(item.path(), ignored);
        }
    }
}

/// Updates of the weights that are still to be done, if no fold stops before its last epoch.
std::int64_t updatesLeft(const RunContext& context, const std::vector<std::optional<TrainingProgress>>& stored)
{
    const std::int64_t batch = context.options.integer("batch_size");
    std::int64_t updates = 0;
    for (std::size_t k = 0; k < stored.size(); ++k) {
        const auto samples = static_cast<std::int64_t>(context.request.folds[k].train.size());
        const std::int64_t epochs = context.options.integer("epochs") - (stored[k] ? stored[k]->epoch : 0);
        updates += (samples + batch - 1) / batch * std::max<std::int64_t>(0, epochs);
    }
    return updates;
}

/// Where a resume goes on, by the checkpoints.
std::string goesOn(const std::vector<std::optional<TrainingProgress>>& stored)
{
    std::vector<std::string> folds;
    for (std::size_t k = 0; k < stored.size(); ++k)
        if (stored[k])
            folds.push_back("fold " + std::to_string(k + 1) + " behind epoch " + std::to_string(stored[k]->epoch));
    return folds.empty() ? "resumed: no epoch was finished" : "resumed: " + text::join(folds, ", ");
}

/// Trains the folds from the first to the last, as many side by side as the request says.
class FoldCrew
{
public:
    FoldCrew(const RunContext& context, const std::vector<std::optional<TrainingProgress>>& stored, MetricsLog& log)
        : m_context(context), m_stored(stored), m_log(log), m_results(stored.size())
    {
    }

    /// What came of each fold; the first failure ends all.
    Result<void> train(TrainOutcome& outcome)
    {
        std::vector<std::thread> others;
        for (int k = 1; k < atOnce(); ++k) {
            try {
                others.emplace_back([this] {
                    prepareThread(m_context.request.config.threadsPerFold);
                    work();
                });
            } catch (const std::system_error&) {
                break; // the system gives no more threads: those that there are do it
            }
        }
        work();
        for (std::thread& thread : others) thread.join();
        if (m_exception) std::rethrow_exception(m_exception);
        if (m_error) return *m_error;
        for (std::optional<TrainOutcome::FoldOutcome>& fold : m_results) {
            if (!fold || fold->stopped == stoppedEarly) outcome.finishedEarly = true;
            if (fold) outcome.folds.push_back(std::move(*fold));
        }
        outcome.parameters = m_parameters;
        return {};
    }

private:
    /// Folds share the generator of a GPU and the casts of bfloat16: there, one after the other.
    int atOnce() const
    {
        const TrainRequest& request = m_context.request;
        if (!m_context.device.device.is_cpu() || request.config.precision != "float32") return 1;
        return std::min(request.foldsAtOnce, static_cast<int>(m_stored.size()));
    }

    /// Fold after fold, until none is left that nobody has begun.
    void work()
    {
        RunPace& pace = m_context.pace;
        while (const auto fold = begin()) {
            try {
                FoldTrainer trainer(m_context, *fold);
                auto result = trainer.run(m_stored[static_cast<std::size_t>(*fold) - 1], m_log);
                const std::lock_guard lock(pace.mutex);
                if (result) {
                    m_results[static_cast<std::size_t>(*fold) - 1] = std::move(*result);
                    m_parameters = trainer.parameters();
                } else if (!m_error) {
                    m_error = result.error();
                }
            } catch (...) {
                const std::lock_guard lock(pace.mutex);
                if (!m_exception) m_exception = std::current_exception();
            }
            // Another fold's last batch may be of another size, whose blocks would come on top of these.
            releaseCachedMemory();
            const std::lock_guard lock(pace.mutex);
            pace.training.erase(*fold);
            pace.stop = m_error || m_exception;
        }
    }

    std::optional<int> begin()
    {
        const std::lock_guard lock(m_context.pace.mutex);
        if (m_context.pace.stop || m_begun == static_cast<int>(m_stored.size())) return std::nullopt;
        m_context.pace.training.insert(++m_begun);
        return m_begun;
    }

    const RunContext& m_context;
    const std::vector<std::optional<TrainingProgress>>& m_stored;
    MetricsLog& m_log;
    // Guarded by m_context.pace.mutex.
    int m_begun = 0;
    std::vector<std::optional<TrainOutcome::FoldOutcome>> m_results;
    std::int64_t m_parameters = 0;
    std::optional<Error> m_error;
    std::exception_ptr m_exception;
};

} // namespace

Result<TrainOutcome> trainRun(const RunContext& context)
{
    const TrainRequest& request = context.request;
    removeFromFolds(request.folder, !request.resume);

    std::vector<std::optional<TrainingProgress>> stored;
    std::vector<EpochMetrics> rows;
    for (std::size_t k = 1; k <= request.folds.size(); ++k) {
        auto progress = FoldTrainer(context, static_cast<int>(k)).storedProgress();
        if (!progress) return progress.error();
        if (*progress) rows.insert(rows.end(), (*progress)->history.begin(), (*progress)->history.end());
        stored.push_back(std::move(*progress));
    }
    if (request.resume && context.events.said) context.events.said(goesOn(stored));
    context.pace.updatesLeft = updatesLeft(context, stored);
    auto log = MetricsLog::open(request.folder, rows, request.resume);
    if (!log) return log.error();

    TrainOutcome outcome;
    outcome.device = context.device.name;
    outcome.deviceReason = context.device.reason;
    if (auto trained = FoldCrew(context, stored, **log).train(outcome); !trained) return trained.error();
    if (auto sorted = (*log)->sort(); !sorted) return sorted.error();
    if (context.pace.peakMemory > 0) outcome.peakMemory = context.pace.peakMemory;
    return outcome;
}

} // namespace mien
