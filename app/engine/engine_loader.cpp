// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_loader.h"

#include "models/api/models_plugin.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPluginLoader>
#include <QStringList>

#include <mutex>

namespace mien {

namespace {

/// Folders in which the plugin may lie, the first that has it wins.
QStringList pluginFolders()
{
    QStringList folders;
    if (const QString given = qEnvironmentVariable("MIEN_PLUGIN_DIR"); !given.isEmpty()) folders << given;
    const QDir beside(QCoreApplication::applicationDirPath());
    folders << beside.filePath(QStringLiteral("plugins")) << beside.filePath(QStringLiteral("../lib/mien"));
    return folders;
}

Result<Engine*> load()
{
    const QString name = QStringLiteral("mien_models.so");
    const QStringList folders = pluginFolders();
    for (const QString& folder : folders) {
        const QString file = QDir::cleanPath(QDir(folder).filePath(name));
        if (!QFileInfo::exists(file)) continue;
        QPluginLoader loader(file);
        auto* plugin = qobject_cast<ModelsPlugin*>(loader.instance());
        if (!plugin)
            return Error::failed("cannot load the models plugin: " + loader.errorString().toStdString(),
                                 file.toStdString(), "install LibTorch, or build mien_models again");
        return &plugin->engine();
    }
    return Error::failed("the models plugin " + name.toStdString() + " is not there; looked in " +
                             folders.join(QStringLiteral(", ")).toStdString(),
                         {}, "build mien_models, or set MIEN_PLUGIN_DIR to its folder");
}

} // namespace

Result<Engine*> loadEngine()
{
    static std::mutex mutex;
    static Engine* engine = nullptr; // the plugin is never unloaded
    const std::lock_guard lock(mutex);
    if (engine) return engine;
    const Result<Engine*> loaded = load();
    if (loaded) engine = *loaded;
    return loaded;
}

} // namespace mien
