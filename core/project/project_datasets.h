// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// A dataset of a project, for whoever reads it anew: by path and reader, with what the user made of its clips.
struct ProjectDataset
{
    std::string name;                  ///< shown to people
    RunConfig::Dataset data;           ///< without a relative path
    std::optional<DatasetIndex> video; ///< of a loose video, which no reader reads; as the user made it
    int excluded = 0;                  ///< clips
    int relabelled = 0;                ///< clips that are used under another label than the dataset's
    bool missing = false;              ///< nothing is at data.path
};

struct ProjectDatasets
{
    std::filesystem::path file; ///< of the project
    std::vector<ProjectDataset> datasets;
};

/// What a user made of the clips of a source, for runs (overrideOf).
std::vector<ClipOverride> overridesOf(const Project& project, int source);

/// The datasets of the project that `path` means: a .mien file, or a folder with exactly one, as a package is. Nothing
/// for all else, and for a folder that is one of the datasets itself, or below one. The project is only read.
/// Input error for a .mien file that cannot be read.
Result<std::optional<ProjectDatasets>> projectDatasets(const std::filesystem::path& path);

/// Input error in words for a dataset that is not where the project has it.
Result<void> checkThere(const ProjectDataset& dataset, const std::filesystem::path& project);

/// The datasets as a run takes them: without loose videos. Input error where one is missing, or there is none.
Result<std::vector<RunConfig::Dataset>> runDatasets(const ProjectDatasets& project);

} // namespace mien
