// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mien::cells {

/// True for what coders write where they know nothing: nothing, "/", "-", "?", "n/a", "none", "nan".
bool isUnknown(std::string_view cell);

/// "46", "46.0"; nothing for anything else.
std::optional<int> wholeNumber(std::string_view cell);

/// A name without case, blanks and signs: "Onset Frame" and "OnsetFrame" are "onsetframe", "CAS(ME)^2" is "casme2".
std::string plainName(std::string_view text);

/// The emotion's name (core/facs/emotions.h); other words as they are, in lower case; nothing for isUnknown().
std::optional<std::string> emotion(std::string_view cell);

/// Action units as coders list them: "4+7", "L12", "AU4C", "1A, 2B". L and R before or behind a number are sides, A…E
/// behind it an intensity (1…5). `problems` says of what could not be taken as written, and what was done.
std::vector<AuCode> actionUnits(std::string_view cell, std::vector<std::string>& problems);

/// Text as it may stand in a message: short, in quotes, one line.
std::string inQuotes(std::string_view text);

} // namespace mien::cells
