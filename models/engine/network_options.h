// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/model_info.h"
#include "models/engine/options.h"

#include <cstdint>
#include <string>
#include <vector>

/// Options of the networks that look at pictures, and what the code makes of them.
namespace mien {

/// `width`, the share of the channels of hidden layers; 1 is the paper's network.
OptionInfo widthOption();

/// Of a layer with `channels` in the paper: at least 1.
std::int64_t withWidth(std::int64_t channels, double width);

/// `side`, height and width of the pictures in pixels.
OptionInfo sideOption(int side, int least, int most);

/// `bn_momentum`; the papers' networks are Keras's, with 0.01 as LibTorch counts it.
OptionInfo bnMomentumOption(const std::string& recommended, const std::string& paper = "0.01");

OptionInfo dropoutOption(const std::string& recommended, const std::string& paper, const std::string& help);

/// `vote`: how the predictions of the several held-out samples of a clip become one (temporal fusion spec, section 5).
OptionInfo voteOption();

/// Integer and flag options in one line.
OptionInfo integerOption(const std::string& name, const std::string& recommended, const std::string& paper,
                         const std::string& help, double minimum, double maximum, const std::string& group);
OptionInfo flagOption(const std::string& name, const std::string& recommended, const std::string& paper,
                      const std::string& help, const std::string& group);
OptionInfo choiceOption(const std::string& name, const std::string& recommended, const std::string& paper,
                        const std::string& help, std::vector<std::string> choices, const std::string& group);

/// A specification of pictures of `side` × `side`, of 3 channels in RGB, 0…1, frames stacked as channels.
ClipSpec pictures(ClipSpec::Crop crop, int frames, int side);

/// `crop`, frame or face: what whole pictures show.
OptionInfo cropOption(const std::string& recommended, const std::string& paper);

/// `plan` with the option `crop` applied to all its pictures.
InputPlan withCrop(InputPlan plan, const Options& options);

/// `plan` with all its pictures of the option `side`.
InputPlan withSide(InputPlan plan, const Options& options);

/// The 27 action units that EB+ codes, "AU1" … "AU39", in the order of the action unit spec, section 3.
std::vector<std::string> codedUnits();

} // namespace mien
