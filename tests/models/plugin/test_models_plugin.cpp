// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/api/models_plugin.h"

#include <QPluginLoader>
#include <QTest>

/// The plugin as the program opens it: by file, through Qt, without a torch header.
class TestModelsPlugin : public QObject
{
    Q_OBJECT

private slots:
    void loadsAndAnswers()
    {
        QPluginLoader loader(qEnvironmentVariable("MIEN_PLUGIN_DIR") + QStringLiteral("/mien_models.so"));
        auto* plugin = qobject_cast<mien::ModelsPlugin*>(loader.instance());
        QVERIFY2(plugin, qPrintable(loader.errorString()));
        mien::Engine& engine = plugin->engine();
        QVERIFY(engine.model("tcn"));
        QCOMPARE(engine.model("tcn")->parameters, 330119);
        QVERIFY(!engine.model("no such network"));
        mien::RunConfig config;
        QVERIFY(engine.resolve(config).ok());
        config.options["epochs"] = "-1";
        QVERIFY(!engine.resolve(config).ok());
    }

    void blasIsFoundFromInsideThePlugin()
    {
        QPluginLoader loader(qEnvironmentVariable("MIEN_PLUGIN_DIR") + QStringLiteral("/mien_models.so"));
        auto* plugin = qobject_cast<mien::ModelsPlugin*>(loader.instance());
        QVERIFY2(plugin, qPrintable(loader.errorString()));
        std::string blas;
        for (const auto& [key, value] : plugin->engine().environment()) {
            qInfo("%s: %s", key.c_str(), value.c_str());
            if (key == "blas core") blas = value;
        }
        QVERIFY2(!blas.empty(), "OpenBLAS is one of the packages Mien asks for");
    }
};

QTEST_GUILESS_MAIN(TestModelsPlugin)
#include "test_models_plugin.moc"
