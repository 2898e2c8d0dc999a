// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/heat_map.h"
#include "models/networks/network.h"

#include <string>
#include <vector>

namespace mien {

/// The map of the logit of `explainedClass` over a named activation A (1 × K × H × W) of one sample, H × W, raw units:
///   gradcam   ReLU(Σ_k mean(∂y/∂A_k) A_k)  (Selvaraju et al. 2017)
///   hirescam  Σ_k A_k ⊙ ∂y/∂A_k            (Draelos & Carin 2020); exact where what follows A is piecewise linear
///   cam       Σ_k w_{c,k} A_k              (Zhou et al. 2016); only `pooledLayer` of a network with pooled weights
/// In evaluation mode, from logits. Usage error on an unknown method, layer or class.
Result<Grid> classActivationMap(Network& network, const std::vector<torch::Tensor>& inputs, const std::string& method,
                                const std::string& layer, const std::string& pooledLayer, int explainedClass);

} // namespace mien
