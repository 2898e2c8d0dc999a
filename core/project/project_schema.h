// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/sqlite.h"

#include <filesystem>

namespace mien::project {

/// Tables and versions of project files, and the copies that keep them safe.

inline constexpr int schemaVersion = 3;          ///< user_version
inline constexpr int applicationId = 0x4d69656e; ///< "Mien"

/// Makes the tables in a new file, or brings those of an older version up to date, in one transaction.
Result<void> migrate(SqliteConnection& connection, const std::filesystem::path& file);

enum class Health {
    Sound,
    Foreign, ///< no project
    Newer,   ///< of a version that this program does not know
    Damaged,
};

/// `problem`: in SQLite's words, of a damaged one.
Health healthOf(SqliteConnection& connection, const std::filesystem::path& file, QString& problem);

/// Input error in words for a file that is no project, is damaged, or is of a newer version.
Result<void> check(SqliteConnection& connection, const std::filesystem::path& file);

/// Copies an open project to "<file>.backup-1", unless nothing has changed since that was made; the older backups move
/// on by one, the third goes.
Result<void> keepBackup(SqliteConnection& connection, const std::filesystem::path& file);

/// The newest backup that is sound. Input error where there is none.
Result<std::filesystem::path> soundBackup(const std::filesystem::path& file);

} // namespace mien::project
