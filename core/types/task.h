// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mien {

/// What the outputs of a network answer.
enum class Task {
    Classes, ///< which one of the classes
    Units,   ///< which of the action units are there; the classes are "AU1", "AU2", …
    Affect,  ///< valence and arousal, −1…1
};

/// "classes", "units", "affect": in summary.json.
constexpr const char* name(Task task)
{
    return task == Task::Classes ? "classes" : task == Task::Units ? "units" : "affect";
}

} // namespace mien
