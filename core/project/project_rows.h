// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"
#include "core/project/sqlite.h"

namespace mien::project {

/// How clips stand in the tables of a project file.

/// Columns of the table "clip" without id, in the order of clipValues().
extern const char* const clipColumns;
QVariantList clipValues(int source, const ClipEntry& entry);

/// A clip of a row `id, label, excluded, split, <clipColumns>`. Files stay in their table.
ProjectClip clipOf(const QSqlQuery& row);

/// Names below the source's root, as they are stored: compressed, for sequences have hundreds of them.
QByteArray packFiles(const std::vector<std::filesystem::path>& files);
std::vector<std::filesystem::path> unpackFiles(const QByteArray& packed);

/// A text or nothing, as SQL knows it.
QVariant orNull(const std::optional<std::string>& text);
QVariant orNull(const std::optional<int>& number);
QVariant orNull(const std::optional<double>& number);
std::optional<std::string> textOf(const QVariant& value);

} // namespace mien::project
