// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"
#include "models/networks/network_type.h"

#include <memory>
#include <vector>

namespace mien {

/// The Engine over registeredNetworks(). Exceptions of torch end here, as Errors.
class KernelEngine final : public Engine
{
public:
    KernelEngine();

    const std::vector<ModelInfo>& models() const override { return m_infos; }
    Result<OptionValues> resolve(const RunConfig& config) const override;
    Result<InputPlan> inputPlan(const RunConfig& config) const override;
    Result<TrainingNeeds> tryOut(const TrainRequest& request, std::optional<std::int64_t> freeMemory,
                                 const RunControl& control) const override;
    Result<TrainOutcome> train(const TrainRequest& request, const TrainEvents& events,
                               const RunControl& control) override;
    Result<std::unique_ptr<LoadedRun>> load(const RunConfig& config, const std::filesystem::path& folder) override;
    Result<std::unique_ptr<StepBench>> benchSteps(const RunConfig& config) override;
    std::vector<std::pair<std::string, std::string>> environment() const override;
    Result<void> checkWeights(const RunConfig& config, const StartingWeights& weights) override;
    Result<ModelCard> exportModule(const RunConfig& config, const std::filesystem::path& folder, int fold,
                                   const std::filesystem::path& file) override;
    Result<std::unique_ptr<LoadedRun>> loadModule(const ModelCard& card, const std::filesystem::path& file) override;

private:
    Result<const NetworkType*> type(const std::string& id) const;

    std::vector<NetworkType> m_types;
    std::vector<ModelInfo> m_infos; ///< same order
};

} // namespace mien
