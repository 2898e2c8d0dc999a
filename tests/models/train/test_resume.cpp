// SPDX-License-Identifier: GPL-3.0-or-later
// A run that was cancelled or killed and resumed ends with the same files as one that was not.
#include "core/base/files.h"
#include "models/engine/create_engine.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"

#include <csignal>
#include <sys/wait.h>

using namespace mien;

namespace {

constexpr int epochs = 4;
constexpr int subjects = 6;
constexpr int folds = 2;

/// Every source of randomness and state is on: dropout, augmentation, momentum of Adam, batch norm, schedule.
RunConfig config()
{
    RunConfig c;
    c.seed = 3;
    c.threadsPerFold = 1;
    c.options = {{"epochs", std::to_string(epochs)},
                 {"patience", "0"},
                 {"batch_size", "8"},
                 {"bn_momentum", "0.5"}}; // so that the validation loss falls from epoch to epoch
    return c;
}

/// Where to stop: in fold, epoch and batch (0 = right after the epoch's end).
struct Moment
{
    int fold;
    int epoch;
    int batch;
};

Result<TrainOutcome> train(const std::filesystem::path& folder, bool resume, const std::function<void(Moment)>& at,
                           const MemoryClipSource& clips = MemoryClipSource(toy::clips(subjects, 1)))
{
    const auto engine = createEngine();
    TrainRequest request;
    request.config = config();
    request.folder = folder;
    request.resume = resume;
    request.clips = &clips;
    request.folds = toy::subjectFolds(subjects, 3);
    request.folds.resize(folds);
    RunControl control;
    TrainEvents events;
    int epoch = 1;
    if (at) {
        events.batch = [&](int fold, int batch, int, double) { at({fold, epoch, batch}); };
        events.epoch = [&](const EpochMetrics& metrics) {
            at({metrics.fold, metrics.epoch, 0});
            epoch = metrics.epoch == epochs ? 1 : metrics.epoch + 1;
        };
    }
    return engine->train(request, events, control);
}

std::string bytes(const std::filesystem::path& file)
{
    const auto text = files::read(file);
    return text ? *text : "unreadable " + file.string();
}

/// All files whose content shall not depend on interruptions.
void checkSame(const std::filesystem::path& a, const std::filesystem::path& b)
{
    EXPECT_EQUAL(bytes(a / "metrics.csv"), bytes(b / "metrics.csv"));
    for (int k = 1; k <= folds; ++k)
        for (const char* name : {"best.pt", "last.pt"}) {
            const std::string file = "fold-" + std::to_string(k) + "/" + name;
            EXPECT(bytes(a / file) == bytes(b / file));
        }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(b))
        EXPECT(entry.path().string().find(".tmp") == std::string::npos);
}

/// Starts this program again as `--train folder fold epoch batch`, which kills itself there with SIGKILL. A new
/// program, not a bare fork: OpenMP does not survive one.
bool killedChild(const std::filesystem::path& folder, Moment moment)
{
    const std::string fold = std::to_string(moment.fold);
    const std::string epoch = std::to_string(moment.epoch);
    const std::string batch = std::to_string(moment.batch);
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl("/proc/self/exe", "test_resume", "--train", folder.c_str(), fold.c_str(), epoch.c_str(), batch.c_str(),
                static_cast<char*>(nullptr));
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

const std::filesystem::path& uninterrupted()
{
    static const toy::Folder folder("resume-reference");
    static const bool trained = train(folder.path(), false, {}).ok();
    EXPECT(trained);
    return folder.path();
}

} // namespace

TEST_CASE("killed with SIGKILL at several moments and resumed: the same weights and metrics, bit by bit")
{
    for (const Moment moment : {Moment{1, 1, 2}, Moment{1, 3, 2}, Moment{1, 4, 0}, Moment{2, 1, 1}, Moment{2, 2, 0}}) {
        const toy::Folder folder("resume-kill");
        EXPECT(killedChild(folder.path(), moment));
        REQUIRE_OK(train(folder.path(), true, {}));
        checkSame(uninterrupted(), folder.path());
    }
}

TEST_CASE("killed twice")
{
    const toy::Folder folder("resume-twice");
    EXPECT(killedChild(folder.path(), {1, 2, 1}));
    EXPECT(killedChild(folder.path(), {2, 3, 2}));
    REQUIRE_OK(train(folder.path(), true, {}));
    checkSame(uninterrupted(), folder.path());
}

TEST_CASE("an exception in a callback is an Error, and the run can be resumed")
{
    const toy::Folder folder("resume-throw");
    const auto stopped = train(folder.path(), false, [](Moment moment) {
        if (moment.fold == 1 && moment.epoch == 3 && moment.batch == 2) throw std::runtime_error("disk on fire");
    });
    EXPECT(!stopped.ok() && stopped.error().message().find("disk on fire") != std::string::npos);
    REQUIRE_OK(train(folder.path(), true, {}));
    checkSame(uninterrupted(), folder.path());
}

TEST_CASE("the moment between last.pt and best.pt, and half-written files, are mended")
{
    // Stopped at an epoch that was better than the one before, then the best file put back to that one's.
    const toy::Folder young("resume-young");
    const auto best = [&](int fold) { return young.path() / ("fold-" + std::to_string(fold)) / "best.pt"; };
    std::string older;
    int stoppedFold = 0;
    const auto stopped = train(young.path(), false, [&](Moment moment) {
        if (moment.batch > 0) return;
        const std::string now = bytes(best(moment.fold));
        if (moment.epoch > 1 && now != older) {
            stoppedFold = moment.fold;
            throw std::runtime_error("stop");
        }
        older = now;
    });
    EXPECT(!stopped.ok());
    EXPECT(stoppedFold > 0); // else no epoch was better and this tests nothing
    if (stoppedFold == 0) return;
    REQUIRE_OK(files::writeAtomically(best(stoppedFold), older));
    REQUIRE_OK(files::writeAtomically(young.path() / "fold-1" / "last.pt.tmp999", "half"));
    REQUIRE_OK(train(young.path(), true, {}));
    checkSame(uninterrupted(), young.path());
}

TEST_CASE("numbers that changed since the checkpoint are refused")
{
    const toy::Folder folder("resume-changed");
    EXPECT(killedChild(folder.path(), {1, 2, 1}));
    std::vector<Clip> changed = toy::clips(subjects, 1); // as another landmark model would give them
    changed.back().inputs.front().data.back() += 0.001F;
    const auto refused = train(folder.path(), true, {}, MemoryClipSource(changed));
    EXPECT(!refused.ok() && refused.error().kind == ErrorKind::Usage);
    std::vector<Clip> moved = toy::clips(subjects, 1);
    ++moved.front().sample.frames.back();
    EXPECT(!train(folder.path(), true, {}, MemoryClipSource(moved)).ok());
    REQUIRE_OK(train(folder.path(), true, {}));
    checkSame(uninterrupted(), folder.path());
}

TEST_CASE("resuming a finished run trains nothing and predicts the same")
{
    const toy::Folder folder("resume-finished");
    const auto first = train(folder.path(), false, {});
    REQUIRE_OK(first);
    int batches = 0;
    const auto again = train(folder.path(), true, [&](Moment) { ++batches; });
    REQUIRE_OK(again);
    EXPECT_EQUAL(batches, 0);
    EXPECT_EQUAL(again->folds.size(), first->folds.size());
    for (std::size_t k = 0; k < first->folds.size(); ++k)
        for (std::size_t i = 0; i < first->folds[k].predictions.size(); ++i)
            EXPECT(first->folds[k].predictions[i].logits == again->folds[k].predictions[i].logits);
    checkSame(uninterrupted(), folder.path());
}

TEST_CASE("a damaged checkpoint is refused in words")
{
    const toy::Folder folder("resume-damaged");
    std::filesystem::create_directories(folder.path() / "fold-1");
    REQUIRE_OK(files::writeAtomically(folder.path() / "fold-1" / "last.pt", "no archive"));
    const auto refused = train(folder.path(), true, {});
    EXPECT(!refused.ok() && refused.error().kind == ErrorKind::Input);
    REQUIRE_OK(train(folder.path(), false, {})); // without resume it is replaced
}

int main(int argc, char** argv)
{
    if (argc == 6 && std::string(argv[1]) == "--train") {
        const Moment moment{std::stoi(argv[3]), std::stoi(argv[4]), std::stoi(argv[5])};
        const auto outcome = train(argv[2], true, [&](Moment now) {
            if (now.fold == moment.fold && now.epoch == moment.epoch && now.batch == moment.batch)
                ::kill(::getpid(), SIGKILL);
        });
        return outcome.ok() ? 0 : 1;
    }
    return mien::check::run(argc, argv);
}
