// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/facs/action_units.h"

#include "core/base/text.h"
#include "core/types/geometry.h"
#include "core/types/metrics.h"

#include <algorithm>
#include <span>
#include <stdexcept>

namespace mien {

namespace {

struct TableRow
{
    int number;
    const char* name;
    const char* muscle;
    const char* landmarks; ///< "17-19 / 24-26": groups apart by '/', runs inside a group apart by ','
    BoxMargin boxMargin = {};
};

/// Names and muscles: Ekman, Friesen & Hager, FACS (2002). Landmarks and margins: action unit spec, section 7, which
/// has none for closing eyes.
constexpr TableRow table[] = {
    {1, "Inner Brow Raiser", "frontalis, medial part", "20-23", {.up = 0.35}},
    {2, "Outer Brow Raiser", "frontalis, lateral part", "17-19 / 24-26", {.up = 0.35}},
    {4, "Brow Lowerer", "corrugator and depressor supercilii, depressor glabellae", "17-27"},
    {5, "Upper Lid Raiser", "levator palpebrae superioris, superior tarsal", "36-39 / 42-45", {.up = 0.1}},
    {6, "Cheek Raiser", "orbicularis oculi, orbital part", "36,39-41 / 42,45-47", {.down = 0.35}},
    {7, "Lid Tightener", "orbicularis oculi, palpebral part", "36-41 / 42-47"},
    {9, "Nose Wrinkler", "levator labii superioris alaeque nasi", "21,22,27-31,35"},
    {10, "Upper Lip Raiser", "levator labii superioris", "31-35,49-53"},
    {11, "Nasolabial Deepener", "zygomaticus minor", "31,48,49 / 35,53,54", {.sides = 0.1}},
    {12, "Lip Corner Puller", "zygomaticus major", "48,49,59,60 / 53,54,55,64", {.up = 0.2}},
    {13, "Cheek Puffer", "levator anguli oris", "48,49,59,60 / 53,54,55,64", {.up = 0.2}},
    {14, "Dimpler", "buccinator", "48,60 / 54,64", {.up = 0.15, .down = 0.15, .sides = 0.15}},
    {15, "Lip Corner Depressor", "depressor anguli oris", "48,59,60 / 54,55,64", {.down = 0.2}},
    {16, "Lower Lip Depressor", "depressor labii inferioris", "55-59,65-67"},
    {17, "Chin Raiser", "mentalis", "7-9,56-58"},
    {18, "Lip Puckerer", "incisivii labii superioris and inferioris", "48-67"},
    {19, "Tongue Show", "tongue (no facial muscle)", "57,60-67", {.down = 0.15}},
    {20, "Lip Stretcher", "risorius with platysma", "48-67", {.sides = 0.2}},
    {22, "Lip Funneler", "orbicularis oris", "48-67"},
    {23, "Lip Tightener", "orbicularis oris", "48-67"},
    {24, "Lip Pressor", "orbicularis oris", "48-67"},
    {25, "Lips Part", "depressor labii inferioris, or relaxed mentalis or orbicularis oris", "60-67"},
    {26, "Jaw Drop", "relaxed masseter, temporalis and medial pterygoid", "6-10,48-67"},
    {27, "Mouth Stretch", "pterygoids, digastric", "6-10,48-67"},
    {28, "Lip Suck", "orbicularis oris", "48-67"},
    {30, "Jaw Sideways", "lateral pterygoid of the opposite side", "5-11,48-59"},
    {32, "Lip Bite", "jaw closers (masseter, temporalis, medial pterygoid)", "48-67"},
    {38, "Nostril Dilator", "nasalis, alar part", "31-35"},
    {39, "Nostril Compressor", "nasalis, transverse part; depressor septi", "31-35"},
    {43, "Eyes Closed", "relaxed levator palpebrae superioris", ""},
    {45, "Blink", "relaxed levator palpebrae superioris; orbicularis oculi, palpebral part", ""},
    {46, "Wink", "orbicularis oculi of one side", ""},
};

struct Prototype
{
    const char* emotion;
    std::vector<int> units;
};

/// EMFACS prototypes as the landmark TCN spec lists them (section 8.5).
const std::vector<Prototype>& prototypes()
{
    static const std::vector<Prototype> list = {
        {"anger", {4, 5, 7, 23, 24}}, {"disgust", {9, 10, 15, 16, 17}}, {"fear", {1, 2, 4, 5, 7, 20, 26}},
        {"happiness", {6, 12}},       {"sadness", {1, 4, 15}},          {"surprise", {1, 2, 5, 26}},
    };
    return list;
}

std::vector<int> parseGroup(std::string_view text)
{
    std::vector<int> landmarks;
    for (const std::string& run : text::split(text, ',')) {
        const auto ends = text::split(run, '-');
        const int first = static_cast<int>(text::toInt(ends.front()).value());
        const int last = static_cast<int>(text::toInt(ends.back()).value());
        for (int landmark = first; landmark <= last; ++landmark) landmarks.push_back(landmark);
    }
    return landmarks;
}

std::vector<ActionUnit> parseTable()
{
    std::vector<ActionUnit> units;
    for (const TableRow& row : table) {
        ActionUnit unit{row.number, row.name, row.muscle, {}, row.boxMargin};
        if (*row.landmarks)
            for (const std::string& group : text::split(row.landmarks, '/'))
                unit.landmarkGroups.push_back(parseGroup(group));
        units.push_back(std::move(unit));
    }
    return units;
}

bool contains(std::span<const int> sorted, int value)
{
    return std::binary_search(sorted.begin(), sorted.end(), value);
}

} // namespace

const std::vector<ActionUnit>& actionUnits()
{
    static const std::vector<ActionUnit> units = parseTable();
    return units;
}

const ActionUnit* actionUnit(int number)
{
    for (const ActionUnit& unit : actionUnits())
        if (unit.number == number) return &unit;
    return nullptr;
}

const ActionUnit* actionUnitOfCode(std::string_view code)
{
    const auto number = text::startsWith(code, "AU") ? text::toInt(code.substr(2)) : std::nullopt;
    return number && *number > 0 && *number < 100 ? actionUnit(static_cast<int>(*number)) : nullptr;
}

std::vector<int> landmarksOf(int number)
{
    std::vector<int> landmarks;
    if (const ActionUnit* unit = actionUnit(number))
        for (const auto& group : unit->landmarkGroups) landmarks.insert(landmarks.end(), group.begin(), group.end());
    std::sort(landmarks.begin(), landmarks.end());
    landmarks.erase(std::unique(landmarks.begin(), landmarks.end()), landmarks.end());
    return landmarks;
}

std::vector<int> expectedActionUnits(std::string_view emotion)
{
    for (const Prototype& prototype : prototypes())
        if (prototype.emotion == emotion) return prototype.units;
    return {};
}

AuAgreement agreement(const std::vector<float>& strength, std::string_view emotion)
{
    constexpr std::size_t landmarkCount = std::tuple_size_v<Landmarks68>;
    if (strength.size() != landmarkCount) throw std::invalid_argument("agreement() needs a strength per landmark");
    AuAgreement result;
    result.emotion = emotion;
    result.expected = expectedActionUnits(emotion);
    for (std::size_t landmark = 0; landmark < landmarkCount; ++landmark)
        if (strength[landmark] > 0) result.active.push_back(static_cast<int>(landmark));
    result.activeShare = static_cast<double>(result.active.size()) / landmarkCount;

    std::vector<bool> isExpected(landmarkCount, false);
    for (const int number : result.expected) {
        bool isHit = false;
        for (const int landmark : landmarksOf(number)) {
            isExpected[landmark] = true;
            isHit = isHit || contains(result.active, landmark);
        }
        if (isHit) result.hit.push_back(number);
    }
    const bool defined = !result.expected.empty();
    const auto inside =
        std::count_if(result.active.begin(), result.active.end(), [&](int landmark) { return isExpected[landmark]; });
    result.hitRate =
        defined ? static_cast<double>(result.hit.size()) / static_cast<double>(result.expected.size()) : notComputed;
    result.precision = defined && !result.active.empty()
                           ? static_cast<double>(inside) / static_cast<double>(result.active.size())
                           : notComputed;
    return result;
}

} // namespace mien
