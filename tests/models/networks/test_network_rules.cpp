// SPDX-License-Identifier: GPL-3.0-or-later
// What the papers' networks do beside having the right size: cells, shared towers, unseen components, initial weights.
#include "models/blocks/affect_network.h"
#include "models/blocks/batch_norm_relu6.h"
#include "models/blocks/conv_lstm.h"
#include "models/blocks/frames_convolution.h"
#include "models/blocks/fusion_network.h"
#include "models/blocks/keras.h"
#include "models/blocks/keras_gru.h"
#include "models/train/device.h"
#include "models/train/inference.h"
#include "tests/models/networks/network_checks.h"
#include "tests/support/check.h"

#include <cmath>

using namespace mien;
using namespace mien::checks;

namespace {

const Settings quarter = {{"width", "0.25"}};

torch::Tensor parameter(const torch::nn::Module& module, const std::string& name)
{
    return module.named_parameters()[name];
}

/// Largest and smallest eigenvalue of W Wᵀ or Wᵀ W, whichever is smaller, differ from 1 by less than a hair.
bool isOrthogonal(const torch::Tensor& weight)
{
    const torch::Tensor w = weight.flatten(1).to(torch::kFloat64);
    const torch::Tensor product = w.size(0) < w.size(1) ? w.mm(w.t()) : w.t().mm(w);
    return difference(product, torch::eye(product.size(0), torch::kFloat64)) < 1e-4;
}

/// All within ±bound, and the largest near it.
bool isUniform(const torch::Tensor& weight, double fanIn, double fanOut)
{
    const double bound = std::sqrt(6.0 / (fanIn + fanOut));
    const double largest = weight.abs().max().item<double>();
    return largest <= bound && largest > 0.97 * bound;
}

} // namespace

TEST_CASE("late fusion: equal frames, and swapped ones, have equal features in the shared tower")
{
    const torch::NoGradGuard noGrad;
    const auto network = built("late_fusion", {{"width", "0.25"}, {"side", "128"}});
    network->eval();
    const torch::Tensor a = torch::randn({1, 3, 128, 128});
    const torch::Tensor b = torch::randn({1, 3, 128, 128});
    const Activations same = network->features({a, a});
    EXPECT(torch::equal(same.at("conv5_first"), same.at("conv5_last")));
    const Activations ab = network->features({a, b});
    const Activations ba = network->features({b, a});
    EXPECT(torch::equal(ab.at("conv5_first"), ba.at("conv5_last")));
    EXPECT(torch::equal(ab.at("conv5_last"), ba.at("conv5_first")));
    EXPECT(difference(network->head(ab), network->head(ba)) > 0);
}

TEST_CASE("shared towers take the batch statistics of each call, one after the other")
{
    const torch::NoGradGuard noGrad;
    const auto network = built("late_fusion", {{"width", "0.25"}, {"side", "128"}, {"bn_momentum", "0.5"}});
    const auto& conv = moduleOf<torch::nn::Conv2dImpl>(*network, "tower.conv1");
    const torch::Tensor a = torch::randn({2, 3, 128, 128});
    const torch::Tensor b = torch::rand({2, 3, 128, 128});
    const auto mean = [&](const torch::Tensor& x) {
        return torch::relu(torch::conv2d(x, conv.weight, conv.bias, 3)).mean({0, 2, 3});
    };
    network->train();
    network->features({a, b});
    const torch::Tensor expected = 0.5 * (0.5 * mean(a)) + 0.5 * mean(b);
    EXPECT(difference(moduleOf<blocks::BatchNormActImpl>(*network, "tower.bn1").running_mean, expected) < 1e-5);
}

TEST_CASE("convolution over frames as one over pictures is conv3d, padded or not")
{
    torch::manual_seed(2);
    const torch::Tensor x = torch::randn({2, 3, 5, 23, 20});
    const torch::Tensor weight = torch::randn({7, 3, 3, 5, 5});
    const torch::Tensor bias = torch::randn({7});
    const torch::Tensor valid = torch::conv3d(x, weight, bias, {1, 2, 2});
    EXPECT(difference(framesApart(framesConvolution(x, weight, bias, 2), 2), valid) < 1e-4);
    const torch::Tensor padded = torch::conv3d(x, weight, bias, {1, 2, 2}, {1, 2, 2});
    const torch::Tensor ours = framesConvolution(x, weight, bias, 2, 2, 1);
    EXPECT(difference(framesApart(ours, 2), padded) < 1e-4);
    EXPECT(torch::equal(framesTogether(framesApart(ours, 2)), ours));
}

TEST_CASE("3-D convolution equals the layers of LibTorch one by one")
{
    const torch::NoGradGuard noGrad;
    const auto network = built("conv3d", {{"width", "0.25"}, {"side", "128"}});
    network->eval();
    const torch::Tensor x = torch::randn({2, 3, 5, 128, 128});
    const auto norm = [&](const std::string& name, const torch::Tensor& y) {
        const auto& bn = moduleOf<blocks::BatchNormActImpl>(*network, "tower." + name);
        return torch::batch_norm(y, bn.weight, bn.bias, bn.running_mean, bn.running_var, false, 0.01, 1e-3, false);
    };
    const auto conv = [&](const std::string& name, const torch::Tensor& y, std::int64_t stride) {
        const std::string full = "tower." + name;
        return torch::relu(torch::conv3d(y, parameter(*network, full + ".weight"), parameter(*network, full + ".bias"),
                                         {1, stride, stride}));
    };
    torch::Tensor y = torch::max_pool3d(norm("bn1", conv("conv1", x, 3)), {1, 2, 2});
    y = torch::max_pool3d(norm("bn2", conv("conv2", y, 1)), {1, 2, 2}).squeeze(2);
    for (const char* name : {"conv3", "conv4", "conv5"})
        y = torch::relu(moduleOf<torch::nn::Conv2dImpl>(*network, std::string("tower.") + name).forward(y));
    EXPECT(difference(network->features({x}).at("conv5"), y) < 1e-4);
}

TEST_CASE("3-D MobileNetV2 equals the layers of LibTorch one by one")
{
    const torch::NoGradGuard noGrad;
    torch::manual_seed(4);
    const auto network = built("mobilenet3d_au", quarter);
    network->eval();
    const auto weights = network->named_parameters();
    auto statistics = network->named_buffers();
    for (auto& item : statistics) {
        if (item.key().find("running_mean") != std::string::npos) item.value().uniform_(-0.2, 0.2);
        if (item.key().find("running_var") != std::string::npos) item.value().uniform_(0.5, 2.0);
    }
    const auto norm = [&](const std::string& name, const torch::Tensor& x) {
        return torch::batch_norm(x, weights[name + ".weight"], weights[name + ".bias"],
                                 statistics[name + ".running_mean"], statistics[name + ".running_var"], false, 0.1,
                                 1e-5, false);
    };
    const auto block = [&](const std::string& name, const torch::Tensor& x, std::vector<std::int64_t> stride,
                           std::int64_t padding, std::int64_t groups) {
        const torch::Tensor y = torch::conv3d(x, weights[name + ".0.weight"], {}, stride, padding, 1, groups);
        return torch::relu6(norm(name + ".1", y));
    };
    const torch::Tensor input = torch::randn({2, 3, 8, 64, 64});
    torch::Tensor x = block("features.0", input, {1, 2, 2}, 1, 1);
    for (int i = 1; i <= 17; ++i) {
        const std::int64_t s = i == 2 || i == 4 || i == 7 || i == 14 ? 2 : 1;
        const std::string name = "features." + std::to_string(i) + ".conv.";
        int part = 0;
        torch::Tensor y = x;
        if (i > 1) y = block(name + std::to_string(part++), y, {1, 1, 1}, 0, 1);
        y = block(name + std::to_string(part++), y, {s, s, s}, 1, y.size(1));
        y = torch::conv3d(y, weights[name + std::to_string(part) + ".weight"]);
        y = norm(name + std::to_string(part + 1), y);
        x = s == 1 && x.size(1) == y.size(1) ? x + y : y;
    }
    x = block("features.18", x, {1, 1, 1}, 0, 1);
    const torch::Tensor pooled = x.mean({2, 3, 4});
    const torch::Tensor logits = torch::linear(pooled, weights["classifier.1.weight"], weights["classifier.1.bias"]);
    EXPECT(difference(network->features({input}).at("last"), x.squeeze(2)) < 1e-3 * x.abs().max().item<double>());
    EXPECT(difference(network->forward({input}), logits) < 1e-3 * logits.abs().max().item<double>());
}

TEST_CASE("Keras's GRU: hard sigmoid gates, and reset before the recurrent product")
{
    torch::manual_seed(5);
    blocks::KerasGru gru(3, 2);
    EXPECT_EQUAL(countBelow(*std::dynamic_pointer_cast<Network>(built("cnn_gru", quarter)), "gru.bias"), 15);
    const torch::NoGradGuard noGrad;
    gru->bias.uniform_(-1, 1);
    const torch::Tensor x = torch::randn({4, 6, 3});
    // Second authority: one unit and one number at a time.
    torch::Tensor h = torch::zeros({4, 2});
    const auto w = gru->kernel.t().chunk(3), u = gru->recurrent_kernel.t().chunk(3), b = gru->bias.chunk(3);
    const auto gate = [](double v) { return std::min(1.0, std::max(0.0, 0.2 * v + 0.5)); };
    for (int t = 0; t < 6; ++t)
        for (int n = 0; n < 4; ++n) {
            double z[2], r[2], next[2];
            const torch::Tensor step = x[n][t];
            for (int j = 0; j < 2; ++j) {
                z[j] = gate((w[0][j].dot(step) + u[0][j].dot(h[n]) + b[0][j]).item<double>());
                r[j] = gate((w[1][j].dot(step) + u[1][j].dot(h[n]) + b[1][j]).item<double>());
            }
            for (int j = 0; j < 2; ++j) {
                double sum = (w[2][j].dot(step) + b[2][j]).item<double>();
                for (int k = 0; k < 2; ++k) sum += u[2][j][k].item<double>() * r[k] * h[n][k].item<double>();
                next[j] = z[j] * h[n][j].item<double>() + (1 - z[j]) * std::tanh(sum);
            }
            for (int j = 0; j < 2; ++j) h[n][j] = next[j];
        }
    EXPECT(difference(gru->forward(x), h) < 1e-5);
}

TEST_CASE("ConvLSTM: the test vectors of its specification")
{
    const torch::NoGradGuard noGrad;
    blocks::ConvLstm2d lstm(3, 4, 3);
    EXPECT_EQUAL(lstm->forward(torch::zeros({2, 10, 3, 8, 8})).abs().max().item<double>(), 0.0);
    EXPECT(torch::equal(lstm->bias, torch::tensor({0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}, torch::kFloat32)));
    lstm->weight.zero_();
    lstm->recurrent_weight.zero_();
    lstm->bias.copy_(torch::tensor({2.5, -2.5, 50.0, 2.5}, torch::kFloat32).repeat_interleave(4)); // i f c o
    const torch::Tensor h = lstm->forward(torch::randn({1, 10, 3, 8, 8}));
    EXPECT_EQUAL(shapeOf(h), "1x4x6x6");
    EXPECT(difference(h, torch::full_like(h, std::tanh(1.0))) < 1e-6);
}

TEST_CASE("ConvLSTM step by step: the input unpadded, the state padded")
{
    torch::manual_seed(9);
    const torch::NoGradGuard noGrad;
    blocks::ConvLstm2d lstm(2, 3, 3);
    lstm->bias.uniform_(-1, 1);
    const torch::Tensor x = torch::randn({2, 4, 2, 7, 7});
    torch::Tensor h = torch::zeros({2, 3, 5, 5}), c = torch::zeros({2, 3, 5, 5});
    const auto sigma = [](const torch::Tensor& v) { return torch::clamp(v * 0.2 + 0.5, 0, 1); };
    for (int t = 0; t < 4; ++t) {
        const auto gate = [&](int g) {
            const auto rows = [&](const torch::Tensor& all) { return all.slice(0, 3 * g, 3 * g + 3); };
            return torch::conv2d(x.select(1, t), rows(lstm->weight), rows(lstm->bias)) +
                   torch::conv2d(h, rows(lstm->recurrent_weight), {}, 1, 1);
        };
        const torch::Tensor i = sigma(gate(0)), f = sigma(gate(1)), g = torch::tanh(gate(2)), o = sigma(gate(3));
        c = f * c + i * g;
        h = o * torch::tanh(c);
    }
    EXPECT(difference(lstm->forward(x), h) < 1e-5);
}

TEST_CASE("MicroX begins as the sum of its components where asked, and one that is certain is heard")
{
    const torch::NoGradGuard noGrad;
    Settings asked = {{"width", "0.25"}, {"size", "30"}, {"fusion_start", "sum"}};
    const auto network = built("microx", asked);
    auto& fusion = moduleOf<torch::nn::LinearImpl>(*network, "fusion");
    const torch::Tensor answers = torch::randn({4, 7}).softmax(1);
    EXPECT(difference(fusion.forward(answers.flatten()), answers.sum(0) * std::log(114.0)) < 1e-5);
    torch::Tensor certain = torch::full({4, 7}, 1.0F / 7);
    certain[2] = torch::one_hot(torch::tensor(4), 7);
    EXPECT_NEAR(fusion.forward(certain.flatten()).softmax(0)[4].item<double>(), 0.95, 1e-6);
    asked["fusion_start"] = "random";
    EXPECT(moduleOf<torch::nn::LinearImpl>(*built("microx", asked), "fusion").weight.abs().max().item<double>() <
           std::sqrt(6.0 / 35.0) + 1e-6); // Glorot
}

TEST_CASE("MicroX without a component: the mean of the others speaks for it, in use only and where asked")
{
    const torch::NoGradGuard noGrad;
    torch::manual_seed(3);
    const Settings small = {{"width", "0.25"}, {"size", "30"}, {"dropout", "0"}, {"dropout_dense", "0"}};
    Settings asked = small;
    asked["renormalise"] = "true";
    const auto plain = built("microx", small);
    const auto network = built("microx", asked);
    auto source = plain->named_parameters();
    for (auto& item : network->named_parameters()) item.value().copy_(source[item.key()]);
    const auto inputs = randomInputs(typeOf("microx").plan(optionsOf(typeOf("microx"), "paper", small)), 2);
    auto masked = inputs;
    masked[1] = masked[1].clone();
    masked[1][0].zero_(); // the nose of the first sample
    for (const auto& n : {plain, network}) n->eval();
    EXPECT(torch::equal(plain->forward(inputs), network->forward(inputs)));
    const torch::Tensor full = plain->forward(masked);
    const torch::Tensor mended = network->forward(masked);
    EXPECT(torch::equal(full[1], mended[1]));
    EXPECT(difference(full[0], mended[0]) > 0);

    const Activations states = network->features(masked);
    std::vector<torch::Tensor> seen;
    for (const std::string name : {"mouth", "right_eye", "left_eye"}) {
        auto& fc1 = moduleOf<torch::nn::LinearImpl>(*network, name + ".fc1");
        auto& fc2 = moduleOf<torch::nn::LinearImpl>(*network, name + ".fc2");
        const torch::Tensor flat = states.at(name).contiguous().flatten(1);
        seen.push_back(torch::softmax(fc2.forward(torch::relu(fc1.forward(flat))), 1)[0]);
    }
    const torch::Tensor mean = (seen[0] + seen[1] + seen[2]) / 3;
    const torch::Tensor expected = moduleOf<torch::nn::LinearImpl>(*network, "fusion")
                                       .forward(torch::cat({seen[0], mean, seen[1], seen[2]}).unsqueeze(0));
    EXPECT(difference(expected[0], mended[0]) < 1e-5);

    std::vector<torch::Tensor> nothing;
    for (const torch::Tensor& input : inputs) nothing.push_back(torch::zeros_like(input));
    EXPECT(torch::equal(plain->forward(nothing), network->forward(nothing)));
    for (const auto& n : {plain, network}) n->train();
    EXPECT(torch::equal(plain->forward(masked), network->forward(masked)));
}

TEST_CASE("quadrant pooling gives each quarter's mean")
{
    torch::Tensor map = torch::empty({1, 1, 18, 18});
    const double values[] = {1, 2, 3, 4};
    for (int q = 0; q < 4; ++q)
        map.slice(2, 9 * (q / 2), 9 * (q / 2) + 9).slice(3, 9 * (q % 2), 9 * (q % 2) + 9).fill_(values[q]);
    EXPECT(torch::equal(AffectCnn::quadrants(map).flatten(), torch::tensor({1.0f, 2.0f, 3.0f, 4.0f})));
    map = torch::randn({2, 3, 24, 24});
    EXPECT(difference(AffectCnn::quadrants(map), torch::avg_pool2d(map, 12, 12)) < 1e-6);
}

TEST_CASE("the extractor: linear features, or Khorrami's with ReLU and biases of 1")
{
    const torch::NoGradGuard noGrad;
    const auto ours = built("va_cnn", quarter);
    const auto theirs = built("va_cnn", {{"width", "0.25"}, {"khorrami", "true"}});
    for (const auto& network : {ours, theirs}) network->eval();
    const torch::Tensor x = torch::rand({8, 1, 96, 96});
    EXPECT(ours->features({x}).at("features").min().item<double>() < 0);
    EXPECT(theirs->features({x}).at("features").min().item<double>() >= 0);
    EXPECT_EQUAL(parameter(*ours, "fc.bias").abs().max().item<double>(), 0.0);
    EXPECT_EQUAL(parameter(*theirs, "fc.bias").min().item<double>(), 1.0);
    EXPECT(!theirs->named_parameters().contains("bn.weight"));
}

TEST_CASE("features of the extractor: what its output layer sees, without dropout and learning")
{
    const torch::NoGradGuard noGrad;
    const NetworkType& type = typeOf("va_cnn");
    const Options options = optionsOf(type, "paper", quarter);
    Model model = makeModel(type, options, *chooseDevice("cpu"), "float32");
    model.network->train();
    Batch batch;
    batch.inputs = {torch::rand({3, 1, 96, 96})};
    batch.samples.resize(3);
    const Array rows = featuresOf(model, batch);
    EXPECT((rows.shape == std::vector<std::int64_t>{3, type.plan(options).features}));
    EXPECT(featuresOf(model, batch).data == rows.data);
    const torch::Tensor values = torch::tensor(rows.data).reshape(rows.shape);
    const torch::Tensor logits =
        torch::linear(values, parameter(*model.network, "out.weight"), parameter(*model.network, "out.bias"));
    EXPECT(difference(logits, model.network->forward(batch.inputs)) < 1e-5);
}

TEST_CASE("simple recurrent networks have one bias: the other is 0 and stays so")
{
    const auto network = built("va_rnn3", quarter);
    network->forward({torch::randn({2, 100, 300})}).sum().backward();
    for (const auto& item : network->named_parameters())
        if (item.key().find("bias_hh") != std::string::npos) {
            EXPECT(!item.value().requires_grad());
            EXPECT_EQUAL(item.value().abs().max().item<double>(), 0.0);
        }
}

TEST_CASE("initial weights: Glorot uniform, orthogonal where they recur; He normal by fan out; biases 0")
{
    torch::manual_seed(7);
    const auto fusion = built("single_frame", quarter);
    EXPECT(isUniform(parameter(*fusion, "tower.conv1.weight"), 3 * 121, 24 * 121));
    EXPECT(isUniform(parameter(*fusion, "head.fc2.weight"), 1024, 1024));
    const auto volume = built("conv3d", quarter);
    EXPECT(isUniform(parameter(*volume, "tower.conv1.weight"), 3 * 363, 24 * 363));
    const auto recurrent = built("cnn_gru", {{"width", "0.25"}, {"gru_units", "16"}});
    EXPECT(isUniform(parameter(*recurrent, "gru.kernel"), 256, 48));
    EXPECT(isOrthogonal(parameter(*recurrent, "gru.recurrent_kernel")));
    const auto gru = built("va_gru1");
    EXPECT(isUniform(parameter(*gru, "gru1.weight_ih_l0"), 300, 300));
    EXPECT(isOrthogonal(parameter(*gru, "gru1.weight_hh_l0")));
    const auto block = built("microx_block", {{"size", "30"}, {"width", "0.5"}});
    EXPECT(isUniform(parameter(*block, "block.lstm.weight"), 27, 9 * 128));
    EXPECT(isOrthogonal(parameter(*block, "block.lstm.recurrent_weight")));
    for (const auto& network : {fusion, volume, recurrent, gru})
        for (const auto& item : network->named_parameters())
            if (item.key().find(".bias") != std::string::npos && item.key().find("bn") == std::string::npos)
                EXPECT_EQUAL(item.value().abs().max().item<double>(), 0.0);

    const auto mobile = built("mobilenet3d_au");
    const torch::Tensor expand = parameter(*mobile, "features.14.conv.0.0.weight"); // 96 to 576
    EXPECT_NEAR(expand.std().item<double>(), std::sqrt(2.0 / 576), 0.001);
    const torch::Tensor depthwise = parameter(*mobile, "features.14.conv.1.0.weight");
    EXPECT_EQUAL(shapeOf(depthwise), "576x1x3x3x3");
    EXPECT_NEAR(depthwise.std().item<double>(), std::sqrt(2.0 / (576 * 27)), 0.001);
    EXPECT_NEAR(parameter(*mobile, "classifier.1.weight").std().item<double>(), 0.01, 0.0005);
}

TEST_CASE("batch norm as in Keras in the papers' networks, as in LibTorch in the MobileNet")
{
    for (const char* id : {"scn", "single_frame", "conv3d", "va_cnn"}) {
        const auto network = built(id, quarter);
        int found = 0;
        for (const auto& child : network->modules())
            if (auto* norm = child->as<blocks::BatchNormAct>()) {
                ++found;
                EXPECT_EQUAL(norm->eps(), 1e-3);
                EXPECT_EQUAL(norm->momentum(), 0.01);
            }
        EXPECT(found > 0);
    }
}

TEST_CASE("one file's parameters, by the names a Python user would look for")
{
    const auto names = [](const std::string& id) {
        std::string all;
        for (const auto& item : built(id, smallest(typeOf(id).info))->named_parameters()) all += item.key() + "\n";
        return all;
    };
    const auto has = [](const std::string& all, const std::string& name) {
        return all.find(name + "\n") != std::string::npos;
    };
    for (const char* name : {"features.0.weight", "features.28.bias", "classifier.0.weight", "classifier.6.bias"})
        EXPECT(has(names("vgg16_au"), name));
    const std::string mobile = names("mobilenet3d_au");
    for (const char* name :
         {"features.0.0.weight", "features.0.1.weight", "features.1.conv.0.0.weight", "features.1.conv.1.weight",
          "features.1.conv.2.bias", "features.2.conv.0.0.weight", "features.2.conv.1.0.weight",
          "features.2.conv.2.weight", "features.2.conv.3.weight", "features.18.0.weight", "classifier.1.weight"})
        EXPECT_EQUAL(has(mobile, name) ? std::string() : name, std::string());
    EXPECT(has(names("va_gru3"), "gru3.weight_ih_l0"));
    EXPECT(has(names("scn"), "conv6.weight") && has(names("scn"), "bn6.bias"));
}

TEST_MAIN
