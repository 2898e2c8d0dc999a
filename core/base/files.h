// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace mien::files {

/// The whole file. Input error when it is missing, a folder, or unreadable.
Result<std::string> read(const std::filesystem::path& file);

/// A file written piece by piece beside its place, and put there by commit() when it is whole and on the disk: readers
/// see the old or the new content, never a part. Without commit() nothing is left. Parent folders must exist.
class AtomicFile
{
public:
    static Result<AtomicFile> create(const std::filesystem::path& file);
    ~AtomicFile();
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;

    Result<void> write(std::string_view content);
    Result<void> commit();

private:
    AtomicFile(std::filesystem::path file, std::filesystem::path temporary, int fd);
    std::filesystem::path m_file, m_temporary;
    int m_fd; ///< −1 = nothing to do any more
};

/// The same in one go.
Result<void> writeAtomically(const std::filesystem::path& file, std::string_view content);

/// Creates `folder` and its parents. The error says which part is in the way or not ours to write.
Result<void> ensureFolder(const std::filesystem::path& folder);

} // namespace mien::files
