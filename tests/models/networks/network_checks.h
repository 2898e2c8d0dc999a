// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "models/networks/network.h"
#include "models/networks/registry.h"
#include "tests/models/small_networks.h"

#include <torch/torch.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

/// What tests of networks share.
namespace mien::checks {

inline const NetworkType& typeOf(const std::string& id)
{
    static const std::vector<NetworkType> types = registeredNetworks();
    for (const NetworkType& type : types)
        if (type.info.id == id) return type;
    throw std::logic_error("no network " + id);
}

inline Options optionsOf(const NetworkType& type, const std::string& preset, const Settings& settings = {})
{
    RunConfig config;
    config.network = type.info.id;
    config.preset = preset;
    config.options = settings;
    return Options(resolveOptions(type.info, config).value());
}

inline std::shared_ptr<Network> built(const std::string& id, const Settings& settings = {},
                                      const std::string& preset = "paper")
{
    const NetworkType& type = typeOf(id);
    return type.build(optionsOf(type, preset, settings));
}

inline std::vector<torch::Tensor> randomInputs(const InputPlan& plan, std::int64_t batch)
{
    std::vector<torch::Tensor> inputs;
    for (const ClipSpec& spec : plan.inputs) {
        std::vector<std::int64_t> shape = spec.shape();
        shape.insert(shape.begin(), batch);
        inputs.push_back(torch::randn(shape));
    }
    return inputs;
}

/// Trained parameters whose names begin with `prefix`.
inline std::int64_t countBelow(const Network& network, const std::string& prefix = "")
{
    std::int64_t count = 0;
    for (const auto& item : network.named_parameters())
        if (item.key().rfind(prefix, 0) == 0 && item.value().requires_grad()) count += item.value().numel();
    return count;
}

inline std::string shapeOf(const torch::Tensor& tensor)
{
    std::vector<std::string> sizes;
    for (const std::int64_t size : tensor.sizes()) sizes.push_back(std::to_string(size));
    return text::join(sizes, "x");
}

inline double difference(const torch::Tensor& a, const torch::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

/// The module of a name, as what it is.
template <typename T> T& moduleOf(Network& network, const std::string& name)
{
    return *network.named_modules()[name]->template as<T>();
}

} // namespace mien::checks
