// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/dropout.h"
#include "models/blocks/keras.h"
#include "models/blocks/unit_network.h"
#include "models/engine/network_options.h"
#include "models/networks/network.h"

namespace mien {

namespace {

constexpr int paperSide = 224;

/// VGG16 over one frame (action unit spec, section 4.1). Parameters as torchvision names them: features.{0, 2, 5, 7,
/// 10, 12, 14, 17, 19, 21, 24, 26, 28}, classifier.{0, 3, 6}.
class Vgg16 final : public Network
{
public:
    explicit Vgg16(const Options& options)
    {
        const double width = options.real("width");
        std::int64_t channels = 3;
        m_features = register_module("features", torch::nn::Sequential());
        for (const std::int64_t filters : {64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512}) {
            if (filters == 0) {
                m_features->push_back(torch::nn::MaxPool2d(2));
                continue;
            }
            const std::int64_t out = withWidth(filters, width);
            m_features->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, out, 3).padding(1)));
            m_features->push_back(torch::nn::ReLU());
            channels = out;
        }
        const std::int64_t rows = options.integer("side") / 32;
        const std::int64_t dense = withWidth(4096, width);
        m_classifier = register_module(
            "classifier",
            torch::nn::Sequential(torch::nn::Linear(channels * rows * rows, dense), torch::nn::ReLU(),
                                  blocks::Dropout(options.real("dropout")), torch::nn::Linear(dense, dense),
                                  torch::nn::ReLU(), blocks::Dropout(options.real("dropout")),
                                  torch::nn::Linear(dense, unitCount)));
        initialise();
    }

    Activations features(const std::vector<torch::Tensor>& inputs) override
    {
        return {{"last", m_features->forward(inputs.at(0).contiguous(torch::MemoryFormat::ChannelsLast))}};
    }

    torch::Tensor head(const Activations& activations) override
    {
        return m_classifier->forward(torch::max_pool2d(activations.at("last"), 2).contiguous().flatten(1));
    }

private:
    /// He's initial weights: with Glorot's, half of the signal's variance is lost in each of sixteen layers of ReLU,
    /// and from scratch (no VGG-Face weights) nothing is ever learned.
    void initialise()
    {
        keras::initialise(*this);
        for (const auto& layer : modules(/*include_self=*/false))
            if (const auto* convolution = layer->as<torch::nn::Conv2dImpl>())
                torch::nn::init::kaiming_normal_(convolution->weight, 0, torch::kFanIn, torch::kReLU);
            else if (const auto* dense = layer->as<torch::nn::LinearImpl>();
                     dense && dense->weight.size(0) != unitCount)
                torch::nn::init::kaiming_normal_(dense->weight, 0, torch::kFanIn, torch::kReLU);
    }

    torch::nn::Sequential m_features{nullptr}, m_classifier{nullptr};
};

} // namespace

namespace networks {

NetworkType vgg16_au()
{
    // Without batch norm, 0.001 is too much for Adam at the start.
    NetworkType type = unitType(pictures(ClipSpec::Crop::Frame, 1, paperSide), 8, {{"learning_rate", "0.0001", "0.05"}},
                                {dropoutOption("0.5", "0.5",
                                               "Share of the hidden dense layers' values dropped in "
                                               "training.")});
    ModelInfo& info = type.info;
    info.id = "vgg16_au";
    info.title = "VGG16 for action units";
    info.parameters = 134371163;
    type.build = [](const Options& options) { return std::make_shared<Vgg16>(options); };
    return type;
}

} // namespace networks

} // namespace mien
