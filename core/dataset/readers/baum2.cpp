// SPDX-License-Identifier: GPL-3.0-or-later
// BAUM-2 (Erdem et al. 2015). Its layout is NOT VERIFIED: no description was found. Read is what can be told without
// guessing codes: videos below a folder called BAUM2…, labelled by a table called …BAUM2… (clip, emotion, gender; codes
// are not looked at) or, where that says nothing, by a folder named after an emotion. Clips are from films; where the
// table names no subject, each clip is its own, so that "subject-disjoint" then means no more than by clip.
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/cell_text.h"
#include "core/dataset/readers/clip_sheet.h"
#include "core/dataset/readers/folder_listing.h"
#include "core/dataset/readers/media_tree.h"
#include "core/facs/emotions.h"
#include "core/io/sheet.h"

#include <algorithm>
#include <set>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr int mediaDepth = 4;

bool isNamedBaum2(const std::string& name)
{
    return cells::plainName(name).find("baum2") != std::string::npos;
}

std::optional<fs::path> sheetIn(const fs::path& root)
{
    for (const fs::path& file : listFolder(root).files)
        if (looksLikeSheet(file) && isNamedBaum2(file.stem().string())) return file;
    return std::nullopt;
}

/// The folder itself, a folder in it or a table is called so, and somewhere below lies something.
bool probe(const fs::path& folder)
{
    const FolderListing listing = listFolder(folder);
    const bool isBaum1 = std::any_of(listing.folders.begin(), listing.folders.end(), [](const fs::path& child) {
        return cells::plainName(child.filename().string()).find("baum1") != std::string::npos;
    });
    if (isBaum1) return false;
    const bool hasNamed = std::any_of(listing.folders.begin(), listing.folders.end(),
                                      [](const fs::path& child) { return isNamedBaum2(child.filename().string()); });
    if (hasNamed || sheetIn(folder)) return true;
    return isNamedBaum2(folder.filename().string()) &&
           std::any_of(listing.folders.begin(), listing.folders.end(),
                       [](const fs::path& child) { return emotionFromAlias(child.filename().string()).has_value(); });
}

/// The emotion that the nearest folder above `video` is named after.
std::optional<std::string> folderLabel(const fs::path& video, const fs::path& root)
{
    for (fs::path folder = video.parent_path(); folder != root && folder.has_relative_path();
         folder = folder.parent_path())
        if (auto label = emotionFromAlias(folder.filename().string())) return label;
    return std::nullopt;
}

/// One reading of one dataset.
class Baum2
{
public:
    Baum2(fs::path root, const RunControl& control) : m_root(std::move(root)), m_control(control), m_log(m_root) {}

    Result<DatasetIndex> read();

private:
    void addClip(const fs::path& video);
    void applyRow(const fs::path& video, ClipEntry& clip);
    void summarise();

    fs::path m_root;
    const RunControl& m_control;
    ReaderLog m_log;
    DatasetIndex m_index;
    std::optional<ClipSheet> m_sheet;
    std::set<std::string> m_seen; ///< names in lower case
};

/// The table's word before the folder's.
void Baum2::applyRow(const fs::path& video, ClipEntry& clip)
{
    if (!m_sheet) return;
    const auto row = m_sheet->rows.find(text::lower(video.stem().string()));
    if (row == m_sheet->rows.end()) return;
    const auto& [line, name, label, gender, subject] = row->second;
    if (label && clip.label && *label != *clip.label)
        m_log.warn(m_sheet->file, line,
                   cells::inQuotes(name) + " is " + *label + " here and lies with " + *clip.label +
                       "; the table counts");
    if (label) clip.label = label;
    if (!gender.empty()) clip.attributes["gender"] = gender;
    if (!cells::isUnknown(subject)) clip.subject = subject;
}

void Baum2::addClip(const fs::path& video)
{
    const std::string name = video.stem().string();
    const bool isFirst = m_seen.insert(text::lower(name)).second;
    std::error_code code;
    if (fs::file_size(video, code) == 0 && !code) {
        m_log.warn(video, 0, "the video is empty (0 bytes); it is left out");
        return;
    }
    ClipEntry clip;
    clip.id = name;
    if (!isFirst) {
        clip.id = m_log.relative(video).generic_string();
        m_log.warn(video, 0, "is a second clip called " + name + "; it is called by its path");
    }
    clip.subject = clip.id;
    clip.kind = ClipEntry::Kind::Video;
    clip.files = {m_log.relative(video)};
    clip.label = folderLabel(video, m_root);
    applyRow(video, clip);
    m_index.clips.push_back(std::move(clip));
}

void Baum2::summarise()
{
    if (m_sheet)
        for (const auto& [key, row] : m_sheet->rows)
            if (!m_seen.count(key))
                m_log.warn(m_sheet->file, row.line, "there is no video of clip " + cells::inQuotes(row.clip));
    const auto all = std::to_string(m_index.clips.size());
    const auto unlabelled =
        std::count_if(m_index.clips.begin(), m_index.clips.end(), [](const ClipEntry& clip) { return !clip.label; });
    if (unlabelled > 0)
        m_log.note({}, 0, std::to_string(unlabelled) + " of " + all + " clips have no emotion and count as unlabelled");
    const auto alone = std::count_if(m_index.clips.begin(), m_index.clips.end(),
                                     [](const ClipEntry& clip) { return clip.subject == clip.id; });
    if (alone > 0)
        m_log.note({}, 0,
                   "nothing says who is seen in " + std::to_string(alone) + " of " + all +
                       " clips; each counts as a subject of its own");
}

Result<DatasetIndex> Baum2::read()
{
    m_index.reader = "baum2";
    m_index.name = m_root.filename().string();
    m_index.root = m_root;
    if (const auto file = sheetIn(m_root)) m_sheet = readClipSheet(*file, {}, m_log);
    const auto media = findMedia(m_root, mediaDepth, m_log, m_control);
    if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
    for (const MediaItem& item : media)
        if (item.isVideo) addClip(item.path);
    if (m_index.clips.empty())
        return Error::input("there is no video in this folder", m_root.string(), "give the folder that holds BAUM-2");
    std::stable_sort(m_index.clips.begin(), m_index.clips.end(),
                     [](const ClipEntry& a, const ClipEntry& b) { return text::naturalLess(a.id, b.id); });
    summarise();
    m_index.diagnostics = m_log.take();
    return std::move(m_index);
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return Baum2(folder, control).read();
}

} // namespace

const Reader& baum2Reader()
{
    static const Reader reader = {"baum2", "BAUM-2 (layout not verified)", probe, read};
    return reader;
}

} // namespace mien
