// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

/// Stock PyTorch, as tests meet it.
namespace mien::python {

/// The interpreter: MIEN_PYTHON, or the system's, where it has torch; empty if not, which is said aloud.
inline std::string interpreter()
{
    const char* wish = std::getenv("MIEN_PYTHON");
    const std::string python = wish != nullptr ? wish : "/usr/bin/python3";
    if (std::system(("'" + python + "' -c 'import torch' 2>/dev/null").c_str()) == 0) return python;
    std::cout << "SKIPPED: " << python << " has no PyTorch (Debian: python3-torch)\n";
    return {};
}

/// Runs a script of tests/models/exchange; whether it succeeded.
inline bool run(const std::string& python, const std::string& script, const std::filesystem::path& folder)
{
    const std::string file = std::string(MIEN_SOURCE_DIR) + "/tests/models/exchange/" + script;
    return std::system(("'" + python + "' '" + file + "' '" + folder.string() + "'").c_str()) == 0;
}

} // namespace mien::python
