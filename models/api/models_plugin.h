// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/engine.h"

#include <QtPlugin>

namespace mien {

/// What the models plugin (`mien_models.so`) hands out. The plugin owns the engine and lives as long as the program.
class ModelsPlugin
{
public:
    virtual ~ModelsPlugin() = default;
    virtual Engine& engine() = 0;
};

} // namespace mien

#define MienModelsPlugin_iid "org.mien.ModelsPlugin/1"
Q_DECLARE_INTERFACE(mien::ModelsPlugin, MienModelsPlugin_iid)
