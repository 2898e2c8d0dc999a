// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "app/report/report_data.h"
#include "core/base/run_control.h"

#include <functional>
#include <string>
#include <vector>

namespace mien::report {

/// A held-out clip whose map is shown, and why this one.
struct ClipChoice
{
    const Prediction* prediction = nullptr; ///< in ReportData::predictions
    std::string reason;                     ///< "typical correct clip of happiness"
};

/// For each class the correctly classified held-out clip of median certainty (neither the best nor the worst case),
/// and the error of the highest certainty. Classes without a correct clip have none.
std::vector<ClipChoice> chooseClips(const ReportData& data);

/// What the page shows of one clip. Pictures are PNG files; empty where there is none, and `problems` says why.
struct MapFigure
{
    std::string clip;
    std::string heading; ///< reason for the choice
    std::string outcome; ///< truth, prediction and certainty in words
    std::string facePng;
    int faceWidth = 0; ///< pixels
    int faceHeight = 0;
    std::string faceText; ///< alternative text
    std::string gridPng;
    int gridWidth = 0;
    int gridHeight = 0;
    std::string gridText;
    std::string agreement; ///< with the expected action units, in words
    std::string origin;    ///< method, layer, fold
    std::vector<std::string> notes;
    std::vector<std::string> problems;
};

/// Gives the map of a sample of the run.
using Explainer = std::function<Result<jobs::Explanation>(const Prediction&)>;

/// A failing clip becomes a figure that says why. Cancelled is the only error; *finish early* stops after the clip at
/// hand.
Result<std::vector<MapFigure>> makeFigures(const ReportData& data, const Explainer& explainer,
                                           const RunControl& control);

} // namespace mien::report
