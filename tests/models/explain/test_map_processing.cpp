// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/explain/map_processing.h"
#include "tests/support/check.h"

using namespace mien;

namespace {

Grid grid(int rows, int columns, std::vector<float> values)
{
    Grid g(rows, columns);
    g.values = std::move(values);
    return g;
}

} // namespace

TEST_CASE("the normalised map spans 0 to 255")
{
    const Grid n = normalised(grid(2, 2, {-1, 0, 1, 3}));
    EXPECT_EQUAL(n.at(0, 0), 0.0f);
    EXPECT_NEAR(n.at(0, 1), 63.75, 1e-5);
    EXPECT_EQUAL(n.at(1, 1), 255.0f);
}

TEST_CASE("a constant map normalises to zeros, however large or small it is")
{
    for (const float value : {0.0f, 1e-30f, -7.0f, 1e30f}) {
        const Grid n = normalised(grid(3, 4, std::vector<float>(12, value)));
        EXPECT(!hasNonZero(n));
        EXPECT(!hasNonZero(thresholdedDifference(n)));
    }
}

TEST_CASE("a map of tiny differences is not taken for a constant one")
{
    const Grid n = normalised(grid(1, 2, {1e-38f, 2e-38f}));
    EXPECT_EQUAL(n.at(0, 1), 255.0f);
}

TEST_CASE("differences of 75 vanish and of 76 stay, with their sign")
{
    const Grid d = thresholdedDifference(grid(2, 3, {0, 75, 0, 0, 76, 0}));
    EXPECT_EQUAL(d.rows, 2);
    EXPECT_EQUAL(d.columns, 2);
    EXPECT_EQUAL(d.at(0, 0), 0.0f);
    EXPECT_EQUAL(d.at(0, 1), 0.0f);
    EXPECT_EQUAL(d.at(1, 0), 76.0f);
    EXPECT_EQUAL(d.at(1, 1), -76.0f);
}

TEST_CASE("bilinear resizing without corner alignment, worked by hand")
{
    // 2 columns to 4: sample places -0.25 (held), 0.25, 0.75, 1.25 (held).
    const Grid r = resized(grid(1, 2, {0, 8}), 1, 4, Resize::Bilinear);
    EXPECT_NEAR(r.at(0, 0), 0, 1e-6);
    EXPECT_NEAR(r.at(0, 1), 2, 1e-6);
    EXPECT_NEAR(r.at(0, 2), 6, 1e-6);
    EXPECT_NEAR(r.at(0, 3), 8, 1e-6);
}

TEST_CASE("nearest resizing repeats cells")
{
    const Grid r = resized(grid(2, 1, {3, 5}), 4, 2, Resize::Nearest);
    EXPECT(r.values == (std::vector<float>{3, 3, 3, 3, 5, 5, 5, 5}));
}

TEST_CASE("a map of w columns changes by at most 255 w / 20 between frames")
{
    for (const auto& [w, bound] : {std::pair{9, 114.75}, std::pair{4, 51.0}}) {
        Grid map(1, w);
        for (int c = 0; c < w; ++c) map.at(0, c) = c % 2 == 0 ? 0.0f : 255.0f;
        const Grid r = resized(map, 68, 20, Resize::Bilinear);
        float largest = 0;
        for (int t = 0; t < 19; ++t) largest = std::max(largest, std::abs(r.at(0, t + 1) - r.at(0, t)));
        EXPECT_NEAR(largest, bound, 1e-3);
    }
}

TEST_MAIN
