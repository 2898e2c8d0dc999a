// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/api/engine.h"

namespace mien {

const ModelInfo* Engine::model(const std::string& id) const
{
    for (const ModelInfo& info : models())
        if (info.id == id) return &info;
    return nullptr;
}

} // namespace mien
