// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong in training ends in words, and what was learned before is there and can be gone on from.
#include "core/base/files.h"
#include "models/engine/create_engine.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <optional>
#include <sys/resource.h>

using namespace mien;

namespace {

constexpr int subjects = 6;
constexpr int epochs = 3;

/// Clips of which, from some moment on, every one holds numbers that no network can stand, or none can be read.
class SpoiltSource final : public ClipSource
{
public:
    enum class With { Nothing, HugeNumbers, Errors };

    std::size_t size() const override { return m_clips.size(); }
    const Sample& sample(std::size_t i) const override { return m_clips.sample(i); }
    std::uint64_t fingerprint() const override { return m_clips.fingerprint(); }
    Result<Clip> load(std::size_t i) const override
    {
        auto clip = m_clips.load(i);
        if (with == With::Errors && (only.empty() || std::find(only.begin(), only.end(), i) != only.end()))
            return Error::input("cannot be read any more", clip->sample.id);
        if (with == With::HugeNumbers)
            for (float& value : clip->inputs[0].data) value = 1e36F;
        return clip;
    }

    std::atomic<With> with = With::Nothing;
    std::vector<std::size_t> only; ///< these clips; empty = all

private:
    MemoryClipSource m_clips{toy::clips(subjects, 1)};
};

RunConfig config()
{
    RunConfig c;
    c.seed = 3;
    c.threadsPerFold = 1;
    c.options = {{"epochs", std::to_string(epochs)}, {"patience", "0"}, {"batch_size", "8"}};
    return c;
}

std::vector<Fold> folds()
{
    auto all = toy::subjectFolds(subjects, 3);
    all.resize(2);
    return all;
}

Result<TrainOutcome> train(const std::filesystem::path& folder, const ClipSource& clips, bool resume = false,
                           const TrainEvents& events = {}, const RunControl& control = {},
                           const RunConfig& settings = config())
{
    static const auto engine = createEngine();
    const TrainRequest request{settings, folder, resume, &clips, folds()};
    return engine->train(request, events, control);
}

std::string bytes(const std::filesystem::path& file)
{
    const auto text = files::read(file);
    return text ? *text : "unreadable " + file.string();
}

const std::filesystem::path& undisturbed()
{
    static const toy::Folder folder("failures-reference");
    static const bool trained = train(folder.path(), SpoiltSource()).ok();
    EXPECT(trained);
    return folder.path();
}

/// The run is resumed without the fault and ends as one that never had it.
void checkGoesOn(const std::filesystem::path& folder)
{
    REQUIRE_OK(train(folder, SpoiltSource(), true));
    for (const char* file : {"metrics.csv", "fold-1/best.pt", "fold-1/last.pt", "fold-2/best.pt", "fold-2/last.pt"})
        EXPECT_EQUAL(bytes(folder / file) == bytes(undisturbed() / file) ? "" : file, std::string());
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        EXPECT(entry.path().string().find(".tmp") == std::string::npos);
}

void checkSays(const Result<TrainOutcome>& outcome, const std::vector<std::string>& words)
{
    EXPECT(!outcome.ok());
    if (outcome.ok()) return;
    const std::string message = outcome.error().message();
    std::cout << "  says: " << message << '\n';
    for (const std::string& word : words)
        if (message.find(word) == std::string::npos) check::fail(__FILE__, __LINE__, "does not say " + word);
}

/// While it lives, no file grows beyond `bytes`: what a full disk does.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        m_before = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_limit);
        const rlimit small{bytes, m_limit.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_limit);
        std::signal(SIGXFSZ, m_before);
    }

private:
    rlimit m_limit{};
    void (*m_before)(int) = nullptr;
};

} // namespace

TEST_CASE("a loss that is no number names fold, epoch and batch; the last good epoch is kept and gone on from")
{
    const toy::Folder folder("failures-nan");
    SpoiltSource clips;
    std::string kept;
    TrainEvents events;
    events.epoch = [&](const EpochMetrics& metrics) {
        if (metrics.fold != 2 || metrics.epoch != 1) return;
        kept = bytes(folder.path() / "fold-2" / "last.pt");
        clips.with = SpoiltSource::With::HugeNumbers;
    };
    checkSays(train(folder.path(), clips, false, events),
              {"fold 2", "epoch 2, batch", "learning_rate", "clip_gradient"});
    EXPECT(!kept.empty() && kept == bytes(folder.path() / "fold-2" / "last.pt"));
    RunConfig slower = config();
    slower.options["learning_rate"] = "0.0001";
    checkSays(train(folder.path(), SpoiltSource(), true, {}, {}, slower), {"other settings", "another folder"});
    checkGoesOn(folder.path());
}

TEST_CASE("a full disk is said, and the last good checkpoint stays")
{
    for (const int epoch : {1, 2}) {
        const toy::Folder folder("failures-disk");
        std::optional<FullDisk> full;
        std::string kept;
        TrainEvents events;
        events.epoch = [&](const EpochMetrics& metrics) {
            if (metrics.fold != 1 || metrics.epoch != epoch) return;
            kept = bytes(folder.path() / "fold-1" / "last.pt");
            full.emplace(kept.size() / 2);
        };
        const auto outcome = train(folder.path(), SpoiltSource(), false, events);
        full.reset();
        checkSays(outcome, {"cannot write", "last.pt", "free space"});
        EXPECT(!kept.empty() && kept == bytes(folder.path() / "fold-1" / "last.pt"));
        checkGoesOn(folder.path());
    }
}

TEST_CASE("a checkpoint cut in half is named, and its remedy works: the other folds are kept")
{
    const toy::Folder folder("failures-half");
    TrainEvents events;
    events.batch = [&](int fold, int, int, double) {
        if (fold == 2) throw std::runtime_error("stop");
    };
    EXPECT(!train(folder.path(), SpoiltSource(), false, events).ok());
    const auto last = folder.path() / "fold-1" / "last.pt";
    const auto best = folder.path() / "fold-1" / "best.pt";
    const std::string good = bytes(best);
    std::filesystem::resize_file(last, std::filesystem::file_size(last) / 2);
    checkSays(train(folder.path(), SpoiltSource(), true), {"last.pt", "delete the folder"});
    EXPECT(good == bytes(best));
    std::filesystem::remove_all(folder.path() / "fold-1");
    checkGoesOn(folder.path());
    std::filesystem::resize_file(best, std::filesystem::file_size(best) / 2);
    checkGoesOn(folder.path()); // its best epoch is the last one, whose weights last.pt has, too
}

TEST_CASE("parts of which no sample can be read are named")
{
    const auto part = folds()[0];
    const struct
    {
        const std::vector<std::size_t>& clips;
        const char* says;
    } cases[] = {
        {part.train, "no training sample"}, {part.validation, "selects the best epoch"}, {part.test, "held-out"}};
    for (const auto& item : cases) {
        const toy::Folder folder("failures-unreadable");
        SpoiltSource clips;
        clips.with = SpoiltSource::With::Errors;
        clips.only = item.clips;
        checkSays(train(folder.path(), clips), {item.says, "fold 1"});
    }
}

TEST_CASE("cancel and finish early are seen between folds, too")
{
    const auto afterFirstFold = [](const std::function<void()>& act) {
        TrainEvents events;
        events.epoch = [act](const EpochMetrics& metrics) {
            if (metrics.fold == 1 && metrics.epoch == epochs) act();
        };
        return events;
    };
    const toy::Folder cancelled("failures-cancel");
    RunControl cancel;
    const auto ended =
        train(cancelled.path(), SpoiltSource(), false, afterFirstFold([&] { cancel.requestCancel(); }), cancel);
    EXPECT(!ended.ok() && ended.error().kind == ErrorKind::Cancelled);
    checkGoesOn(cancelled.path());

    const toy::Folder finished("failures-finish");
    RunControl finish;
    const auto first =
        train(finished.path(), SpoiltSource(), false, afterFirstFold([&] { finish.requestFinish(); }), finish);
    REQUIRE_OK(first);
    EXPECT_EQUAL(first->folds.size(), 1u);
    EXPECT(first->finishedEarly && !first->folds[0].predictions.empty());
    checkGoesOn(finished.path());
}

TEST_MAIN
