// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/dataset_reading.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/media/frame_source.h"
#include "core/types/sampling_plan.h"

#include <algorithm>

namespace mien {

namespace fs = std::filesystem;

DatasetReading::DatasetReading(std::string reader, fs::path root, const RunControl& control) : m_control(control)
{
    m_index.reader = std::move(reader);
    m_index.name = root.filename().string();
    m_index.root = std::move(root);
}

fs::path DatasetReading::relative(const fs::path& file) const
{
    return file.lexically_relative(m_index.root);
}

void DatasetReading::warn(const fs::path& file, const std::string& message, int line)
{
    m_index.diagnostics.push_back({Diagnostic::Severity::Warning, relative(file).generic_string(), line, message});
}

void DatasetReading::note(const fs::path& file, const std::string& message, int line)
{
    m_index.diagnostics.push_back({Diagnostic::Severity::Note, relative(file).generic_string(), line, message});
}

void DatasetReading::warn(const fs::path& file, const std::vector<LineFault>& faults)
{
    constexpr std::size_t most = 10;
    const std::size_t told = faults.size() > most ? most : faults.size();
    for (std::size_t i = 0; i < told; ++i) warn(file, faults[i].message, faults[i].line);
    if (told < faults.size())
        warn(file, "and " + std::to_string(faults.size() - told) + " more faults from here on", faults[told].line);
}

WarnAt DatasetReading::warner()
{
    return [this](const fs::path& file, const std::string& message) { warn(file, message); };
}

FolderListing DatasetReading::list(const fs::path& folder)
{
    FolderListing listing = listFolder(folder);
    if (!listing.problem.empty()) warn(folder, "the folder cannot be read: " + listing.problem);
    for (const fs::path& link : listing.lost) warn(link, lostLink);
    return listing;
}

std::optional<std::string> DatasetReading::textOf(const fs::path& file)
{
    auto content = files::read(file);
    if (content) return std::move(*content);
    warn(file, content.error().what);
    return std::nullopt;
}

NumberedPictures DatasetReading::picturesOf(const fs::path& folder)
{
    const FolderListing listing = list(folder);
    NumberedPictures pictures = numberedPictures(listing, folder, warner());
    if (pictures.files.empty() && listing.problem.empty())
        warn(folder, "the sequence folder holds no picture; it is left out");
    return pictures;
}

void DatasetReading::warnOfStrayPictures(const FolderListing& listing, const fs::path& folder)
{
    const auto stray = std::count_if(listing.files.begin(), listing.files.end(), looksLikeImage);
    if (stray > 0) warn(folder, std::to_string(stray) + " pictures lie outside a sequence folder and are not used");
}

void DatasetReading::setPictures(ClipEntry& clip, const NumberedPictures& pictures) const
{
    clip.kind = ClipEntry::Kind::ImageSequence;
    clip.files.clear();
    for (const fs::path& file : pictures.files) clip.files.push_back(relative(file));
    clip.frameCount = static_cast<int>(pictures.files.size());
}

ClipEntry& DatasetReading::add(ClipEntry clip, const fs::path& place)
{
    const std::string wanted = clip.id;
    for (int copy = 2; !m_ids.insert(clip.id).second; ++copy) clip.id = wanted + "-" + std::to_string(copy);
    if (clip.id != wanted) warn(place, "there is a second clip " + wanted + "; it is called " + clip.id);
    return m_index.clips.emplace_back(std::move(clip));
}

bool DatasetReading::cancelled(std::size_t done, std::size_t total) const
{
    m_control.report(
        Progress{"reading the dataset", static_cast<std::int64_t>(done), static_cast<std::int64_t>(total)});
    return m_control.checkpoint() == RunControl::Signal::Cancel;
}

/// A folder may vanish between two looks into it.
void DatasetReading::dropClipsWithoutFiles()
{
    std::erase_if(m_index.clips, [&](const ClipEntry& clip) {
        if (clip.files.empty()) warn(m_index.root, clip.id + " has no picture and is left out");
        return clip.files.empty();
    });
}

void DatasetReading::noteShortSequences()
{
    dropClipsWithoutFiles();
    const int shortest = SamplingPlan{}.minimumFrames;
    for (const ClipEntry& clip : m_index.clips)
        if (clip.kind == ClipEntry::Kind::ImageSequence && clip.frameCount.value_or(shortest) < shortest)
            note(m_index.root / clip.files.front().parent_path(), clip.id + " has " + std::to_string(*clip.frameCount) +
                                                                      " frames; protocols that need " +
                                                                      std::to_string(shortest) + " leave it out");
}

Result<DatasetIndex> DatasetReading::finish(const std::string& nothingFound, const std::string& hint)
{
    dropClipsWithoutFiles();
    if (m_index.clips.empty()) return Error::input(nothingFound, m_index.root.string(), hint);
    std::stable_sort(m_index.clips.begin(), m_index.clips.end(),
                     [](const ClipEntry& a, const ClipEntry& b) { return text::naturalLess(a.id, b.id); });
    return std::move(m_index);
}

namespace {

struct SourceWalk
{
    DatasetReading& reading;
    const std::function<bool(const fs::path&)>& skipped;
    std::vector<PictureSource> sources = {};
    std::set<fs::path> seen = {}; ///< a link may lead back to its own parent
    std::vector<std::pair<fs::path, int>> links =
        {}; ///< with depth; followed last, so that a folder keeps its own name

    void visit(const fs::path& folder, int depth)
    {
        std::error_code code;
        if (skipped(folder) || !seen.insert(fs::weakly_canonical(folder, code)).second) return;
        const FolderListing listing = reading.list(folder);
        for (const fs::path& file : listing.files)
            if (looksLikeVideo(file)) sources.push_back({file, true});
        const std::size_t before = sources.size();
        const auto isFolder = [](const PictureSource& source) { return !source.isVideo; };
        for (const fs::path& child : listing.folders) {
            if (depth == 0) break;
            if (fs::is_symlink(child, code))
                links.emplace_back(child, depth - 1);
            else
                visit(child, depth - 1);
        }
        // A picture beside folders of pictures must not hide them.
        const bool holdsSequences =
            std::any_of(sources.begin() + static_cast<std::ptrdiff_t>(before), sources.end(), isFolder);
        if (holdsSequences || folder == reading.root())
            reading.warnOfStrayPictures(listing, folder);
        else if (std::any_of(listing.files.begin(), listing.files.end(), looksLikeImage))
            sources.push_back({folder, false});
    }

    void followLinks()
    {
        for (std::size_t i = 0; i < links.size(); ++i) {
            const auto [link, depth] = links[i]; // a copy: there may be more of them meanwhile
            visit(link, depth);
        }
    }
};

} // namespace

std::vector<PictureSource> pictureSources(DatasetReading& reading, const fs::path& folder,
                                          const std::function<bool(const fs::path&)>& skipped)
{
    constexpr int depth = 4;
    SourceWalk walk{reading, skipped};
    walk.visit(folder, depth);
    walk.followLinks();
    return std::move(walk.sources);
}

std::string codeName(std::string_view name, std::string_view letters, std::size_t digits)
{
    if (text::lower(name.substr(0, letters.size())) != text::lower(letters)) return {};
    const auto number = text::lower(name.substr(letters.size()));
    if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos) return {};
    const auto value = trailingNumber(number);
    if (!value) return {};
    const std::string written = std::to_string(*value);
    std::string code(letters);
    code.append(written.size() < digits ? digits - written.size() : 0, '0');
    return code + written;
}

void exactNamesFirst(std::vector<fs::path>& folders, std::string_view letters, std::size_t digits)
{
    std::stable_partition(folders.begin(), folders.end(), [&](const fs::path& folder) {
        const std::string name = folder.filename().string();
        return codeName(name, letters, digits) == name;
    });
}

} // namespace mien
