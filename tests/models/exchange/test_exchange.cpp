// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every network, with weights and statistics as after a training, gives stock PyTorch the logits that it gives here,
// and takes its state dict back. Weights and modules of others are read, or refused in a sentence.
#include "core/base/files.h"
#include "models/exchange/foreign_module.h"
#include "models/exchange/module_export.h"
#include "models/exchange/pickle.h"
#include "models/exchange/state_dict.h"
#include "tests/models/networks/network_checks.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"
#include "tests/support/python.h"

#include <caffe2/serialize/inline_container.h>
#include <torch/csrc/jit/serialization/pickle.h>
#include <torch/script.h>

#include <set>
#include <sstream>

using namespace mien;

namespace {

/// Biases off 0, batch norm with statistics of its own.
void pretendTraining(Network& network)
{
    const torch::NoGradGuard noGrad;
    for (torch::Tensor& parameter : network.parameters()) {
        if (parameter.dim() == 1 && parameter.requires_grad()) parameter.add_(0.1 * torch::randn_like(parameter));
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
    }
    for (auto& item : network.named_buffers()) {
        if (text::endsWith(item.key(), "running_mean")) item.value().normal_(0, 0.2);
        if (text::endsWith(item.key(), "running_var")) item.value().uniform_(0.5, 1.5);
    }
}

std::string bytesOf(const c10::IValue& value)
{
    const std::vector<char> bytes = torch::pickle_save(value);
    return {bytes.begin(), bytes.end()};
}

std::shared_ptr<Network> smallNetwork(const NetworkType& type)
{
    return type.build(checks::optionsOf(type, "recommended", checks::smallest(type.info)));
}

/// Writes <id>.pt and <id>.io: for each batch size the inputs, and behind them the logits.
void writeModule(const NetworkType& type, const std::filesystem::path& folder)
{
    torch::manual_seed(7);
    const Options options = checks::optionsOf(type, "recommended", checks::smallest(type.info));
    const auto network = smallNetwork(type);
    pretendTraining(*network);
    network->eval();
    const InputPlan plan = type.plan(options);
    const torch::NoGradGuard noGrad;
    c10::impl::GenericList batches(c10::ListType::create(c10::TensorType::get()));
    for (const std::int64_t size : {1, 3}) {
        std::vector<torch::Tensor> row = checks::randomInputs(plan, size);
        row.push_back(network->forward(row));
        batches.push_back(c10::List<torch::Tensor>(row));
    }
    EXPECT(files::writeAtomically(folder / (type.info.id + ".io"), bytesOf(batches)).ok());
    EXPECT(files::writeAtomically(folder / (type.info.id + ".pt"), torchScriptOf(*network, plan)).ok());
}

/// A fresh network with the state dict that Python saved answers as the one that was exported.
void takeBack(const NetworkType& type, const std::filesystem::path& folder)
{
    torch::manual_seed(8);
    const auto network = smallNetwork(type);
    const auto read = readWeights(*network, {folder / (type.info.id + ".state"), {}});
    REQUIRE_OK(read);
    network->eval();
    const auto bytes = files::read(folder / (type.info.id + ".io"));
    REQUIRE_OK(bytes);
    const torch::NoGradGuard noGrad;
    const c10::IValue batches = torch::pickle_load({bytes->begin(), bytes->end()});
    for (const c10::IValue& batch : batches.toListRef()) {
        std::vector<torch::Tensor> row = batch.toTensorVector();
        const torch::Tensor expected = row.back();
        row.pop_back();
        const double difference = checks::difference(network->forward(row), expected);
        EXPECT(difference <= 1e-5 * std::max(1.0, expected.abs().max().item<double>()));
    }
}

/// A layer and a batch norm: what make_weights.py writes tensors of.
class Tiny final : public Network
{
public:
    Tiny()
    {
        register_module("fc", torch::nn::Linear(4, 3));
        register_module("bn", torch::nn::BatchNorm1d(3));
    }
    Activations features(const std::vector<torch::Tensor>&) override { return {}; }
    torch::Tensor head(const Activations&) override { return {}; }
};

/// Folder of the files of make_weights.py; nothing without Python.
const std::filesystem::path* weightsFolder()
{
    static const toy::Folder folder("weights é");
    static const bool made = [] {
        const std::string python = python::interpreter();
        return !python.empty() && python::run(python, "make_weights.py", folder.path());
    }();
    return made ? &folder.path() : nullptr;
}

bool refuses(const Result<void>& result, const std::string& words)
{
    if (!result && result.error().what.find(words) != std::string::npos) return true;
    std::cout << (result ? "accepted" : result.error().message()) << '\n';
    return false;
}

/// Of our landmark networks, without what they make of them.
ModelCard landmarkCard()
{
    ModelCard card;
    card.title = "somebody's";
    card.inputs = {{"landmarks", ClipSpec(), 0, 1}};
    card.classes = {"anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"};
    card.output = ModelCard::Output::Probabilities;
    return card;
}

} // namespace

TEST_CASE("stock PyTorch gets the same logits from all networks")
{
    const std::string python = python::interpreter();
    if (python.empty()) return;
    const toy::Folder folder("exchange é");
    for (const NetworkType& type : registeredNetworks()) writeModule(type, folder.path());
    const bool ran = python::run(python, "check_modules.py", folder.path());
    EXPECT(ran);
    if (!ran) return;
    const auto results = files::read(folder.path() / "results.txt");
    REQUIRE_OK(results);
    std::istringstream lines(*results);
    std::set<std::string> met;
    double worst = 0;
    std::string id;
    double batch = 0, difference = 0, scale = 0;
    while (lines >> id >> batch >> difference >> scale) {
        met.insert(id);
        // A logit is some units large; a last digit of float32 is a share of it.
        const double relative = difference / std::max(1.0, scale);
        if (!(relative < 1e-5)) std::cout << id << ": " << difference << " of " << scale << '\n';
        EXPECT(relative < 1e-5);
        EXPECT(scale > 1e-3);
        worst = std::max(worst, relative);
    }
    EXPECT_EQUAL(met.size(), registeredNetworks().size());
    std::cout << met.size() << " networks, largest difference " << worst << '\n';
    for (const NetworkType& type : registeredNetworks()) takeBack(type, folder.path());
}

TEST_CASE("arguments have names that Python can write")
{
    InputPlan plan;
    plan.inputNames = {"frames 1-4", "landmarks"};
    EXPECT(argumentNames(plan) == (std::vector<std::string>{"frames_1_4", "landmarks"}));
}

TEST_CASE("weights are read in the forms in which people have them")
{
    const auto* folder = weightsFolder();
    if (!folder) return;
    Tiny expected;
    REQUIRE_OK(readWeights(expected, {*folder / "plain.pt", {}}));
    const auto state = expected.named_parameters();
    EXPECT_NEAR(expected.named_buffers()["bn.running_var"][0].item<double>(), 2, 0);
    EXPECT_EQUAL(expected.named_buffers()["bn.num_batches_tracked"].item<std::int64_t>(), 7);
    const WeightsMap none;
    WeightsMap parallel, foreign;
    parallel.prefix = "module.";
    foreign.names = {{"dense.0", "fc"}};
    foreign.permute = {{"dense.0", {1, 0}}};
    WeightsMap withoutBuffers;
    withoutBuffers.keep = {"bn.num_batches_tracked"};
    for (const auto& [file, map] : {std::pair{"plain.pt", none},
                                    {"parallel.pt", parallel},
                                    {"nested.pt", none},
                                    {"half.pt", none},
                                    {"protocol4.pt", none},
                                    {"parameters.pt", withoutBuffers},
                                    {"foreign.pt", foreign}}) {
        Tiny tiny;
        const auto read = readWeights(tiny, {*folder / file, map});
        if (!read) std::cout << file << '\n';
        REQUIRE_OK(read);
        for (const auto& item : tiny.named_parameters())
            EXPECT_NEAR(checks::difference(item.value(), state[item.key()]), 0,
                        std::string(file) == "half.pt" ? 2e-3 : 0);
    }
}

TEST_CASE("weights that do not fit name every tensor, and change nothing")
{
    const auto* folder = weightsFolder();
    if (!folder) return;
    Tiny tiny;
    const torch::Tensor before = tiny.named_parameters()["bn.weight"].clone().fill_(5);
    tiny.named_parameters()["bn.weight"].data().fill_(5);
    const auto wrong = readWeights(tiny, {*folder / "wrong.pt", {}});
    EXPECT(refuses(wrong, "missing: fc.bias"));
    EXPECT(refuses(wrong, "not in the network: head.weight"));
    EXPECT(refuses(wrong, "of another shape: fc.weight (5x4, here 3x4)"));
    EXPECT_NEAR(checks::difference(tiny.named_parameters()["bn.weight"], before), 0, 0);
    WeightsMap map;
    map.names = {{"fc9", "fc"}};
    EXPECT(refuses(readWeights(tiny, {*folder / "plain.pt", map}), "in the map but not in the file: fc9"));
    map = {};
    map.ignore = {"head"};
    map.keep = {"fc"};
    REQUIRE_OK(readWeights(tiny, {*folder / "wrong.pt", map}));
    EXPECT_NEAR(tiny.named_parameters()["bn.weight"][0].item<double>(), 1, 0);
}

TEST_CASE("files that hold no weights are refused in a sentence, and nothing in them is called")
{
    const auto* folder = weightsFolder();
    if (!folder) return;
    Tiny tiny;
    const auto refusal = [&](const char* file) { return readWeights(tiny, {*folder / file, {}}); };
    EXPECT(refuses(refusal("old.pt"), "before 1.6"));
    EXPECT(refuses(refusal("text.pt"), "none that torch.save wrote"));
    EXPECT(refuses(refusal("absent.pt"), "cannot be read"));
    EXPECT(refuses(refusal("truncated.pt"), "damaged"));
    EXPECT(refuses(refusal("numbers.pt"), "no dictionary of tensors"));
    EXPECT(refuses(refusal("object.pt"), "no dictionary of tensors"));
    EXPECT(refuses(refusal("hostile.pt"), "missing: "));
    EXPECT(!std::filesystem::exists(*folder / "executed"));
}

TEST_CASE("a pickle that was tampered with ends in an error or in other tensors, never elsewhere")
{
    const auto* folder = weightsFolder();
    if (!folder) return;
    caffe2::serialize::PyTorchStreamReader archive((*folder / "nested.pt").string());
    const auto [data, size] = archive.getRecord("data.pkl");
    const std::string whole(static_cast<const char*>(data.get()), size);
    const auto storages = [](const std::string&, const std::string&) { return torch::zeros({12}); };
    Random random(1);
    int refused = 0;
    constexpr int rounds = 3000;
    for (int i = 0; i < rounds; ++i) {
        std::string bytes = whole.substr(0, random.chance(0.2) ? random.below(whole.size()) : whole.size());
        for (std::size_t k = random.below(4); k > 0 && !bytes.empty(); --k)
            bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        try {
            const Pickle pickle(bytes, storages);
        } catch (const std::exception&) {
            ++refused;
        }
    }
    EXPECT(refused > rounds / 5 && refused < rounds);
}

TEST_CASE("a module of somebody else is tried out and answers")
{
    const auto* folder = weightsFolder();
    if (!folder) return;
    const auto file = *folder / "pooled.script";
    auto run = openModule(landmarkCard(), file);
    REQUIRE_OK(run);
    Random random(2);
    const Clip clip = toy::clip(0, 0, random);
    const auto prediction = (*run)->predict(clip, 1);
    REQUIRE_OK(prediction);
    torch::jit::Module module = torch::jit::load(file.string());
    torch::Tensor grid = torch::tensor(clip.inputs[0].data).view({1, 2, 68, 20});
    const torch::Tensor expected = module.forward({grid}).toTensor()[0];
    for (std::int64_t c = 0; c < 7; ++c)
        EXPECT_NEAR(prediction->probabilities[static_cast<std::size_t>(c)], expected[c].item<double>(), 1e-5);
    EXPECT(!(*run)->explain(clip, 1, "", "", -1));

    ModelCard card = landmarkCard();
    card.classes.pop_back();
    const auto fewer = openModule(card, file);
    EXPECT(!fewer && fewer.error().what.find("names 6 classes") != std::string::npos);
    card = landmarkCard();
    card.inputs.push_back(card.inputs.front());
    const auto more = openModule(card, file);
    EXPECT(!more && more.error().what.find("does not take the inputs") != std::string::npos);
    const auto none = openModule(landmarkCard(), *folder / "plain.pt");
    EXPECT(!none && none.error().what.find("no TorchScript module") != std::string::npos);
}

TEST_MAIN
