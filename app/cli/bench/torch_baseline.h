// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace mien::cli {

/// tests/bench/torch_baseline.py: the networks written plainly for Debian's python3-torch, in a process of its own.
class TorchBaseline
{
public:
    struct Speed
    {
        std::int64_t parameters = 0;
        std::int64_t batch = 0;
        double stepSeconds = 0; ///< median
    };

    /// `script` empty = the one beside this program or installed with it. Input error where it is not there; Failed
    /// error with the package's name where `python` cannot import torch.
    static Result<TorchBaseline> find(const std::string& python, const std::filesystem::path& script);

    /// Steps of `network` after one that is not counted; `tuned`: all cores, channels-last.
    Result<Speed> run(const std::string& network, bool tuned, int steps, const RunControl& control) const;

    const std::string& version() const { return m_version; } ///< of torch

private:
    TorchBaseline(std::string python, std::filesystem::path script, std::string version);

    std::string m_python;
    std::filesystem::path m_script;
    std::string m_version;
};

} // namespace mien::cli
