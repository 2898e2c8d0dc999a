// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_datasets.h"

#include "core/base/text.h"

#include <algorithm>
#include <system_error>

namespace mien {

namespace fs = std::filesystem;

namespace {

bool isProjectFile(const fs::path& path)
{
    std::error_code code;
    return text::lower(path.extension().string()) == ".mien" && fs::is_regular_file(path, code);
}

/// The only project in a folder.
std::optional<fs::path> projectIn(const fs::path& folder)
{
    std::error_code code;
    std::optional<fs::path> found;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
        if (!isProjectFile(at->path())) continue;
        if (found) return std::nullopt;
        found = at->path();
    }
    return code ? std::nullopt : found;
}

bool isIn(const fs::path& folder, const fs::path& dataset)
{
    std::error_code code;
    const fs::path inner = fs::weakly_canonical(folder, code), outer = fs::weakly_canonical(dataset, code);
    const fs::path rest = inner.lexically_relative(outer);
    return !rest.empty() && *rest.begin() != "..";
}

Result<ProjectDataset> datasetOf(const Project& project, const ProjectSource& source)
{
    ProjectDataset dataset{.name = source.name,
                           .data = {source.path.string(), {}, source.reader, overridesOf(project, source.id)},
                           .video = std::nullopt};
    dataset.missing = source.missing;
    for (const ClipOverride& made : dataset.data.clips) {
        dataset.excluded += made.excluded;
        dataset.relabelled += made.label && !made.excluded;
    }
    if (source.reader.empty() && !source.missing) {
        auto video = project.dataset(source.id);
        if (!video) return video.error();
        dataset.video = std::move(*video);
    }
    return dataset;
}

} // namespace

std::vector<ClipOverride> overridesOf(const Project& project, int source)
{
    std::vector<ClipOverride> all;
    for (const ProjectClip& clip : project.clips())
        if (clip.source == source)
            if (auto made = overrideOf(clip)) all.push_back(std::move(*made));
    return all;
}

Result<std::optional<ProjectDatasets>> projectDatasets(const fs::path& path)
{
    const bool isNamed = isProjectFile(path);
    std::error_code code;
    std::optional<fs::path> file;
    if (isNamed)
        file = path;
    else if (fs::is_directory(path, code))
        file = projectIn(path);
    if (!file) return std::optional<ProjectDatasets>();
    const auto project = Project::openToRead(*file);
    if (!project) {
        if (isNamed) return project.error();
        return std::optional<ProjectDatasets>(); // a folder may be a dataset, whatever else lies in it
    }
    ProjectDatasets all{project->file(), {}};
    for (const ProjectSource& source : project->sources()) {
        if (!isNamed && isIn(path, source.path)) return std::optional<ProjectDatasets>();
        auto dataset = datasetOf(*project, source);
        if (!dataset) return dataset.error();
        all.datasets.push_back(std::move(*dataset));
    }
    return std::optional(std::move(all));
}

Result<void> checkThere(const ProjectDataset& dataset, const fs::path& project)
{
    if (!dataset.missing) return {};
    return Error::input("the dataset '" + dataset.name + "' of the project " + project.filename().string() +
                            " is not there",
                        dataset.data.path, "open the project in the window and say where it lies now: File > Relink…");
}

Result<std::vector<RunConfig::Dataset>> runDatasets(const ProjectDatasets& project)
{
    std::vector<RunConfig::Dataset> all;
    for (const ProjectDataset& dataset : project.datasets) {
        if (dataset.data.reader.empty()) continue;
        if (const auto there = checkThere(dataset, project.file); !there) return there.error();
        all.push_back(dataset.data);
    }
    if (all.empty())
        return Error::input("the project has no dataset to learn from or to test on", project.file.string(),
                            "open it in the window and add the folder of a dataset");
    return all;
}

} // namespace mien
