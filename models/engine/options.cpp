// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/engine/options.h"

#include "core/base/edit_distance.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace mien {

namespace {

const OptionInfo* find(const ModelInfo& info, const std::string& name)
{
    const auto it = std::find_if(info.options.begin(), info.options.end(),
                                 [&](const OptionInfo& option) { return option.name == name; });
    return it == info.options.end() ? nullptr : &*it;
}

std::string knownNames(const ModelInfo& info)
{
    std::vector<std::string> names;
    for (const OptionInfo& option : info.options) names.push_back(option.name);
    std::sort(names.begin(), names.end());
    return text::join(names, ", ");
}

Error wrongValue(const OptionInfo& option, const std::string& value, const std::string& remedy)
{
    return Error::usage("'" + value + "' is not a value of " + option.name, {}, remedy);
}

Result<std::string> checkedNumber(const OptionInfo& option, const std::string& value)
{
    const bool whole = option.type == OptionInfo::Type::Integer;
    const std::string remedy = std::string(whole ? "give a whole number" : "give a number") + " from " +
                               text::number(option.minimum) + " to " + text::number(option.maximum);
    if (whole) {
        const auto number = text::toInt(value);
        if (!number || *number < option.minimum || *number > option.maximum) return wrongValue(option, value, remedy);
        return std::to_string(*number);
    }
    const auto number = text::toDouble(value);
    if (!number || !std::isfinite(*number) || *number < option.minimum || *number > option.maximum)
        return wrongValue(option, value, remedy);
    return text::number(*number);
}

/// The chosen ones in the order of option.choices, each once.
Result<std::string> checkedList(const OptionInfo& option, const std::string& value)
{
    std::vector<std::string> wanted;
    for (const std::string& part : text::split(value, ',')) wanted.push_back(text::lower(text::trimmed(part)));
    const auto isKnown = [&](const std::string& word) {
        return std::find(option.choices.begin(), option.choices.end(), word) != option.choices.end();
    };
    if (wanted.empty() || !std::all_of(wanted.begin(), wanted.end(), isKnown))
        return wrongValue(option, value, "give one or more of " + text::join(option.choices, ","));
    std::vector<std::string> kept;
    for (const std::string& choice : option.choices)
        if (std::find(wanted.begin(), wanted.end(), choice) != wanted.end()) kept.push_back(choice);
    return text::join(kept, ",");
}

Result<std::string> checked(const OptionInfo& option, const std::string& value)
{
    const std::string word = text::lower(text::trimmed(value));
    switch (option.type) {
    case OptionInfo::Type::Integer:
    case OptionInfo::Type::Real:
        return checkedNumber(option, value);
    case OptionInfo::Type::Flag:
        if (word == "true" || word == "1" || word == "on" || word == "yes") return std::string("true");
        if (word == "false" || word == "0" || word == "off" || word == "no") return std::string("false");
        return wrongValue(option, value, "give true or false");
    case OptionInfo::Type::Choice:
        if (std::find(option.choices.begin(), option.choices.end(), word) != option.choices.end()) return word;
        return wrongValue(option, value, "choose one of " + text::join(option.choices, ", "));
    case OptionInfo::Type::List:
        return checkedList(option, value);
    }
    throw std::logic_error("an option of unknown type");
}

/// The option that is a slip of the hand away.
std::string meant(const ModelInfo& info, const std::string& name)
{
    constexpr std::size_t slip = 2;
    for (const OptionInfo& option : info.options)
        if (text::editDistance(option.name, name) <= slip) return "did you mean " + option.name + "? ";
    return {};
}

} // namespace

Result<OptionValues> resolveOptions(const ModelInfo& info, const RunConfig& config)
{
    const bool paper = config.preset == "paper";
    if (!paper && config.preset != "recommended")
        return Error::usage("unknown preset '" + config.preset + "'", {}, "choose recommended or paper");
    OptionValues values;
    for (const OptionInfo& option : info.options) values[option.name] = paper ? option.paper : option.recommended;
    for (const auto& [name, value] : config.options) {
        const OptionInfo* option = find(info, name);
        if (!option)
            return Error::usage(info.id + " has no option '" + name + "'", {},
                                meant(info, name) + "it knows " + knownNames(info));
        auto canonical = checked(*option, value);
        if (!canonical) return canonical.error();
        values[name] = std::move(*canonical);
    }
    return values;
}

std::int64_t Options::integer(const std::string& name) const
{
    return text::toInt(m_values.at(name)).value();
}

double Options::real(const std::string& name) const
{
    return text::toDouble(m_values.at(name)).value();
}

bool Options::flag(const std::string& name) const
{
    return m_values.at(name) == "true";
}

const std::string& Options::choice(const std::string& name) const
{
    return m_values.at(name);
}

std::vector<std::string> Options::list(const std::string& name) const
{
    return text::split(m_values.at(name), ',');
}

} // namespace mien
