// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/the_engine.h"
#include "tests/support/check.h"

using namespace mien;

namespace {

/// Checks that setting `name` to `value` is a Usage error whose text holds `expected`.
void refuses(const std::string& name, const std::string& value, const std::string& expected)
{
    RunConfig config;
    config.options[name] = value;
    const auto values = engine().resolve(config);
    EXPECT(!values.ok());
    if (values.ok()) return;
    EXPECT(values.error().kind == ErrorKind::Usage);
    const std::string message = values.error().message();
    if (message.find(expected) == std::string::npos)
        mien::check::fail(__FILE__, __LINE__, "'" + message + "' does not say " + expected);
}

} // namespace

TEST_CASE("the paper preset of tcn is section 6 of its specification")
{
    RunConfig config;
    config.preset = "paper";
    const auto values = engine().resolve(config);
    REQUIRE_OK(values);
    const OptionValues expected = {{"optimiser", "sgd"},    {"learning_rate", "0.001"}, {"decay", "0.0001"},
                                   {"momentum", "0.3"},     {"batch_size", "16"},       {"epochs", "300"},
                                   {"patience", "50"},      {"schedule", "constant"},   {"coordinates", "image"},
                                   {"input_scale", "1"},    {"dropout", "0"},           {"label_smoothing", "0"},
                                   {"weight_decay", "0"},   {"augment_shift", "0"},     {"augment_speed", "0"},
                                   {"augment_scale", "0"},  {"augment_jitter", "0"},    {"augment_flip", "false"},
                                   {"bn_momentum", "0.01"}, {"tcn_valid", "false"},     {"bn_before_relu", "false"}};
    for (const auto& [name, value] : expected) EXPECT_EQUAL(values->at(name), value);
}

TEST_CASE("explicit options win over the preset and are written canonically")
{
    RunConfig config;
    config.options = {{"epochs", " 7 "}, {"learning_rate", "1e-2"}, {"augment_flip", "off"}, {"coordinates", "Image"}};
    const auto values = engine().resolve(config);
    REQUIRE_OK(values);
    EXPECT_EQUAL(values->at("epochs"), "7");
    EXPECT_EQUAL(values->at("learning_rate"), "0.01");
    EXPECT_EQUAL(values->at("augment_flip"), "false");
    EXPECT_EQUAL(values->at("coordinates"), "image");
}

TEST_CASE("wrong options are refused in words")
{
    refuses("epoch", "3", "epochs");
    refuses("epochs", "0", "from 1 to");
    refuses("epochs", "2.5", "whole number");
    refuses("epochs", "many", "whole number");
    refuses("epochs", "", "whole number");
    refuses("learning_rate", "-1", "from");
    refuses("learning_rate", "nan", "from");
    refuses("learning_rate", "inf", "from");
    refuses("momentum", "1", "0.999");
    refuses("optimiser", "lion", "sgd, adam, adamw");
    refuses("augment_flip", "perhaps", "true or false");
}

TEST_CASE("wrong networks, presets, devices, precisions and selections are refused in words")
{
    const auto message = [](auto change) {
        RunConfig config;
        change(config);
        const auto values = engine().resolve(config);
        if (values.ok()) return std::string("accepted");
        EXPECT(values.error().kind == ErrorKind::Usage);
        return values.error().message();
    };
    const auto says = [](const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    };
    EXPECT(says(message([](RunConfig& c) { c.network = "tnc"; }), "tcn_gap"));
    EXPECT(says(message([](RunConfig& c) { c.preset = "best"; }), "recommended"));
    EXPECT(says(message([](RunConfig& c) { c.device = "gpu"; }), "cuda:N"));
    EXPECT(says(message([](RunConfig& c) { c.device = "cuda:99"; }), "is not there"));
    EXPECT(says(message([](RunConfig& c) { c.device = "cuda:x"; }), "cuda:N"));
    EXPECT(says(message([](RunConfig& c) { c.precision = "float16"; }), "not available"));
    EXPECT(says(message([](RunConfig& c) { c.precision = "int8"; }), "unknown precision"));
    EXPECT(says(message([](RunConfig& c) { c.selectOn = "train"; }), "validation or test"));
    EXPECT(says(message([](RunConfig& c) { c.threadsPerFold = -1; }), "threads"));
    EXPECT_EQUAL(message([](RunConfig& c) { c.precision = "bfloat16"; }), "accepted");
}

TEST_CASE("coordinates of the clip specification follow the options")
{
    RunConfig config;
    auto plan = engine().inputPlan(config);
    REQUIRE_OK(plan);
    EXPECT(plan->inputs.at(0).coordinates == ClipSpec::Coordinates::Face);
    EXPECT((plan->inputs.at(0).shape() == std::vector<std::int64_t>{2, 68, 20}));
    config.preset = "paper";
    plan = engine().inputPlan(config);
    REQUIRE_OK(plan);
    EXPECT(plan->inputs.at(0).coordinates == ClipSpec::Coordinates::Image);
}

TEST_CASE("the environment names what results depend on")
{
    std::string keys;
    for (const auto& [key, value] : engine().environment()) {
        keys += key + "\n";
        EXPECT(!value.empty() || key == "blas core");
    }
    for (const char* key : {"libtorch", "usable cores", "blas", "blas core", "cuda", "torch build"})
        EXPECT(keys.find(std::string(key) + "\n") != std::string::npos);
}

TEST_MAIN
