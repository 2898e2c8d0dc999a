// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/folder_listing.h"

#include "core/base/text.h"
#include "core/media/frame_source.h"

#include <algorithm>
#include <system_error>

namespace mien {

namespace fs = std::filesystem;

namespace {

void sortNaturally(std::vector<fs::path>& paths)
{
    std::sort(paths.begin(), paths.end(), [](const fs::path& a, const fs::path& b) {
        const std::string x = a.filename().string();
        const std::string y = b.filename().string();
        if (text::naturalLess(x, y)) return true;
        return !text::naturalLess(y, x) && x < y;
    });
}

} // namespace

FolderListing listFolder(const fs::path& folder)
{
    FolderListing listing;
    std::error_code code;
    fs::directory_iterator it(folder, code);
    while (!code && it != fs::directory_iterator()) {
        const std::string name = it->path().filename().string();
        std::error_code statusCode;
        const fs::file_type type = it->status(statusCode).type();
        const bool isFolder = type == fs::file_type::directory;
        const bool leadsNowhere = type == fs::file_type::not_found || type == fs::file_type::none;
        const bool isLost =
            leadsNowhere && it->is_symlink(statusCode) && (looksLikeImage(it->path()) || looksLikeVideo(it->path()));
        if (!text::startsWith(name, ".") && !(isFolder && text::lower(name) == "truth"))
            (isLost ? listing.lost : isFolder ? listing.folders : listing.files).push_back(it->path());
        it.increment(code);
    }
    if (code) listing.problem = code.message();
    sortNaturally(listing.folders);
    sortNaturally(listing.files);
    sortNaturally(listing.lost);
    return listing;
}

std::optional<fs::path> childFolder(const fs::path& folder, std::string_view name)
{
    std::optional<fs::path> found;
    for (const fs::path& child : listFolder(folder).folders) {
        const std::string childName = child.filename().string();
        if (childName == name) return child;
        if (!found && text::lower(childName) == text::lower(name)) found = child;
    }
    return found;
}

std::optional<int> trailingNumber(std::string_view stem)
{
    const auto last = stem.find_last_not_of("0123456789");
    std::string_view digits = last == std::string_view::npos ? stem : stem.substr(last + 1);
    if (digits.empty()) return std::nullopt;
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    if (digits.size() > 9) return std::nullopt;
    return static_cast<int>(text::toInt(digits).value());
}

} // namespace mien
