// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mien {

/// Something odd in an input, with its place. Warnings are faults; notes are normal facts (unlabelled, too short).
struct Diagnostic
{
    enum class Severity { Note, Warning };

    Severity severity = Severity::Warning;
    std::string file;    ///< path as the user gave it or relative to the dataset; may be empty
    int line = 0;        ///< from 1; 0 where a line means nothing
    std::string message; ///< what is odd and what Mien does about it
};

} // namespace mien
