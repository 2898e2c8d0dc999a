// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/conditions.h"

#include "core/base/text.h"

#include <algorithm>
#include <set>

namespace mien {

namespace {

std::vector<std::string> valuesOf(const std::string& list)
{
    std::vector<std::string> values;
    for (const std::string& part : text::split(list, ',')) values.emplace_back(text::trimmed(part));
    return values;
}

/// What the clips have of one attribute.
std::set<std::string> presentValues(const std::vector<const DatasetIndex*>& indexes, const std::string& name)
{
    std::set<std::string> values;
    for (const DatasetIndex* index : indexes)
        for (const ClipEntry& clip : index->clips)
            if (const auto it = clip.attributes.find(name); it != clip.attributes.end()) values.insert(it->second);
    return values;
}

std::string listed(const std::set<std::string>& words)
{
    constexpr std::size_t most = 20;
    std::vector<std::string> shown;
    for (const std::string& word : words)
        if (shown.size() < most) shown.push_back(word);
    return text::join(shown, ", ") + (words.size() > most ? ", …" : "");
}

} // namespace

bool matches(const ClipEntry& clip, const Conditions& conditions)
{
    return std::all_of(conditions.begin(), conditions.end(), [&](const auto& condition) {
        const auto it = clip.attributes.find(condition.first);
        if (it == clip.attributes.end()) return false;
        if (it->second == condition.second) return true; // a value may itself hold a comma
        const auto values = valuesOf(condition.second);
        return std::find(values.begin(), values.end(), it->second) != values.end();
    });
}

Result<void> checkConditions(const std::vector<const DatasetIndex*>& indexes, const Conditions& conditions)
{
    for (const auto& [name, list] : conditions) {
        const auto present = presentValues(indexes, name);
        if (present.empty()) {
            std::set<std::string> names;
            for (const DatasetIndex* index : indexes)
                for (const ClipEntry& clip : index->clips)
                    for (const auto& [known, value] : clip.attributes) names.insert(known);
            return Error::input("no clip has the attribute '" + name + "'", {},
                                names.empty() ? "the clips have no attributes" : "there are " + listed(names));
        }
        if (present.count(list)) continue;
        for (const std::string& value : valuesOf(list))
            if (!present.count(value))
                return Error::input("no clip has " + name + "=" + value, {}, "there are " + listed(present));
    }
    return {};
}

DatasetIndex filtered(DatasetIndex index, const Conditions& conditions)
{
    std::erase_if(index.clips, [&](const ClipEntry& clip) { return !matches(clip, conditions); });
    return index;
}

} // namespace mien
