// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/numbered_pictures.h"

#include "core/media/frame_source.h"

#include <algorithm>
#include <map>

namespace mien {

namespace fs = std::filesystem;

NumberedPictures numberedPictures(const FolderListing& listing, const fs::path& folder, const WarnAt& warn)
{
    std::map<int, fs::path> numbered;
    std::vector<fs::path> unnumbered;
    for (const fs::path& file : listing.files) {
        if (!looksLikeImage(file)) continue;
        std::error_code code;
        if (fs::file_size(file, code) == 0 && !code)
            warn(file, "the picture is empty (0 bytes); the frame counts as one without a face");
        const auto number = trailingNumber(file.stem().string());
        if (!number)
            unnumbered.push_back(file);
        else if (const auto [first, isNew] = numbered.try_emplace(*number, file); !isNew)
            warn(file, "is a second picture of frame " + std::to_string(*number) + "; '" +
                           first->second.filename().string() + "' is used");
    }
    NumberedPictures pictures;
    for (const auto& [number, file] : numbered) {
        pictures.files.push_back(file);
        pictures.numbers.push_back(number);
    }
    if (!unnumbered.empty())
        warn(folder, std::to_string(unnumbered.size()) +
                         " pictures have no frame number; they stand behind the others in order of their names");
    pictures.files.insert(pictures.files.end(), unnumbered.begin(), unnumbered.end());
    return pictures;
}

void reportGaps(const std::vector<int>& numbers, int first, const fs::path& folder, const WarnAt& warn)
{
    int expected = first;
    for (const int number : numbers) {
        const int last = number - 1;
        if (last == expected)
            warn(folder, "frame " + std::to_string(last) + " is missing; the clip goes on without");
        else if (last > expected)
            warn(folder, "frames " + std::to_string(expected) + " to " + std::to_string(last) +
                             " are missing; the clip goes on without");
        expected = std::max(expected, number + 1);
    }
}

std::vector<std::optional<int>> frameNumbers(const ClipEntry& clip, int firstOfVideo)
{
    std::vector<std::optional<int>> numbers;
    if (clip.kind == ClipEntry::Kind::Video) {
        for (int i = 0; i < clip.frameCount.value_or(0); ++i) numbers.push_back(clip.firstFrame + i + firstOfVideo);
    } else {
        for (const fs::path& file : clip.files) numbers.push_back(trailingNumber(file.stem().string()));
    }
    return numbers;
}

} // namespace mien
