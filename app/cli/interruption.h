// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <thread>

namespace mien::cli {

/// SIGINT and SIGTERM as a call in ordinary code: the first one calls `first` on a thread of its own; another one a
/// second later or more ends the process as it would without us (timeout(1) sends its signal twice at once, which is
/// one wish). One object at a time.
class Interruption
{
public:
    explicit Interruption(std::function<void()> first);
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

private:
    void watch();

    std::function<void()> m_first;
    std::thread m_thread;
};

} // namespace mien::cli
