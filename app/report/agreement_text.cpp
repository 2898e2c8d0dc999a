// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/agreement_text.h"

#include "core/base/text.h"

#include <cmath>
#include <vector>

namespace mien::report {

namespace {

std::string list(const std::vector<int>& numbers, bool names)
{
    std::vector<std::string> words;
    for (const int number : numbers) {
        const ActionUnit* unit = names ? actionUnit(number) : nullptr;
        words.push_back(std::to_string(number) + (unit ? " (" + unit->name + ")" : ""));
    }
    return text::join(words, ", ");
}

} // namespace

std::string agreementText(const AuAgreement& agreement)
{
    const std::string active = std::to_string(agreement.active.size()) + " of 68 landmarks are active";
    if (agreement.expected.empty())
        return "No action unit is expected for " + agreement.emotion + "; " + active + " (share " +
               text::fixed(agreement.activeShare, 2) +
               (agreement.emotion == "neutral" ? "; near 0 is expected)." : ").");
    std::string words = "Expected for " + agreement.emotion + ": AU " + list(agreement.expected, true) + ". ";
    words += agreement.hit.empty() ? "None of them has an active landmark"
                                   : "With an active landmark: AU " + list(agreement.hit, false);
    if (!std::isnan(agreement.hitRate)) words += " (hit rate " + text::fixed(agreement.hitRate, 2) + ")";
    words += "; " + active;
    if (!std::isnan(agreement.precision))
        words += ", a share of " + text::fixed(agreement.precision, 2) + " of them in the regions expected (precision)";
    return words + ".";
}

} // namespace mien::report
