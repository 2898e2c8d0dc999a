// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace mien {

/// What a step of training cannot do without: the multiplications of its convolutions and dense layers, and the bytes
/// that the inputs and outputs of these layers and the optimiser's numbers are, each as often as it must be read or
/// written once.
struct StepWork
{
    double operations = 0;      ///< a multiplication and an addition are two
    double activationBytes = 0; ///< forward: input read, output written; backward: both read, input gradient written
    bool isWhole = true;        ///< false where hand-written layers do work that cannot be counted
    double optimiserBytes = 0;  ///< weights, gradients and memory, read and written
};

/// What this machine reaches at best, with the run's threads and precision.
struct MachineRates
{
    double operationsPerSecond = 0; ///< of the fastest of some convolutions
    double bytesPerSecond = 0;      ///< of reading two large arrays and writing one

    /// Seconds that `work` takes at these rates.
    double seconds(const StepWork& work) const
    {
        return work.operations / operationsPerSecond + (work.activationBytes + work.optimiserBytes) / bytesPerSecond;
    }
};

/// Training steps of a network on random input, for measurement. Nothing is learned and nothing kept.
/// Thread: one call at a time.
class StepBench
{
public:
    virtual ~StepBench() = default;

    virtual std::int64_t parameters() const = 0; ///< trainable
    virtual std::int64_t batch() const = 0;      ///< samples of a step

    /// Wall-clock seconds of each of `count` steps: forward, loss, backward and update, as the trainer does them.
    virtual Result<std::vector<double>> run(int count) = 0;

    /// Bytes that the network, its optimiser and the steps so far made the process grow by, on the CPU.
    virtual std::optional<std::int64_t> memory() const = 0;

    /// Of one step, which is taken: its shapes are counted, nothing is measured.
    virtual Result<StepWork> work() = 0;

    /// Measured now; takes a second or so.
    virtual Result<MachineRates> machineRates() = 0;
};

} // namespace mien
