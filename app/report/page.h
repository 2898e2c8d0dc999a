// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/report/figures.h"
#include "app/report/report_data.h"

#include <string>
#include <vector>

namespace mien::report {

/// The whole HTML text. `figuresCut`: the maps were ended early by hand.
std::string page(const ReportData& data, const std::vector<MapFigure>& figures, bool figuresCut);

} // namespace mien::report
