// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/heat_map.h"
#include "models/engine/options.h"
#include "models/networks/network_type.h"
#include "models/train/inference.h"

#include <string>

namespace mien {

struct ExplainRequest
{
    std::string method;      ///< empty = the network's default
    std::string layer;       ///< empty = the network's default, with fallback to the next where nothing survives
    int explainedClass = -1; ///< −1 = the predicted one
};

/// The map of a batch of one clip: 68 × T and post-processed where the network sees landmarks, else of the height and
/// width of its pictures, without a difference. Usage error on what the network does not offer.
Result<HeatMap> explain(const NetworkType& type, const Options& options, Model& model, const Batch& batch,
                        const ExplainRequest& request);

} // namespace mien
