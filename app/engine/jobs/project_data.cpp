// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/project_data.h"

#include "app/engine/jobs/run_data.h"
#include "core/project/project_datasets.h"

namespace mien::jobs {

Result<RunConfig> withDataOf(const RunConfig& config, const std::filesystem::path& data)
{
    const auto project = projectDatasets(data);
    if (!project) return project.error();
    RunConfig replaced = withData(config, data);
    if (!*project) return replaced;
    auto datasets = runDatasets(**project);
    if (!datasets) return datasets.error();
    replaced.datasets = std::move(*datasets);
    return replaced;
}

} // namespace mien::jobs
