// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"
#include "core/project/sqlite.h"

#include <QLockFile>

#include <map>

namespace mien {

/// What a Project is made of; for its own files only.
struct Project::Impl
{
    std::filesystem::path file;
    std::unique_ptr<QLockFile> lock; ///< null when read-only
    std::string readOnlyReason;
    bool isBrief = false; ///< connectToRead()
    std::unique_ptr<SqliteConnection> connection; ///< of the thread at work; null = between threads
    std::vector<ProjectSource> sources;
    std::vector<ProjectClip> clips;
    std::map<int, std::size_t> places; ///< of clips, by id

    std::filesystem::path folder() const { return file.parent_path(); }
    SqliteConnection& database(); ///< connects where nobody is connected
    ProjectSource* source(int id);
    /// The source of that absolute path, be it there or missing, other than `except`; null if there is none.
    const ProjectSource* sourceAt(const std::filesystem::path& path, int except = 0) const;
    void takeLock(); ///< or says why the project can only be read
    Result<void> load();
    Result<void> loadSources();
    Result<void> loadClips();
    Result<void> writable() const;
    Error failure(const char* what) const;
    std::vector<std::filesystem::path> filesOf(const ProjectClip& clip);
    Result<void> setPath(int source, const std::filesystem::path& path);
    bool holdsFilesOf(int source, const std::filesystem::path& folder);
    struct Package;

    /// Runs `work` as one transaction that counts as one change.
    template <typename Change> Result<void> change(Change work)
    {
        if (auto allowed = writable(); !allowed) return allowed;
        SqliteTransaction transaction(database());
        if (!work() || !database().run(QStringLiteral("UPDATE meta SET value = value + 1 WHERE name = 'revision'")) ||
            !transaction.commit())
            return failure("the change cannot be stored");
        return {};
    }
};

namespace project {

/// A connection that only reads, also where nothing can be written beside the file. `briefly`: it is closed before
/// anybody could begin to write, and leaves nothing beside a file that nobody has open.
std::unique_ptr<SqliteConnection> connectToRead(const std::filesystem::path& file, bool briefly = false);

std::filesystem::path absoluteOf(const std::filesystem::path& path);

/// How `target` is written in a project in `folder`.
std::string storedPath(const std::filesystem::path& target, const std::filesystem::path& folder);

inline constexpr const char* rootItself = "."; ///< the file of a loose video, which is its own source

/// A file of a source, as the table has it; and back.
std::filesystem::path storedFile(const std::filesystem::path& file, const std::filesystem::path& root);
std::filesystem::path placeOf(const std::filesystem::path& stored, const std::filesystem::path& root);

} // namespace project

} // namespace mien
