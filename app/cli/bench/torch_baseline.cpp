// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/torch_baseline.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <array>

namespace mien::cli {

namespace {

namespace fs = std::filesystem;

/// What a program that came to its end wrote to standard output.
Result<QByteArray> outputOf(const std::string& program, const QStringList& arguments, const RunControl& control)
{
    constexpr int patience = 100; // ms from one look at cancel to the next
    QProcess process;
    process.start(QString::fromStdString(program), arguments, QIODevice::ReadOnly);
    if (!process.waitForStarted())
        return Error::failed("cannot start " + program, {}, "install python3, or name it with --python");
    while (process.state() != QProcess::NotRunning && !process.waitForFinished(patience)) {
        if (!control.isCancelRequested()) continue;
        process.kill();
        process.waitForFinished();
        return Error::cancelled();
    }
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return process.readAllStandardOutput();
    const QString said = QString::fromUtf8(process.readAllStandardError()).trimmed();
    return Error::failed(said.section(QLatin1Char('\n'), -1).toStdString(), program);
}

fs::path beside()
{
    const QDir program(QCoreApplication::applicationDirPath());
    for (const char* place : {"torch_baseline.py", "../bin/torch_baseline.py", "../share/mien/torch_baseline.py"}) {
        const QString file = QDir::cleanPath(program.filePath(QLatin1String(place)));
        if (QFileInfo::exists(file)) return file.toStdString();
    }
    return {};
}

} // namespace

TorchBaseline::TorchBaseline(std::string python, fs::path script, std::string version)
    : m_python(std::move(python)), m_script(std::move(script)), m_version(std::move(version))
{
}

Result<TorchBaseline> TorchBaseline::find(const std::string& python, const fs::path& script)
{
    const fs::path file = script.empty() ? beside() : script;
    if (std::error_code ignored; !fs::is_regular_file(file, ignored))
        return Error::input("the baseline torch_baseline.py is not there", file.string(),
                            "name it with --baseline; it is tests/bench/torch_baseline.py of the sources");
    const auto version = outputOf(
        python, {QStringLiteral("-c"), QStringLiteral("import torch; print(torch.__version__)")}, RunControl());
    if (!version)
        return Error::failed("the baseline cannot run: " + version.error().what, python,
                             "apt-get install python3-torch, or name a python that has torch with --python");
    return TorchBaseline(python, file, version->trimmed().toStdString());
}

Result<TorchBaseline::Speed> TorchBaseline::run(const std::string& network, bool tuned, int steps,
                                                const RunControl& control) const
{
    QStringList arguments{
        QStringLiteral("-W"),     QStringLiteral("ignore"),        QString::fromStdString(m_script.string()),
        QStringLiteral("--only"), QString::fromStdString(network), QStringLiteral("--steps"),
        QString::number(steps),   QStringLiteral("--json")};
    if (tuned) arguments << QStringLiteral("--tuned");
    const auto output = outputOf(m_python, arguments, control);
    if (!output) return output.error();
    const QJsonObject line = QJsonDocument::fromJson(*output).object();
    Speed speed;
    speed.parameters = line[QStringLiteral("parameters")].toInteger();
    speed.batch = line[QStringLiteral("batch")].toInteger();
    // The step is rounded to 0.1 ms, the rate to 0.01 samples/s: the one that kept more digits counts.
    const double rate = line[QStringLiteral("samples_per_s")].toDouble();
    const double rounded = line[QStringLiteral("step_s")].toDouble();
    if (speed.batch <= 0 || rate <= 0)
        return Error::failed("the baseline gave no figures of " + network, m_script.string(),
                             "it knows the networks of its table CASES only");
    speed.stepSeconds = rounded >= 0.1 ? rounded : static_cast<double>(speed.batch) / rate;
    return speed;
}

} // namespace mien::cli
