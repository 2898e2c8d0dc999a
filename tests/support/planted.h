// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/reader.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>

/// For tests that type a small dataset by hand and plant faults in it.
namespace mien::planted {

inline void write(const std::filesystem::path& file, const std::string& text)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

inline DatasetIndex read(const std::filesystem::path& folder, const std::string& reader)
{
    const RunControl control;
    auto index = readDataset(folder, reader, control);
    if (!index) throw std::runtime_error(index.error().message());
    return std::move(index).value();
}

/// Every diagnostic of one severity as "file:line: message", without the place where there is none.
inline std::multiset<std::string> said(const DatasetIndex& index, Diagnostic::Severity severity)
{
    std::multiset<std::string> all;
    for (const Diagnostic& d : index.diagnostics) {
        if (d.severity != severity) continue;
        std::string text = d.file;
        if (d.line > 0) text += ":" + std::to_string(d.line);
        all.insert((text.empty() ? "" : text + ": ") + d.message);
    }
    return all;
}

inline std::multiset<std::string> warnings(const DatasetIndex& index)
{
    return said(index, Diagnostic::Severity::Warning);
}

inline std::multiset<std::string> notes(const DatasetIndex& index)
{
    return said(index, Diagnostic::Severity::Note);
}

/// Each clip as "id subject label", sorted.
inline std::set<std::string> clips(const DatasetIndex& index)
{
    std::set<std::string> all;
    for (const ClipEntry& clip : index.clips) all.insert(clip.id + " " + clip.subject + " " + clip.label.value_or("-"));
    return all;
}

template <typename Strings> std::string listed(const Strings& strings)
{
    std::string text;
    for (const auto& line : strings) text += "\n  " + line;
    return text.empty() ? "\n  (nothing)" : text;
}

} // namespace mien::planted
