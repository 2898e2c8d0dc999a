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

bool isLandmarkMap(const InputPlan& plan)
{
    return plan.inputs.front().kind == ClipSpec::Kind::LandmarkGrid;
}

Result<HeatMap> mapOf(const InputPlan& plan, const Options& options, Model& model, const Batch& batch,
                      const ExplainRequest& request)
{
    const auto raw = classActivationMap(*model.network, batch.inputs, request.method, request.layer,
                                        plan.layers.front(), request.explainedClass);
    if (!raw) return raw.error();
    const Resize resize = options.choice("map_resize") == "nearest" ? Resize::Nearest : Resize::Bilinear;
    const torch::Tensor& input = batch.inputs.front();
    HeatMap map;
    map.method = request.method;
    map.layer = request.layer;
    map.explainedClass = request.explainedClass;
    map.map = resized(*raw, static_cast<int>(input.size(-2)), static_cast<int>(input.size(-1)), resize);
    map.normalised = normalised(map.map);
    map.overPictures = !isLandmarkMap(plan);
    if (!map.overPictures) map.difference = thresholdedDifference(map.normalised);
    map.frames = batch.samples.front().frames;
    return map;
}

/// What is not there to be seen; empty where there is something.
std::string emptiness(const InputPlan& plan, const HeatMap& map)
{
    if (map.isConstant()) return "the map of " + map.layer + " is constant";
    if (isLandmarkMap(plan) && !hasNonZero(map.difference)) return "nothing survived the threshold on " + map.layer;
    return {};
}

/// The request with its defaults filled in.
Result<ExplainRequest> completed(const ModelInfo& info, const InputPlan& plan, ExplainRequest request)
{
    if (info.methods.empty() || plan.layers.empty())
        return Error::usage(info.id + " has no maps: it sees neither landmarks nor pictures", {},
                            "explain a run of another network");
    if (request.method.empty()) request.method = info.methods.front();
    if (!offers(info.methods, request.method))
        return Error::usage(info.id + " has no map method '" + request.method + "'", {},
                            "choose one of " + text::join(info.methods, ", "));
    if (!request.layer.empty() && !offers(plan.layers, request.layer))
        return Error::usage(info.id + " has no layer '" + request.layer + "' to take a map from", {},
                            "choose one of " + text::join(plan.layers, ", "));
    if (request.explainedClass >= static_cast<int>(plan.classes.size()))
        return Error::usage("class " + std::to_string(request.explainedClass) + " is none of the network's " +
                            std::to_string(plan.classes.size()));
    return request;
}

} // namespace

Result<HeatMap> explain(const NetworkType& type, const Options& options, Model& model, const Batch& batch,
                        const ExplainRequest& asked)
{
    const InputPlan plan = type.plan(options);
    auto complete = completed(type.info, plan, asked);
    if (!complete) return complete.error();
    ExplainRequest request = std::move(complete).value();
    if (request.explainedClass < 0) request.explainedClass = predictOne(model, batch, 0).predicted();

    const bool mayFallBack = request.layer.empty() && request.method != "cam"; // cam knows one layer only
    std::vector<std::string> layers = plan.layers;
    if (!request.layer.empty()) layers = {request.layer};
    if (!mayFallBack) layers.resize(1);
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        request.layer = layers[i];
        Result<HeatMap> map = mapOf(plan, options, model, batch, request);
        if (!map) return map;
        const bool last = i + 1 == layers.size();
        if (const std::string nothing = emptiness(plan, *map); !nothing.empty()) {
            if (!last) {
                notes.push_back(nothing + "; taken from " + layers[i + 1]);
                continue;
            }
            notes.push_back(map->isConstant() ? nothing + ": nothing to show" : nothing);
        }
        map->notes = notes;
        return map;
    }
    throw std::logic_error(type.info.id + " declares no layers");
}

} // namespace mien
