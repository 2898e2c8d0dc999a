// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/ckplus_labels.h"

#include "core/base/text.h"
#include "core/dataset/readers/label_text.h"
#include "core/io/ckplus_landmarks.h"

#include <algorithm>
#include <array>

namespace mien::ckplus {

namespace {

constexpr std::array<std::string_view, 8> emotionCodes = {"neutral", "anger",     "contempt", "disgust",
                                                          "fear",    "happiness", "sadness",  "surprise"};
constexpr double highestIntensity = 5; // FACS intensities A…E
constexpr double highestUnit = 99;

/// Why `line` is no action unit, or empty.
std::string parseFacsLine(const std::string& line, AuCode& code)
{
    const auto fields = words(line);
    if (fields.size() != 2) return shown(line) + " is not \"action unit, intensity\"";
    const auto number = text::toDouble(fields[0]);
    const auto intensity = text::toDouble(fields[1]);
    if (!number) return shown(fields[0]) + " is not a number";
    if (!intensity) return shown(fields[1]) + " is not a number";
    if (!isWhole(*number) || *number < 1 || *number > highestUnit)
        return shown(fields[0]) + " is no action unit (1 to 99)";
    if (!(*intensity >= 0 && *intensity <= highestIntensity))
        return "the intensity " + shown(fields[1]) + " is out of range (0 to 5)";
    code.number = static_cast<int>(*number);
    if (*intensity > 0) code.intensity = *intensity;
    return {};
}

} // namespace

std::optional<std::string> parseEmotion(std::string_view text, const std::string& file,
                                        std::vector<Diagnostic>& diagnostics)
{
    const auto warn = [&](int line, const std::string& message) {
        diagnostics.push_back({Diagnostic::Severity::Warning, file, line, message});
    };
    const std::string unlabelled = "; the sequence counts as unlabelled";
    const auto lines = linesWithText(text);
    if (lines.empty()) {
        warn(0, "the emotion file is empty" + unlabelled);
        return std::nullopt;
    }
    const auto& [number, content] = lines.front();
    const auto code = text::toDouble(content);
    if (!code) {
        warn(number, shown(content) + " is not a number" + unlabelled);
        return std::nullopt;
    }
    if (!isWhole(*code) || *code < 0 || *code >= static_cast<double>(emotionCodes.size())) {
        warn(number, "the emotion code " + shown(content) + " is not one of 0 to 7" + unlabelled);
        return std::nullopt;
    }
    if (lines.size() > 1) warn(lines[1].number, "the emotion file holds more than one line; the first one counts");
    return std::string(emotionCodes[static_cast<std::size_t>(*code)]);
}

std::vector<AuCode> parseFacs(std::string_view text, const std::string& file, std::vector<Diagnostic>& diagnostics)
{
    std::vector<AuCode> codes;
    for (const auto& [number, content] : linesWithText(text)) {
        AuCode code;
        std::string fault = parseFacsLine(content, code);
        if (fault.empty() && std::any_of(codes.begin(), codes.end(), [&](auto& c) { return c.number == code.number; }))
            fault = "action unit " + std::to_string(code.number) + " is listed twice";
        if (fault.empty())
            codes.push_back(code);
        else
            diagnostics.push_back({Diagnostic::Severity::Warning, file, number, fault + "; the line is left out"});
    }
    return codes;
}

std::optional<Landmarks68> parseLandmarks(std::string_view text)
{
    const auto points = parseCkPlusLandmarks(text, {});
    return points ? std::optional(*points) : std::nullopt;
}

std::string canonicalSubject(const std::string& name)
{
    if (name.size() < 2 || (name[0] != 'S' && name[0] != 's')) return name;
    std::string digits = name.substr(1);
    if (digits.find_first_not_of("0123456789") != std::string::npos) return name;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    std::string subject = "S";
    subject.append(digits.size() < 3 ? 3 - digits.size() : 0, '0');
    return subject.append(digits);
}

} // namespace mien::ckplus
