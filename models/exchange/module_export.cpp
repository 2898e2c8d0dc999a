// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/exchange/module_export.h"

#include "core/base/files.h"
#include "models/train/checkpoint.h"

#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/script.h>

#include <cctype>
#include <memory>
#include <sstream>

namespace mien {

namespace {

namespace jit = torch::jit;

/// The tree of `module` as TorchScript sees it: the same names, the same tensors.
jit::Module mirrored(const torch::nn::Module& module, const std::shared_ptr<jit::CompilationUnit>& unit,
                     const std::string& typeName)
{
    jit::Module mirror(c10::QualifiedName(typeName), unit, /*shouldMangle=*/true);
    mirror.register_attribute("training", c10::BoolType::get(), false);
    for (const auto& item : module.named_parameters(/*recurse=*/false))
        mirror.register_parameter(item.key(), item.value(), /*is_buffer=*/false);
    for (const auto& item : module.named_buffers(/*recurse=*/false)) mirror.register_buffer(item.key(), item.value());
    for (const auto& child : module.named_children())
        mirror.register_module(child.key(), mirrored(*child.value(), unit, typeName + "_" + child.key()));
    return mirror;
}

/// Two samples, so that no operation takes the batch for a dimension to drop.
jit::Stack examples(const InputPlan& plan)
{
    jit::Stack stack;
    for (const ClipSpec& spec : plan.inputs) {
        std::vector<std::int64_t> shape = spec.shape();
        shape.insert(shape.begin(), 2);
        stack.emplace_back(torch::rand(shape));
    }
    return stack;
}

std::vector<ModelInput> inputsOf(const InputPlan& plan, const Options& options)
{
    std::vector<ModelInput> inputs;
    const std::vector<std::string> names = argumentNames(plan);
    for (std::size_t i = 0; i < names.size(); ++i) {
        ModelInput input{names[i], plan.inputs[i], 0, 1};
        if (input.spec.kind == ClipSpec::Kind::LandmarkGrid) {
            if (input.spec.coordinates == ClipSpec::Coordinates::Face) input.deadZone = options.real("dead_zone");
            input.scale = options.real("input_scale");
        }
        inputs.push_back(std::move(input));
    }
    return inputs;
}

} // namespace

std::vector<std::string> argumentNames(const InputPlan& plan)
{
    std::vector<std::string> names;
    for (std::string name : plan.inputNames) {
        for (char& letter : name)
            if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
        names.push_back(std::move(name));
    }
    return names;
}

std::string torchScriptOf(Network& network, const InputPlan& plan)
{
    const torch::NoGradGuard noGrad;
    network.eval();
    jit::Module module = mirrored(network, std::make_shared<jit::CompilationUnit>(), "__torch__.MienNetwork");
    const auto forward = [&network](const jit::Stack& stack) {
        std::vector<torch::Tensor> inputs;
        for (const c10::IValue& value : stack) inputs.push_back(value.toTensor());
        return jit::Stack{network.forward(inputs)};
    };
    const auto noNames = [](const torch::Tensor&) { return std::string(); };
    const auto traced = jit::tracer::trace(examples(plan), forward, noNames, /*strict=*/true, /*force_outplace=*/false,
                                           &module, argumentNames(plan));
    const std::shared_ptr<jit::Graph> graph = traced.first->graph;
    jit::EliminateDeadCode(graph);
    const c10::QualifiedName name(*module.type()->name(), "forward");
    module.type()->addMethod(module._ivalue()->compilation_unit()->create_function(name, graph));
    std::ostringstream bytes;
    module.save(bytes);
    return bytes.str();
}

Result<ModelCard> exportFold(const NetworkType& type, const Options& options, const std::filesystem::path& folder,
                             int fold, const std::filesystem::path& file)
{
    const std::filesystem::path weights = folder / ("fold-" + std::to_string(fold)) / "best.pt";
    if (!std::filesystem::exists(weights))
        return Error::input("the run has no weights of this fold", weights.string(), "train it first");
    const auto network = type.build(options);
    if (auto read = readCheckpoint(weights, {}, network.get(), nullptr); !read) return read.error();
    const InputPlan plan = type.plan(options);
    if (auto written = files::writeAtomically(file, torchScriptOf(*network, plan)); !written) return written.error();
    ModelCard card;
    card.title = type.info.title;
    card.network = type.info.id;
    card.paper = type.info.paper;
    card.inputs = inputsOf(plan, options);
    card.sampling = plan.sampling;
    card.task = type.info.task;
    card.classes = plan.classes;
    card.countedAs = type.info.countedAs;
    card.options = options.values();
    card.file = file.filename().string();
    return card;
}

} // namespace mien
