// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/settings.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace mien {

namespace {

/// One of a few words, or a number within bounds.
struct Setting
{
    const char* name;
    std::vector<std::string> words; ///< empty: a number
    std::string SynthOptions::*word;
    double SynthOptions::*number;
    double least, most;
    const char* meaning;
};

const std::vector<Setting>& settings()
{
    static const std::vector<Setting> table = {
        {"difficulty",
         {"easy", "standard", "hard"},
         &SynthOptions::difficulty,
         nullptr,
         0,
         0,
         "how far emotions overlap"},
        {"noise", {}, nullptr, &SynthOptions::noise, 0, 10, "factor of the cameras' noise"},
        {"codec", {"auto", "h264", "mjpeg"}, &SynthOptions::codec, nullptr, 0, 0, "of videos"},
        {"lighting",
         {"layout", "strong", "weak", "dark", "mixed"},
         &SynthOptions::lighting,
         nullptr,
         0,
         0,
         "strong, weak or dark as in Oulu-CASIA"},
        {"occluder",
         {"none", "mask", "glasses", "hand", "mixed"},
         &SynthOptions::occluder,
         nullptr,
         0,
         0,
         "what hides a part of the face; mixed: one of these or nothing, clip by clip"},
        {"turn", {}, nullptr, &SynthOptions::turn, 0, 25, "largest turn of a head to a side, degrees"},
        {"micro",
         {},
         nullptr,
         &SynthOptions::micro,
         0,
         1,
         "share of the films in which a micro-expression of another emotion flashes up"}};
    return table;
}

std::string valuesOf(const Setting& setting)
{
    if (!setting.words.empty()) return text::join(setting.words, "|");
    return text::number(setting.least) + ".." + text::number(setting.most);
}

} // namespace

Result<void> applySynthSetting(SynthOptions& options, const std::string& name, const std::string& value)
{
    std::vector<std::string> names;
    for (const Setting& setting : settings()) {
        names.emplace_back(setting.name);
        if (name != setting.name) continue;
        const auto wrong = [&] {
            return Error::usage("'" + value + "' is no value of " + name, {},
                                (setting.word ? "give one of " : "give ") + valuesOf(setting));
        };
        if (setting.word) {
            if (std::find(setting.words.begin(), setting.words.end(), value) == setting.words.end()) return wrong();
            options.*setting.word = value;
            return {};
        }
        const auto number = text::toDouble(value);
        if (!number || !std::isfinite(*number) || *number < setting.least || *number > setting.most) return wrong();
        options.*setting.number = *number;
        return {};
    }
    return Error::usage("there is no setting '" + name + "'", {}, "these can be set: " + text::join(names, ", "));
}

std::string synthSettingsHelp()
{
    std::vector<std::string> all;
    for (const Setting& setting : settings())
        all.push_back(std::string(setting.name) + "=" + valuesOf(setting) + " (" + setting.meaning + ")");
    return text::join(all, ", ");
}

} // namespace mien

namespace mien::synth {

ExpressionDifficulty adjusted(const ExpressionDifficulty& ofLayout, const std::string& difficulty)
{
    ExpressionDifficulty d = ofLayout;
    if (difficulty == "standard") return d;
    if (difficulty == "easy") {
        d.componentSpread *= 0.5;
        d.missingFactor *= 0.25;
        d.extraAus = 0;
        d.blendProbability = 0;
        d.subjectSpread *= 0.5;
        d.restingTension *= 0.5;
        return d;
    }
    if (difficulty != "hard") throw std::invalid_argument("no difficulty " + difficulty);
    d.apexLow *= 0.5;
    d.apexHigh *= 0.85;
    d.componentSpread *= 1.75;
    d.missingFactor *= 2;
    d.extraAus *= 3;
    d.blendProbability = std::max(0.25, d.blendProbability);
    d.blendShare *= 1.5;
    d.subjectSpread *= 1.5;
    d.asymmetry *= 2;
    d.restingTension *= 1.75;
    return d;
}

} // namespace mien::synth
