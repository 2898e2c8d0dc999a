// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"

namespace mien::test {

/// Knows no network and does nothing; tests override what they need of it.
class IdleEngine : public Engine
{
public:
    const std::vector<ModelInfo>& models() const override { return m_models; }
    Result<OptionValues> resolve(const RunConfig&) const override { return OptionValues(); }
    Result<InputPlan> inputPlan(const RunConfig&) const override { return InputPlan(); }
    Result<TrainingNeeds> tryOut(const TrainRequest&, std::optional<std::int64_t>, const RunControl&) const override
    {
        return TrainingNeeds();
    }
    Result<TrainOutcome> train(const TrainRequest&, const TrainEvents&, const RunControl&) override
    {
        return Error::failed("this engine trains nothing");
    }
    Result<std::unique_ptr<LoadedRun>> load(const RunConfig&, const std::filesystem::path&) override
    {
        return Error::failed("this engine loads nothing");
    }
    std::vector<std::pair<std::string, std::string>> environment() const override { return {}; }
    Result<void> checkWeights(const RunConfig&, const StartingWeights&) override
    {
        return Error::failed("this engine reads no weights");
    }
    Result<ModelCard> exportModule(const RunConfig&, const std::filesystem::path&, int,
                                   const std::filesystem::path&) override
    {
        return Error::failed("this engine exports nothing");
    }
    Result<std::unique_ptr<LoadedRun>> loadModule(const ModelCard&, const std::filesystem::path&) override
    {
        return Error::failed("this engine loads nothing");
    }

protected:
    std::vector<ModelInfo> m_models;
};

} // namespace mien::test
