// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/bootstrap.h"
#include "app/cli/interruption.h"
#include "app/cli/program.h"
#include "app/engine/engine_loader.h"

#include <QCoreApplication>

#include <iostream>
#include <unistd.h>

int main(int argc, char** argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    mien::bootstrap::prepareProcess();
    // Qt would take options that it knows (-style) out of the command's: it sees the program's name alone.
    int qtArgc = 1;
    const QCoreApplication application(qtArgc, argv);
    mien::bootstrap::setUpApplication(QStringLiteral("mien-cli"));

    mien::cli::CliContext context(std::cout, std::cerr, mien::loadEngine, ::isatty(STDERR_FILENO) == 1);
    const mien::cli::Interruption interruption([&] {
        context.say("cancelling (once more to stop at once)");
        context.cancel();
    });
    return mien::cli::run(words, context);
}
