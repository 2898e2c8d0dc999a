// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/side_by_side.h"

#include "core/base/parallel.h"
#include "models/data/batch_stream.h"
#include "models/engine/options.h"
#include "models/train/device.h"
#include "models/train/step_bench.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace mien {

namespace {

constexpr int steps = 3;
constexpr double worthwhile = 0.9; ///< of the seconds that the folds take one after the other
constexpr double usableShare = 0.5;

/// Seconds by the clock of `steps` steps of each, all at once; nothing where a step fails, or behind a cancel.
std::optional<double> secondsOf(const std::vector<std::unique_ptr<StepBench>>& benches, const RunControl& control)
{
    std::atomic<bool> failed = false;
    std::latch warm(static_cast<std::ptrdiff_t>(benches.size()) + 1);
    const auto run = [&](StepBench& bench, int count) {
        try {
            for (int k = 0; k < count && !failed; ++k)
                if (control.checkpoint() == RunControl::Signal::Cancel || !bench.run(1)) failed = true;
        } catch (...) {
            failed = true;
        }
    };
    const auto take = [&](StepBench& bench) {
        run(bench, 1);
        warm.arrive_and_wait();
        run(bench, steps);
    };
    std::vector<std::thread> threads;
    for (const auto& bench : benches) {
        try {
            threads.emplace_back(take, std::ref(*bench));
        } catch (const std::system_error&) {
            failed = true;
            warm.count_down();
        }
    }
    warm.arrive_and_wait();
    const auto start = std::chrono::steady_clock::now();
    for (std::thread& thread : threads) thread.join();
    if (failed) return std::nullopt;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int foldsThatFit(int most, std::int64_t memory, std::optional<std::int64_t> freeMemory)
{
    if (!freeMemory || memory <= 0) return most;
    const double fit = usableShare * static_cast<double>(*freeMemory) / static_cast<double>(memory);
    return static_cast<int>(std::clamp(fit, 1.0, static_cast<double>(most)));
}

bool isWorthwhile(int folds, double alone, double together)
{
    return together < worthwhile * folds * alone;
}

SideBySide trySideBySide(const NetworkType& type, const TrainRequest& request, const OptionValues& options,
                         const TrainingNeeds& needs, std::int64_t beyondSteps, std::optional<std::int64_t> freeMemory,
                         const RunControl& control)
{
    const RunConfig& config = request.config;
    const int room = static_cast<int>(usableCores()) / resolvedThreads(config.threadsPerFold);
    const int most = std::min(room, static_cast<int>(request.folds.size()));
    if (most < 2 || config.precision != "float32") return {};

    OptionValues tried = options;
    tried["batch_size"] = std::to_string(needs.atOnce);
    std::vector<std::unique_ptr<StepBench>> benches;
    benches.push_back(makeStepBench(type, Options(tried), config));
    const auto alone = secondsOf(benches, control);
    const std::int64_t memory = benches.front()->memory().value_or(0) + beyondSteps +
                                BatchStream::memory(type.plan(Options(options)), needs.batch);
    const int folds = foldsThatFit(most, memory, freeMemory);
    if (!alone || folds < 2) return {};
    while (static_cast<int>(benches.size()) < folds) benches.push_back(makeStepBench(type, Options(tried), config));
    const auto together = secondsOf(benches, control);
    if (!together || !isWorthwhile(folds, *alone, *together)) return {};
    return {folds, *together / (steps * folds), (folds - 1) * memory};
}

} // namespace mien
