// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace mien {

/// What a reader says of its files, with paths relative to the dataset.
class ReaderLog
{
public:
    explicit ReaderLog(std::filesystem::path root) : m_root(std::move(root)) {}

    void warn(const std::filesystem::path& file, int line, const std::string& message)
    {
        add(Diagnostic::Severity::Warning, file, line, message);
    }
    void note(const std::filesystem::path& file, int line, const std::string& message)
    {
        add(Diagnostic::Severity::Note, file, line, message);
    }
    std::filesystem::path relative(const std::filesystem::path& file) const { return file.lexically_relative(m_root); }
    std::vector<Diagnostic> take() { return std::move(m_diagnostics); }

private:
    void add(Diagnostic::Severity severity, const std::filesystem::path& file, int line, const std::string& message)
    {
        const std::string name = file.empty() || file == m_root ? std::string() : relative(file).generic_string();
        m_diagnostics.push_back({severity, name, line, message});
    }

    std::filesystem::path m_root;
    std::vector<Diagnostic> m_diagnostics;
};

} // namespace mien
