// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/progress_line.h"
#include "core/base/result.h"
#include "core/base/run_control.h"

#include <functional>
#include <ostream>
#include <string>

class QJsonArray;
class QJsonObject;

namespace mien {
class Engine;
}

namespace mien::cli {

/// Where a command writes and what it may use. Everything a command touches outside its arguments comes through here,
/// so that tests run commands in process.
/// Thread: one command at a time; cancel() may be called from any thread.
class CliContext
{
public:
    using EngineSource = std::function<Result<Engine*>()>;

    /// `terminal`: `err` is a terminal, where progress is one line that is written over.
    CliContext(std::ostream& out, std::ostream& err, EngineSource engine, bool terminal);

    /// Results: what the user asked for, or lines of JSON.
    std::ostream& out() { return m_out; }
    void print(const QJsonObject& object); ///< one line, flushed: a reader at the other end of a pipe sees it at once
    void print(const QJsonArray& array);

    /// A message on stderr, one line.
    void say(const std::string& line);
    void warn(const std::string& line);

    /// Opens the models plugin, and with it LibTorch, at the first call.
    Result<Engine*> engine() { return m_engine(); }

    /// Cancels the running command: it ends with exit code 4 within one batch or frame.
    void cancel() { m_control.requestCancel(); }
    const RunControl& control() const { return m_control; }

    ProgressLine& progress() { return m_progress; }

private:
    std::ostream& m_out;
    ProgressLine m_progress;
    EngineSource m_engine;
    RunControl m_control;
};

} // namespace mien::cli
