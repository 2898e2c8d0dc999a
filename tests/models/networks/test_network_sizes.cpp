// SPDX-License-Identifier: GPL-3.0-or-later
// Every network at its full size, built once: the counts and shapes that the papers' tables print, layer by layer.
#include "models/blocks/affect_network.h"
#include "models/blocks/fusion_network.h"
#include "models/blocks/microx_network.h"
#include "models/blocks/mobilenet3d.h"
#include "tests/models/networks/network_checks.h"
#include "tests/support/check.h"

using namespace mien;
using namespace mien::checks;

namespace {

using Table = std::vector<std::pair<std::string, std::int64_t>>; ///< beginning of the names, trained parameters
using Conv2d = torch::nn::Conv2dImpl;

/// Each row, that the rows are all there is, and what the network declares. Returns the network.
std::shared_ptr<Network> sized(const std::string& id, const Table& table, const Settings& settings = {})
{
    const auto network = built(id, settings);
    std::int64_t sum = 0;
    for (const auto& [prefix, count] : table) {
        EXPECT_EQUAL(prefix + " " + std::to_string(countBelow(*network, prefix)), prefix + " " + std::to_string(count));
        sum += count;
    }
    EXPECT_EQUAL(countBelow(*network), sum);
    if (settings.empty()) EXPECT_EQUAL(countBelow(*network), typeOf(id).info.parameters);
    network->eval();
    return network;
}

/// The tower's tables, spec section 6; `conv1` to `conv3` differ.
Table fusionTable(std::int64_t conv1, std::int64_t conv2, std::int64_t conv3, std::int64_t fc1, std::int64_t fc3)
{
    return {{"tower.conv1.", conv1}, {"tower.bn1.", 192},       {"tower.conv2.", conv2},  {"tower.bn2.", 512},
            {"tower.conv3.", conv3}, {"tower.conv4.", 1327488}, {"tower.conv5.", 884992}, {"head.fc1.", fc1},
            {"head.fc2.", 16781312}, {"head.fc3.", fc3}};
}

/// Blocks of a tower of two-dimensional convolutions and what lies between them.
void checkTower(Network& network, std::int64_t channels, std::int64_t join1 = 1, std::int64_t join2 = 1)
{
    auto& tower = moduleOf<FusionTowerImpl>(network, "tower");
    const torch::Tensor x = torch::randn({2, channels, 170, 170});
    EXPECT_EQUAL(shapeOf(moduleOf<Conv2d>(network, "tower.conv1").forward(x)), "2x96x54x54");
    const torch::Tensor first = tower.block1(x);
    EXPECT_EQUAL(shapeOf(first), "2x96x27x27");
    const torch::Tensor joined = torch::cat(std::vector<torch::Tensor>(static_cast<std::size_t>(join1), first), 1);
    EXPECT_EQUAL(shapeOf(moduleOf<Conv2d>(network, "tower.conv2").forward(joined)), "2x256x23x23");
    const torch::Tensor second = tower.block2(joined);
    EXPECT_EQUAL(shapeOf(second), "2x256x11x11");
    const torch::Tensor met = torch::cat(std::vector<torch::Tensor>(static_cast<std::size_t>(join2), second), 1);
    const torch::Tensor third = moduleOf<Conv2d>(network, "tower.conv3").forward(met);
    EXPECT_EQUAL(shapeOf(third), "2x384x9x9");
    EXPECT_EQUAL(shapeOf(moduleOf<Conv2d>(network, "tower.conv4").forward(third)), "2x384x7x7");
    EXPECT_EQUAL(shapeOf(tower.top(met)), "2x256x5x5");
    EXPECT_EQUAL(shapeOf(torch::max_pool2d(tower.top(met), 2)), "2x256x2x2");
    EXPECT_EQUAL(shapeOf(FusionTopImpl::pooled(tower.top(met))), "2x1024");
}

Table blockTable(const std::string& name, std::int64_t lstm, std::int64_t fc1)
{
    return {{name + ".lstm.", lstm}, {name + ".fc1.", fc1}, {name + ".fc2.", 1799}};
}

Table facialTable(const std::vector<std::string>& components, std::int64_t fc1, std::int64_t lstm = 154624)
{
    Table table;
    for (const std::string& component : components)
        for (const auto& row : blockTable(component, lstm, fc1)) table.push_back(row);
    const auto n = static_cast<std::int64_t>(components.size());
    table.emplace_back("fusion.", 49 * n + 7);
    return table;
}

constexpr std::int64_t dense60 = 55116032;
constexpr std::int64_t dense30 = 12845312;
const std::vector<std::string> four = {"mouth", "nose", "right_eye", "left_eye"};
const std::vector<std::string> five = {"mouth", "nose", "right_eye", "left_eye", "full_face"};

} // namespace

TEST_CASE("stacked frames, layer by layer")
{
    const torch::NoGradGuard noGrad;
    for (const bool literal : {false, true}) {
        const auto scn = sized(literal ? "scn_literal" : "scn", {{"conv1.", 11584},
                                                                 {"bn1.", 128},
                                                                 {"conv2.", 36928},
                                                                 {"bn2.", 128},
                                                                 {"conv3.", 73856},
                                                                 {"bn3.", 256},
                                                                 {"conv4.", 147584},
                                                                 {"bn4.", 256},
                                                                 {"conv5.", 295168},
                                                                 {"bn5.", 512},
                                                                 {"conv6.", 590080},
                                                                 {"bn6.", 512},
                                                                 {"fc1.", literal ? 51380480 : 4194560},
                                                                 {"fc2.", 1799}});
        EXPECT_EQUAL(countBelow(*scn), literal ? 52539271 : 5353351);
        const Activations maps = scn->features({torch::rand({1, 20, 224, 224})});
        EXPECT_EQUAL(shapeOf(maps.at("conv2")), "1x64x224x224");
        EXPECT_EQUAL(shapeOf(maps.at("conv4")), "1x128x112x112");
        EXPECT_EQUAL(shapeOf(maps.at("conv6")), "1x256x56x56");
        EXPECT_EQUAL(shapeOf(scn->head(maps)), "1x7");
    }
}

TEST_CASE("single frame and early fusion, layer by layer, with six classes and with eight")
{
    const torch::NoGradGuard noGrad;
    const auto six = sized("single_frame", fusionTable(34944, 614656, 885120, 4198400, 24582));
    EXPECT_EQUAL(countBelow(*six), 24752198);
    EXPECT_EQUAL(countBelow(*six, "tower."), 3747904);
    checkTower(*six, 3);
    const auto eight =
        sized("single_frame", fusionTable(34944, 614656, 885120, 4198400, 32776), {{"classes", "eight"}});
    EXPECT_EQUAL(countBelow(*eight), *typeOf("single_frame").info.printedParameters);
    EXPECT_EQUAL(shapeOf(eight->forward({torch::randn({1, 3, 170, 170})})), "1x8");

    const auto early = sized("early_fusion", fusionTable(348576, 614656, 885120, 4198400, 24582));
    EXPECT_EQUAL(countBelow(*early), 25065830);
    checkTower(*early, 30);
    const auto early8 =
        sized("early_fusion", fusionTable(348576, 614656, 885120, 4198400, 32776), {{"classes", "eight"}});
    EXPECT_EQUAL(countBelow(*early8), *typeOf("early_fusion").info.printedParameters);
}

TEST_CASE("late and slow fusion, layer by layer")
{
    const torch::NoGradGuard noGrad;
    const auto late = sized("late_fusion", fusionTable(34944, 614656, 885120, 8392704, 24582));
    EXPECT_EQUAL(countBelow(*late), 28946502);
    checkTower(*late, 3);
    const auto late8 = sized("late_fusion", fusionTable(34944, 614656, 885120, 8392704, 32776), {{"classes", "eight"}});
    EXPECT_EQUAL(countBelow(*late8), *typeOf("late_fusion").info.printedParameters);

    const auto slow = sized("slow_fusion", fusionTable(139488, 1229056, 1769856, 4198400, 24582));
    EXPECT_EQUAL(countBelow(*slow), 26355878);
    checkTower(*slow, 12, 2, 2);
}

TEST_CASE("3-D convolution, layer by layer")
{
    const torch::NoGradGuard noGrad;
    const auto network = sized("conv3d", fusionTable(104640, 1843456, 885120, 4198400, 24582));
    EXPECT_EQUAL(countBelow(*network), 26050694);
    auto& tower = moduleOf<FusionVolumeImpl>(*network, "tower");
    const torch::Tensor x = torch::randn({2, 3, 5, 170, 170});
    const torch::Tensor first = tower.block1(x);
    EXPECT_EQUAL(shapeOf(first), "2x96x3x27x27");
    const torch::Tensor second = tower.block2(first);
    EXPECT_EQUAL(shapeOf(second), "2x256x1x11x11");
    EXPECT_EQUAL(shapeOf(tower.top(second.squeeze(2))), "2x256x5x5");
    EXPECT_EQUAL(shapeOf(network->forward({x})), "2x6");
}

TEST_CASE("CNN and GRU, layer by layer")
{
    const torch::NoGradGuard noGrad;
    const Table table = {{"tower.", 3747904}, {"gru.", 15450}, {"fc.", 36}};
    const auto network = sized("cnn_gru", table);
    EXPECT_EQUAL(countBelow(*network), 3763390);
    checkTower(*network, 3);
    const Activations maps = network->features({torch::randn({1, 5, 3, 170, 170})});
    EXPECT_EQUAL(maps.size(), std::size_t{5});
    EXPECT_EQUAL(shapeOf(maps.at("conv5_5")), "1x256x5x5");
    EXPECT_EQUAL(shapeOf(network->head(maps)), "1x6");
    EXPECT_EQUAL(countBelow(*built("cnn_gru", {{"gru_units", "128"}}), "gru."), 3 * 128 * (1024 + 128 + 1));
}

TEST_CASE("VGG16, layer by layer")
{
    const torch::NoGradGuard noGrad;
    const auto vgg = sized("vgg16_au", {{"features.0.", 1792},
                                        {"features.2.", 36928},
                                        {"features.5.", 73856},
                                        {"features.7.", 147584},
                                        {"features.10.", 295168},
                                        {"features.12.", 590080},
                                        {"features.14.", 590080},
                                        {"features.17.", 1180160},
                                        {"features.19.", 2359808},
                                        {"features.21.", 2359808},
                                        {"features.24.", 2359808},
                                        {"features.26.", 2359808},
                                        {"features.28.", 2359808},
                                        {"classifier.0.", 102764544},
                                        {"classifier.3.", 16781312},
                                        {"classifier.6.", 110619}});
    EXPECT_EQUAL(countBelow(*vgg), 134371163);
    EXPECT_EQUAL(countBelow(*vgg, "features."), 14714688);
    const Activations maps = vgg->features({torch::randn({1, 3, 224, 224})});
    EXPECT_EQUAL(shapeOf(maps.at("last")), "1x512x14x14");
    EXPECT_EQUAL(shapeOf(vgg->head(maps)), "1x27");
}

TEST_CASE("3-D MobileNetV2, stage by stage, for 16 frames and for 8")
{
    const torch::NoGradGuard noGrad;
    struct Stage
    {
        int last; ///< module of features
        std::int64_t parameters;
        std::string shape16, shape8; ///< T only where it differs
    };
    const std::vector<Stage> stages = {
        {0, 2656, "1x32x16x112x112", "1x32x8x112x112"}, {1, 1472, "1x16x16x112x112", "1x16x8x112x112"},
        {3, 18288, "1x24x8x56x56", "1x24x4x56x56"},     {6, 49200, "1x32x4x28x28", "1x32x2x28x28"},
        {10, 208064, "1x64x2x14x14", "1x64x1x14x14"},   {13, 330816, "1x96x2x14x14", "1x96x1x14x14"},
        {16, 840192, "1x160x1x7x7", "1x160x1x7x7"},     {17, 491200, "1x320x1x7x7", "1x320x1x7x7"},
        {18, 412160, "1x1280x1x7x7", "1x1280x1x7x7"}};
    const auto network = built("mobilenet3d_au");
    network->eval();
    EXPECT_EQUAL(countBelow(*network), 2388635);
    EXPECT_EQUAL(typeOf("mobilenet3d_au").info.parameters, 2388635);
    EXPECT_EQUAL(countBelow(*network, "classifier.1."), 34587);
    int next = 0;
    for (const Stage& stage : stages) {
        std::int64_t count = 0;
        for (; next <= stage.last; ++next) count += countBelow(*network, "features." + std::to_string(next) + ".");
        EXPECT_EQUAL(count, stage.parameters);
    }
    auto& mobile = dynamic_cast<MobileNet3d&>(*network);
    EXPECT_EQUAL(mobile.layers(), std::size_t{19});
    for (const bool sixteen : {true, false}) {
        torch::Tensor x = torch::randn({1, 3, sixteen ? 16 : 8, 224, 224});
        std::size_t layer = 0;
        for (const Stage& stage : stages) {
            for (; layer <= static_cast<std::size_t>(stage.last); ++layer) x = mobile.layer(layer, x);
            EXPECT_EQUAL(shapeOf(x), sixteen ? stage.shape16 : stage.shape8);
        }
        EXPECT_EQUAL(shapeOf(mobile.head({{"last", x.squeeze(2)}})), "1x27");
    }
    // The same generator over pictures with ImageNet's outputs is the well-known MobileNetV2.
    MobileNet3d::Layout pictures;
    pictures.outputs = 1000;
    pictures.overTime = false;
    EXPECT_EQUAL(countBelow(MobileNet3d(pictures)), 3504872);
}

TEST_CASE("MicroX blocks and fusions of both sizes, in colour and grey")
{
    const torch::NoGradGuard noGrad;
    const auto block = sized("microx_block", blockTable("block", 154624, dense60));
    EXPECT_EQUAL(countBelow(*block), 55272455);
    const Activations state = block->features({torch::rand({1, 10, 3, 60, 60})});
    EXPECT_EQUAL(shapeOf(state.at("full_face")), "1x64x58x58");
    EXPECT_EQUAL(shapeOf(block->head(state)), "1x7");
    const auto small = sized("microx_block", blockTable("block", 154624, dense30), {{"size", "30"}});
    EXPECT_EQUAL(countBelow(*small), 13001735);
    EXPECT_EQUAL(shapeOf(small->features({torch::rand({1, 10, 3, 30, 30})}).at("full_face")), "1x64x28x28");
    const auto grey = sized("microx_block", blockTable("block", 150016, dense30), {{"size", "30"}, {"grey", "true"}});
    EXPECT_EQUAL(countBelow(*grey, "block.lstm."), 154624 - 4608);

    EXPECT_EQUAL(countBelow(*sized("microx", facialTable(four, dense60))), 221090023);
    EXPECT_EQUAL(countBelow(*sized("microx", facialTable(four, dense30), {{"size", "30"}})), 52007143);
    EXPECT_EQUAL(countBelow(*sized("microx_full_face", facialTable(five, dense30), {{"size", "30"}})), 65008927);
    const std::vector<std::string> six = {"mouth", "nose", "right_eye", "left_eye", "right_brow", "full_face"};
    const auto all = sized("microx", facialTable(six, dense30),
                           {{"size", "30"}, {"components", "full_face, right_brow,mouth,nose,right_eye,left_eye"}});
    EXPECT_EQUAL(countBelow(*all), 78010711);
}

TEST_CASE("MicroX with the full face, at its full size")
{
    EXPECT_EQUAL(countBelow(*sized("microx_full_face", facialTable(five, dense60))), 276362527);
    // With one more input the same blocks, and 49 more weights in the fusion (spec section 5).
    EXPECT_EQUAL(276362527 + 55272455 + 49, 331635031);
}

TEST_CASE("valence and arousal: the extractor, layer by layer")
{
    const torch::NoGradGuard noGrad;
    const Table table = {{"bn.", 2}, {"conv1.", 1600}, {"conv2.", 204800}, {"conv3.", 819200}, {"fc.", 307500}};
    Table two = table, eight = table;
    two.emplace_back("out.", 602);
    eight.emplace_back("out.", 2408);
    const auto affect = sized("va_cnn", two);
    EXPECT_EQUAL(countBelow(*affect), 1333704);
    EXPECT_EQUAL(countBelow(*sized("va_cnn_classes", eight)), 1335510);
    EXPECT_EQUAL(countBelow(AffectCnn(optionsOf(typeOf("va_cnn"), "paper"), 1)), 1333403);
    two.erase(two.begin());
    const auto khorrami = sized("va_cnn", two, {{"khorrami", "true"}});

    for (const bool padded : {false, true}) {
        Network& network = padded ? *khorrami : *affect;
        torch::Tensor x = moduleOf<Conv2d>(network, "conv1").forward(torch::rand({1, 1, 96, 96}));
        EXPECT_EQUAL(shapeOf(x), "1x64x96x96");
        x = torch::max_pool2d(x, 2);
        EXPECT_EQUAL(shapeOf(x), "1x64x48x48");
        x = moduleOf<Conv2d>(network, "conv2").forward(x);
        EXPECT_EQUAL(shapeOf(x), padded ? "1x128x48x48" : "1x128x44x44");
        x = torch::max_pool2d(x, 2);
        EXPECT_EQUAL(shapeOf(x), padded ? "1x128x24x24" : "1x128x22x22");
        x = moduleOf<Conv2d>(network, "conv3").forward(x);
        EXPECT_EQUAL(shapeOf(x), padded ? "1x256x24x24" : "1x256x18x18");
        EXPECT_EQUAL(shapeOf(AffectCnn::quadrants(x)), "1x256x2x2");
        const Activations out = network.features({torch::rand({1, 1, 96, 96})});
        EXPECT_EQUAL(shapeOf(out.at("conv3")), shapeOf(x));
        EXPECT_EQUAL(shapeOf(out.at("features")), "1x300");
        EXPECT_EQUAL(shapeOf(network.head(out)), "1x2");
    }
}

TEST_CASE("valence and arousal: the recurrent heads, layer by layer")
{
    const torch::NoGradGuard noGrad;
    const std::vector<std::pair<std::string, Table>> heads = {
        {"va_rnn1", {{"rnn1.", 40100}, {"fc.", 202}}},
        {"va_rnn3", {{"rnn1.", 40100}, {"rnn2.", 20100}, {"rnn3.", 7550}, {"fc.", 102}}},
        {"va_gru1", {{"gru1.", 120600}, {"fc.", 202}}},
        {"va_gru3", {{"gru1.", 120600}, {"gru2.", 60600}, {"gru3.", 22800}, {"fc.", 102}}}};
    for (const auto& [id, table] : heads)
        EXPECT_EQUAL(shapeOf(sized(id, table)->forward({torch::randn({2, 100, 300})})), "2x2");
    EXPECT_EQUAL(typeOf("va_rnn1").info.parameters, 40302);
    EXPECT_EQUAL(typeOf("va_rnn3").info.parameters, 67852);
    EXPECT_EQUAL(typeOf("va_gru1").info.parameters, 120802);
    EXPECT_EQUAL(typeOf("va_gru3").info.parameters, 204102);
}

TEST_CASE("landmark networks have the counts they declare")
{
    EXPECT_EQUAL(countBelow(*sized("tcn", {{"trunk.", 67456}, {"fc1.", 262208}, {"fc2.", 455}})), 330119);
    EXPECT_EQUAL(countBelow(*sized("tcn_gap", {{"trunk.", 67456}, {"fc.", 455}})), 67911);
}

TEST_MAIN
