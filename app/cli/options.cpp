// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "core/base/edit_distance.h"
#include "core/base/text.h"

#include <algorithm>
#include <stdexcept>

namespace mien::cli {

namespace {

Error unknownOption(const Syntax& syntax, const std::string& word)
{
    std::vector<std::string> names = {"--help"};
    for (const OptionSpec& option : syntax.options) names.push_back("--" + option.name);
    const auto guess = nearest(word, names);
    return Error::usage("unknown option '" + word + "'", {},
                        guess ? "did you mean " + *guess + "?" : "--help lists the options");
}

std::optional<Error> checkValue(const OptionSpec& option, const std::string& value)
{
    if (!option.choices.empty() &&
        std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end())
        return Error::usage("--" + option.name + " cannot be '" + value + "'", {},
                            "one of: " + text::join(option.choices, ", "));
    const std::string shown = "--" + option.name;
    if (option.type == OptionSpec::Type::Integer) {
        const auto number = text::toInt(value);
        if (!number) return Error::usage(shown + " needs a whole number, not '" + value + "'");
        if (*number < option.minimum || *number > option.maximum) {
            const std::string range = option.maximum == INT64_MAX
                                          ? "at least " + std::to_string(option.minimum)
                                          : std::to_string(option.minimum) + " to " + std::to_string(option.maximum);
            return Error::usage(shown + " must be " + range + ", not " + value);
        }
    }
    if (option.type == OptionSpec::Type::Setting && !splitSetting(value))
        return Error::usage(shown + " needs " + option.value + ", not '" + value + "'");
    if (value.empty()) return Error::usage(shown + " needs " + option.value + ", not an empty text");
    return std::nullopt;
}

/// Walks over the words of a command line once.
class Parser
{
public:
    Parser(const Syntax& syntax, const std::vector<std::string>& words) : m_syntax(syntax), m_words(words)
    {
        for (const OptionSpec& option : syntax.options) values[option.name];
    }

    std::optional<Error> run()
    {
        for (; m_next < m_words.size(); ++m_next) {
            const std::string& word = m_words[m_next];
            std::optional<Error> problem;
            if (m_optionsEnded || word.size() < 2 || word[0] != '-')
                positionals.push_back(word);
            else if (word == "--")
                m_optionsEnded = true;
            else if (word[1] == '-')
                problem = longOption(word);
            else
                problem = shortOption(word);
            if (problem) return problem;
        }
        return checkCounts();
    }

    std::map<std::string, std::vector<std::string>> values;
    std::vector<std::string> positionals;

private:
    std::optional<Error> longOption(const std::string& word)
    {
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        for (const OptionSpec& option : m_syntax.options) {
            if (option.name != name) continue;
            if (equals == std::string::npos) return take(option, std::nullopt);
            return take(option, word.substr(equals + 1));
        }
        return unknownOption(m_syntax, "--" + name);
    }

    std::optional<Error> shortOption(const std::string& word)
    {
        for (const OptionSpec& option : m_syntax.options) {
            if (option.shortName != word[1]) continue;
            return word.size() > 2 ? take(option, word.substr(2)) : take(option, std::nullopt);
        }
        return unknownOption(m_syntax, word);
    }

    std::optional<Error> take(const OptionSpec& option, std::optional<std::string> attached)
    {
        auto& stored = values[option.name];
        const std::string shown = "--" + option.name;
        if (option.type == OptionSpec::Type::Flag) {
            if (attached) return Error::usage(shown + " takes no value");
            stored = {"yes"};
            return std::nullopt;
        }
        if (!stored.empty() && !option.repeatable) return Error::usage(shown + " is given twice");
        if (!attached) {
            const bool missing = m_next + 1 >= m_words.size() || text::startsWith(m_words[m_next + 1], "--");
            if (missing) return Error::usage(shown + " needs a value: " + shown + " " + option.value);
            attached = m_words[++m_next];
        }
        if (auto problem = checkValue(option, *attached)) return problem;
        stored.push_back(std::move(*attached));
        return std::nullopt;
    }

    std::optional<Error> checkCounts() const
    {
        for (std::size_t i = positionals.size(); i < m_syntax.positionals.size(); ++i)
            return Error::usage(m_syntax.positionals[i].name + " is missing");
        const bool open = !m_syntax.positionals.empty() && m_syntax.positionals.back().repeatable;
        if (!open && positionals.size() > m_syntax.positionals.size())
            return Error::usage("'" + positionals[m_syntax.positionals.size()] + "' is one argument too many");
        for (const std::string& word : positionals)
            if (word.empty()) return Error::usage("an argument is empty");
        for (const OptionSpec& option : m_syntax.options)
            if (option.required && values.at(option.name).empty()) {
                const std::string dashed = option.shortName ? std::string("-") + option.shortName : "--" + option.name;
                return Error::usage(dashed + " " + option.value + " is missing");
            }
        return std::nullopt;
    }

    const Syntax& m_syntax;
    const std::vector<std::string>& m_words;
    std::size_t m_next = 0;
    bool m_optionsEnded = false;
};

} // namespace

std::optional<std::pair<std::string, std::string>> splitSetting(const std::string& text)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) return std::nullopt;
    return std::pair{text.substr(0, equals), text.substr(equals + 1)};
}

std::optional<std::string> nearest(const std::string& word, const std::vector<std::string>& candidates)
{
    std::optional<std::string> best;
    std::size_t bestDistance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = text::editDistance(word, candidate);
        if (distance >= bestDistance) continue;
        bestDistance = distance;
        best = candidate;
    }
    return best;
}

Result<Arguments> parse(const Syntax& syntax, const std::vector<std::string>& words)
{
    Parser parser(syntax, words);
    if (auto problem = parser.run()) return *problem;
    Arguments arguments;
    arguments.m_values = std::move(parser.values);
    arguments.m_positionals = std::move(parser.positionals);
    return arguments;
}

const std::vector<std::string>& Arguments::values(const std::string& name) const
{
    const auto found = m_values.find(name);
    if (found == m_values.end()) throw std::logic_error("the command has no option --" + name);
    return found->second;
}

bool Arguments::has(const std::string& name) const
{
    return !values(name).empty();
}

std::string Arguments::text(const std::string& name, const std::string& fallback) const
{
    const auto& given = values(name);
    return given.empty() ? fallback : given.front();
}

std::optional<std::int64_t> Arguments::integer(const std::string& name) const
{
    const auto& given = values(name);
    if (given.empty()) return std::nullopt;
    return text::toInt(given.front());
}

std::vector<std::string> Arguments::list(const std::string& name) const
{
    return values(name);
}

std::vector<std::pair<std::string, std::string>> Arguments::settings(const std::string& name) const
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const std::string& word : values(name))
        if (auto pair = splitSetting(word)) pairs.push_back(std::move(*pair));
    return pairs;
}

} // namespace mien::cli
