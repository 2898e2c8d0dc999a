// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/path_opener.h"

#include "app/engine/jobs.h"
#include "core/base/path_status.h"
#include "core/dataset/reader.h"
#include "core/io/landmark_files.h"
#include "core/media/frame_source.h"
#include "core/project/run_folder.h"

namespace mien {
namespace {

namespace fs = std::filesystem;

/// A dataset of one clip, so that everything downstream knows one kind of thing.
Result<Opened> single(const fs::path& path)
{
    auto files = jobs::inputFiles(path);
    if (!files) return files.error();
    auto index = std::make_shared<DatasetIndex>();
    index->root = path;
    index->name = path.filename().string();
    ClipEntry clip;
    clip.id = index->name;
    clip.files = *files; // absolute paths stay as they are when joined to the root
    if (clip.files.size() > 1) {
        clip.kind = ClipEntry::Kind::ImageSequence;
        clip.frameCount = static_cast<int>(clip.files.size());
    } else {
        clip.kind = looksLikeImage(clip.files.front()) ? ClipEntry::Kind::Image : ClipEntry::Kind::Video;
    }
    index->clips.push_back(std::move(clip));
    return Opened(OpenedDataset{std::move(index), true});
}

} // namespace

fs::path rootOf(const fs::path& given)
{
    std::error_code code;
    const fs::path path = fs::absolute(given, code).lexically_normal();
    const fs::path real = fs::weakly_canonical(path, code);
    return code ? path : real;
}

Result<Opened> openPath(const fs::path& given, const RunControl& control)
{
    std::error_code code;
    fs::path path = fs::absolute(given, code).lexically_normal();
    if (path.filename().empty()) path = path.parent_path(); // "runs/tcn/": the name is tcn
    if (const auto status = files::statusOf(path); !status) return status.error();
    const bool isRun = fs::is_directory(path, code) && RunFolder(path).exists();
    if (isRun && !looksLikeLandmarks(path)) return Opened(OpenedRun{path});
    path = rootOf(path);
    if (!fs::is_directory(path, code) || looksLikeLandmarks(path)) return single(path);
    auto index = readDataset(path, {}, control);
    if (index) return Opened(OpenedDataset{std::make_shared<const DatasetIndex>(std::move(*index)), false});
    // No known layout: perhaps a plain folder of images. If not, the reader's words say more.
    auto images = single(path);
    if (images) return images;
    return index.error();
}

} // namespace mien
