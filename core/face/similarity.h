// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/geometry.h"

#include <span>

namespace mien {

/// x' = a·x − b·y + tx, y' = b·x + a·y + ty: rotation, uniform scale and shift.
struct Similarity
{
    double a = 1;
    double b = 0;
    double tx = 0;
    double ty = 0;

    Point apply(Point p) const;
};

/// The least-squares similarity that brings `from` onto `to` (Umeyama, PAMI 1991; in the plane its rotation needs no
/// singular value decomposition). All points of `from` in one place: only the shift, without scale. Equal sizes.
Similarity fitSimilarity(std::span<const Point> from, std::span<const Point> to);

} // namespace mien
