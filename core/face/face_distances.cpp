// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_distances.h"

#include <cmath>

namespace mien {

namespace {

/// Landmark numbers of the side: image left (0) or right (1).
struct Side
{
    std::array<std::size_t, 3> innerBrow; ///< from the inner end outwards
    std::array<std::size_t, 2> outerBrow;
    std::size_t innerEye, outerEye;
    std::array<std::size_t, 2> upperLid, lowerLid;
    std::size_t wing, corner;
    std::array<std::size_t, 2> besideCorner; ///< of the outer lips
    double outwards;                         ///< sign of x
};

constexpr std::array<Side, 2> sides = {{{{21, 20, 19}, {17, 18}, 39, 36, {37, 38}, {41, 40}, 31, 48, {49, 59}, -1},
                                        {{22, 23, 24}, {26, 25}, 42, 45, {44, 43}, {46, 47}, 35, 54, {53, 55}, 1}}};

} // namespace

const std::array<double, geometricAus.size()> fullGrowth = {
    0.14, // 1: inner brow up
    0.14, // 2: outer brow up
    0.10, // 4: brow down and together
    0.07, // 5: upper lid over the line of the eye's corners
    0.06, // 6: lower lid up
    0.06, // 7: lids together
    0.08, // 9: wing of the nose up
    0.10, // 10: upper lip up to the nose
    0.20, // 12: corner of the mouth up and outwards
    0.10, // 14: corner of the mouth inwards and level
    0.09, // 15: corner of the mouth down against the lips beside it
    0.12, // 17: lower lip up
    0.14, // 20: mouth wider than a smile makes it
    0.20, // 25: inner lips apart
    0.35, // 26: lower lip and chin down
    0.13, // 45: lids together until shut
};

std::size_t indexOfAu(int number)
{
    for (std::size_t i = 0; i < geometricAus.size(); ++i)
        if (geometricAus[i].number == number) return i;
    return geometricAus.size();
}

FaceDistances distancesOf(const FrontalLandmarks& p)
{
    FaceDistances d;
    const auto set = [&](int au, std::size_t side, double value) { d.side[indexOfAu(au)][side] = value; };
    const double lipsMiddle = (p[51].y + p[57].y + p[62].y + p[66].y) / 4;
    const double innerApart = ((p[67].y - p[61].y) + (p[66].y - p[62].y) + (p[65].y - p[63].y)) / 3;
    const double noseBase = p[33].y;
    const double lowerLip = (p[56].y + p[57].y + p[58].y) / 3;
    const double chin = (p[7].y + p[8].y + p[9].y) / 3;
    for (std::size_t s = 0; s < 2; ++s) {
        const Side& side = sides[s];
        const auto y = [&](std::size_t i) { return p[i].y; };
        const double innerBrow = (y(side.innerBrow[0]) + y(side.innerBrow[1])) / 2;
        const double outerBrow = (y(side.outerBrow[0]) + y(side.outerBrow[1])) / 2;
        const double eyeLine = (y(side.innerEye) + y(side.outerEye)) / 2;
        const double upper = (y(side.upperLid[0]) + y(side.upperLid[1])) / 2;
        const double lower = (y(side.lowerLid[0]) + y(side.lowerLid[1])) / 2;
        const cv::Point2d corner = p[side.corner];
        const double out = side.outwards * corner.x;
        set(1, s, y(side.innerEye) - innerBrow);
        set(2, s, y(side.outerEye) - outerBrow);
        set(4, s, innerBrow - y(side.innerEye) - side.outwards * p[side.innerBrow[0]].x);
        set(5, s, eyeLine - upper);
        set(6, s, eyeLine - lower);
        set(7, s, -(lower - upper));
        set(9, s, -y(side.wing) + y(side.innerEye));
        set(10, s, noseBase - (p[50].y + p[51].y + p[52].y) / 3);
        set(12, s, (lipsMiddle - corner.y) * 0.7 + (out - corner.y) * 0.5);
        set(14, s, -out - std::abs(corner.y - lipsMiddle));
        set(15, s, corner.y - (y(side.besideCorner[0]) + y(side.besideCorner[1])) / 2);
        set(17, s, noseBase - lowerLip);
        set(20, s, out);
        d.cornerRise[s] = noseBase - corner.y;
        set(25, s, innerApart);
        set(26, s, (chin + 2 * lowerLip) / 3 - noseBase);
        set(45, s, -(lower - upper));
    }
    return d;
}

} // namespace mien
