// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputs.h"

#include "app/cli/context.h"

#include <set>

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

std::string stemOf(const fs::path& input)
{
    std::error_code code;
    fs::path clean = fs::weakly_canonical(input, code);
    if (code) clean = input;
    // A folder's name may have a point in it ("take.1"); only files have extensions.
    const std::string stem = fs::is_directory(clean, code) ? clean.filename().string() : clean.stem().string();
    return stem.empty() ? "input" : stem;
}

} // namespace

std::vector<NamedInput> nameInputs(const std::vector<std::string>& inputs, const std::string& extension)
{
    std::set<std::string> taken;
    std::vector<NamedInput> named;
    for (const std::string& input : inputs) {
        const std::string stem = stemOf(input);
        std::string unique = stem;
        for (int k = 2; !taken.insert(unique + extension).second; ++k) unique = stem + "_" + std::to_string(k);
        named.push_back({input, unique});
    }
    return named;
}

Result<void> summariseErrors(const std::vector<Error>& errors, std::size_t inputs)
{
    if (errors.empty()) return {};
    if (inputs == 1) return errors.front();
    Error summary = errors.front();
    summary.what = std::to_string(errors.size()) + " of " + std::to_string(inputs) + " inputs failed";
    summary.where.clear();
    summary.remedy = "the messages above say why";
    for (const Error& error : errors)
        if (error.kind == ErrorKind::Input) summary.kind = ErrorKind::Input;
    return summary;
}

void warnOfOtherPeople(const std::filesystem::path& input, int people, CliContext& context)
{
    if (people == 0) return;
    context.warn(input.string() + ": holds the landmarks of " + std::to_string(people) +
                 (people == 1 ? " more person, who is left out" : " more people, who are left out") +
                 ": the one with the widest eyes is taken; give a table of each to have all");
}

} // namespace mien::cli
