// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/engine/network_options.h"

#include <algorithm>
#include <cmath>

namespace mien {

using Type = OptionInfo::Type;

OptionInfo widthOption()
{
    return {"width",
            Type::Real,
            "1",
            "1",
            "Share of the channels of all hidden layers; 1 is the network of the paper.",
            0.25,
            1,
            {},
            "network"};
}

std::int64_t withWidth(std::int64_t channels, double width)
{
    return std::max<std::int64_t>(1, std::llround(static_cast<double>(channels) * width));
}

OptionInfo sideOption(int side, int least, int most)
{
    return integerOption("side", std::to_string(side), std::to_string(side),
                         "Height and width of the pictures, pixels.", least, most, "input");
}

OptionInfo bnMomentumOption(const std::string& recommended, const std::string& paper)
{
    return {"bn_momentum",
            Type::Real,
            recommended,
            paper,
            "Weight of the newest batch in the running statistics of batch norm (1 minus the Keras momentum).",
            1e-4,
            1,
            {},
            "network"};
}

OptionInfo dropoutOption(const std::string& recommended, const std::string& paper, const std::string& help)
{
    return {"dropout", Type::Real, recommended, paper, help, 0, 0.9, {}, "network"};
}

OptionInfo voteOption()
{
    return choiceOption("vote", "sum", "sum",
                        "How the predictions of a held-out clip's samples become one: the largest sum of "
                        "probabilities, or most samples with it as their most probable class.",
                        {"sum", "max_probability"}, "evaluation");
}

OptionInfo integerOption(const std::string& name, const std::string& recommended, const std::string& paper,
                         const std::string& help, double minimum, double maximum, const std::string& group)
{
    return {name, Type::Integer, recommended, paper, help, minimum, maximum, {}, group};
}

OptionInfo flagOption(const std::string& name, const std::string& recommended, const std::string& paper,
                      const std::string& help, const std::string& group)
{
    return {name, Type::Flag, recommended, paper, help, 0, 0, {}, group};
}

OptionInfo choiceOption(const std::string& name, const std::string& recommended, const std::string& paper,
                        const std::string& help, std::vector<std::string> choices, const std::string& group)
{
    return {name, Type::Choice, recommended, paper, help, 0, 0, std::move(choices), group};
}

ClipSpec pictures(ClipSpec::Crop crop, int frames, int side)
{
    ClipSpec spec;
    spec.kind = ClipSpec::Kind::Pictures;
    spec.frames = frames;
    spec.crop = crop;
    spec.channels = 3;
    spec.height = side;
    spec.width = side;
    spec.layout = ClipSpec::Layout::Stacked;
    spec.values = ClipSpec::Values::Unit;
    return spec;
}

OptionInfo cropOption(const std::string& recommended, const std::string& paper)
{
    return choiceOption("crop", recommended, paper,
                        "What the pictures show: the whole frame, or the landmarks' bounding box, 20 % larger.",
                        {"frame", "face"}, "input");
}

InputPlan withCrop(InputPlan plan, const Options& options)
{
    const bool face = options.choice("crop") == "face";
    for (ClipSpec& input : plan.inputs)
        if (input.kind == ClipSpec::Kind::Pictures)
            input.crop = face ? ClipSpec::Crop::Landmarks : ClipSpec::Crop::Frame;
    return plan;
}

InputPlan withSide(InputPlan plan, const Options& options)
{
    const int side = static_cast<int>(options.integer("side"));
    for (ClipSpec& input : plan.inputs)
        if (input.kind == ClipSpec::Kind::Pictures) input.height = input.width = side;
    return plan;
}

std::vector<std::string> codedUnits()
{
    std::vector<std::string> names;
    for (const int unit :
         {1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 27, 28, 30, 32, 38, 39})
        names.push_back("AU" + std::to_string(unit));
    return names;
}

} // namespace mien
