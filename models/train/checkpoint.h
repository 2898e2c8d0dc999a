// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/metrics.h"
#include "models/networks/network.h"
#include "models/train/optimiser.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace mien {

/// How far the training of one fold has come, after whole epochs. Together with weights and optimiser memory this is
/// all there is: every epoch draws its order, augmentation and dropout from generators made anew from seed, fold and
/// epoch, so none of their states has to be kept.
struct TrainingProgress
{
    std::int64_t epoch = 0;   ///< epochs done
    std::int64_t updates = 0; ///< of the weights
    std::int64_t bestEpoch = 0;
    double bestLoss = std::numeric_limits<double>::infinity(); ///< of the part that selects
    std::vector<EpochMetrics> history;
};

/// Writes weights, batch norm statistics, optimiser memory (if given) and progress: the old file or the new one is
/// there at any moment, never a part. `fingerprint` names the settings and samples it belongs to.
Result<void> writeCheckpoint(const std::filesystem::path& file, const std::string& fingerprint, const Network& network,
                             const Optimiser* optimiser, const TrainingProgress& progress);

/// Restores network and optimiser (each may be null), exactly. Input error where the file is damaged or of another
/// architecture; Usage error where `fingerprint` (empty = any) is another.
Result<TrainingProgress> readCheckpoint(const std::filesystem::path& file, const std::string& fingerprint,
                                        Network* network, const Optimiser* optimiser);

} // namespace mien
