// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/facs/emotions.h"

#include "core/base/edit_distance.h"
#include "core/base/text.h"

#include <utility>

namespace mien {

namespace {

/// Spellings found in CK+, JAFFE, SAMM, CASME II, CAS(ME)², Oulu-CASIA, BAUM, Aff-Wild2, OpenFace and Py-Feat.
constexpr std::pair<std::string_view, std::string_view> aliases[] = {
    {"neutral", "neutral"},
    {"neutrality", "neutral"},
    {"neu", "neutral"},
    {"ne", "neutral"},
    {"anger", "anger"},
    {"angry", "anger"},
    {"ang", "anger"},
    {"an", "anger"},
    {"contempt", "contempt"},
    {"con", "contempt"},
    {"contemptuous", "contempt"},
    {"disgust", "disgust"},
    {"disgusted", "disgust"},
    {"dis", "disgust"},
    {"di", "disgust"},
    {"fear", "fear"},
    {"fearful", "fear"},
    {"afraid", "fear"},
    {"scared", "fear"},
    {"fea", "fear"},
    {"fe", "fear"},
    {"happiness", "happiness"},
    {"happy", "happiness"},
    {"happyiness", "happiness"},
    {"happines", "happiness"},
    {"joy", "happiness"},
    {"hap", "happiness"},
    {"ha", "happiness"},
    {"sadness", "sadness"},
    {"sad", "sadness"},
    {"sa", "sadness"},
    {"surprise", "surprise"},
    {"surprised", "surprise"},
    {"suprise", "surprise"},
    {"sur", "surprise"},
    {"su", "surprise"},
};

} // namespace

std::optional<std::string> emotionFromAlias(std::string_view alias)
{
    const std::string wanted = text::lower(text::trimmed(alias));
    for (const auto& [spelling, name] : aliases)
        if (spelling == wanted) return std::string(name);
    return std::nullopt;
}

std::optional<std::string> nearestEmotion(std::string_view label)
{
    constexpr std::size_t shortest = 4; // "sad" and "bad" are near, too
    const std::string word = text::lower(text::trimmed(label));
    if (word.size() < shortest || word.size() > 32 || emotionFromAlias(word)) return std::nullopt;
    std::size_t best = word.size() <= 6 ? 2 : 3; // one slip in a short word, two in a long one
    std::optional<std::string> found;
    for (const auto& [spelling, name] : aliases) {
        if (spelling.size() < shortest) continue;
        const std::size_t distance = text::editDistance(word, spelling);
        if (distance >= best) continue;
        best = distance;
        found = std::string(name);
    }
    return found;
}

std::string wordsOnForeignLabel(std::string_view label)
{
    const auto meant = nearestEmotion(label);
    return "'" + std::string(label) + "' is no emotion Mien knows" + (meant ? " (is " + *meant + " meant?)" : "") +
           "; the class keeps this name";
}

std::string labelName(std::string_view text)
{
    return emotionFromAlias(text).value_or(std::string(text::trimmed(text)));
}

} // namespace mien
