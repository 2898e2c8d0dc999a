// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/coded_units.h"

#include <algorithm>
#include <cmath>

namespace mien::synth {

namespace {

constexpr double codedFrom = 0.15; ///< weaker traces are not coded
constexpr double seenFrom = 0.06;  ///< of a change that is looked for frame by frame
constexpr double oneSided = 0.4;   ///< the weaker side moves less than this share of the stronger

int fifth(double intensity)
{
    return std::clamp(static_cast<int>(std::ceil(5 * intensity)), 1, 5);
}

} // namespace

int gradeOf(double intensity)
{
    return intensity < codedFrom ? 0 : fifth(intensity);
}

std::vector<AuCode> codedActionUnits(const AuSet& actionUnits)
{
    std::vector<AuCode> codes;
    for (const int number : auNumbersInOrder()) {
        const int grade = gradeOf(actionUnits.strongest(number));
        if (grade > 0) codes.push_back({number, grade, 'B'});
    }
    return codes;
}

std::vector<AuCode> codedBurst(const AuSet& rest, const AuSet& apex, bool graded)
{
    const auto left = [&](int number) { return apex.leftOf(number) - rest.leftOf(number); };
    const auto right = [&](int number) { return apex.rightOf(number) - rest.rightOf(number); };
    const auto change = [&](int number) { return std::max(left(number), right(number)); };
    const int strongest =
        *std::max_element(auNumbers.begin(), auNumbers.end(), [&](int a, int b) { return change(a) < change(b); });
    const double from = std::min(seenFrom, change(strongest));
    std::vector<AuCode> codes;
    for (const int number : auNumbersInOrder()) {
        if (change(number) <= 0 || change(number) < from) continue; // nothing at all on a face that stays at rest
        AuCode code{number, {}, 'B'};
        if (graded) code.intensity = fifth(apex.strongest(number));
        if (right(number) < oneSided * left(number)) code.side = 'L';
        if (left(number) < oneSided * right(number)) code.side = 'R';
        codes.push_back(code);
    }
    return codes;
}

std::string unitsCell(const std::vector<AuCode>& codes)
{
    std::string cell;
    for (const AuCode& code : codes) {
        if (!cell.empty()) cell += '+';
        if (code.side != 'B') cell += code.side;
        cell += std::to_string(code.number);
        if (code.intensity) cell += static_cast<char>('A' + static_cast<int>(*code.intensity) - 1);
    }
    return cell;
}

} // namespace mien::synth
