// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/affwild2_labels.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/facs/emotions.h"

#include <algorithm>
#include <limits>

namespace mien::affwild2 {

namespace {

constexpr float notAnnotated = std::numeric_limits<float>::quiet_NaN();
constexpr double noValue = -5; ///< as the files write it, of valence and arousal
constexpr double noCode = -1;  ///< of expressions and action units

/// The columns of a header, if it is one of this kind.
struct Header
{
    std::optional<Kind> kind;
    std::vector<std::string> expressions; ///< by code; "other" for Other
    std::vector<int> units;
};

std::optional<int> unitIn(const std::string& field)
{
    if (!text::startsWith(text::lower(field), "au")) return std::nullopt;
    const auto number = text::toInt(std::string_view(field).substr(2));
    if (!number || *number < 1 || *number > 99) return std::nullopt;
    return static_cast<int>(*number);
}

Header parseHeader(const std::string& line)
{
    const auto fields = commaFields(line);
    Header header;
    if (fields.size() == 2 && text::lower(fields[0]) == "valence" && text::lower(fields[1]) == "arousal")
        header.kind = Kind::ValenceArousal;
    for (const std::string& field : fields) {
        if (const auto unit = unitIn(field)) header.units.push_back(*unit);
        if (const auto emotion = emotionFromAlias(field)) header.expressions.push_back(*emotion);
        if (text::lower(field) == "other") header.expressions.push_back("other");
    }
    if (header.units.size() == fields.size()) header.kind = Kind::ActionUnits;
    if (header.expressions.size() == fields.size()) header.kind = Kind::Expression;
    return header;
}

void parseValues(const NumberedLine& line, FrameLabels& labels, std::vector<LineFault>& faults)
{
    const auto fields = commaFields(line.text);
    float values[2] = {notAnnotated, notAnnotated};
    std::string fault;
    int annotated = 0;
    if (fields.size() != 2) fault = shown(line.text) + " is not \"valence,arousal\"";
    for (std::size_t i = 0; i < 2 && fault.empty(); ++i) {
        const auto value = text::toDouble(fields[i]);
        if (!value)
            fault = shown(fields[i]) + " is not a number";
        else if (*value == noValue)
            continue;
        else if (!(*value >= -1 && *value <= 1))
            fault = shown(fields[i]) + " is out of range (-1 to 1, or -5)";
        else
            values[i] = static_cast<float>(*value), ++annotated;
    }
    if (fault.empty() && annotated == 1) fault = shown(line.text) + " annotates only one of valence and arousal";
    if (!fault.empty()) {
        faults.push_back({line.number, fault + "; the frame counts as not annotated"});
        values[0] = values[1] = notAnnotated;
    }
    labels.valence.push_back(values[0]);
    labels.arousal.push_back(values[1]);
}

void parseExpression(const NumberedLine& line, const Header& header, FrameLabels& labels,
                     std::vector<LineFault>& faults)
{
    const auto code = text::toDouble(line.text);
    const bool isCode = code && isWhole(*code) && *code >= 0 && *code < static_cast<double>(header.expressions.size());
    if (!isCode && !(code && *code == noCode))
        faults.push_back({line.number, shown(line.text) + " is not one of 0 to " +
                                           std::to_string(header.expressions.size() - 1) +
                                           " or -1; the frame counts as not annotated"});
    labels.expression.push_back(isCode ? header.expressions[static_cast<std::size_t>(*code)] : std::string());
}

void parseUnits(const NumberedLine& line, const Header& header, FrameLabels& labels, std::vector<LineFault>& faults)
{
    const auto fields = commaFields(line.text);
    const bool isWhole = fields.size() == header.units.size();
    if (!isWhole)
        faults.push_back({line.number, std::to_string(fields.size()) + " fields where the header has " +
                                           std::to_string(header.units.size()) +
                                           "; the frame counts as not annotated"});
    for (std::size_t i = 0; i < header.units.size(); ++i) {
        const auto value = isWhole ? text::toDouble(fields[i]) : std::optional<double>(noCode);
        const bool isCode = value && (*value == 0 || *value == 1);
        if (!isCode && !(value && *value == noCode))
            faults.push_back({line.number, "AU" + std::to_string(header.units[i]) + ": " + shown(fields[i]) +
                                               " is none of 0, 1 and -1; it counts as not annotated"});
        labels.actionUnits[header.units[i]].push_back(isCode ? static_cast<float>(*value) : notAnnotated);
    }
}

/// What stands in line 1 instead of the header.
std::string wrongHeader(const std::string& line, const Header& header, Kind wanted)
{
    const std::string unused = "; the file is not used";
    if (header.kind)
        return "the header is that of " + std::string(nameOf(*header.kind)) + " files, not of " +
               std::string(nameOf(wanted)) + unused;
    return shown(line) + " is no header of " + std::string(nameOf(wanted)) + " files" + unused;
}

} // namespace

std::string_view nameOf(Kind kind)
{
    switch (kind) {
    case Kind::ValenceArousal:
        return "VA";
    case Kind::Expression:
        return "EXPR";
    case Kind::ActionUnits:
        return "AU";
    }
    return {};
}

Annotation parse(std::string_view text, Kind kind, std::vector<LineFault>& faults)
{
    Annotation annotation;
    const auto lines = labelLines(text);
    if (lines.empty()) {
        faults.push_back({0, "the file is empty"});
        return annotation;
    }
    Header header = parseHeader(lines.front().text);
    if (header.kind != kind) {
        faults.push_back({1, wrongHeader(lines.front().text, header, kind)});
        return annotation;
    }
    std::vector<int> once = header.units;
    std::sort(once.begin(), once.end());
    if (std::adjacent_find(once.begin(), once.end()) != once.end()) {
        faults.push_back({1, "the header names an action unit twice; the file is not used"});
        return annotation;
    }
    annotation.isUsable = true;
    annotation.frames = static_cast<int>(lines.size()) - 1;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        switch (kind) {
        case Kind::ValenceArousal:
            parseValues(lines[i], annotation.labels, faults);
            break;
        case Kind::Expression:
            parseExpression(lines[i], header, annotation.labels, faults);
            break;
        case Kind::ActionUnits:
            parseUnits(lines[i], header, annotation.labels, faults);
            break;
        }
    }
    return annotation;
}

Result<void> addLabels(const std::filesystem::path& file, Kind kind, const std::vector<std::optional<int>>& numbers,
                       FrameLabels& labels)
{
    const auto content = files::read(file);
    if (!content) return content.error();
    std::vector<LineFault> faults;
    const Annotation annotation = parse(*content, kind, faults);
    if (!annotation.isUsable) return {};
    const auto pick = [&](const auto& from, auto& to, const auto& none) {
        for (const auto& number : numbers) {
            const bool known = number && *number >= 1 && *number <= annotation.frames;
            to.push_back(known ? from[static_cast<std::size_t>(*number - 1)] : none);
        }
    };
    if (kind == Kind::ValenceArousal) {
        pick(annotation.labels.valence, labels.valence, notAnnotated);
        pick(annotation.labels.arousal, labels.arousal, notAnnotated);
    }
    if (kind == Kind::Expression) pick(annotation.labels.expression, labels.expression, std::string());
    for (const auto& [unit, values] : annotation.labels.actionUnits)
        pick(values, labels.actionUnits[unit], notAnnotated);
    return {};
}

} // namespace mien::affwild2
