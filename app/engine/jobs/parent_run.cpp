// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/parent_run.h"

#include "app/engine/jobs/run_data.h"
#include "core/project/landmark_cache.h"

#include <algorithm>
#include <map>

namespace mien::jobs {

namespace fs = std::filesystem;

namespace {

enum class Data { Same, Foreign, Overlapping };

std::vector<fs::path> foldersOf(const RunConfig& config)
{
    std::vector<fs::path> folders;
    std::error_code code;
    for (const RunConfig::Dataset& dataset : config.datasets)
        folders.push_back(fs::weakly_canonical(dataset.path, code));
    if (const auto protocol = Protocol::parse(config.protocol); protocol && !protocol->directory.empty())
        folders.push_back(fs::weakly_canonical(protocol->directory, code));
    return folders;
}

/// Names of people are those of the parent only where both runs read the same folders in the same order.
Data dataOf(const RunConfig& config, const RunConfig& parent)
{
    const auto own = foldersOf(config), others = foldersOf(parent);
    if (own == others) return Data::Same;
    const bool shared = std::any_of(own.begin(), own.end(), [&](const fs::path& folder) {
        return std::find(others.begin(), others.end(), folder) != others.end();
    });
    return shared ? Data::Overlapping : Data::Foreign;
}

fs::path weightsFile(const fs::path& run, int fold)
{
    return run / ("fold-" + std::to_string(fold)) / "best.pt";
}

/// Who was trained or validated on, by fold.
std::map<int, std::set<std::string>> seenBy(const ParentRun& parent)
{
    std::map<int, std::set<std::string>> seen;
    for (const SplitRow& row : parent.splits) {
        std::set<std::string>& people = seen[row.fold];
        if (row.role != "test") people.insert(row.subject);
    }
    return seen;
}

/// Somebody of `held` whom the fold saw; empty = nobody.
std::string firstSeen(const std::set<std::string>& held, const std::set<std::string>& seen)
{
    for (const std::string& subject : held)
        if (seen.count(subject)) return subject;
    return {};
}

} // namespace

Result<ParentRun> parentOf(const RunConfig& config, const Engine& engine)
{
    if (config.parentRun.empty())
        return Error::usage(config.network + " learns from what another run makes of the frames, and none is named", {},
                            "name the run with --parent RUN");
    const RunFolder folder(config.parentRun);
    if (!folder.exists())
        return Error::input("the run that this one depends on is not there", config.parentRun, "bring it back");
    if (!folder.isFinished())
        return Error::usage("the run that this one depends on is not finished", config.parentRun,
                            "finish it with: mien-cli train -o '" + config.parentRun + "' --resume");
    auto stored = configOf(folder.path());
    if (!stored) return stored.error();
    auto plan = engine.inputPlan(*stored);
    if (!plan) return plan.error();
    auto splits = folder.splits();
    if (!splits) return splits.error();
    return ParentRun{folder.path(), std::move(*stored), std::move(*plan), std::move(*splits)};
}

Result<ParentRun> featuresParent(const RunConfig& config, const Engine& engine)
{
    const auto plan = engine.inputPlan(config);
    if (!plan) return plan.error();
    auto parent = parentOf(config, engine);
    if (!parent) return parent;
    const int given = parent->plan.features, wanted = plan->inputs.front().width;
    if (given == 0)
        return Error::usage(parent->config.network + " gives no features of its frames", config.parentRun,
                            "name a run of va_cnn or va_cnn_classes");
    if (given != wanted)
        return Error::usage("the parent run makes " + std::to_string(given) + " values of a frame where " +
                                config.network + " takes " + std::to_string(wanted),
                            config.parentRun, "add --set features=" + std::to_string(given));
    return parent;
}

Result<std::optional<ParentRun>> parentFor(const RunConfig& config, const InputPlan& plan, const Engine& engine)
{
    if (plan.inputs.front().kind == ClipSpec::Kind::Features) {
        auto parent = featuresParent(config, engine);
        if (!parent) return parent.error();
        return std::optional(std::move(*parent));
    }
    if (config.parentRun.empty()) return std::optional<ParentRun>();
    return Error::usage(config.network + " learns from the frames themselves and takes no parent run", config.parentRun,
                        "leave --parent out");
}

Result<std::string> weightsOf(const ParentRun& parent, int fold, const RunControl& control)
{
    std::vector<fs::path> files;
    std::error_code code;
    if (fold > 0) {
        files.push_back(weightsFile(parent.folder, fold));
    } else {
        for (const auto& [number, people] : seenBy(parent))
            if (const fs::path file = weightsFile(parent.folder, number); fs::exists(file, code)) files.push_back(file);
    }
    return LandmarkCache::key(files, "weights", control);
}

std::vector<Protocol::Parts> partsOf(const ParentRun& parent, const RunConfig& config)
{
    const auto own = Protocol::parse(config.protocol, config.network),
               others = Protocol::parse(parent.config.protocol, parent.config.network);
    if (!own || !others || own->toString() != others->toString() || config.seed != parent.config.seed ||
        dataOf(config, parent.config) != Data::Same)
        return {};
    std::map<int, std::map<std::string, std::set<std::string>>> people;
    for (const SplitRow& row : parent.splits) people[row.fold][row.role].insert(row.subject);
    std::vector<Protocol::Parts> parts;
    for (auto& [fold, roles] : people)
        parts.push_back({{roles["test"].begin(), roles["test"].end()}, {roles["val"].begin(), roles["val"].end()}});
    return parts;
}

Result<std::vector<int>> parentFolds(const ParentRun& parent, const RunConfig& config,
                                     const std::vector<std::set<std::string>>& held)
{
    const Data data = dataOf(config, parent.config);
    if (data == Data::Overlapping)
        return Error::usage("some of the data are those of the parent run and some are not", parent.folder.string(),
                            "learn from the same data as the parent, or from none of them");
    auto seen = seenBy(parent);
    std::error_code code;
    std::erase_if(seen, [&](const auto& fold) { return !fs::exists(weightsFile(parent.folder, fold.first), code); });
    if (seen.empty()) return Error::input("the parent run has no weights", parent.folder.string(), "train it again");
    std::vector<int> chosen;
    for (std::size_t f = 0; f < held.size(); ++f) {
        const int number = static_cast<int>(f) + 1;
        const auto fits = [&](int fold) {
            return seen.count(fold) && (data == Data::Foreign || firstSeen(held[f], seen.at(fold)).empty());
        };
        int choice = fits(number) ? number : 0;
        for (const auto& [fold, people] : seen)
            if (choice == 0 && fits(fold)) choice = fold;
        if (choice == 0) {
            const int asked = seen.count(number) ? number : seen.begin()->first;
            return Error::usage("fold " + std::to_string(number) + " holds out " + firstSeen(held[f], seen.at(asked)) +
                                    ", whom the parent run learned from in its fold " + std::to_string(asked) +
                                    " and no other of its folds leaves out all who are held out",
                                parent.folder.string(),
                                "use the protocol and seed of the parent run, " + parent.config.protocol + " and " +
                                    std::to_string(parent.config.seed) + ", where nobody is on both sides of a fold");
        }
        chosen.push_back(choice);
    }
    return chosen;
}

Result<std::vector<int>> parentFoldsOf(const fs::path& run, const ParentRun& parent, const RunConfig& config)
{
    const auto rows = RunFolder(run).splits();
    if (!rows) return rows.error();
    std::vector<std::set<std::string>> held;
    for (const SplitRow& row : *rows) {
        if (row.fold < 1) return Error::input("has a fold without a number", (run / "splits.csv").string());
        if (held.size() < static_cast<std::size_t>(row.fold)) held.resize(static_cast<std::size_t>(row.fold));
        if (row.role == "test") held[static_cast<std::size_t>(row.fold) - 1].insert(row.subject);
    }
    return parentFolds(parent, config, held);
}

} // namespace mien::jobs
