// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_argument.h"

#include "app/engine/jobs/exchange.h"
#include "core/project/run_folder.h"

namespace mien::cli {

Result<void> requireRun(const std::filesystem::path& folder)
{
    std::error_code code;
    if (!std::filesystem::exists(folder, code)) return Error::input("the run folder does not exist", folder.string());
    if (!RunFolder(folder).exists())
        return Error::input("is not a run folder (it has no run.json)", folder.string(),
                            "give the folder that 'train -o' wrote");
    return {};
}

Result<void> requireRunOrModule(const std::filesystem::path& source)
{
    std::error_code code;
    if (!jobs::isModule(source) || !std::filesystem::exists(source, code)) return requireRun(source);
    return {};
}

} // namespace mien::cli
