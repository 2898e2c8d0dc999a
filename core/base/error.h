// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mien {

/// Why something that can happen did happen; decides the exit code of the command line.
enum class ErrorKind {
    Failed,    ///< the work itself failed (exit 1)
    Usage,     ///< a wrong option or combination (exit 2)
    Input,     ///< an input is missing or unreadable (exit 3)
    Cancelled, ///< the user cancelled (exit 4)
};

/// What happened, where, and what to do about it. Each part is a plain English clause without a final point.
struct Error
{
    ErrorKind kind = ErrorKind::Failed;
    std::string what;   ///< "the label is not a number"
    std::string where;  ///< file, line, frame or sample; may be empty
    std::string remedy; ///< "write one of 0…7"; may be empty

    /// One sentence: "<where>: <what>; <remedy>".
    std::string message() const;

    static Error failed(std::string what, std::string where = {}, std::string remedy = {});
    static Error usage(std::string what, std::string where = {}, std::string remedy = {});
    static Error input(std::string what, std::string where = {}, std::string remedy = {});
    static Error cancelled();
};

} // namespace mien
