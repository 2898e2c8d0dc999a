// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/api/models_plugin.h"
#include "models/engine/create_engine.h"

#include <QObject>

namespace mien {

/// The only place where Qt and the kernel meet. No torch header is seen here: it cannot stand Qt's keywords.
class ModelsPluginObject final : public QObject, public ModelsPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID MienModelsPlugin_iid)
    Q_INTERFACES(mien::ModelsPlugin)

public:
    ModelsPluginObject() : m_engine(createEngine()) {}
    Engine& engine() override { return *m_engine; }

private:
    std::unique_ptr<Engine> m_engine;
};

} // namespace mien

#include "models_plugin.moc"
