// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mien {

/// By how much the box around a group of landmarks grows beyond what all boxes do, in distances of the eye centres.
struct BoxMargin
{
    double up = 0;
    double down = 0;
    double sides = 0; ///< left and right alike
};

/// An action unit of FACS and the landmarks that move with it (action unit spec, section 7; the landmark TCN spec,
/// section 8.5, has the same groups for those it needs).
struct ActionUnit
{
    int number = 0;
    std::string name;                             ///< "Inner Brow Raiser"
    std::string muscle;                           ///< "frontalis, medial part"
    std::vector<std::vector<int>> landmarkGroups; ///< left and right apart where the spec has them apart; may be empty
    BoxMargin boxMargin;                          ///< for auBoxes()
};

const std::vector<ActionUnit>& actionUnits();
const ActionUnit* actionUnit(int number);                  ///< null if unknown
const ActionUnit* actionUnitOfCode(std::string_view code); ///< "AU12"; null if unknown

/// Landmarks of an action unit, both sides, ascending and without repeats.
std::vector<int> landmarksOf(int actionUnit);

/// EMFACS prototype of an emotion, ascending; empty for neutral and contempt (spec section 8.5 lists no others).
std::vector<int> expectedActionUnits(std::string_view emotion);

/// How a map agrees with the action units expected for an emotion (spec section 8.5). NaN = not defined.
struct AuAgreement
{
    std::string emotion;
    std::vector<int> expected; ///< action units
    std::vector<int> hit;      ///< those with an active landmark
    std::vector<int> active;   ///< landmarks with s > 0
    double hitRate = 0;        ///< #hit / #expected; NaN for neutral
    double precision = 0;      ///< |active ∩ expected landmarks| / |active|; NaN if nothing is active or for neutral
    double activeShare = 0;    ///< |active| / 68
};

/// `strength`: s per landmark, 0…1 (HeatMap::summaryStrength()).
AuAgreement agreement(const std::vector<float>& strength, std::string_view emotion);

} // namespace mien
