// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <stdexcept>
#include <unistd.h>
#include <utility>

namespace mien::cli {

namespace {

// A signal handler may do next to nothing; it writes its number into a pipe, and a thread reads it.
int pipeEnds[2] = {-1, -1};

constexpr std::array watched = {SIGINT, SIGTERM};

extern "C" void passOn(int signal)
{
    const int saved = errno;
    const char byte = static_cast<char>(signal);
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &byte, 1);
    errno = saved;
}

} // namespace

Interruption::Interruption(std::function<void()> first) : m_first(std::move(first))
{
    if (pipeEnds[0] >= 0) throw std::logic_error("two Interruption objects at a time");
    if (::pipe2(pipeEnds, O_CLOEXEC) != 0) throw std::runtime_error("no pipe for signals");
    m_thread = std::thread([this] { watch(); });
    for (const int signal : watched) {
        struct sigaction action = {};
        action.sa_handler = passOn;
        action.sa_flags = SA_RESTART;
        ::sigaction(signal, &action, nullptr);
    }
}

Interruption::~Interruption()
{
    for (const int signal : watched) std::signal(signal, SIG_DFL);
    const char end = 0;
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &end, 1);
    m_thread.join();
    ::close(std::exchange(pipeEnds[0], -1));
    ::close(std::exchange(pipeEnds[1], -1));
}

void Interruption::watch()
{
    using Clock = std::chrono::steady_clock;
    std::optional<Clock::time_point> first;
    char byte = 0;
    for (;;) {
        const ssize_t n = ::read(pipeEnds[0], &byte, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0 || byte == 0) return;
        if (!first) {
            first = Clock::now();
            m_first();
        } else if (Clock::now() - *first >= std::chrono::seconds(1)) {
            std::signal(byte, SIG_DFL);
            ::kill(::getpid(), byte);
        }
    }
}

} // namespace mien::cli
