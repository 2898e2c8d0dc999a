// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/clip_pictures.h"

#include "core/dataset/readers/folder_listing.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <system_error>

namespace mien {

namespace fs = std::filesystem;

namespace {

std::string range(int first, int last)
{
    return first == last ? "frame " + std::to_string(first) + " is"
                         : "frames " + std::to_string(first) + " to " + std::to_string(last) + " are";
}

/// What stands before the number at the end of a name.
std::string nameBeforeNumber(const std::string& stem)
{
    const auto last = stem.find_last_not_of("0123456789");
    return last == std::string::npos ? std::string() : stem.substr(0, last + 1);
}

} // namespace

bool isUsableFile(const fs::path& file, const Fault& fault)
{
    std::error_code code;
    const auto size = fs::file_size(file, code);
    if (code) {
        fault(file, "the file cannot be reached (" + code.message() + "); it is left out");
        return false;
    }
    if (size == 0) {
        fault(file, "the file is empty (0 bytes); it is left out");
        return false;
    }
    return true;
}

std::vector<fs::path> sequencePictures(const std::vector<fs::path>& files, const fs::path& folder, const Fault& fault)
{
    std::map<int, fs::path> numbered;
    std::set<int> present; // an empty file is a fault of its own and no gap
    std::vector<fs::path> sequence, unnumbered;
    for (const fs::path& file : files) {
        const auto number = trailingNumber(file.stem().string());
        if (number) present.insert(*number);
        if (!isUsableFile(file, fault)) continue;
        if (!number)
            unnumbered.push_back(file);
        else if (const auto [first, isNew] = numbered.try_emplace(*number, file); !isNew)
            fault(file, "is a second picture of frame " + std::to_string(*number) + "; '" +
                            first->second.filename().string() + "' is used");
    }
    std::optional<int> before;
    for (const int number : present) {
        if (before && number > *before + 1)
            fault(folder, range(*before + 1, number - 1) + " missing; the clip goes on without");
        before = number;
    }
    for (const auto& [number, file] : numbered) sequence.push_back(file);
    if (!numbered.empty() && !unnumbered.empty())
        fault(folder, std::to_string(unnumbered.size()) +
                          " pictures have no frame number; they stand behind the others in order of their names");
    sequence.insert(sequence.end(), unnumbered.begin(), unnumbered.end());
    return sequence;
}

bool areNumberedInOrder(const std::vector<fs::path>& files)
{
    std::set<int> numbers;
    std::set<std::string> names;
    for (const fs::path& file : files) {
        const std::string stem = file.stem().string();
        const auto number = trailingNumber(stem);
        if (!number || !numbers.insert(*number).second) return false;
        names.insert(nameBeforeNumber(stem));
    }
    return !numbers.empty() && names.size() == 1 &&
           *numbers.rbegin() - *numbers.begin() + 1 == static_cast<int>(numbers.size());
}

} // namespace mien
