// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/frame.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace mien {

/// What a picture looks like, small enough to keep one for every clip.
struct PictureFingerprint
{
    std::uint64_t hash = 0; ///< difference hash: is each of 8 × 8 places darker than its right neighbour
    std::array<std::uint8_t, 256> small = {}; ///< 16 × 16 grey levels, spread to the full range
};

PictureFingerprint fingerprint(const Frame& picture);

int hashDistance(std::uint64_t a, std::uint64_t b); ///< bits that differ, 0…64

/// The same picture, perhaps scaled, brighter or compressed again: at most 6 bits of the hash differ and the small
/// pictures by 3 % of their range on the mean. The hash alone would also join pictures of one plain backdrop.
bool areNearDuplicates(const PictureFingerprint& a, const PictureFingerprint& b);

/// A clip's middle frame (of an image, the image).
struct ClipFingerprint
{
    std::string clip;
    std::string subject;
    PictureFingerprint picture;
};

struct DuplicatePair
{
    std::size_t first = 0; ///< indices into the clips given, first < second
    std::size_t second = 0;
};

/// All pairs that are near duplicates, in order.
std::vector<DuplicatePair> nearDuplicates(const std::vector<ClipFingerprint>& clips);

} // namespace mien
