// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/dataset_index.h"
#include "core/dataset/readers/folder_listing.h"
#include "core/dataset/readers/label_text.h"
#include "core/dataset/readers/numbered_pictures.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mien {

/// One reading of one dataset: what was found so far, and its diagnostics with paths relative to the dataset.
class DatasetReading
{
public:
    DatasetReading(std::string reader, std::filesystem::path root, const RunControl& control);

    const std::filesystem::path& root() const { return m_index.root; }
    std::filesystem::path relative(const std::filesystem::path& file) const;
    const std::vector<ClipEntry>& clips() const { return m_index.clips; }

    void warn(const std::filesystem::path& file, const std::string& message, int line = 0);
    void note(const std::filesystem::path& file, const std::string& message, int line = 0);
    /// A warning for each of the first few faults, and one that counts the others: a file may be wrong in every line.
    void warn(const std::filesystem::path& file, const std::vector<LineFault>& faults);
    WarnAt warner(); ///< warn() for the helpers

    FolderListing list(const std::filesystem::path& folder);              ///< warns where it cannot be read
    std::optional<std::string> textOf(const std::filesystem::path& file); ///< warns where it cannot be read
    NumberedPictures picturesOf(const std::filesystem::path& folder);     ///< warns where there are none
    void warnOfStrayPictures(const FolderListing& listing, const std::filesystem::path& folder);

    /// Files and length of a clip of these pictures.
    void setPictures(ClipEntry& clip, const NumberedPictures& pictures) const;

    /// Takes the clip, whose id is changed, with a warning, where there is one of that name already.
    ClipEntry& add(ClipEntry clip, const std::filesystem::path& place);

    /// Reports progress; true where the reading is to end.
    bool cancelled(std::size_t done, std::size_t total) const;

    /// Notes of what protocols will leave out: sequences that are too short.
    void noteShortSequences();

    /// The dataset, clips in natural order; an input error with these words where nothing was found.
    Result<DatasetIndex> finish(const std::string& nothingFound, const std::string& hint);

private:
    void dropClipsWithoutFiles();

    DatasetIndex m_index;
    const RunControl& m_control;
    std::set<std::string> m_ids;
};

/// A folder of pictures or a video somewhere below a dataset's folder.
struct PictureSource
{
    std::filesystem::path path;
    bool isVideo = false;
};

/// All of them, at most four folders deep, without what `skipped` names. Pictures beside folders of pictures, or in the
/// dataset's own folder, are no sequence: of them it warns.
std::vector<PictureSource> pictureSources(DatasetReading& reading, const std::filesystem::path& folder,
                                          const std::function<bool(const std::filesystem::path&)>& skipped);

/// "SN001" for letters before digits written in any case and with any zeros ("sn1"); empty for names of another form.
std::string codeName(std::string_view name, std::string_view letters, std::size_t digits);

/// Folders called exactly as codeName() has it before those that are only taken for it: of two, the former counts.
void exactNamesFirst(std::vector<std::filesystem::path>& folders, std::string_view letters, std::size_t digits);

} // namespace mien
