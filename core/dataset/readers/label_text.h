// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mien {

/// A line of a label file, without its end (LF or CR LF).
struct NumberedLine
{
    int number; ///< from 1
    std::string text;
};

/// What is wrong with a line of a label file.
struct LineFault
{
    int line; ///< from 1; 0 = the whole file
    std::string message;
};

/// All lines, trimmed; a byte order mark and the empty lines at the end are left out, those between stay.
std::vector<NumberedLine> labelLines(std::string_view text);

/// Those of labelLines() that hold something.
std::vector<NumberedLine> linesWithText(std::string_view text);

/// Words parted by blanks, tabs, commas or semicolons.
std::vector<std::string> words(std::string_view line);

/// Fields parted by commas, trimmed; empty ones stay.
std::vector<std::string> commaFields(std::string_view line);

/// True for finite numbers without a fraction.
bool isWhole(double value);

/// Text of a file as it may stand in a message: quoted, short, one line.
std::string shown(std::string_view text);

} // namespace mien
