// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/manifest.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/dataset/au_text.h"
#include "core/dataset/frame_label_file.h"
#include "core/dataset/manifest_columns.h"
#include "core/dataset/reader.h"
#include "core/media/frame_source.h"

#include <algorithm>
#include <map>
#include <set>

namespace mien {

namespace fs = std::filesystem;

namespace {

/// What a row says of where a clip lies.
struct Place
{
    std::string path;
    std::optional<int> first; ///< from 1
    std::optional<int> last;
};

class Writer
{
public:
    Writer(const DatasetIndex& index, const fs::path& folder) : m_index(index)
    {
        std::error_code code;
        m_folder = fs::absolute(folder, code).lexically_normal();
        m_root = fs::absolute(index.root, code).lexically_normal();
    }

    Result<std::string> text();

private:
    std::string shown(const fs::path& file) const;
    Result<Place> placeOf(const ClipEntry& clip);
    Result<Place> placeOfSequence(const ClipEntry& clip);
    const std::vector<fs::path>& listed(const fs::path& folder);

    const DatasetIndex& m_index;
    fs::path m_folder;
    fs::path m_root;
    std::map<fs::path, std::vector<fs::path>> m_listed;
};

std::string Writer::shown(const fs::path& file) const
{
    const fs::path absolute = (m_root / file).lexically_normal();
    const fs::path relative = absolute.lexically_relative(m_folder);
    return relative.empty() ? absolute.generic_string() : relative.generic_string();
}

const std::vector<fs::path>& Writer::listed(const fs::path& folder)
{
    const auto known = m_listed.find(folder);
    if (known != m_listed.end()) return known->second;
    auto images = imageFilesIn(folder);
    return m_listed[folder] = images ? std::move(*images) : std::vector<fs::path>();
}

/// The folder, where the sequence is all of its pictures or a stretch of them in order; else file by file.
Result<Place> Writer::placeOfSequence(const ClipEntry& clip)
{
    std::vector<fs::path> files;
    for (const fs::path& file : clip.files) files.push_back(m_root / file);
    const fs::path folder = files.front().parent_path();
    const auto& all = listed(folder);
    const auto begin = std::find(all.begin(), all.end(), files.front());
    const auto left = static_cast<std::size_t>(all.end() - begin);
    if (files.size() > 1 && left >= files.size() && std::equal(files.begin(), files.end(), begin)) {
        Place place{shown(clip.files.front().parent_path()), {}, {}};
        if (files.size() != all.size()) {
            place.first = static_cast<int>(begin - all.begin()) + 1;
            place.last = *place.first + static_cast<int>(files.size()) - 1;
        }
        return place;
    }
    std::vector<std::string> names;
    for (const fs::path& file : clip.files) {
        names.push_back(shown(file));
        if (files.size() > 1 && names.back().find(manifest::fileParting) != std::string::npos)
            return Error::failed("the name of a picture holds '|', which parts the pictures of a sequence in a "
                                 "manifest",
                                 file.string(), "rename it");
    }
    return Place{text::join(names, std::string(1, manifest::fileParting)), {}, {}};
}

Result<Place> Writer::placeOf(const ClipEntry& clip)
{
    if (clip.files.empty()) return Error::failed("the clip has no file", clip.id);
    if (clip.kind == ClipEntry::Kind::ImageSequence) return placeOfSequence(clip);
    Place place{shown(clip.files.front()), {}, {}};
    if (clip.kind == ClipEntry::Kind::Video) {
        if (clip.firstFrame > 0 || clip.frameCount) place.first = clip.firstFrame + 1;
        if (clip.frameCount) place.last = clip.firstFrame + *clip.frameCount;
    }
    return place;
}

std::string kindName(ClipEntry::Kind kind)
{
    return kind == ClipEntry::Kind::Video ? "video" : kind == ClipEntry::Kind::Image ? "image" : "sequence";
}

std::string attributeColumn(const std::string& name)
{
    const std::string lower = text::lower(name);
    const bool clashes =
        std::find(manifest::columns.begin(), manifest::columns.end(), lower) != manifest::columns.end() ||
        text::startsWith(name, manifest::attributePrefix);
    return (clashes ? std::string(manifest::attributePrefix) : std::string()) + name;
}

Result<std::string> Writer::text()
{
    std::set<std::string> attributes;
    for (const ClipEntry& clip : m_index.clips)
        for (const auto& [name, value] : clip.attributes) attributes.insert(name);
    std::vector<std::string> row(manifest::columns.begin(), manifest::columns.end());
    for (const std::string& name : attributes) row.push_back(attributeColumn(name));
    std::string out = csv::line(row);
    for (const ClipEntry& clip : m_index.clips) {
        const auto place = placeOf(clip);
        if (!place) return place.error();
        const int start = place->first.value_or(1);
        const auto number = [](std::optional<int> value) { return value ? std::to_string(*value) : std::string(); };
        const auto mark = [&](std::optional<int> frame) {
            return frame ? std::to_string(*frame + start) : std::string();
        };
        const auto affect = [](std::optional<double> value) { return value ? text::number(*value) : std::string(); };
        row = {place->path,
               clip.id,
               kindName(clip.kind),
               clip.subject,
               clip.label.value_or(""),
               number(place->first),
               number(place->last),
               mark(clip.onset),
               mark(clip.apex),
               mark(clip.offset),
               affect(clip.valence),
               affect(clip.arousal),
               formatActionUnits(clip.actionUnits)};
        for (const std::string& name : attributes) {
            const auto value = clip.attributes.find(name);
            row.push_back(value == clip.attributes.end() ? std::string() : value->second);
        }
        out += csv::line(row);
    }
    return out;
}

/// Null where there is none.
const Reader* readerOfFrameLabels(const std::string& id)
{
    const Reader* reader = findReader(id);
    return reader && reader->frameLabels ? reader : nullptr;
}

} // namespace

Result<std::string> manifestText(const DatasetIndex& index, const fs::path& folder)
{
    return Writer(index, folder).text();
}

Result<void> writeFrameLabels(const DatasetIndex& index, const ClipEntry& clip, const fs::path& folder)
{
    const Reader* reader = readerOfFrameLabels(index.reader);
    if (!reader)
        return Error::failed("the reader '" + index.reader + "' gives no labels of frames", clip.id,
                             "open the dataset anew");
    const auto labels = reader->frameLabels(index, clip);
    if (!labels) return labels.error();
    const fs::path file = frameLabelFile(folder, clip.id);
    if (auto made = files::ensureFolder(file.parent_path()); !made) return made;
    return files::writeAtomically(file, frameLabelText(*labels));
}

Result<void> writeManifest(const DatasetIndex& index, const fs::path& folder, const RunControl& control)
{
    const auto text = manifestText(index, folder);
    if (!text) return text.error();
    const bool gives = readerOfFrameLabels(index.reader);
    if (auto made = files::ensureFolder(folder); !made) return made;
    for (const ClipEntry& clip : index.clips) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        if (!clip.hasFrameLabels || !gives) continue;
        if (auto written = writeFrameLabels(index, clip, folder); !written) return written;
    }
    // Last: a manifest.csv without the labels it promises would be believed.
    return files::writeAtomically(folder / std::string(manifest::fileName), *text);
}

} // namespace mien
