// SPDX-License-Identifier: GPL-3.0-or-later
// BAUM-1 (Zhalehpour et al. 2017): BAUM1a_MP4_all/s001/S001_001.mp4 (acted), "BAUM1s_MP4 - All"/… (spontaneous), each
// with Annotations_BAUM1a.xlsx or …1s.xlsx: clip, emotion, code, gender. The two tables number their emotions
// differently and the names of clips recur, so that ids say which part a clip is of.
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/cell_text.h"
#include "core/dataset/readers/clip_sheet.h"
#include "core/dataset/readers/folder_listing.h"
#include "core/dataset/readers/media_tree.h"
#include "core/io/sheet.h"

#include <algorithm>
#include <array>
#include <set>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr int depthOfPart = 3;

constexpr std::array<std::string_view, 9> actedCodes = {"anger",    "boredom", "disgust",  "fear",  "happiness",
                                                        "interest", "sadness", "surprise", "unsure"};
constexpr std::array<std::string_view, 13> spontaneousCodes = {
    "anger",     "boredom", "bothered", "concentrating", "contempt", "disgust", "fear",
    "happiness", "neutral", "sadness",  "surprise",      "thinking", "unsure"};

struct Part
{
    std::string name; ///< as folders and tables have it, in cells::plainName()
    std::string prefix;
    std::string acting;
    std::span<const std::string_view> codes;
};

const std::array<Part, 2>& parts()
{
    static const std::array<Part, 2> both = {Part{"baum1a", "BAUM1a_", "acted", actedCodes},
                                             Part{"baum1s", "BAUM1s_", "spontaneous", spontaneousCodes}};
    return both;
}

std::string plainStem(const fs::path& file)
{
    return cells::plainName(file.stem().string());
}

bool isFolderOf(const fs::path& folder, const Part& part)
{
    return text::startsWith(cells::plainName(folder.filename().string()), part.name);
}

/// The table of a part, beside its folder or in it; .xlsx before .csv.
std::optional<fs::path> sheetOf(const fs::path& root, const fs::path& folder, const Part& part)
{
    std::optional<fs::path> found;
    for (const fs::path& place : {root, folder})
        for (const fs::path& file : listFolder(place).files) {
            if (!looksLikeSheet(file) || plainStem(file).find(part.name) == std::string::npos) continue;
            const bool isXlsx = text::lower(file.extension().string()) == ".xlsx";
            if (!found || (isXlsx && text::lower(found->extension().string()) != ".xlsx")) found = file;
        }
    return found;
}

bool probe(const fs::path& folder)
{
    for (const fs::path& child : listFolder(folder).folders)
        for (const Part& part : parts())
            if (isFolderOf(child, part)) return true;
    return false;
}

/// "S001" of the folder "s001" or of the clip "S001_001".
std::string subjectIn(const std::string& name)
{
    const std::string word = name.substr(0, name.find('_'));
    if (word.size() < 2 || (word[0] != 's' && word[0] != 'S')) return {};
    return word.find_first_not_of("0123456789", 1) == std::string::npos ? "S" + word.substr(1) : std::string();
}

std::string keyOf(const Part& part, const std::string& clip)
{
    return part.prefix + text::lower(clip);
}

/// One reading of one dataset.
class Baum1
{
public:
    Baum1(fs::path root, const RunControl& control) : m_root(std::move(root)), m_control(control), m_log(m_root) {}

    Result<DatasetIndex> read();

private:
    void readPart(const fs::path& folder, const Part& part);
    void addClip(const fs::path& video, const Part& part, const std::optional<ClipSheet>& sheet);
    std::string subjectOf(const fs::path& video);

    fs::path m_root;
    const RunControl& m_control;
    ReaderLog m_log;
    DatasetIndex m_index;
    std::set<std::string> m_seen;                 ///< keyOf() each clip: two folders may be the same part
    std::map<std::string, std::string> m_genders; ///< by subject
    std::vector<std::string> m_unlisted;
};

/// By the folder it lies in, else by its name.
std::string Baum1::subjectOf(const fs::path& video)
{
    const std::string named = subjectIn(video.stem().string());
    const std::string placed = subjectIn(video.parent_path().filename().string());
    if (!placed.empty() && !named.empty() && placed != named)
        m_log.warn(video, 0, "is named after " + named + " but lies with " + placed + "; its place counts");
    if (placed.empty()) m_log.warn(video, 0, "lies outside a subject's folder; its name tells the subject");
    if (!placed.empty()) return placed;
    return named.empty() ? video.stem().string() : named;
}

void Baum1::addClip(const fs::path& video, const Part& part, const std::optional<ClipSheet>& sheet)
{
    const std::string name = video.stem().string();
    std::error_code code;
    if (fs::file_size(video, code) == 0 && !code) {
        m_log.warn(video, 0, "the video is empty (0 bytes); it is left out");
        m_seen.insert(keyOf(part, name));
        return;
    }
    if (!m_seen.insert(keyOf(part, name)).second) {
        m_log.warn(video, 0, "is a second video of clip " + name + "; the first is used");
        return;
    }
    ClipEntry clip;
    clip.id = part.prefix + name;
    clip.subject = subjectOf(video);
    clip.kind = ClipEntry::Kind::Video;
    clip.files = {m_log.relative(video)};
    clip.attributes["acting"] = part.acting;
    if (sheet) {
        const auto row = sheet->rows.find(text::lower(name));
        if (row == sheet->rows.end()) {
            m_unlisted.push_back(name);
        } else {
            clip.label = row->second.label;
            if (const std::string& gender = row->second.gender; !gender.empty()) {
                clip.attributes["gender"] = gender;
                const auto [first, isNew] = m_genders.try_emplace(clip.subject, gender);
                if (!isNew && first->second != gender)
                    m_log.warn(sheet->file, row->second.line,
                               clip.subject + " is " + gender + " here and " + first->second +
                                   " elsewhere; both are kept as written");
            }
        }
    }
    m_index.clips.push_back(std::move(clip));
}

void Baum1::readPart(const fs::path& folder, const Part& part)
{
    m_unlisted.clear();
    std::optional<ClipSheet> sheet;
    if (const auto file = sheetOf(m_root, folder, part))
        sheet = readClipSheet(*file, part.codes, m_log);
    else
        m_log.warn(folder, 0,
                   "there is no table Annotations_" + part.prefix.substr(0, 6) +
                       ".xlsx; its clips count as unlabelled");
    for (const MediaItem& item : findMedia(folder, depthOfPart, m_log, m_control))
        if (item.isVideo) addClip(item.path, part, sheet);
    if (!sheet) return;
    for (const auto& [key, row] : sheet->rows)
        if (!m_seen.count(keyOf(part, key)))
            m_log.warn(sheet->file, row.line, "there is no video of clip " + cells::inQuotes(row.clip));
    if (m_unlisted.empty()) return;
    constexpr std::size_t most = 5;
    const std::size_t shown = std::min(m_unlisted.size(), most);
    const std::vector<std::string> names(m_unlisted.begin(), m_unlisted.begin() + static_cast<std::ptrdiff_t>(shown));
    m_log.note(sheet->file, 0,
               std::to_string(m_unlisted.size()) + " clips are not in the table and count as unlabelled: " +
                   text::join(names, ", ") + (shown < m_unlisted.size() ? ", …" : ""));
}

Result<DatasetIndex> Baum1::read()
{
    m_index.reader = "baum1";
    m_index.name = m_root.filename().string();
    m_index.root = m_root;
    const FolderListing listing = listFolder(m_root);
    for (const Part& part : parts())
        for (const fs::path& folder : listing.folders) {
            if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
            if (isFolderOf(folder, part)) readPart(folder, part);
        }
    if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
    if (m_index.clips.empty())
        return Error::input("there is no video in this folder", m_root.string(),
                            "BAUM-1 keeps them as BAUM1a_MP4_all/s001/S001_001.mp4");
    std::stable_sort(m_index.clips.begin(), m_index.clips.end(),
                     [](const ClipEntry& a, const ClipEntry& b) { return text::naturalLess(a.id, b.id); });
    m_index.diagnostics = m_log.take();
    return std::move(m_index);
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return Baum1(folder, control).read();
}

} // namespace

const Reader& baum1Reader()
{
    static const Reader reader = {"baum1", "BAUM-1, acted and spontaneous", probe, read};
    return reader;
}

} // namespace mien
