// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/crop_film.h"

#include <filesystem>
#include <string>

namespace mien {

/// Cut pictures on disk, one file per clip and kind, named by what they were cut from and how. Every file may be
/// deleted at any time; one that is damaged is cut again. Films are mapped into memory, not read: the system drops and
/// reloads their pages as it likes, so that a dataset may be larger than the memory.
/// Thread: any.
class CropCache
{
public:
    /// `folder` need not exist.
    explicit CropCache(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// "crops" in cacheFolder().
    static std::filesystem::path defaultFolder();

    /// `key`: names files by content and all parameters. Nothing where it is not there or damaged.
    std::optional<CropFilm> find(const std::string& key) const;

    /// Stores a film and gives it back as it lies there. Where nothing can be written (no space, no permission), the
    /// film itself: it stays in memory.
    CropFilm store(const std::string& key, const CropFilm& film) const;

private:
    std::filesystem::path fileOf(const std::string& key) const;

    std::filesystem::path m_folder;
};

} // namespace mien
