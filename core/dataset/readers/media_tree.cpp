// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/media_tree.h"

#include "core/dataset/readers/folder_listing.h"
#include "core/media/frame_source.h"

#include <map>
#include <optional>
#include <set>

namespace mien {

namespace fs = std::filesystem;

namespace {

class MediaSearch
{
public:
    MediaSearch(ReaderLog& log, const RunControl& control, std::vector<fs::path>* empty)
        : m_log(log), m_control(control), m_empty(empty)
    {
    }

    void visit(const fs::path& folder, int depth)
    {
        std::error_code code;
        const fs::path real = fs::weakly_canonical(folder, code);
        // Links may lead back to where the search came from: every folder counts once.
        if (m_control.checkpoint() == RunControl::Signal::Cancel || (!code && !m_visited.insert(real).second)) return;
        const FolderListing listing = listFolder(folder);
        if (!listing.problem.empty()) m_log.warn(folder, 0, "the folder cannot be read: " + listing.problem);
        for (const fs::path& link : listing.lost) m_log.warn(link, 0, lostLink);
        if (m_empty && listing.problem.empty() && listing.files.empty() && listing.folders.empty())
            m_empty->push_back(folder);
        MediaItem here{folder, false, {}};
        for (const fs::path& file : listing.files) {
            if (looksLikeImage(file))
                here.pictures.push_back(file);
            else if (looksLikeVideo(file))
                m_items.push_back({file, true, {}});
        }
        if (!here.pictures.empty()) m_items.push_back(std::move(here));
        for (const fs::path& child : listing.folders)
            if (depth > 0) visit(child, depth - 1);
    }
    std::vector<MediaItem> take() { return std::move(m_items); }

private:
    ReaderLog& m_log;
    const RunControl& m_control;
    std::vector<fs::path>* m_empty;
    std::set<fs::path> m_visited;
    std::vector<MediaItem> m_items;
};

} // namespace

std::vector<MediaItem> findMedia(const fs::path& root, int depth, ReaderLog& log, const RunControl& control,
                                 std::vector<fs::path>* empty)
{
    MediaSearch search(log, control, empty);
    search.visit(root, depth);
    return search.take();
}

NumberedFrames numberedFrames(const MediaItem& folder, ReaderLog& log)
{
    std::map<int, fs::path> byNumber;
    for (const fs::path& file : folder.pictures) {
        std::error_code code;
        if (fs::file_size(file, code) == 0 && !code)
            log.warn(file, 0, "the picture is empty (0 bytes); the frame counts as one without a face");
        const auto number = trailingNumber(file.stem().string());
        if (!number) {
            log.warn(file, 0, "the picture has no frame number at the end of its name and is not used");
        } else if (const auto [first, isNew] = byNumber.try_emplace(*number, file); !isNew) {
            log.warn(file, 0,
                     "is a second picture of frame " + std::to_string(*number) + "; '" +
                         first->second.filename().string() + "' is used");
        }
    }
    NumberedFrames frames;
    std::optional<int> before;
    for (const auto& [number, file] : byNumber) {
        if (before && number > *before + 1) {
            const std::string first = std::to_string(*before + 1);
            const std::string last = std::to_string(number - 1);
            log.warn(folder.path, 0,
                     (first == last ? "frame " + first + " is" : "frames " + first + " to " + last + " are") +
                         " missing; the clip goes on without");
        }
        before = number;
        frames.numbers.push_back(number);
        frames.files.push_back(file);
    }
    return frames;
}

} // namespace mien
