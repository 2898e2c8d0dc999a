// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/picture_augmentation.h"

#include "models/data/picture_transform.h"

namespace mien {

void addPictureAugmentation(NetworkType& type, const std::vector<PresetValues>& values)
{
    const auto options = withValues(pictureAugmentationOptions(), values);
    type.info.options.insert(type.info.options.end(), options.begin(), options.end());
    type.transform = [plan = type.plan](const Options& chosen) {
        return pictureTransform(chosen, plan(chosen).inputs);
    };
}

} // namespace mien
