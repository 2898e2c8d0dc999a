// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/class_draw.h"

#include "core/base/random.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace mien {

std::vector<Sample> drawnByClass(const std::vector<Sample>& samples, int clips, std::uint64_t seed)
{
    std::map<int, std::vector<std::string>> clipsOfClass;
    std::set<std::pair<int, std::string>> chosen;
    for (const Sample& sample : samples)
        if (chosen.insert({sample.label, sample.clip}).second) clipsOfClass[sample.label].push_back(sample.clip);
    chosen.clear();
    for (auto& [label, all] : clipsOfClass) {
        // A generator of its own: what is drawn of a class does not depend on the others.
        Random random = Random(seed).fork("class " + std::to_string(label));
        random.shuffle(all);
        const std::size_t count = std::min(all.size(), static_cast<std::size_t>(std::max(clips, 0)));
        for (std::size_t c = 0; c < count; ++c) chosen.insert({label, all[c]});
    }
    std::vector<Sample> drawn;
    for (const Sample& sample : samples)
        if (chosen.count({sample.label, sample.clip}) > 0) drawn.push_back(sample);
    return drawn;
}

} // namespace mien
