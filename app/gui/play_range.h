// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace mien {

/// Where playing begins, turns and ends: the whole clip, or what lies between two marks. Frames count from 0. Without a
/// loop the marks change nothing.
class PlayRange
{
public:
    /// Another clip: takes the marks away.
    void reset(int frames);

    void setLoop(bool loop) { m_loop = loop; }
    bool loops() const { return m_loop; }

    /// The marked frame belongs to the range. A mark on the wrong side of the other takes that one away.
    void setIn(std::optional<int> frame);
    void setOut(std::optional<int> frame);
    std::optional<int> in() const { return m_in; }
    std::optional<int> out() const { return m_out; }

    int first() const { return m_in.value_or(0); } ///< of the loop
    int last() const { return m_out.value_or(m_frames - 1); }

    /// The frame to play from when the playhead is at `frame`: not the end again, and inside of what is looped.
    int startFrom(int frame) const;

    /// The frame after which playing from `frame` turns back or ends. Behind the out mark it is the clip's last.
    int endFrom(int frame) const;

private:
    int m_frames = 0;
    bool m_loop = false;
    std::optional<int> m_in;
    std::optional<int> m_out;
};

} // namespace mien
