// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dataset_argument.h"

#include "core/base/text.h"

namespace mien::cli {

namespace fs = std::filesystem;

std::string changesOf(const ProjectDataset& dataset)
{
    const auto clips = [](int count) { return std::to_string(count) + (count == 1 ? " clip" : " clips"); };
    std::vector<std::string> changes;
    if (dataset.excluded > 0) changes.push_back(clips(dataset.excluded) + " excluded");
    if (dataset.relabelled > 0)
        changes.push_back(clips(dataset.relabelled) + " under another label than the dataset's");
    return text::join(changes, ", ");
}

Result<std::vector<RunConfig::Dataset>> datasetsOf(const std::string& path, CliContext& context)
{
    const auto project = projectDatasets(path);
    if (!project) return project.error();
    if (!*project) return std::vector<RunConfig::Dataset>{{path, {}, {}}};
    auto datasets = runDatasets(**project);
    if (!datasets) return datasets;
    const std::string name = (*project)->file.filename().string();
    for (const ProjectDataset& dataset : (*project)->datasets) {
        if (dataset.data.reader.empty()) {
            context.say("project " + name + ": the video '" + dataset.name + "' left out: it is no dataset");
            continue;
        }
        const std::string changes = changesOf(dataset);
        context.say("project " + name + ": dataset '" + dataset.name + "' in " + dataset.data.path +
                    (changes.empty() ? std::string() : ", " + changes));
    }
    return datasets;
}

Result<RunConfig::Dataset> datasetOf(const std::string& path, CliContext& context)
{
    auto datasets = datasetsOf(path, context);
    if (!datasets) return datasets.error();
    if (datasets->size() == 1) return std::move(datasets->front());
    return Error::usage("the project has " + std::to_string(datasets->size()) + " datasets, and one is tested on", path,
                        "name the folder of one of them");
}

} // namespace mien::cli
