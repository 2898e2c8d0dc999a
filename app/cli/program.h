// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "core/base/error.h"

#include <string>
#include <vector>

namespace mien::cli {

/// Exit codes of mien-cli.
enum ExitCode { ok = 0, failed = 1, usage = 2, inputMissing = 3, cancelled = 4 };

ExitCode exitCode(ErrorKind kind);

/// Runs one command line (without the program's name) and returns the exit code. Nothing escapes: a broken contract
/// becomes a message and exit code 1.
int run(const std::vector<std::string>& words, CliContext& context);

} // namespace mien::cli
