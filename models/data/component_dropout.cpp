// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/data/component_dropout.h"

#include <algorithm>

namespace mien {

void ComponentDropout::apply(Clip& clip, Random* augmentation) const
{
    if (!augmentation || m_probability <= 0 || clip.inputs.size() < 2) return;
    Random random = augmentation->fork("components");
    std::vector<bool> blank;
    for (std::size_t i = 0; i < clip.inputs.size(); ++i) blank.push_back(random.chance(m_probability));
    const std::size_t spared = random.below(clip.inputs.size());
    if (std::find(blank.begin(), blank.end(), false) == blank.end()) blank[spared] = false;
    for (std::size_t i = 0; i < clip.inputs.size(); ++i)
        if (blank[i]) std::fill(clip.inputs[i].data.begin(), clip.inputs[i].data.end(), 0.0f);
}

} // namespace mien
