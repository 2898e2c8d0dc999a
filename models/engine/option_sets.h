// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/model_info.h"
#include "models/engine/options.h"

#include <string>
#include <vector>

/// Options that many networks share, and the views of them that the code works with.
namespace mien {

/// What the training loop reads: epochs, batch size, optimiser, schedule, stopping. The values are those of the
/// landmark networks; another network changes them through withValues().
std::vector<OptionInfo> trainingOptions();

/// The loss of each task: label smoothing and class weights, positive weights, concordance or squared error.
std::vector<OptionInfo> classOptions();
std::vector<OptionInfo> unitOptions();
std::vector<OptionInfo> affectOptions();

/// Coordinates and augmentation of landmark grids.
std::vector<OptionInfo> landmarkInputOptions();

/// Augmentation of pictures; off in both presets but for the mirroring, until a network changes it.
std::vector<OptionInfo> pictureAugmentationOptions();

/// How maps are brought to 68 × T.
std::vector<OptionInfo> mapOptions();

/// Other preset values for one option of a set.
struct PresetValues
{
    std::string name;
    std::string recommended;
    std::string paper;
};

/// `options` with the preset values of some of them replaced. Throws std::logic_error on a name that is not there.
std::vector<OptionInfo> withValues(std::vector<OptionInfo> options, const std::vector<PresetValues>& values);

/// One list from several.
std::vector<OptionInfo> joined(const std::vector<std::vector<OptionInfo>>& sets);

/// `inputs` with the option `coordinates` applied to every landmark grid.
std::vector<ClipSpec> withCoordinates(std::vector<ClipSpec> inputs, const Options& options);

} // namespace mien
