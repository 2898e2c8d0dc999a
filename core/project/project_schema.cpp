// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_schema.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace mien::project {

namespace fs = std::filesystem;

namespace {

constexpr int backups = 3;

fs::path backupOf(const fs::path& file, int number)
{
    return fs::path(file) += ".backup-" + std::to_string(number);
}

/// What leads from the version before to that of its place + 1. Never changed once released: old files pass through.
constexpr std::array<std::array<const char*, 6>, schemaVersion> steps = {
    {{
         "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
         "INSERT INTO meta VALUES ('revision', 0)", // changes so far
         "CREATE TABLE source (id INTEGER PRIMARY KEY, reader TEXT NOT NULL, name TEXT NOT NULL, "
         "path TEXT NOT NULL, absolute TEXT NOT NULL)", // relative to the file; and where that was when last seen
         "CREATE TABLE clip (id INTEGER PRIMARY KEY, source INT NOT NULL REFERENCES source(id) ON DELETE CASCADE, "
         "name TEXT NOT NULL, subject TEXT NOT NULL, kind INT NOT NULL, files BLOB NOT NULL, first_frame INT NOT NULL, "
         "frame_count INT, onset INT, apex INT, offset INT, read_label TEXT, valence REAL, arousal REAL, "
         "frame_labels INT NOT NULL, units TEXT NOT NULL, attributes TEXT NOT NULL, "
         "label TEXT, excluded INT NOT NULL DEFAULT 0, split TEXT NOT NULL DEFAULT '', place INT NOT NULL DEFAULT 0, "
         "UNIQUE (source, name))",
         "CREATE TABLE clip_value (clip INT NOT NULL REFERENCES clip(id) ON DELETE CASCADE, name TEXT NOT NULL, "
         "value TEXT NOT NULL, PRIMARY KEY (clip, name)) WITHOUT ROWID",
         nullptr,
     },
     {
         // The names of a clip's files lie apart: a relabelled clip would else be written with all of them.
         "CREATE TABLE clip_files (clip INTEGER PRIMARY KEY REFERENCES clip(id) ON DELETE CASCADE, files BLOB NOT "
         "NULL)",
         "INSERT INTO clip_files SELECT id, files FROM clip",
         "ALTER TABLE clip DROP COLUMN files",
         nullptr,
     },
     {
         // One folder is one source. Where a relinking had put two on one path, the later one is missing from now on.
         "UPDATE source SET path = path || ' (' || id || ')', absolute = absolute || ' (' || id || ')' "
         "WHERE EXISTS (SELECT 1 FROM source AS first WHERE first.path = source.path AND first.id < source.id)",
         "CREATE UNIQUE INDEX source_path ON source(path)",
         nullptr,
     }}};

Error damaged(const fs::path& file, const QString& problem)
{
    return Error::input("the project is damaged (" + problem.toStdString() + ")", file.string(),
                        soundBackup(file)
                            ? "put its newest sound backup in its place: Mien offers that when the project is opened"
                            : "it has no sound backup beside it: copy one back, or make a new project of its datasets");
}

/// Whether the file begins as SQLite's do, but ends before the first page does.
bool isCutOff(const fs::path& file)
{
    constexpr std::string_view beginning = "SQLite format 3";
    constexpr std::uintmax_t smallestPage = 512; // bytes
    std::error_code code;
    const auto size = fs::file_size(file, code);
    if (code || size >= smallestPage) return false;
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes.starts_with(beginning.substr(0, bytes.size()));
}

} // namespace

Result<void> migrate(SqliteConnection& connection, const fs::path& file)
{
    const int version = connection.value(QStringLiteral("PRAGMA user_version")).toInt();
    if (version >= schemaVersion) return {};
    SqliteTransaction change(connection);
    for (int v = version; v < schemaVersion; ++v)
        for (const char* statement : steps[static_cast<std::size_t>(v)])
            if (statement && !connection.run(QString::fromLatin1(statement)))
                return Error::failed("the project cannot be brought up to date (" + connection.problem().toStdString() +
                                         ")",
                                     file.string(), "nothing was changed");
    for (const auto& [name, value] : {std::pair("application_id", applicationId), {"user_version", schemaVersion}})
        connection.run(QStringLiteral("PRAGMA %1 = %2").arg(QLatin1String(name)).arg(value));
    if (change.commit()) return {};
    return Error::failed("the project cannot be written (" + connection.problem().toStdString() + ")", file.string(),
                         "check the free space and the permissions of the folder");
}

Health healthOf(SqliteConnection& connection, const fs::path& file, QString& problem)
{
    problem.clear();
    std::error_code code;
    const auto id = connection.value(QStringLiteral("PRAGMA application_id"));
    if (!id.isValid()) {
        problem = connection.problem();
        return Health::Damaged;
    }
    if (fs::file_size(file, code) == 0 && !code) {
        problem = QStringLiteral("the file is empty");
        return Health::Damaged;
    }
    if (isCutOff(file)) {
        problem = QStringLiteral("the file is cut off");
        return Health::Damaged;
    }
    if (id.toInt() != applicationId) return Health::Foreign;
    if (connection.value(QStringLiteral("PRAGMA user_version")).toInt() > schemaVersion) return Health::Newer;
    const auto sound = connection.value(QStringLiteral("PRAGMA quick_check(1)"));
    if (sound.toString() != QStringLiteral("ok"))
        problem = sound.isValid() ? sound.toString() : connection.problem();
    else if (connection.value(QStringLiteral("PRAGMA foreign_key_check")).isValid())
        problem = QStringLiteral("clips of a source that is not there");
    return problem.isEmpty() ? Health::Sound : Health::Damaged;
}

Result<void> check(SqliteConnection& connection, const fs::path& file)
{
    QString problem;
    switch (healthOf(connection, file, problem)) {
    case Health::Sound:
        break;
    case Health::Foreign:
        return Error::input("is no project of Mien", file.string(), "choose a .mien file");
    case Health::Newer:
        return Error::input("was written by a newer Mien (format " +
                                connection.value(QStringLiteral("PRAGMA user_version")).toString().toStdString() +
                                ", this one knows " + std::to_string(schemaVersion) + ")",
                            file.string(), "open it with that version, or export it from there");
    case Health::Damaged:
        return damaged(file, problem);
    }
    return {};
}

Result<void> keepBackup(SqliteConnection& connection, const fs::path& file)
{
    const QString revision = QStringLiteral("SELECT value FROM meta WHERE name = 'revision'");
    std::error_code code;
    if (fs::exists(backupOf(file, 1), code)) {
        SqliteConnection last(backupOf(file, 1), SqliteConnection::Mode::Immutable);
        if (last.isOpen() && last.value(revision) == connection.value(revision)) return {};
    }
    const fs::path fresh = fs::path(file) += ".backup-new";
    fs::remove(fresh, code);
    const auto failed = [&](const std::string& problem) {
        return Error::failed("no backup can be made (" + problem + ")", file.string(),
                             "check the free space and the permissions of the folder");
    };
    if (!connection.run(QStringLiteral("VACUUM INTO ?"), {QString::fromStdString(fresh.string())}))
        return failed(connection.problem().toStdString());
    for (int number = backups; number > 1; --number)
        if (fs::exists(backupOf(file, number - 1), code))
            fs::rename(backupOf(file, number - 1), backupOf(file, number), code);
    fs::rename(fresh, backupOf(file, 1), code);
    if (code) return failed(code.message());
    return {};
}

Result<fs::path> soundBackup(const fs::path& file)
{
    std::error_code code;
    for (int number = 1; number <= backups; ++number) {
        const fs::path backup = backupOf(file, number);
        if (!fs::exists(backup, code)) continue;
        SqliteConnection connection(backup, SqliteConnection::Mode::Immutable);
        if (connection.isOpen() && check(connection, backup)) return backup;
    }
    return Error::input("has no sound backup", file.string(), "make a new project from its datasets");
}

} // namespace mien::project
