// SPDX-License-Identifier: GPL-3.0-or-later
// Every network: killed with SIGKILL at a drawn batch and resumed, it has the bytes of a training that was not.
#include "core/base/files.h"
#include "tests/models/any_run.h"
#include "tests/models/small_networks.h"
#include "tests/models/the_engine.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"

#include <chrono>
#include <csignal>
#include <sys/wait.h>

using namespace mien;

namespace {

constexpr int epochs = 3;
constexpr int batches = 3; ///< 7 samples by 3: the last batch of an epoch has one sample

/// Everything with a memory is on: augmentation and dropout of the preset, moments, a plateau at every chance, the
/// count of epochs without a better one; for some networks gradients are added up from parts.
RunConfig configOf(const ModelInfo& info)
{
    RunConfig config;
    config.network = info.id;
    config.seed = 5;
    config.threadsPerFold = 2;
    config.options = checks::smallest(info);
    config.options["epochs"] = std::to_string(epochs);
    config.options["patience"] = "2";
    config.options["batch_size"] = "3";
    config.options["schedule"] = "plateau";
    config.options["plateau_patience"] = "1";
    Random random = Random(2).fork(info.id);
    if (random.below(2) == 0) config.options["micro_batch"] = "2";
    if (random.below(2) == 0) config.options["optimiser"] = "sgd";
    for (const OptionInfo& option : info.options)
        if (option.name == "dropout") config.options["dropout"] = "0.3";
    return config;
}

struct Moment
{
    int epoch;
    int batch;
};

Result<TrainOutcome> train(const ModelInfo& info, const std::filesystem::path& folder, bool resume,
                           const std::function<void(Moment)>& at = {})
{
    const RunConfig config = configOf(info);
    const auto plan = engine().inputPlan(config);
    if (!plan) return plan.error();
    const MemoryClipSource clips(any::clips(info, *plan, 12));
    TrainRequest request{config, folder, resume, &clips, {any::fold(7, 3, 2)}};
    TrainEvents events;
    int epoch = 0;
    int last = batches;
    events.batch = [&](int, int batch, int, double) {
        epoch += last >= batch;
        last = batch;
        if (at) at({epoch, batch});
    };
    const RunControl control;
    return engine().train(request, events, control);
}

/// This program once more, which kills itself at `moment`: a bare fork would not have OpenMP's threads.
bool killedChild(const std::string& network, const std::filesystem::path& folder, Moment moment)
{
    const std::string epoch = std::to_string(moment.epoch);
    const std::string batch = std::to_string(moment.batch);
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl("/proc/self/exe", "test_resume_networks", "--train", network.c_str(), folder.c_str(), epoch.c_str(),
                batch.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

std::string bytes(const std::filesystem::path& file)
{
    const auto text = files::read(file);
    return text ? *text : "unreadable " + file.string();
}

void checkNetwork(const ModelInfo& info)
{
    const auto start = std::chrono::steady_clock::now();
    const toy::Folder whole("whole");
    const toy::Folder broken("broken");
    const auto first = train(info, whole.path(), false);
    if (!first) std::cout << info.id << ": " << first.error().message() << '\n';
    REQUIRE_OK(first);
    Random random = Random(9).fork(info.id);
    const Moment moment{2 + static_cast<int>(random.below(static_cast<std::size_t>(first->folds[0].epochs - 1))),
                        1 + static_cast<int>(random.below(batches))};
    EXPECT(killedChild(info.id, broken.path(), moment));
    int trained = 0;
    const auto second = train(info, broken.path(), true, [&](Moment) { ++trained; });
    REQUIRE_OK(second);
    EXPECT_EQUAL(trained, (first->folds[0].epochs - moment.epoch + 1) * batches); // and not all of it again
    for (const char* name : {"metrics.csv", "fold-1/best.pt", "fold-1/last.pt"})
        EXPECT_EQUAL(bytes(whole.path() / name) == bytes(broken.path() / name) ? "" : info.id + " " + name,
                     std::string());
    for (std::size_t i = 0; i < first->folds[0].predictions.size(); ++i)
        EXPECT(first->folds[0].predictions[i].logits == second->folds[0].predictions[i].logits);
    std::cout << info.id << ": killed in epoch " << moment.epoch << ", batch " << moment.batch << "; "
              << std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() << " s" << std::endl;
}

} // namespace

TEST_CASE("every network, killed with SIGKILL at a drawn batch and resumed: the same weights, metrics and predictions")
{
    EXPECT_EQUAL(engine().models().size(), 21u);
    for (const ModelInfo& info : engine().models()) checkNetwork(info);
}

int main(int argc, char** argv)
{
    if (argc == 6 && std::string(argv[1]) == "--train") {
        const Moment moment{std::stoi(argv[4]), std::stoi(argv[5])};
        const ModelInfo* info = engine().model(argv[2]);
        const auto outcome = train(*info, argv[3], true, [&](Moment now) {
            if (now.epoch == moment.epoch && now.batch == moment.batch) ::kill(::getpid(), SIGKILL);
        });
        return outcome.ok() ? 0 : 1;
    }
    return mien::check::run(argc, argv);
}
