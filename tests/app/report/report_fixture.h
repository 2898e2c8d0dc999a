// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "core/types/prediction.h"
#include "core/types/run_config.h"
#include "tests/support/idle_engine.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mien::test {

/// What HTML would take apart if it were not escaped.
inline const std::string awkward = "<b>日本 é & \"x\"";

/// Knows one network, trains and loads nothing.
class FakeEngine final : public IdleEngine
{
public:
    FakeEngine();
    Result<OptionValues> resolve(const RunConfig& config) const override;
    Result<InputPlan> inputPlan(const RunConfig& config) const override;
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
