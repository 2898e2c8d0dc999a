// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace mien {

/// Measures how late the event loop of its thread is: a timer that should fire every few milliseconds notes how much
/// later it did. What a person feels as stutter is this lateness.
class EventLoopWatchdog final : public QObject
{
    Q_OBJECT
public:
    explicit EventLoopWatchdog(QObject* parent = nullptr);

    void start();
    void stop();

    std::size_t samples() const { return m_lateness.size(); }
    double percentile(double share) const; ///< milliseconds; share 0 … 1; NaN without samples

private:
    static constexpr int interval = 5; ///< milliseconds
    void tick();

    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_lateness; ///< milliseconds
};

} // namespace mien
