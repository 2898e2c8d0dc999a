// SPDX-License-Identifier: GPL-3.0-or-later
// What a run takes is known before it starts: memory within a fifth, and parts of batches where it would be too much.
#include "tests/models/any_run.h"
#include "tests/models/small_networks.h"
#include "tests/models/the_engine.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"

using namespace mien;

namespace {

constexpr std::int64_t megabyte = 1'000'000;

TrainRequest request(const std::string& network, const checks::Settings& settings, std::size_t samples)
{
    TrainRequest r;
    r.config.network = network;
    r.config.threadsPerFold = 1;
    r.config.options = settings;
    r.folds = {any::fold(samples, 1, 1)};
    return r;
}

bool says(const std::vector<std::string>& notes, const std::string& word)
{
    for (const std::string& note : notes)
        if (note.find(word) != std::string::npos) return true;
    return false;
}

} // namespace

TEST_CASE("the work of a step has that of every dense layer, or says that it is not whole")
{
    const auto work = [](const char* network) {
        RunConfig config;
        config.network = network;
        config.threadsPerFold = 1;
        config.options = {{"batch_size", "8"}};
        const auto bench = engine().benchSteps(config);
        const auto counted = bench ? (*bench)->work() : Result<StepWork>(bench.error());
        EXPECT(counted.ok());
        return counted ? *counted : StepWork();
    };
    // tcn has a dense layer of 4096 × 64 more, whose products are our own: one forward, two back.
    const StepWork tcn = work("tcn"), gap = work("tcn_gap");
    EXPECT(tcn.isWhole && gap.isWhole && !work("va_gru1").isWhole);
    EXPECT(tcn.operations - gap.operations >= 3.0 * 2 * 8 * 4096 * 64);
}

TEST_CASE("a cancel is seen between two steps")
{
    std::int64_t samples = 0;
    RunControl* steering = nullptr;
    RunControl control(
        [&](const Progress& progress) {
            samples = progress.done;
            if (samples == 4) steering->requestCancel();
        },
        {});
    steering = &control;
    const auto needs = engine().tryOut(request("tcn", {{"batch_size", "64"}}, 64), std::nullopt, control);
    EXPECT(!needs.ok() && needs.error().kind == ErrorKind::Cancelled);
    EXPECT_EQUAL(samples, 4); // of 2, 4, 8 … 64
}

TEST_CASE("a batch that does not fit is halved until it does, and what is different then is said")
{
    const TrainRequest r = request("tcn", {{"batch_size", "256"}}, 256);
    const auto whole = engine().tryOut(r, std::nullopt, RunControl());
    REQUIRE_OK(whole);
    EXPECT_EQUAL(whole->batch, 256);
    EXPECT_EQUAL(whole->atOnce, 256);
    EXPECT(whole->notes.empty() && !whole->wholeBatchMemory && whole->secondsPerUpdate > 0);
    EXPECT(whole->checkpointBytes > 4 * 330119 * 4 && whole->checkpointBytes < 4 * 330119 * 4 + megabyte);

    // 256 samples of tcn take some 1,600 MB.
    const auto parts = engine().tryOut(r, 800 * megabyte, RunControl());
    REQUIRE_OK(parts);
    std::cout << "  whole " << *whole->memory / megabyte << " MB; " << parts->atOnce << " at once "
              << *parts->memory / megabyte << " MB of " << *parts->wholeBatchMemory / megabyte << " MB\n";
    EXPECT(parts->atOnce < 256 && 256 % parts->atOnce == 0);
    EXPECT(*parts->memory < *parts->wholeBatchMemory);
    // What did not fit was not tried, only foreseen from smaller steps.
    EXPECT_NEAR(static_cast<double>(*parts->wholeBatchMemory) / static_cast<double>(*whole->memory), 1, 0.35);
    EXPECT(says(parts->notes, "parts of " + std::to_string(parts->atOnce)) && says(parts->notes, "batch norm"));

    const auto none = engine().tryOut(r, megabyte, RunControl());
    EXPECT(!none.ok());
    if (!none) {
        std::cout << "  says: " << none.error().message() << '\n';
        EXPECT(none.error().what.find("1.0 MB are free") != std::string::npos);
        EXPECT(!none.error().remedy.empty());
    }
}

TEST_CASE("a resumed run and one that names micro_batch keep their parts, or are refused")
{
    TrainRequest r = request("tcn", {{"batch_size", "256"}}, 256);
    r.resume = true;
    EXPECT(!engine().tryOut(r, 800 * megabyte, RunControl()).ok());
    const TrainRequest named = request("tcn", {{"batch_size", "256"}, {"micro_batch", "100"}}, 256);
    const auto kept = engine().tryOut(named, std::nullopt, RunControl());
    REQUIRE_OK(kept);
    EXPECT_EQUAL(kept->atOnce, 100);
    EXPECT(says(kept->notes, "parts of 100"));
    EXPECT(!engine().tryOut(named, 200 * megabyte, RunControl()).ok());
}

TEST_CASE("a network without batch norm is not said to have it; a concordance is said to be that of parts")
{
    const ModelInfo& info = *engine().model("va_gru1");
    checks::Settings settings = checks::smallest(info);
    settings["batch_size"] = "8";
    settings["micro_batch"] = "4";
    for (const char* loss : {"ccc", "mse"}) {
        settings["loss"] = loss;
        const auto needs = engine().tryOut(request("va_gru1", settings, 8), std::nullopt, RunControl());
        REQUIRE_OK(needs);
        EXPECT(!says(needs->notes, "batch norm"));
        EXPECT_EQUAL(says(needs->notes, "concordance"), std::string(loss) == "ccc");
    }
}

TEST_CASE("the memory of a training is what was foreseen, within a fifth")
{
    const struct
    {
        const char* network;
        int batch;
        // Four batches and a half; looked at behind the epoch in a batch and a half: blocks of other sizes.
        double trained = 4.5;
        double selecting = 1.5;
    } cases[] = {{"tcn", 128},    {"single_frame", 8}, {"conv3d", 8},          {"mobilenet3d_au", 4},
                 {"va_gru3", 64}, {"microx", 2},       {"conv3d", 64, 0.04, 1}}; // the evaluation is the most
    for (const auto& item : cases) {
        const ModelInfo& info = *engine().model(item.network);
        checks::Settings settings = checks::smallest(info);
        settings["batch_size"] = std::to_string(item.batch);
        settings["epochs"] = "1";
        const auto samples = static_cast<std::size_t>(item.batch * item.trained);
        TrainRequest r = request(item.network, settings, samples);
        const auto selecting = static_cast<std::size_t>(item.batch * item.selecting);
        r.folds = {any::fold(samples, selecting, 1)};
        const auto plan = engine().inputPlan(r.config);
        REQUIRE_OK(plan);
        const MemoryClipSource clips(any::clips(info, *plan, static_cast<int>(samples + selecting) + 1));
        const toy::Folder folder("try-out");
        r.clips = &clips;
        r.folder = folder.path();
        const auto needs = engine().tryOut(r, std::nullopt, RunControl());
        REQUIRE_OK(needs);
        const RunControl control;
        const auto outcome = engine().train(r, {}, control);
        REQUIRE_OK(outcome);
        EXPECT(outcome->peakMemory.has_value() && needs->memory.has_value());
        const double ratio = static_cast<double>(*needs->memory) / static_cast<double>(*outcome->peakMemory);
        std::cout << "  " << item.network << ": foreseen " << *needs->memory / megabyte << " MB, taken "
                  << *outcome->peakMemory / megabyte << " MB, ratio " << ratio << std::endl;
        EXPECT_NEAR(ratio, 1.0, 0.2);
    }
}

TEST_MAIN
