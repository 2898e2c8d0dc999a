// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/dataset_index.h"
#include "core/types/run_config.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// A dataset or a loose video of a project.
struct ProjectSource
{
    int id = 0;
    std::string reader;         ///< id in readers.def
    std::string name;           ///< shown to people
    std::filesystem::path path; ///< absolute, of where the project lies now
    bool missing = false;       ///< nothing is there: relink()
};

/// A clip of a project: what its reader saw, and what a user made of it.
struct ProjectClip
{
    int id = 0;
    int source = 0;
    ClipEntry entry;                      ///< `label` is the one that counts; without `files`: Project::files()
    std::optional<std::string> readLabel; ///< the dataset's own
    bool excluded = false;
    std::string split; ///< "train", "val", "test" by hand; empty = as the protocol says
};

/// What a user can change of a clip.
struct ClipEdit
{
    int clip = 0; ///< ProjectClip::id
    std::optional<std::string> label;
    bool excluded = false;
    std::string split;

    friend bool operator==(const ClipEdit&, const ClipEdit&) = default;
};

/// What a user made of a clip, for runs: a dataset that is read anew becomes Project::dataset() by those of its clips.
/// Nothing where it is as its dataset says.
std::optional<ClipOverride> overrideOf(const ProjectClip& clip);

/// Text that belongs to a clip under a name.
struct ClipValue
{
    int clip = 0; ///< ProjectClip::id
    std::string name;
    std::string value;
};

/// What to do about a project that can only be read.
inline constexpr const char* remedyOfReadOnly =
    "close it there, or copy it to a folder that may be written, then open it again";

/// A project file (*.mien): one SQLite file with the clips of its sources and everything a user made of them. It is
/// saved as it is edited: every change is a transaction of its own, on the disk when the function returns. Killing the
/// program at any time loses at most the change being made. Paths are stored relative to the file.
///
/// One program at a time may change a project; others open it to read. Beside it lie a lock while it is open, and three
/// backups, one for each of the last openings that found changes.
/// Thread: one at a time. It passes from one thread to another after leaveThread(); copies of what it returns may go
/// anywhere, and readFiles() asks nobody.
class Project
{
public:
    /// Makes a project of these datasets; what is there already is an error. One that fails leaves no file.
    static Result<Project> create(const std::filesystem::path& file,
                                  const std::vector<const DatasetIndex*>& datasets = {});

    /// Opens to write, or to read where another program has it open or the file may not be written. Older versions are
    /// brought up to date, after a backup. Input error in words for a file that is no project, is damaged (repair()) or
    /// of a newer version.
    static Result<Project> open(const std::filesystem::path& file);

    /// Opens to look at it for a moment, whoever has it open, and leaves nothing beside it: no lock, no backup.
    static Result<Project> openToRead(const std::filesystem::path& file);

    /// The backup that repair() would take; nothing where the file can be opened, here or by a newer version, or has no
    /// sound backup.
    static std::optional<std::filesystem::path> backupForRepair(const std::filesystem::path& file);

    /// Puts the newest sound backup in the place of a damaged project, which is set aside; returns the backup's name.
    static Result<std::filesystem::path> repair(const std::filesystem::path& file);

    Project(Project&&) noexcept;
    Project& operator=(Project&&) noexcept;
    ~Project();

    /// Lets another thread go on with it: SQLite connections belong to the thread that made them, and the next one to
    /// use the project makes its own, in a fraction of a millisecond.
    void leaveThread();

    const std::filesystem::path& file() const;
    bool isReadOnly() const;
    const std::string& readOnlyReason() const; ///< in words; empty if it may be written

    const std::vector<ProjectSource>& sources() const;
    const std::vector<ProjectClip>& clips() const; ///< by source and natural order
    const ProjectClip* clip(int id) const;         ///< null if unknown

    /// Takes a dataset in as its reader saw it; returns the source's id. A source of that path is brought up to date:
    /// clips that are still there keep what a user made of them. Usage error in a project that may not be written,
    /// and for an index that does not name the files of its clips.
    Result<int> putSource(const DatasetIndex& index);
    Result<void> removeSource(int id);

    /// Changes clips, all or none; returns the edits that undo it.
    Result<std::vector<ClipEdit>> apply(const std::vector<ClipEdit>& edits);
    ClipEdit editOf(const ProjectClip& clip) const; ///< that changes nothing

    /// Text that belongs to a clip under a name ("people"); empty = none.
    Result<void> setValue(int clip, const std::string& name, const std::string& value);
    Result<void> setValues(const std::vector<ClipValue>& values); ///< all or none
    Result<std::string> value(int clip, const std::string& name) const;
    Result<std::vector<ClipValue>> values() const; ///< of all clips

    /// Files of a clip, absolute.
    Result<std::vector<std::filesystem::path>> files(int clip) const;

    /// The same for whoever has no Project, on any thread: of the clip in the project's file, below the source's root.
    static Result<std::vector<std::filesystem::path>> readFiles(const std::filesystem::path& project,
                                                                const std::filesystem::path& root, int clip);

    /// A source as a dataset: with the labels that count, without excluded clips. Splits by hand are the attribute
    /// "split".
    Result<DatasetIndex> dataset(int source) const;

    /// The source lies at `folder` now (of a loose video: its file, or the folder that holds it). Other missing sources
    /// that lay near it are found by the same move; returns all that were found. Usage error when `folder` holds none
    /// of the source's files, or is another source's.
    Result<std::vector<int>> relink(int source, const std::filesystem::path& folder);

    /// Copies the project as it is now and all files of its clips into a new folder that needs nothing else; returns
    /// the names of clips that were left out, because none of their files is there any more (a diagnostic says so of
    /// each). Files that lie outside of their dataset get a name inside; labels of frames that cannot be read are left
    /// out with a diagnostic.
    Result<std::vector<std::string>> exportTo(const std::filesystem::path& folder, const RunControl& control) const;

private:
    struct Impl;
    explicit Project(std::unique_ptr<Impl> impl);
    enum class Wish { Make, Write, Read };
    static Result<Project> openExisting(const std::filesystem::path& file, Wish wish);
    std::unique_ptr<Impl> m_impl;
};

} // namespace mien
