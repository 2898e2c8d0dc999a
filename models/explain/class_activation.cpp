// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/explain/class_activation.h"

#include "core/base/text.h"

#include <algorithm>

namespace mien {

namespace {

Grid toGrid(const torch::Tensor& map)
{
    const torch::Tensor values = map.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    Grid grid(static_cast<int>(values.size(0)), static_cast<int>(values.size(1)));
    std::copy_n(values.data_ptr<float>(), values.numel(), grid.values.begin());
    return grid;
}

std::string namesOf(const Activations& activations)
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : activations)
        if (tensor.dim() == 4) names.push_back(name);
    return text::join(names, ", ");
}

} // namespace

Result<Grid> classActivationMap(Network& network, const std::vector<torch::Tensor>& inputs, const std::string& method,
                                const std::string& layer, const std::string& pooledLayer, int explainedClass)
{
    const torch::AutoGradMode grad(true);
    network.eval();
    const Activations activations = network.features(inputs);
    const auto it = activations.find(layer);
    if (it == activations.end() || it->second.dim() != 4)
        return Error::usage("the network has no layer '" + layer + "' to take a map from", {},
                            "choose one of " + namesOf(activations));
    const torch::Tensor& a = it->second;
    const torch::Tensor logits = network.head(activations);
    if (explainedClass < 0 || explainedClass >= logits.size(1))
        return Error::usage("class " + std::to_string(explainedClass) + " is none of the network's " +
                            std::to_string(logits.size(1)));
    if (method == "cam") {
        const torch::Tensor weights = network.pooledWeights();
        if (!weights.defined() || layer != pooledLayer)
            return Error::usage("cam needs global average pooling and one dense layer right behind layer '" + layer +
                                    "'",
                                {}, "choose gradcam or hirescam");
        return toGrid((weights[explainedClass].view({1, -1, 1, 1}) * a).sum(1)[0]);
    }
    if (method != "gradcam" && method != "hirescam")
        return Error::usage("unknown map method '" + method + "'", {}, "choose gradcam, hirescam or cam");
    const torch::Tensor gradient = torch::autograd::grad({logits[0][explainedClass]}, {a})[0];
    if (method == "hirescam") return toGrid((a * gradient).sum(1)[0]);
    return toGrid(torch::relu((gradient.mean({2, 3}, true) * a).sum(1))[0]);
}

} // namespace mien
