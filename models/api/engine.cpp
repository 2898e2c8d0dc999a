// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/api/engine.h"

namespace mien {

const ModelInfo* Engine::model(const std::string& id) const
{
    for (const ModelInfo& info : models())
        if (info.id == id) return &info;
    return nullptr;
}

Result<std::unique_ptr<StepBench>> Engine::benchSteps(const RunConfig& config)
{
    return Error::failed("this engine cannot measure steps of " + config.network);
}

} // namespace mien
