// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mien::cli {

/// One `--name` of a command, described as data: the parser checks it, `--help` explains it.
struct OptionSpec
{
    enum class Type {
        Flag,    ///< takes no value
        Text,    ///< any text but the empty one
        Integer, ///< whole number in [minimum, maximum]
        Setting, ///< key=value
    };

    std::string name;   ///< without the dashes
    char shortName = 0; ///< 'o' for -o; 0 = none
    Type type = Type::Flag;
    std::string value = {};                ///< what `--help` calls the value: "DIR"
    std::string help = {};                 ///< one or two sentences
    std::vector<std::string> choices = {}; ///< of a Text; empty = any
    bool required = false;
    bool repeatable = false;
    std::int64_t minimum = 0;
    std::int64_t maximum = INT64_MAX;
};

/// What stands behind the options: "INPUT...".
struct PositionalSpec
{
    std::string name;
    std::string help;
    bool repeatable = false; ///< one or more
};

/// What a command accepts.
struct Syntax
{
    std::vector<PositionalSpec> positionals; ///< only the last may be repeatable
    std::vector<OptionSpec> options;
};

/// Parsed and checked. Reading an option that the command's syntax does not have is a broken contract and throws.
class Arguments
{
public:
    bool has(const std::string& name) const;
    std::string text(const std::string& name, const std::string& fallback = {}) const;
    std::optional<std::int64_t> integer(const std::string& name) const;
    std::vector<std::string> list(const std::string& name) const;
    std::vector<std::pair<std::string, std::string>> settings(const std::string& name) const;
    const std::vector<std::string>& positionals() const { return m_positionals; }
    const std::string& positional(std::size_t i) const { return m_positionals.at(i); }

private:
    friend Result<Arguments> parse(const Syntax&, const std::vector<std::string>&);
    const std::vector<std::string>& values(const std::string& name) const;

    std::map<std::string, std::vector<std::string>> m_values; ///< every option of the syntax; empty = not given
    std::vector<std::string> m_positionals;
};

/// `--name value`, `--name=value`, `-o value`, `-ovalue`; `--` ends the options; options and positionals may mix.
/// Usage error in one sentence, with the nearest name for an unknown one.
Result<Arguments> parse(const Syntax& syntax, const std::vector<std::string>& words);

/// "key=value" at its first equals sign; nothing if there is none or the key is empty.
std::optional<std::pair<std::string, std::string>> splitSetting(const std::string& text);

/// The candidate with the smallest edit distance to `word`, if it is near enough to be meant.
std::optional<std::string> nearest(const std::string& word, const std::vector<std::string>& candidates);

} // namespace mien::cli
