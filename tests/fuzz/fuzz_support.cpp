// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_support.h"

#include "core/base/text.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace mien::fuzz {

namespace fs = std::filesystem;

void expect(bool isTrue, const char* what)
{
    if (isTrue) return;
    std::fprintf(stderr, "BROKEN PROMISE: %s\n", what);
    std::abort();
}

void expectWords(const std::string& words)
{
    const bool isShown = !words.empty() && std::none_of(words.begin(), words.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
    if (!isShown) std::fprintf(stderr, "message: %s\n", words.c_str());
    expect(isShown, "a message is a line of printable words");
}

void expectWords(const std::vector<Diagnostic>& diagnostics)
{
    for (const Diagnostic& diagnostic : diagnostics) expectWords(diagnostic.message);
}

std::vector<Part> partsOf(std::string_view text)
{
    constexpr std::size_t most = 40;
    std::vector<Part> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end);
        if (text::startsWith(line, "@ ") && parts.size() < most)
            parts.push_back({std::string(text::trimmed(line.substr(2))), {}});
        else if (!parts.empty())
            parts.back().content += line;
    }
    return parts;
}

Scratch::Scratch()
{
    std::error_code code;
    const fs::path memory = "/dev/shm";
    std::string name =
        ((fs::is_directory(memory, code) ? memory : fs::temp_directory_path()) / "mien-fuzz-XXXXXX").string();
    expect(::mkdtemp(name.data()) != nullptr, "a folder for the files can be made");
    m_path = name;
}

Scratch::~Scratch()
{
    std::error_code code;
    fs::remove_all(m_path, code);
}

void Scratch::clear() const
{
    for (const auto& entry : fs::directory_iterator(m_path)) fs::remove_all(entry.path());
}

void Scratch::write(const std::vector<Part>& parts) const
{
    for (const Part& part : parts) write(part);
}

fs::path Scratch::write(const std::string& name, std::string_view content) const
{
    std::ofstream(m_path / name, std::ios::binary) << content;
    return m_path / name;
}

void Scratch::write(const Part& part) const
{
    constexpr std::size_t longest = 200;
    const fs::path name = fs::path(part.name).lexically_normal();
    if (part.name.empty() || part.name.size() > longest || part.name.find('\0') != std::string::npos ||
        name.is_absolute() || name == "." || *name.begin() == "..")
        return;
    std::error_code code;
    fs::create_directories((m_path / name).parent_path(), code);
    if (!name.has_filename()) return;
    // "@ name" with one line "-> name" is a link to something beside or below it, or to its own folder: a loop.
    const std::string_view target = text::trimmed(part.content);
    if (!text::startsWith(target, "-> ")) {
        std::ofstream(m_path / name, std::ios::binary) << part.content;
        return;
    }
    const fs::path linked(target.substr(3));
    if (linked.is_relative() && target.find("..") == std::string_view::npos &&
        target.find('\0') == std::string_view::npos)
        fs::create_symlink(linked, m_path / name, code);
}

} // namespace mien::fuzz
