// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/classifier.h"

#include "app/engine/jobs/exchange.h"
#include "app/engine/jobs/run_data.h"

namespace mien::jobs {

namespace fs = std::filesystem;

namespace {

Result<Classifier> moduleClassifier(const fs::path& file, Engine& engine)
{
    const auto card = cardOf(file);
    if (!card) return card.error();
    Classifier classifier;
    ModelInfo& model = classifier.model;
    model.id = card->network;
    model.title = card->title;
    for (const ModelInput& input : card->inputs) {
        model.inputNames.push_back(input.name);
        model.inputs.push_back(input.spec);
    }
    model.sampling = card->sampling;
    model.task = card->task;
    model.classes = card->classes;
    model.countedAs = card->countedAs;
    classifier.plan = defaultPlan(model);
    classifier.open = [card = *card, file, &engine] { return engine.loadModule(card, file); };
    return classifier;
}

} // namespace

Result<Classifier> classifierOf(const fs::path& source, Engine& engine)
{
    if (isModule(source)) return moduleClassifier(source, engine);
    const auto config = configOf(source);
    if (!config) return config.error();
    const ModelInfo* model = engine.model(config->network);
    if (model == nullptr) return Error::usage("there is no network " + config->network, {}, "see mien-cli models");
    auto plan = engine.inputPlan(*config);
    if (!plan) return plan.error();
    auto parent = parentFor(*config, *plan, engine);
    if (!parent) return parent.error();
    return Classifier{*config, *model, *plan, std::move(*parent),
                      [config = *config, source, &engine] { return engine.load(config, source); }};
}

} // namespace mien::jobs
