// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/run_report.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

#include <filesystem>
#include <string>
#include <vector>

namespace mien::cli {

QJsonValue json(const std::string& utf8);
QJsonValue json(const std::filesystem::path& path);
QJsonValue json(double value); ///< null where nothing was computed (NaN)
QJsonArray json(const std::vector<int>& values);
QJsonArray json(const std::vector<std::string>& values);

/// The names of scalarFigures(), samples, folds[], classes[], subjects[], confusion{classes, counts} and next_highest
/// likewise.
QJsonObject json(const ClassificationReport& report);
QJsonObject json(const RunReport& report);

} // namespace mien::cli
