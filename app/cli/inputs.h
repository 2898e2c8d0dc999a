// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mien::cli {

class CliContext;

/// An input of a batch and the name its results get.
struct NamedInput
{
    std::filesystem::path path;
    std::string stem; ///< unique in the batch
};

/// The inputs as the user gave them; inputs whose results would have equal names get the suffixes _2, _3 ….
std::vector<NamedInput> nameInputs(const std::vector<std::string>& inputs, const std::string& extension);

/// The end of a batch: success, the only error, or one that counts them (kind of the first).
Result<void> summariseErrors(const std::vector<Error>& errors, std::size_t inputs);

/// Says so where a table of landmarks holds people who are left out.
void warnOfOtherPeople(const std::filesystem::path& input, int people, CliContext& context);

} // namespace mien::cli
