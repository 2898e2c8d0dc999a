// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/layout_writer.h"

namespace mien::synth {

std::vector<Recording> LayoutWriter::recordings(const std::vector<ClipPlan>& plans) const
{
    std::vector<Recording> all;
    for (const ClipPlan& plan : plans) all.push_back({plan.id(), plan.subject, plan.emotion, {plan}});
    return all;
}

Result<void> LayoutWriter::finish(const std::vector<Recording>&, const std::vector<ClipEntry>&) const
{
    return {};
}

const std::vector<const Layout*>& layouts()
{
    static const std::vector<const Layout*> all = {
#define MIEN_LAYOUT(id) &id##Layout(),
#include "core/synth/layouts.def"
#undef MIEN_LAYOUT
    };
    return all;
}

} // namespace mien::synth
