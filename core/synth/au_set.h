// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace mien::synth {

/// The action units that move the drawn face (FACS 2002 numbers): those of which emotions are made, then rarer ones,
/// which come behind so that they change no random draw of the others.
inline constexpr std::array<int, 30> auNumbers = {1,  2,  4,  5,  6,  7,  9,  10, 12, 14, 15, 17, 20, 23, 24,
                                                  25, 26, 27, 43, 11, 13, 16, 18, 19, 22, 28, 30, 32, 38, 39};
inline constexpr std::size_t commonUnits = 19; ///< the first of them

/// FACS numbers in rising order, for tables.
constexpr std::array<int, auNumbers.size()> auNumbersInOrder()
{
    std::array<int, auNumbers.size()> sorted = auNumbers;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

/// Place of an action unit in `auNumbers`; throws std::out_of_range for one that the face does not have.
constexpr std::size_t auIndex(int number)
{
    for (std::size_t i = 0; i < auNumbers.size(); ++i)
        if (auNumbers[i] == number) return i;
    throw std::out_of_range("no action unit " + std::to_string(number));
}

/// Intensities 0 … 1 (1 = FACS E, maximum), per side of the subject: the subject's right lies on the image's left.
/// Of AU 30 (jaw sideways) the side is that to which the jaw goes; both at once cancel out.
struct AuSet
{
    std::array<double, auNumbers.size()> left{};
    std::array<double, auNumbers.size()> right{};

    double leftOf(int number) const { return left[auIndex(number)]; }
    double rightOf(int number) const { return right[auIndex(number)]; }
    double mean(int number) const { return 0.5 * (leftOf(number) + rightOf(number)); }
    double strongest(int number) const { return std::max(leftOf(number), rightOf(number)); }

    void set(int number, double leftIntensity, double rightIntensity)
    {
        left[auIndex(number)] = leftIntensity;
        right[auIndex(number)] = rightIntensity;
    }

    friend bool operator==(const AuSet&, const AuSet&) = default;
};

} // namespace mien::synth
