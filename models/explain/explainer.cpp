// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/explain/explainer.h"

#include "core/base/text.h"
#include "models/explain/class_activation.h"
#include "models/explain/map_processing.h"

#include <algorithm>
#include <stdexcept>

namespace mien {

namespace {

bool offers(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

Result<HeatMap> mapOf(const NetworkType& type, const Options& options, Model& model, const Batch& batch,
                      const ExplainRequest& request)
{
    const auto raw = classActivationMap(*model.network, batch.inputs, request.method, request.layer,
                                        type.info.layers.front(), request.explainedClass);
    if (!raw) return raw.error();
    const Resize resize = options.choice("map_resize") == "nearest" ? Resize::Nearest : Resize::Bilinear;
    const torch::Tensor& input = batch.inputs.front();
    HeatMap map;
    map.method = request.method;
    map.layer = request.layer;
    map.explainedClass = request.explainedClass;
    map.map = resized(*raw, static_cast<int>(input.size(2)), static_cast<int>(input.size(3)), resize);
    map.normalised = normalised(map.map);
    map.difference = thresholdedDifference(map.normalised);
    map.frames = batch.samples.front().frames;
    return map;
}

} // namespace

Result<HeatMap> explain(const NetworkType& type, const Options& options, Model& model, const Batch& batch,
                        const ExplainRequest& asked)
{
    const ModelInfo& info = type.info;
    ExplainRequest request = asked;
    if (request.method.empty()) request.method = info.methods.front();
    if (!offers(info.methods, request.method))
        return Error::usage(info.id + " has no map method '" + request.method + "'", {},
                            "choose one of " + text::join(info.methods, ", "));
    if (!request.layer.empty() && !offers(info.layers, request.layer))
        return Error::usage(info.id + " has no layer '" + request.layer + "' to take a map from", {},
                            "choose one of " + text::join(info.layers, ", "));
    if (request.explainedClass >= static_cast<int>(info.classes.size()))
        return Error::usage("class " + std::to_string(request.explainedClass) + " is none of the network's " +
                            std::to_string(info.classes.size()));
    if (request.explainedClass < 0) request.explainedClass = predictOne(model, batch, 0).predicted();

    const bool mayFallBack = request.layer.empty() && request.method != "cam"; // cam knows one layer only
    std::vector<std::string> layers = info.layers;
    if (!request.layer.empty()) layers = {request.layer};
    if (!mayFallBack) layers.resize(1);
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        request.layer = layers[i];
        Result<HeatMap> map = mapOf(type, options, model, batch, request);
        if (!map) return map;
        const bool last = i + 1 == layers.size();
        if (!hasNonZero(map->difference)) {
            if (!last) {
                notes.push_back("nothing survived the threshold on " + layers[i] + "; taken from " + layers[i + 1]);
                continue;
            }
            notes.push_back(map->isConstant() ? "the map of " + layers[i] + " is constant: nothing to show"
                                              : "nothing survived the threshold on " + layers[i]);
        }
        map->notes = notes;
        return map;
    }
    throw std::logic_error(info.id + " declares no layers");
}

} // namespace mien
