// SPDX-License-Identifier: GPL-3.0-or-later
//
// Folds that are trained side by side learn what they learn one after the other, to the last bit; a failure, a cancel
// and a resume mean the same; and they stand side by side only where the machine has room.
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "models/train/side_by_side.h"
#include "tests/models/the_engine.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"

#include <string>

using namespace mien;

namespace {

/// Six people in three folds, with dropout and augmentation on.
struct Exercise
{
    MemoryClipSource clips{toy::clips(6, 1)};
    std::vector<Fold> folds = toy::subjectFolds(6, 3);

    TrainRequest request(const toy::Folder& folder, int atOnce) const
    {
        TrainRequest request;
        request.config.seed = 7;
        request.config.threadsPerFold = 1;
        request.config.options = {{"epochs", "4"}, {"patience", "0"}, {"batch_size", "8"}};
        request.folder = folder.path();
        request.clips = &clips;
        request.folds = folds;
        request.foldsAtOnce = atOnce;
        return request;
    }
};

std::string metrics(const toy::Folder& folder)
{
    const auto text = files::read(folder.path() / "metrics.csv");
    return text ? *text : "unreadable";
}

void expectSame(const TrainOutcome& a, const TrainOutcome& b)
{
    EXPECT_EQUAL(a.folds.size(), b.folds.size());
    for (std::size_t k = 0; k < std::min(a.folds.size(), b.folds.size()); ++k) {
        EXPECT_EQUAL(a.folds[k].fold, b.folds[k].fold);
        EXPECT_EQUAL(a.folds[k].bestEpoch, b.folds[k].bestEpoch);
        EXPECT_EQUAL(a.folds[k].predictions.size(), b.folds[k].predictions.size());
        for (std::size_t i = 0; i < a.folds[k].predictions.size(); ++i)
            EXPECT(a.folds[k].predictions[i].logits == b.folds[k].predictions[i].logits);
    }
}

} // namespace

TEST_CASE("folds side by side give the same digits as one after the other")
{
    const Exercise exercise;
    const RunControl control;
    const toy::Folder alone("alone");
    const auto expected = engine().train(exercise.request(alone, 1), {}, control);
    REQUIRE_OK(expected);
    EXPECT_EQUAL(expected->parameters, 330119);
    for (const int atOnce : {2, 3, 9}) {
        const toy::Folder folder("beside-" + std::to_string(atOnce));
        int inside = 0;
        bool alwaysOne = true;
        TrainEvents events;
        events.batch = [&](int, int, int, double) {
            alwaysOne = ++inside == 1 && alwaysOne;
            --inside;
        };
        const auto outcome = engine().train(exercise.request(folder, atOnce), events, control);
        REQUIRE_OK(outcome);
        expectSame(*expected, *outcome);
        EXPECT_EQUAL(metrics(folder), metrics(alone));
        EXPECT(alwaysOne);
    }
}

TEST_CASE("one fold's failure ends the others, and its words are told")
{
    Exercise exercise;
    exercise.folds[1].validation.clear();
    const toy::Folder folder("failing");
    TrainRequest request = exercise.request(folder, 2);
    request.config.options["epochs"] = "100000"; // those beside it would never end
    const auto outcome = engine().train(request, {}, RunControl());
    EXPECT(!outcome.ok() && outcome.error().kind == ErrorKind::Usage);
    if (!outcome.ok()) EXPECT(outcome.error().message().find("fold 2") != std::string::npos);
}

TEST_CASE("cancelled side by side, resumed one by one: as if nothing had been")
{
    const Exercise exercise;
    const toy::Folder whole("whole"), broken("broken");
    const auto expected = engine().train(exercise.request(whole, 1), {}, RunControl());
    REQUIRE_OK(expected);
    RunControl control;
    TrainEvents events;
    events.epoch = [&](const EpochMetrics& epoch) {
        if (epoch.epoch == 2) control.requestCancel();
    };
    const auto cancelled = engine().train(exercise.request(broken, 2), events, control);
    EXPECT(!cancelled.ok() && cancelled.error().kind == ErrorKind::Cancelled);
    TrainRequest again = exercise.request(broken, 1);
    again.resume = true;
    const auto resumed = engine().train(again, {}, RunControl());
    REQUIRE_OK(resumed);
    expectSame(*expected, *resumed);
    EXPECT_EQUAL(metrics(broken), metrics(whole));
}

TEST_CASE("side by side is tried only where cores are left")
{
    const Exercise exercise;
    const toy::Folder folder("tried");
    TrainRequest request = exercise.request(folder, 1);
    const auto tried = engine().tryOut(request, std::nullopt, RunControl());
    REQUIRE_OK(tried);
    EXPECT(tried->foldsAtOnce >= 1 && tried->foldsAtOnce <= static_cast<int>(usableCores()));
    std::cout << tried->foldsAtOnce << " folds at once with one thread each\n";
    request.config.threadsPerFold = 0; // all cores
    const auto all = engine().tryOut(request, std::nullopt, RunControl());
    REQUIRE_OK(all);
    EXPECT_EQUAL(all->foldsAtOnce, 1);
    request.config.threadsPerFold = 1;
    request.config.precision = "bfloat16";
    const auto half = engine().tryOut(request, std::nullopt, RunControl());
    REQUIRE_OK(half);
    EXPECT_EQUAL(half->foldsAtOnce, 1);
}

TEST_CASE("several folds at once are chosen where they are faster and fit")
{
    EXPECT(isWorthwhile(2, 1.0, 1.1) && isWorthwhile(4, 1.0, 3.5));
    EXPECT(!isWorthwhile(2, 1.0, 1.9) && !isWorthwhile(4, 1.0, 4.0));
    EXPECT_EQUAL(foldsThatFit(4, 100, std::nullopt), 4);
    EXPECT_EQUAL(foldsThatFit(4, 100, 1000), 4);
    EXPECT_EQUAL(foldsThatFit(4, 100, 450), 2);
    EXPECT_EQUAL(foldsThatFit(4, 100, 90), 1);
}

TEST_MAIN
