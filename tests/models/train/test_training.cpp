// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "tests/models/the_engine.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"

#include <atomic>
#include <optional>
#include <thread>

using namespace mien;

namespace {

struct Exercise
{
    MemoryClipSource clips;
    std::vector<Fold> folds;
};

Exercise task(int subjects, int folds, bool shuffleLabels = false)
{
    std::vector<Clip> clips = toy::clips(subjects, 1);
    if (shuffleLabels) {
        std::vector<int> labels;
        for (const Clip& clip : clips) labels.push_back(clip.sample.label);
        Random(2).shuffle(labels);
        for (std::size_t i = 0; i < clips.size(); ++i) clips[i].sample.label = labels[i];
    }
    return {MemoryClipSource(std::move(clips)), toy::subjectFolds(subjects, folds)};
}

RunConfig config(int epochs)
{
    RunConfig c;
    c.seed = 7;
    c.threadsPerFold = 1; // so that a busy machine does not make two threads wait for each other
    c.options = {{"epochs", std::to_string(epochs)}, {"patience", "0"}};
    return c;
}

TrainRequest request(const RunConfig& c, const Exercise& t, const toy::Folder& folder)
{
    TrainRequest r;
    r.config = c;
    r.folder = folder.path();
    r.clips = &t.clips;
    r.folds = t.folds;
    return r;
}

std::string content(const std::filesystem::path& file)
{
    const auto text = files::read(file);
    return text ? *text : "unreadable";
}

} // namespace

TEST_CASE("tcn learns an easy task across subjects, and nothing from shuffled labels")
{
    const RunControl control;
    for (const bool shuffled : {false, true}) {
        const toy::Folder folder("learn");
        Exercise t = task(12, 3, shuffled);
        t.folds.resize(1);
        RunConfig c = config(20);
        c.options["batch_size"] = "8";
        const auto outcome = engine().train(request(c, t, folder), {}, control);
        REQUIRE_OK(outcome);
        EXPECT_EQUAL(outcome->folds.size(), 1u);
        EXPECT_EQUAL(outcome->folds[0].predictions.size(), 28u);
        const double accuracy = toy::accuracy(*outcome);
        std::cout << "accuracy " << accuracy << (shuffled ? " with shuffled labels\n" : "\n");
        if (shuffled)
            EXPECT(accuracy < 0.35);
        else
            EXPECT(accuracy > 0.9);
    }
}

TEST_CASE("one seed gives the same metrics.csv twice, another seed another one")
{
    const RunControl control;
    const Exercise t = task(6, 3);
    const toy::Folder a("seed-a");
    const toy::Folder b("seed-b");
    const toy::Folder c("seed-c");
    RunConfig two = config(2);
    two.threadsPerFold = 2;
    RunConfig other = two;
    other.seed = 8;
    const auto first = engine().train(request(two, t, a), {}, control);
    const auto second = engine().train(request(two, t, b), {}, control);
    const auto third = engine().train(request(other, t, c), {}, control);
    REQUIRE_OK(first);
    REQUIRE_OK(second);
    REQUIRE_OK(third);
    EXPECT_EQUAL(content(a.path() / "metrics.csv"), content(b.path() / "metrics.csv"));
    EXPECT(content(a.path() / "metrics.csv") != content(c.path() / "metrics.csv"));
    EXPECT(first->folds[1].predictions[4].logits == second->folds[1].predictions[4].logits);

    const auto table = csv::read(a.path() / "metrics.csv");
    REQUIRE_OK(table);
    EXPECT((table->header == std::vector<std::string>{"fold", "epoch", "train_loss", "train_accuracy", "val_loss",
                                                      "val_accuracy", "learning_rate", "val_map", "val_ccc_valence",
                                                      "val_ccc_arousal"}));
    EXPECT_EQUAL(table->rows.size(), 6u);
    EXPECT_EQUAL(table->rows[3][0] + "/" + table->rows[3][1], "2/2");
    const auto timing = csv::read(a.path() / "timing.csv");
    REQUIRE_OK(timing);
    EXPECT_EQUAL(timing->rows.size(), 6u);
}

TEST_CASE("a loaded run predicts what training predicted, to the last bit")
{
    const RunControl control;
    const Exercise t = task(6, 3);
    const toy::Folder folder("loaded");
    const auto outcome = engine().train(request(config(2), t, folder), {}, control);
    REQUIRE_OK(outcome);
    auto run = engine().load(config(2), folder.path());
    REQUIRE_OK(run);
    EXPECT((*run)->folds() == (std::vector<int>{1, 2, 3}));
    for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t i = 0; i < t.folds[k].test.size(); ++i) {
            const auto clip = t.clips.load(t.folds[k].test[i]);
            const auto prediction = (*run)->predict(*clip, static_cast<int>(k) + 1);
            REQUIRE_OK(prediction);
            EXPECT(prediction->logits == outcome->folds[k].predictions[i].logits);
            EXPECT_EQUAL(prediction->sample, outcome->folds[k].predictions[i].sample);
        }
}

TEST_CASE("finish early keeps the best so far and drops folds without an epoch")
{
    const Exercise t = task(6, 3);
    const toy::Folder folder("finish");
    RunConfig c = config(2);
    c.options["batch_size"] = "4"; // several batches an epoch
    RunControl control;
    TrainEvents events;
    events.batch = [&](int fold, int, int, double) {
        if (fold == 2) control.requestFinish();
    };
    const auto outcome = engine().train(request(c, t, folder), events, control);
    REQUIRE_OK(outcome);
    EXPECT(outcome->finishedEarly);
    EXPECT_EQUAL(outcome->folds.size(), 1u);
    EXPECT_EQUAL(outcome->folds[0].stopped, "epochs");

    RunControl inTheMiddle;
    events.batch = {};
    events.epoch = [&](const EpochMetrics& metrics) {
        if (metrics.epoch == 2) inTheMiddle.requestFinish();
    };
    const auto partial = engine().train(request(config(50), t, folder), events, inTheMiddle);
    REQUIRE_OK(partial);
    EXPECT_EQUAL(partial->folds.size(), 1u);
    EXPECT_EQUAL(partial->folds[0].stopped, "finished early");
    EXPECT_EQUAL(partial->folds[0].epochs, 2);
    EXPECT(!partial->folds[0].predictions.empty());
}

TEST_CASE("pause holds training until it is taken back; cancel ends it in words")
{
    const Exercise t = task(6, 3);
    const toy::Folder folder("pause");
    RunControl control;
    std::atomic<int> batches = 0;
    std::atomic<bool> paused = false;
    TrainEvents events;
    events.batch = [&](int, int, int, double) {
        if (++batches != 1) return;
        control.setPaused(true);
        paused = true;
        paused.notify_all();
    };
    std::optional<Result<TrainOutcome>> outcome;
    std::thread training([&] { outcome.emplace(engine().train(request(config(3), t, folder), events, control)); });
    paused.wait(false);
    EXPECT_EQUAL(batches.load(), 1);
    control.requestCancel(); // wakes the paused job
    training.join();
    EXPECT_EQUAL(batches.load(), 1);
    EXPECT(!outcome->ok() && outcome->error().kind == ErrorKind::Cancelled);
}

TEST_CASE("a loss that is not a number ends in words and leaves the last good checkpoint")
{
    const Exercise t = task(6, 3);
    const toy::Folder folder("nan");
    const RunControl control;
    RunConfig c = config(40);
    c.options["optimiser"] = "sgd";
    c.options["momentum"] = "0.999";
    c.options["schedule"] = "constant";
    c.options["dropout"] = "0";
    c.options["input_scale"] = "1000";
    c.options["learning_rate"] = "10";
    const auto outcome = engine().train(request(c, t, folder), {}, control);
    EXPECT(!outcome.ok());
    if (outcome.ok()) return;
    const std::string message = outcome.error().message();
    std::cout << message << '\n';
    EXPECT(message.find("not a number") != std::string::npos && message.find("learning_rate") != std::string::npos);
    for (const char* name : {"last.pt", "best.pt"})
        if (std::filesystem::exists(folder.path() / "fold-1" / name)) EXPECT(engine().load(c, folder.path()).ok());
}

TEST_CASE("selection on the test part is obeyed, and an empty validation part is refused")
{
    Exercise t = task(6, 3);
    for (Fold& fold : t.folds) fold.validation.clear();
    const toy::Folder folder("select");
    const RunControl control;
    const auto refused = engine().train(request(config(1), t, folder), {}, control);
    EXPECT(!refused.ok() && refused.error().kind == ErrorKind::Usage);
    RunConfig c = config(1);
    c.selectOn = "test";
    double accuracy = -1;
    TrainEvents events;
    events.epoch = [&](const EpochMetrics& metrics) { accuracy = metrics.validationAccuracy; };
    t.folds.resize(1);
    const auto outcome = engine().train(request(c, t, folder), events, control);
    REQUIRE_OK(outcome);
    EXPECT_NEAR(toy::accuracy(*outcome), accuracy, 1e-12);
}

TEST_CASE("patience stops, and the best epoch is the one with the lowest validation loss")
{
    const Exercise t = task(6, 3);
    const toy::Folder folder("patience");
    RunConfig c = config(25);
    c.options["patience"] = "2";
    const RunControl control;
    Exercise one{t.clips, {t.folds[0]}};
    const auto outcome = engine().train(request(c, one, folder), {}, control);
    REQUIRE_OK(outcome);
    const auto table = csv::read(folder.path() / "metrics.csv");
    REQUIRE_OK(table);
    int best = 1;
    for (std::size_t i = 0; i < table->rows.size(); ++i)
        if (std::stod(table->rows[i][4]) < std::stod(table->rows[static_cast<std::size_t>(best) - 1][4]))
            best = static_cast<int>(i) + 1;
    EXPECT_EQUAL(outcome->folds[0].bestEpoch, best);
    EXPECT_EQUAL(outcome->folds[0].epochs, static_cast<int>(table->rows.size()));
    EXPECT(outcome->folds[0].stopped == "epochs" || outcome->folds[0].epochs - best == 2);
}

TEST_CASE("an unlabelled or unreadable sample is named")
{
    const RunControl control;
    const toy::Folder folder("labels");
    std::vector<Clip> clips = toy::clips(6, 1);
    const auto folds = toy::subjectFolds(6, 3);
    clips[folds[0].train[0]].sample.label = 7;
    Exercise wrong{MemoryClipSource(clips), folds};
    const auto refused = engine().train(request(config(1), wrong, folder), {}, control);
    EXPECT(!refused.ok() && refused.error().message().find(clips[folds[0].train[0]].sample.id) != std::string::npos);

    clips = toy::clips(6, 1);
    clips[folds[0].train[0]].inputs[0].shape = {2, 68, 19};
    Exercise odd{MemoryClipSource(clips), {folds[0]}};
    std::vector<std::string> said;
    const RunControl listening({}, [&](const Diagnostic& diagnostic) { said.push_back(diagnostic.message); });
    const auto outcome = engine().train(request(config(2), odd, folder), {}, listening);
    REQUIRE_OK(outcome);
    EXPECT_EQUAL(said.size(), 1u);
}

TEST_CASE("bfloat16 trains too")
{
    const RunControl control;
    const toy::Folder folder("bf16");
    Exercise t = task(12, 3);
    t.folds.resize(1);
    RunConfig c = config(20);
    c.options["batch_size"] = "8";
    c.precision = "bfloat16";
    const auto outcome = engine().train(request(c, t, folder), {}, control);
    REQUIRE_OK(outcome);
    EXPECT(toy::accuracy(*outcome) > 0.7);
}

TEST_MAIN
