// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/au_boxes.h"

#include "core/face/boxes.h"
#include "core/facs/action_units.h"

namespace mien {

std::vector<Box> auBoxes(int number, const Landmarks68& points)
{
    constexpr double everySide = 0.12; // eye distances
    const ActionUnit* unit = actionUnit(number);
    if (!unit || !isUsable(points)) return {};
    const double eyes = EyeCentres(points).distance();
    const auto sides = static_cast<float>((everySide + unit->boxMargin.sides) * eyes);
    const auto up = static_cast<float>((everySide + unit->boxMargin.up) * eyes);
    const auto down = static_cast<float>((everySide + unit->boxMargin.down) * eyes);
    std::vector<Box> boxes;
    for (const std::vector<int>& group : unit->landmarkGroups) {
        const Box tight = boundingBox(points, group);
        boxes.push_back({tight.x - sides, tight.y - up, tight.width + 2 * sides, tight.height + up + down});
    }
    return boxes;
}

std::vector<Box> auBoxes(int number, const Landmarks68& points, int width, int height)
{
    std::vector<Box> boxes;
    for (const Box& box : auBoxes(number, points))
        if (const auto inside = clipped(box, width, height)) boxes.push_back(*inside);
    return boxes;
}

} // namespace mien
