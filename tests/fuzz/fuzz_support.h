// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What the fuzzers of the parsers share. Each feeds its input to all parsers of its family: they are quick to refuse
/// what is not theirs, and the corpus stays one of plain files.
namespace mien::fuzz {

/// Ends the program, which libFuzzer takes for a finding, unless `isTrue`.
void expect(bool isTrue, const char* what);

/// Words that a terminal may show: something, and no control characters, whatever the file holds.
void expectWords(const std::string& words);

/// The promise of every parser: a value, or an error in words.
template <typename T> bool holds(const Result<T>& result)
{
    if (result) return true;
    expectWords(result.error().message());
    return false;
}

void expectWords(const std::vector<Diagnostic>& diagnostics);

inline std::string_view textOf(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

/// A file of an input that stands for several: lines "@ name" part them.
struct Part
{
    std::string name;
    std::string content;
};

std::vector<Part> partsOf(std::string_view text);

/// A folder in memory where the system has one, removed at the end.
class Scratch
{
public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    void clear() const;

    /// Names that lead out of the folder, or are none, are passed over.
    void write(const std::vector<Part>& parts) const;
    std::filesystem::path write(const std::string& name, std::string_view content) const;

private:
    void write(const Part& part) const;

    std::filesystem::path m_path;
};

} // namespace mien::fuzz
