// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/bootstrap.h"

#include "app/bootstrap/environment.h"

#include <QCoreApplication>
#include <QString>

#include <clocale>
#include <csignal>
#include <cstdio>

namespace mien::bootstrap {

namespace {

/// What Qt says of running without a screen or a session; nobody can do anything about it.
bool isPlatformChatter(const QString& message)
{
    return message.startsWith(QLatin1String("This plugin does not support")) ||
           message.startsWith(QLatin1String("QStandardPaths: XDG_RUNTIME_DIR not set"));
}

void writeMessage(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    static const bool verbose = qEnvironmentVariableIntValue("MIEN_VERBOSE") > 0;
    if (!verbose && (type == QtDebugMsg || type == QtInfoMsg || isPlatformChatter(message))) return;
    // One call per line: messages of several threads do not mix.
    const QByteArray line = message.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
}

} // namespace

void prepareProcess()
{
    std::signal(SIGPIPE, SIG_IGN);
    qInstallMessageHandler(writeMessage);
    // Also what makes the linker take environment.cpp into the program.
    if (const char* coreType = removedOpenBlasCoreType())
        qInfo("OPENBLAS_CORETYPE=%s is ignored (MIEN_KEEP_OPENBLAS_CORETYPE=1 keeps it)", coreType);
}

void setUpApplication(const QString& program)
{
    QCoreApplication::setOrganizationName(QStringLiteral("Mien"));
    QCoreApplication::setApplicationName(program);
    QCoreApplication::setApplicationVersion(QStringLiteral(MIEN_VERSION));
    std::setlocale(LC_NUMERIC, "C");
}

} // namespace mien::bootstrap
