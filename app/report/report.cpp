// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/report.h"

#include "app/engine/jobs.h"
#include "app/report/figures.h"
#include "app/report/page.h"
#include "app/report/report_data.h"
#include "core/base/files.h"
#include "core/base/text.h"

namespace mien {

Result<void> writeReport(const std::filesystem::path& runFolder, const std::filesystem::path& file, Engine& engine,
                         const RunControl& control)
{
    const std::string extension = text::lower(file.extension().string());
    if (extension != ".html" && extension != ".htm")
        return Error::usage("a report is an HTML page", file.string(), "name a file that ends in .html");
    control.report(Progress{"reading the run", 0, 0});
    const auto data = report::loadReportData(runFolder, engine);
    if (!data) return data.error();

    const auto explainer = [&](const Prediction& prediction) {
        jobs::ExplainJob job;
        job.folder = runFolder;
        job.clip = prediction.sample;
        if (prediction.fold > 0) job.fold = prediction.fold;
        return jobs::explain(job, engine, control);
    };
    const auto figures = report::makeFigures(*data, explainer, control);
    if (!figures) return figures.error();

    control.report(Progress{"writing the page", 0, 0});
    const bool cut = figures->size() < report::chooseClips(*data).size();
    if (const auto folder = file.parent_path(); !folder.empty())
        if (auto made = files::ensureFolder(folder); !made) return made;
    return files::writeAtomically(file, report::page(*data, *figures, cut));
}

} // namespace mien
