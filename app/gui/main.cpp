// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/bootstrap.h"
#include "app/engine/engine_loader.h"
#include "app/gui/language.h"
#include "app/gui/main_window.h"
#include "app/gui/screenshot.h"
#include "app/gui/settings.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>

#include <algorithm>
#include <cstdio>
#include <string_view>

using namespace Qt::StringLiterals;

namespace {

constexpr int exitFailed = 1;
constexpr int exitUsage = 2;

struct Arguments
{
    QString screenshot;
    QString workspace;
    QString path;
};

/// Prints and leaves on --help and on unknown options.
Arguments parse(const QCoreApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Workbench for research on facial expressions in video."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption screenshot(u"screenshot"_s, u"Save a picture of the window and end."_s, u"FILE"_s);
    const QCommandLineOption workspace(
        u"workspace"_s, u"Show this workspace: %1."_s.arg(mien::Workspaces::names().join(u", "_s)), u"W"_s);
    parser.addOptions({screenshot, workspace});
    parser.addPositionalArgument(
        u"PATH"_s, u"A project, a dataset, a run folder, a video, an image or a folder of images."_s, u"[PATH]"_s);
    if (!parser.parse(application.arguments())) {
        std::fprintf(stderr, "mien: %s; see mien --help\n", qUtf8Printable(parser.errorText()));
        std::exit(exitUsage);
    }
    if (parser.isSet(u"version"_s)) parser.showVersion();
    if (parser.isSet(u"help"_s)) parser.showHelp();
    Arguments arguments{parser.value(screenshot), parser.value(workspace), {}};
    const QStringList paths = parser.positionalArguments();
    if (paths.size() > 1 || (parser.isSet(workspace) && !mien::Workspaces::names().contains(arguments.workspace))) {
        const QString what = paths.size() > 1 ? u"give one path"_s
                                              : u"there is no workspace %1; there are %2"_s.arg(
                                                    arguments.workspace, mien::Workspaces::names().join(u", "_s));
        std::fprintf(stderr, "mien: %s\n", qUtf8Printable(what));
        std::exit(exitUsage);
    }
    if (!paths.isEmpty()) arguments.path = paths.first();
    return arguments;
}

QtMessageHandler handlerBefore = nullptr;

/// The offscreen platform warns of window manager features at every turn; a person who asked for a picture has no use
/// for that.
void dropPlatformNoise(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (!message.startsWith(u"This plugin does not support"_s)) handlerBefore(type, context, message);
}

/// Options that need no display are answered without one; with --screenshot a missing display is replaced by memory.
void chooseDisplay(int argc, char** argv)
{
    if (!qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") || !qEnvironmentVariableIsEmpty("DISPLAY") ||
        !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return;
    const bool needsNone = std::any_of(argv + 1, argv + argc, [](std::string_view argument) {
        return argument.starts_with("--screenshot") || argument == "--version" || argument == "-v" ||
               argument == "--help" || argument == "-h";
    });
    if (needsNone) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return;
    }
    std::fprintf(stderr, "mien: there is no display; use --screenshot FILE, or mien-cli\n");
    std::exit(exitFailed);
}

} // namespace

int main(int argc, char** argv)
{
    mien::bootstrap::prepareProcess();
    handlerBefore = qInstallMessageHandler(dropPlatformNoise);
    chooseDisplay(argc, argv);
    QApplication application(argc, argv);
    mien::bootstrap::setUpApplication(u"mien"_s);
    const Arguments arguments = parse(application);

    mien::Settings settings(mien::Settings::defaultFile());
    mien::rememberSystemColours();
    mien::installLanguage(application, settings.text(mien::Setting::Language));
    mien::applyTheme(application, mien::themeFor(settings.text(mien::Setting::Theme)));

    mien::Session session(mien::loadEngine);
    mien::MainWindow window(session, settings);
    window.show();
    const QString workspace =
        arguments.workspace.isEmpty() ? settings.text(mien::Setting::Workspace) : arguments.workspace;
    window.showWorkspace(workspace);
    session.setSeeksApex(true);
    if (!arguments.path.isEmpty()) session.open(arguments.path);

    int exitCode = 0;
    if (!arguments.screenshot.isEmpty()) {
        auto* shot = new mien::Screenshot(window, arguments.screenshot);
        QObject::connect(shot, &mien::Screenshot::finished, &application, [&](const QString& error) {
            if (!error.isEmpty()) std::fprintf(stderr, "mien: %s\n", qUtf8Printable(error));
            exitCode = error.isEmpty() ? 0 : exitFailed;
            QCoreApplication::quit();
        });
    }
    const int loop = QApplication::exec();
    return exitCode != 0 ? exitCode : loop;
}
