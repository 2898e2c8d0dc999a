// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "core/types/prediction.h"
#include "core/types/run_config.h"
#include "models/api/engine.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mien::test {

/// What HTML would take apart if it were not escaped.
inline const std::string awkward = "<b>日本 é & \"x\"";

/// Knows one network, trains and loads nothing.
class FakeEngine final : public Engine
{
public:
    FakeEngine();
    const std::vector<ModelInfo>& models() const override { return m_models; }
    Result<OptionValues> resolve(const RunConfig& config) const override;
    Result<InputPlan> inputPlan(const RunConfig& config) const override;
    Result<TrainingNeeds> tryOut(const TrainRequest&, std::optional<std::int64_t>) const override
    {
        return TrainingNeeds();
    }
    Result<TrainOutcome> train(const TrainRequest&, const TrainEvents&, const RunControl&) override;
    Result<std::unique_ptr<LoadedRun>> load(const RunConfig&, const std::filesystem::path&) override;
    std::vector<std::pair<std::string, std::string>> environment() const override { return {}; }
    Result<void> checkWeights(const RunConfig&, const StartingWeights&) override;
    Result<ModelCard> exportModule(const RunConfig&, const std::filesystem::path&, int,
                                   const std::filesystem::path&) override;
    Result<std::unique_ptr<LoadedRun>> loadModule(const ModelCard&, const std::filesystem::path&) override;

private:
    std::vector<ModelInfo> m_models;
};

RunConfig runConfig();

/// Classes, with an awkward name in place of one of the paper's.
std::vector<std::string> classNames();

/// Probability `certainty` for `predicted`, the rest shared evenly.
Prediction prediction(const std::string& sample, const std::string& subject, int fold, int truth, int predicted,
                      double certainty);

/// 42 held-out clips of six subjects in three folds, six errors; one subject has the awkward name.
std::vector<Prediction> predictions();

/// A finished run of three folds with all its files.
void writeRun(const std::filesystem::path& folder, const RunConfig& config = runConfig());

/// A clip of ten pictures below `folder` and a map that is active at landmark 48 (mouth corner).
Result<jobs::Explanation> explanation(const std::filesystem::path& folder, int explainedClass);

} // namespace mien::test
