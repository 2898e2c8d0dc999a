// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/layout.h"

#include <cstdio>

namespace mien::synth {

#define MIEN_LAYOUT(id) const Layout& id##Layout();
#include "core/synth/layouts/layouts.def"
#undef MIEN_LAYOUT

int Recording::written() const
{
    int sum = 0;
    for (const ClipPlan& each : plans) sum += each.frames;
    return sum;
}

int Recording::frames() const
{
    return last.value_or(written() - 1) - first + 1;
}

std::vector<Recording> oneEach(const std::vector<ClipPlan>& plans)
{
    std::vector<Recording> all;
    for (const ClipPlan& plan : plans) all.push_back({plan.id(), plan.subject, plan.emotion, {plan}, 0, {}});
    return all;
}

const std::vector<const Layout*>& layouts()
{
    static const std::vector<const Layout*> all = {
#define MIEN_LAYOUT(id) &id##Layout(),
#include "core/synth/layouts/layouts.def"
#undef MIEN_LAYOUT
    };
    return all;
}

std::string padded(int number, int digits)
{
    char text[32];
    std::snprintf(text, sizeof text, "%0*d", digits, number);
    return text;
}

} // namespace mien::synth
