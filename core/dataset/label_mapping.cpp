// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_mapping.h"

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/facs/emotions.h"
#include "core/io/sheet.h"

#include <algorithm>
#include <optional>
#include <set>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr const char* labelBefore = "label_before"; ///< attribute

/// These names, and nothing else.
LabelMapping only(const std::vector<std::string>& names, LabelMapping mapping = {})
{
    for (const std::string& name : names) mapping[name] = name;
    mapping[everyOtherLabel] = "";
    return mapping;
}

std::set<std::string> presentLabels(const std::vector<const DatasetIndex*>& indexes)
{
    std::set<std::string> labels;
    for (const DatasetIndex* index : indexes)
        for (const ClipEntry& clip : index->clips)
            if (clip.label) labels.insert(*clip.label);
    return labels;
}

std::string presetNames()
{
    std::vector<std::string> names;
    for (const LabelPreset& preset : labelPresets()) names.push_back(preset.id);
    return text::join(names, ", ");
}

struct RuleColumns
{
    int label;
    int becomes;
};

std::optional<RuleColumns> columnsOf(const SheetRow& header)
{
    RuleColumns columns{-1, -1};
    for (int i = 0; i < static_cast<int>(header.cells.size()); ++i) {
        const std::string name = text::lower(header.cell(i));
        if (name == "label") columns.label = i;
        if (name == "becomes") columns.becomes = i;
    }
    if (columns.label < 0 || columns.becomes < 0) return std::nullopt;
    return columns;
}

Error noClass(const std::string& place)
{
    return Error::input("'*' as a target is no class", place,
                        "leave the rule out to keep other labels, or name the class that they become");
}

Result<LabelMapping> readMapping(const fs::path& file)
{
    const auto sheets = readSheets(file);
    if (!sheets) return sheets.error();
    const char* remedy = "write a table with the columns label and becomes; an empty 'becomes' drops a label";
    if (sheets->empty() || sheets->front().rows.empty())
        return Error::input("holds no rule for labels", file.string(), remedy);
    const auto& rows = sheets->front().rows;
    const auto columns = columnsOf(rows.front());
    if (!columns) return Error::input("has no columns 'label' and 'becomes'", file.string(), remedy);
    LabelMapping mapping;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const std::string place = file.string() + ", line " + std::to_string(rows[i].line);
        const std::string label = rows[i].cell(columns->label);
        if (label.empty()) return Error::input("the rule names no label", place, remedy);
        const std::string name = labelName(label);
        const std::string becomes = labelName(rows[i].cell(columns->becomes));
        if (becomes == everyOtherLabel) return noClass(place);
        if (const auto [rule, isNew] = mapping.emplace(name, becomes); !isNew && rule->second != becomes)
            return Error::input("the label '" + name + "' becomes two things", place, "leave one of the rules");
    }
    if (mapping.empty()) return Error::input("holds no rule for labels", file.string(), remedy);
    return mapping;
}

} // namespace

const std::vector<LabelPreset>& labelPresets()
{
    static const std::vector<LabelPreset> presets = {
        {"landmark-tcn", "Gund, Bharadwaj and Nwogu: seven emotions, without contempt",
         only({"anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"})},
        {"temporal-fusion", "Salinas Ventalló: six emotions, without contempt and neutral",
         only({"anger", "disgust", "fear", "happiness", "sadness", "surprise"})},
        {"microx", "MicroX: seven classes, disgust counts as contempt; the other states of BAUM-1 are dropped",
         only({"neutral", "anger", "contempt", "surprise", "fear", "happiness", "sadness"}, {{"disgust", "contempt"}})},
        {"valence-arousal", "Rangulov and Fahim: neutral and the seven emotions of CK+",
         only({emotionNames.begin(), emotionNames.end()})},
        {"action-units", "Tlili: the nine emotions that EB+ was to induce",
         only({"happiness", "sadness", "surprise", "skepticism", "embarrassment", "fear", "pain", "anger", "disgust"})},
        {"megc2019", "Facial Micro-Expressions Grand Challenge 2019 (See et al.): positive, negative, surprise",
         only({"surprise"}, {{"happiness", "positive"},
                             {"anger", "negative"},
                             {"contempt", "negative"},
                             {"disgust", "negative"},
                             {"fear", "negative"},
                             {"sadness", "negative"},
                             {"repression", "negative"}})}};
    return presets;
}

std::string mapped(const std::string& label, const LabelMapping& mapping)
{
    if (const auto rule = mapping.find(label); rule != mapping.end()) return rule->second;
    if (const auto rule = mapping.find(everyOtherLabel); rule != mapping.end()) return rule->second;
    return label;
}

DatasetIndex relabelled(DatasetIndex index, const LabelMapping& mapping)
{
    std::map<std::pair<std::string, std::string>, int> changes;
    for (ClipEntry& clip : index.clips) {
        if (!clip.label) continue;
        const std::string becomes = mapped(*clip.label, mapping);
        if (becomes == *clip.label) continue;
        ++changes[{*clip.label, becomes}];
        clip.attributes[labelBefore] = *clip.label;
        if (becomes.empty())
            clip.label.reset();
        else
            clip.label = becomes;
    }
    for (const auto& [change, clips] : changes)
        index.diagnostics.push_back(
            {Diagnostic::Severity::Note, "", 0,
             "the label " + change.first + " of " + std::to_string(clips) + (clips == 1 ? " clip " : " clips ") +
                 (change.second.empty() ? "is dropped: unlabelled" : "becomes " + change.second)});
    return index;
}

Result<void> checkLabels(const std::vector<const DatasetIndex*>& indexes, const LabelMapping& mapping)
{
    std::set<std::string> known = presentLabels(indexes);
    const std::string there =
        known.empty() ? "the clips have no labels" : "there are " + text::join({known.begin(), known.end()}, ", ");
    known.insert(emotionNames.begin(), emotionNames.end());
    known.insert(everyOtherLabel);
    for (const LabelPreset& preset : labelPresets())
        for (const auto& [label, becomes] : preset.mapping) known.insert(label);
    for (const auto& [label, becomes] : mapping)
        if (becomes == everyOtherLabel) return noClass("the rule for '" + label + "'");
    for (const auto& [label, becomes] : mapping)
        if (!known.count(label)) return Error::input("no clip is labelled '" + label + "'", {}, there);
    return {};
}

std::vector<ForeignClass> foreignClasses(const std::vector<const DatasetIndex*>& indexes,
                                         const std::vector<std::string>& classes)
{
    std::map<std::string, ForeignClass> found;
    for (const DatasetIndex* index : indexes)
        for (const ClipEntry& clip : index->clips) {
            if (!clip.label || std::find(classes.begin(), classes.end(), *clip.label) != classes.end()) continue;
            ForeignClass& foreign = found[*clip.label];
            foreign.name = *clip.label;
            ++foreign.clips;
            if (const auto before = clip.attributes.find(labelBefore); before != clip.attributes.end())
                ++foreign.before[before->second];
        }
    std::vector<ForeignClass> all;
    all.reserve(found.size());
    for (auto& [name, foreign] : found) all.push_back(std::move(foreign));
    return all;
}

std::string describe(const ForeignClass& foreign, const std::string& network)
{
    std::string text = foreign.name + " (" + std::to_string(foreign.clips) + (foreign.clips == 1 ? " clip" : " clips");
    for (const auto& [label, clips] : foreign.before)
        text += ", " + std::to_string(clips) + " of them " + label + " before";
    return text + ") is no class of " + network + ": left out";
}

Result<LabelMapping> labelMapping(const std::string& presetOrFile)
{
    for (const LabelPreset& preset : labelPresets())
        if (preset.id == presetOrFile) return preset.mapping;
    std::error_code code;
    if (!fs::exists(presetOrFile, code))
        return Error::input("is neither a class list nor a file", presetOrFile,
                            "choose one of " + presetNames() + ", or a table with the columns label and becomes");
    return readMapping(presetOrFile);
}

std::string labelMappingText(const LabelMapping& mapping)
{
    std::string table = csv::line({"label", "becomes"});
    for (const auto& [label, becomes] : mapping) table += csv::line({label, becomes});
    return table;
}

} // namespace mien
