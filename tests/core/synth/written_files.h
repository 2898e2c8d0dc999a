// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what synthesise() wrote without any of our readers.
#pragma once

#include "core/synth/synth.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace mien::test {

namespace fs = std::filesystem;

inline std::string content(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// Every file below `root` with its bytes, by relative path.
inline std::map<std::string, std::string> tree(const fs::path& root)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        if (entry.is_regular_file()) files[entry.path().lexically_relative(root).string()] = content(entry.path());
    return files;
}

inline std::vector<std::vector<std::string>> table(const fs::path& file)
{
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(content(file));
    for (std::string line; std::getline(lines, line);) {
        rows.emplace_back();
        std::istringstream cells(line + ",end");
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
        rows.back().pop_back();
    }
    return rows;
}

inline std::size_t columnOf(const std::vector<std::string>& header, const std::string& name)
{
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

/// Small pictures: what is tested here does not depend on their size.
inline SynthOptions small(int subjects, std::uint64_t seed = 1)
{
    SynthOptions options;
    options.subjects = subjects;
    options.seed = seed;
    options.width = 160;
    options.height = 120;
    return options;
}

} // namespace mien::test
