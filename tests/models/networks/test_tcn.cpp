// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "models/blocks/batch_norm_relu6.h"
#include "models/explain/class_activation.h"
#include "models/networks/network.h"
#include "models/networks/registry.h"
#include "tests/support/check.h"

#include <torch/torch.h>

using namespace mien;

namespace {

NetworkType typeOf(const std::string& id)
{
    for (NetworkType& type : registeredNetworks())
        if (type.info.id == id) return type;
    throw std::logic_error("no network " + id);
}

std::shared_ptr<Network> built(const std::string& id, const std::map<std::string, std::string>& options = {})
{
    const NetworkType type = typeOf(id);
    RunConfig config;
    config.network = id;
    config.options = options;
    return type.build(Options(resolveOptions(type.info, config).value()));
}

torch::Tensor parameter(const Network& network, const std::string& name)
{
    return network.named_parameters()[name];
}

std::int64_t countBelow(const Network& network, const std::string& prefix)
{
    std::int64_t count = 0;
    for (const auto& item : network.named_parameters())
        if (item.key().rfind(prefix, 0) == 0) count += item.value().numel();
    return count;
}

std::string shapeOf(const torch::Tensor& tensor)
{
    std::vector<std::string> sizes;
    for (const std::int64_t size : tensor.sizes()) sizes.push_back(std::to_string(size));
    return text::join(sizes, "x");
}

/// Batch norm statistics away from 0 and 1, biases away from 0: an untrained network would hide mistakes in them.
void roughen(Network& network)
{
    const torch::NoGradGuard noGrad;
    torch::manual_seed(11);
    for (const auto& item : network.named_buffers()) {
        if (item.key().find("running_mean") != std::string::npos) item.value().uniform_(-0.3, 0.3);
        if (item.key().find("running_var") != std::string::npos) item.value().uniform_(0.5, 2.0);
    }
    for (const auto& item : network.named_parameters())
        if (item.value().dim() == 1) item.value().uniform_(-0.5, 0.8);
}

torch::Tensor randomGrid(std::int64_t batch)
{
    torch::manual_seed(5);
    return torch::randn({batch, 2, 68, 20});
}

double sumOf(const Grid& grid)
{
    double sum = 0;
    for (const float value : grid.values) sum += value;
    return sum;
}

} // namespace

TEST_CASE("parameters of tcn, layer by layer")
{
    for (const char* valid : {"false", "true"})
        for (const char* order : {"false", "true"}) {
            const auto tcn = built("tcn", {{"tcn_valid", valid}, {"bn_before_relu", order}});
            const std::vector<std::pair<std::string, std::int64_t>> table = {
                {"trunk.conv1.", 1216},  {"trunk.bn1.", 128}, {"trunk.conv2.", 32896}, {"trunk.bn2.", 256},
                {"trunk.conv3.", 32832}, {"trunk.bn3.", 128}, {"fc1.", 262208},        {"fc2.", 455}};
            for (const auto& [prefix, count] : table) EXPECT_EQUAL(countBelow(*tcn, prefix), count);
            EXPECT_EQUAL(countBelow(*tcn, ""), 330119);
        }
    EXPECT_EQUAL(countBelow(*built("tcn_gap"), ""), 67911);
}

TEST_CASE("shapes of tcn, for one sample and for five")
{
    for (const std::int64_t batch : {1, 5}) {
        const std::string n = std::to_string(batch);
        const auto tcn = built("tcn");
        tcn->eval();
        const Activations same = tcn->features({randomGrid(batch)});
        EXPECT_EQUAL(shapeOf(same.at("conv2")), n + "x128x68x20");
        EXPECT_EQUAL(shapeOf(same.at("conv3")), n + "x64x33x9");
        EXPECT_EQUAL(shapeOf(tcn->head(same)), n + "x7");
        const auto valid = built("tcn", {{"tcn_valid", "true"}});
        valid->eval();
        const Activations unpadded = valid->features({randomGrid(batch)});
        EXPECT_EQUAL(shapeOf(unpadded.at("conv2")), n + "x128x65x17");
        EXPECT_EQUAL(shapeOf(unpadded.at("conv3")), n + "x64x32x8");
        EXPECT_EQUAL(shapeOf(valid->head(unpadded)), n + "x7");
        EXPECT_EQUAL(shapeOf(built("tcn_gap")->forward({randomGrid(batch)})), n + "x7");
    }
}

TEST_CASE("weights are Glorot uniform, biases zero, batch norm as in Keras")
{
    torch::manual_seed(3);
    const auto tcn = built("tcn", {{"bn_momentum", "0.01"}});
    const std::vector<std::tuple<std::string, double, double>> fans = {{"trunk.conv1", 2 * 9, 64 * 9},
                                                                       {"trunk.conv2", 64 * 4, 128 * 4},
                                                                       {"trunk.conv3", 128 * 4, 64 * 4},
                                                                       {"fc1", 4096, 64},
                                                                       {"fc2", 64, 7}};
    for (const auto& [name, in, out] : fans) {
        const double bound = std::sqrt(6.0 / (in + out));
        const double largest = parameter(*tcn, name + ".weight").abs().max().item<double>();
        EXPECT(largest <= bound);
        EXPECT(largest > 0.97 * bound || name == "fc2");
        EXPECT_EQUAL(parameter(*tcn, name + ".bias").abs().max().item<double>(), 0.0);
    }
    for (const auto& child : tcn->modules())
        if (auto* norm = child->as<blocks::BatchNormAct>()) {
            EXPECT_EQUAL(norm->eps(), 1e-3);
            EXPECT_EQUAL(norm->momentum(), 0.01);
        }
}

TEST_CASE("'same' padding of the even kernel adds below and to the right, and batch norm follows ReLU")
{
    // Second authority: the same layers written out with LibTorch's own functions and padding mode.
    namespace F = torch::nn::functional;
    for (const bool before : {false, true}) {
        const auto tcn = built("tcn", {{"bn_before_relu", before ? "true" : "false"}});
        roughen(*tcn);
        tcn->eval();
        const auto block = [&](const std::string& i, const torch::Tensor& x) {
            const auto buffers = tcn->named_buffers();
            const auto y = F::conv2d(
                x, parameter(*tcn, "trunk.conv" + i + ".weight"),
                F::Conv2dFuncOptions().bias(parameter(*tcn, "trunk.conv" + i + ".bias")).padding(torch::kSame));
            const auto norm = [&](const torch::Tensor& z) {
                return F::batch_norm(z, buffers["trunk.bn" + i + ".running_mean"],
                                     buffers["trunk.bn" + i + ".running_var"],
                                     F::BatchNormFuncOptions()
                                         .weight(parameter(*tcn, "trunk.bn" + i + ".weight"))
                                         .bias(parameter(*tcn, "trunk.bn" + i + ".bias"))
                                         .eps(1e-3));
            };
            return before ? torch::relu(norm(y)) : norm(torch::relu(y));
        };
        const torch::Tensor x = randomGrid(2);
        const auto a = block("3", torch::max_pool2d(block("2", block("1", x)), 3, 2));
        const auto flat = torch::max_pool2d(a, 3, 2).flatten(1);
        const auto hidden = torch::relu(F::linear(flat, parameter(*tcn, "fc1.weight"), parameter(*tcn, "fc1.bias")));
        const auto logits = F::linear(hidden, parameter(*tcn, "fc2.weight"), parameter(*tcn, "fc2.bias"));
        EXPECT((logits - tcn->forward({x})).abs().max().item<double>() < 1e-4);
    }
}

TEST_CASE("the exact linear map sums to the logit: |y - sum M - b_eff| < 1e-4")
{
    for (const char* valid : {"false", "true"}) {
        const auto tcn = built("tcn", {{"tcn_valid", valid}});
        roughen(*tcn);
        const torch::Tensor x = randomGrid(1);
        tcn->eval();
        const Activations activations = tcn->features({x});
        const torch::Tensor logits = tcn->head(activations);
        const torch::Tensor pooled =
            valid[0] == 't'
                ? torch::max_pool2d(torch::constant_pad_nd(activations.at("conv3"), {0, 1, 0, 1}, -1e30), 3, 2)
                : torch::max_pool2d(activations.at("conv3"), 3, 2);
        const auto b1 = parameter(*tcn, "fc1.bias");
        const auto h = torch::linear(pooled.flatten(1), parameter(*tcn, "fc1.weight"), b1)[0];
        for (int c = 0; c < 7; ++c) {
            const auto map = classActivationMap(*tcn, {x}, "hirescam", "conv3", "conv3", c);
            REQUIRE_OK(map);
            const double bias =
                ((parameter(*tcn, "fc2.weight")[c] * h.gt(0)).dot(b1) + parameter(*tcn, "fc2.bias")[c]).item<double>();
            EXPECT_NEAR(sumOf(*map) + bias, logits[0][c].item<double>(), 1e-4);
        }
    }
}

TEST_CASE("classic map of tcn_gap: mean plus bias is the logit, and its ReLU is Grad-CAM times the area")
{
    const auto gap = built("tcn_gap");
    roughen(*gap);
    gap->eval();
    const torch::Tensor x = randomGrid(1);
    const torch::Tensor logits = gap->forward({x});
    for (int c = 0; c < 7; ++c) {
        const auto cam = classActivationMap(*gap, {x}, "cam", "conv3", "conv3", c);
        const auto gradcam = classActivationMap(*gap, {x}, "gradcam", "conv3", "conv3", c);
        const auto hires = classActivationMap(*gap, {x}, "hirescam", "conv3", "conv3", c);
        REQUIRE_OK(cam);
        REQUIRE_OK(gradcam);
        REQUIRE_OK(hires);
        EXPECT_EQUAL(cam->rows, 33);
        EXPECT_EQUAL(cam->columns, 9);
        const double area = 33 * 9;
        EXPECT_NEAR(sumOf(*cam) / area + parameter(*gap, "fc.bias")[c].item<double>(), logits[0][c].item<double>(),
                    1e-4);
        for (std::size_t i = 0; i < cam->values.size(); ++i) {
            EXPECT_NEAR(gradcam->values[i] * area, std::max(0.0f, cam->values[i]), 1e-3);
            EXPECT_NEAR(hires->values[i] * area, cam->values[i], 1e-3);
        }
    }
}

TEST_CASE("maps that cannot be are refused in words")
{
    const auto tcn = built("tcn");
    const auto gap = built("tcn_gap");
    const torch::Tensor x = randomGrid(1);
    EXPECT(!classActivationMap(*tcn, {x}, "cam", "conv3", "conv3", 0).ok());
    EXPECT(!classActivationMap(*gap, {x}, "cam", "conv2", "conv3", 0).ok());
    EXPECT(!classActivationMap(*tcn, {x}, "lime", "conv3", "conv3", 0).ok());
    EXPECT(!classActivationMap(*tcn, {x}, "gradcam", "conv9", "conv3", 0).ok());
    EXPECT(!classActivationMap(*tcn, {x}, "gradcam", "conv3", "conv3", 7).ok());
    EXPECT(classActivationMap(*tcn, {x}, "gradcam", "conv3", "conv3", 6).ok());
}

TEST_MAIN
