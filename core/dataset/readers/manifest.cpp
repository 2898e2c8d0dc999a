// SPDX-License-Identifier: GPL-3.0-or-later
// manifest.csv, Mien's own exchange format: one row per clip (docs/manifest.md). Frames count from 1 in the file and
// are those of the video or of the folder, whatever part of it the clip is.
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/dataset/au_text.h"
#include "core/dataset/frame_label_file.h"
#include "core/dataset/manifest_columns.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/clip_pictures.h"
#include "core/facs/emotions.h"
#include "core/media/frame_source.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <system_error>

namespace mien {

namespace {

namespace fs = std::filesystem;

const std::string fileName(manifest::fileName);

std::vector<std::string> headerNames(const csv::Record& record)
{
    std::vector<std::string> names;
    for (const std::string& field : record.fields) names.emplace_back(text::trimmed(field));
    return names;
}

/// "AUs" and "Path" are what people write; attributes keep their case.
std::string knownColumn(const std::string& name)
{
    const std::string lower = text::lower(name);
    const bool isKnown =
        std::find(manifest::columns.begin(), manifest::columns.end(), lower) != manifest::columns.end();
    return isKnown ? lower : std::string();
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80                   ? 1
                                   : lead >= 0xC2 && lead < 0xE0 ? 2
                                   : lead >= 0xE0 && lead < 0xF0 ? 3
                                   : lead >= 0xF0 && lead < 0xF5 ? 4
                                                                 : 0;
        if (length == 0 || i + length > text.size()) return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
        i += length;
    }
    return true;
}

bool probe(const fs::path& folder)
{
    std::error_code code;
    return fs::is_regular_file(folder / fileName, code); // read() says where its content is of no use
}

/// Of the first line that holds something: rows may have the others in their texts.
char separatorOf(std::string_view content)
{
    std::size_t end = 0;
    while (end < content.size() && text::trimmed(content.substr(0, end)).empty())
        end = std::min(content.find('\n', end), content.size() - 1) + 1;
    return csv::separatorOf(content.substr(0, end));
}

std::string nameOf(char separator)
{
    return separator == ';' ? "semicolon" : separator == '\t' ? "tab" : "comma";
}

/// One reading of one manifest.
class Manifest
{
public:
    Manifest(fs::path root, const RunControl& control) : m_root(std::move(root)), m_control(control) {}

    Result<DatasetIndex> read();

private:
    void warn(const std::string& message)
    {
        m_index.diagnostics.push_back({Diagnostic::Severity::Warning, fileName, m_line, message});
    }
    void note(int line, const std::string& message)
    {
        m_index.diagnostics.push_back({Diagnostic::Severity::Note, fileName, line, message});
    }
    Result<void> readHeader(const csv::Record& record);
    bool takeFields(const csv::Record& record);
    std::string cell(std::string_view column) const;
    void readRow(const csv::Record& record);
    bool findFiles(ClipEntry& clip);
    bool findFolder(const fs::path& folder, ClipEntry& clip);
    bool findList(const std::string& paths, ClipEntry& clip);
    void readKind(ClipEntry& clip);
    bool readRange(ClipEntry& clip, int& start);
    std::optional<int> frameCell(std::string_view column, bool& isFaulty);
    bool isNewRow(const ClipEntry& clip);
    void readMarks(ClipEntry& clip, int start);
    void readLabels(ClipEntry& clip);
    std::optional<double> affect(std::string_view column);
    void readAttributes(ClipEntry& clip);
    void nameClip(ClipEntry& clip);
    void summarise();

    fs::path m_root;
    const RunControl& m_control;
    DatasetIndex m_index;
    std::map<std::string, std::size_t> m_columns; ///< known ones
    std::vector<std::pair<std::string, std::size_t>> m_attributes;
    std::size_t m_width = 0;
    char m_separator = ',';
    int m_line = 0;
    std::vector<std::string> m_fields;
    std::map<fs::path, std::vector<fs::path>> m_listed;        ///< pictures of folders: many clips may share one
    std::map<std::string, std::pair<int, std::string>> m_rows; ///< line and label of each part of a file
    std::set<std::string> m_ids;
    std::map<std::string, int> m_foreignLabels; ///< line of the first
    int m_unknownSubjects = 0;
    int m_firstUnknownSubject = 0;
};

Result<void> Manifest::readHeader(const csv::Record& record)
{
    const auto names = headerNames(record);
    m_width = names.size();
    m_line = record.line;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string known = knownColumn(names[i]);
        const std::string name = known.empty() ? names[i] : known;
        if (name.empty()) continue;
        if (!seen.insert(name).second) {
            warn("the column '" + name + "' is there twice; the first one counts");
        } else if (!known.empty()) {
            m_columns[known] = i;
        } else {
            const bool isPrefixed = text::startsWith(name, manifest::attributePrefix);
            m_attributes.emplace_back(isPrefixed ? name.substr(manifest::attributePrefix.size()) : name, i);
        }
    }
    if (m_columns.count("path")) return {};
    return Error::input(
        "the column 'path' is missing", (m_root / fileName).string() + ", line 1",
        "the first line names the columns, apart by commas, semicolons or tabs; to read the folder as another "
        "layout, name it with --reader");
}

/// The fields of a row brought to the width of the header; false if the row cannot be read.
bool Manifest::takeFields(const csv::Record& record)
{
    m_line = record.line;
    m_fields = record.fields;
    if (record.isUnclosed) {
        warn("a quote opens in this line and does not close; the line is left out");
        return false;
    }
    const auto isFilled = [](const std::string& field) { return !text::trimmed(field).empty(); };
    if (std::none_of(m_fields.begin(), m_fields.end(), isFilled)) return false; // what spreadsheets leave at the end
    if (m_fields.size() < m_width)
        warn(std::to_string(m_fields.size()) + " fields where the header has " + std::to_string(m_width) +
             "; those that are missing count as empty");
    else if (std::any_of(m_fields.begin() + static_cast<std::ptrdiff_t>(m_width), m_fields.end(), isFilled))
        warn(std::to_string(m_fields.size()) + " fields where the header has " + std::to_string(m_width) +
             "; those behind are not used (a " + nameOf(m_separator) + " inside a field needs quotes)");
    m_fields.resize(m_width);
    if (!std::all_of(m_fields.begin(), m_fields.end(), isUtf8))
        warn("the line is not UTF-8; its text is kept as it is");
    return true;
}

std::string Manifest::cell(std::string_view column) const
{
    const auto it = m_columns.find(std::string(column));
    return it == m_columns.end() ? std::string() : std::string(text::trimmed(m_fields[it->second]));
}

bool Manifest::findFolder(const fs::path& folder, ClipEntry& clip)
{
    auto known = m_listed.find(folder);
    if (known == m_listed.end()) {
        auto images = imageFilesIn(m_root / folder);
        known = m_listed.emplace(folder, std::vector<fs::path>()).first;
        if (images)
            for (const fs::path& image : *images) known->second.push_back(folder / image.filename());
    }
    if (known->second.empty()) {
        warn("the folder '" + folder.string() + "' holds no picture; the row is left out");
        return false;
    }
    clip.kind = ClipEntry::Kind::ImageSequence;
    clip.files = known->second;
    return true;
}

bool Manifest::findList(const std::string& paths, ClipEntry& clip)
{
    clip.kind = ClipEntry::Kind::ImageSequence;
    for (const std::string& part : text::split(paths, manifest::fileParting)) {
        const fs::path file = fs::path(text::trimmed(part)).lexically_normal();
        std::error_code code;
        if (!fs::is_regular_file(m_root / file, code)) {
            warn("there is no file '" + file.string() + "'; the row is left out");
            return false;
        }
        clip.files.push_back(file);
    }
    return true;
}

bool Manifest::findFiles(ClipEntry& clip)
{
    const std::string text = cell("path");
    if (text.empty()) {
        warn("the path is empty; the row is left out");
        return false;
    }
    fs::path path = fs::path(text).lexically_normal();
    if (!path.has_filename() && path.has_parent_path()) path = path.parent_path();
    std::error_code code;
    const fs::file_status status = fs::status(m_root / path, code);
    if (fs::is_directory(status)) return findFolder(path, clip);
    if (!fs::exists(status)) {
        if (text.find(manifest::fileParting) != std::string::npos) return findList(text, clip);
        warn("there is no file '" + text + "'; the row is left out");
        return false;
    }
    if (!looksLikeImage(path) && !looksLikeVideo(path)) {
        warn("'" + text + "' is no video and no picture by its name; the row is left out");
        return false;
    }
    clip.kind = looksLikeImage(path) ? ClipEntry::Kind::Image : ClipEntry::Kind::Video;
    clip.files = {path};
    return isUsableFile(m_root / path, [&](const fs::path&, const std::string&) {
        warn("the file '" + text + "' is empty or cannot be reached; the row is left out");
    });
}

void Manifest::readKind(ClipEntry& clip)
{
    const std::string kind = text::lower(cell("kind"));
    if (kind == "sequence" && clip.kind == ClipEntry::Kind::Image)
        clip.kind = ClipEntry::Kind::ImageSequence;
    else if (!kind.empty() && kind != "sequence" && kind != "video" && kind != "image")
        warn("the kind '" + kind + "' is not sequence, video or image; the file itself says what it is");
    else if ((kind == "video" && clip.kind != ClipEntry::Kind::Video) ||
             (kind == "image" && clip.kind != ClipEntry::Kind::Image) ||
             (kind == "sequence" && clip.kind == ClipEntry::Kind::Video))
        warn("the kind is '" + kind + "' but the file is another; the file itself says what it is");
}

/// The frame number in a cell, from 1; nothing for an empty cell or, with a warning, for what is none.
std::optional<int> Manifest::frameCell(std::string_view column, bool& isFaulty)
{
    const std::string written = cell(column);
    if (written.empty()) return std::nullopt;
    const auto number = text::toInt(written);
    if (number && *number >= 1 && *number <= 1'000'000'000) return static_cast<int>(*number);
    isFaulty = true;
    warn(std::string(column) + " '" + written + "' is no frame number (frames count from 1)");
    return std::nullopt;
}

/// Cuts the clip to `first` … `last`. `start`: the frame of the file, from 0, that is the clip's first.
bool Manifest::readRange(ClipEntry& clip, int& start)
{
    bool isFaulty = false;
    const auto first = frameCell("first", isFaulty);
    auto last = frameCell("last", isFaulty);
    if (isFaulty) {
        warn("which part of the file is meant cannot be told; the row is left out");
        return false;
    }
    if (first && last && *first > *last) {
        warn("first " + std::to_string(*first) + " is behind last " + std::to_string(*last) + "; the row is left out");
        return false;
    }
    start = first.value_or(1) - 1;
    if (clip.kind == ClipEntry::Kind::Video) {
        clip.firstFrame = start;
        if (last) clip.frameCount = *last - start;
        return true;
    }
    const int there = static_cast<int>(clip.files.size());
    if (start >= there) {
        warn("first " + std::to_string(start + 1) + " is behind the last of " + std::to_string(there) +
             " pictures; the row is left out");
        return false;
    }
    if (last && *last > there) {
        warn("last " + std::to_string(*last) + " is behind the last of " + std::to_string(there) +
             " pictures; the clip ends there");
        last = there;
    }
    const auto begin = clip.files.begin();
    clip.files = std::vector<fs::path>(begin + start, begin + last.value_or(there));
    clip.frameCount = static_cast<int>(clip.files.size());
    return true;
}

/// False, with a warning, for a part of a file that an earlier row has already.
bool Manifest::isNewRow(const ClipEntry& clip)
{
    std::string key = std::to_string(clip.firstFrame) + "/" +
                      (clip.frameCount ? std::to_string(*clip.frameCount) : std::string("end"));
    for (const fs::path& file : clip.files) key += '\n' + file.generic_string();
    const std::string label = cell("label");
    const auto [row, isNew] = m_rows.try_emplace(key, m_line, label);
    if (isNew) return true;
    const auto& [line, otherLabel] = row->second;
    const std::string same = "is the same part of the same file as line " + std::to_string(line);
    warn(label == otherLabel
             ? same + "; the row is left out"
             : same + " but says '" + label + "' where that says '" + otherLabel + "'; the row is left out");
    return false;
}

void Manifest::readMarks(ClipEntry& clip, int start)
{
    const auto mark = [&](const char* column) {
        bool isFaulty = false;
        auto frame = frameCell(column, isFaulty);
        if (!frame) return frame;
        *frame -= 1 + start;
        if (*frame >= 0 && (!clip.frameCount || *frame < *clip.frameCount)) return frame;
        warn(std::string(column) + " " + std::to_string(*frame + 1 + start) + " is outside the clip; it is left empty");
        return std::optional<int>();
    };
    clip.onset = mark("onset");
    clip.apex = mark("apex");
    clip.offset = mark("offset");
    const auto isBehind = [](const std::optional<int>& a, const std::optional<int>& b) { return a && b && *a > *b; };
    if (!isBehind(clip.onset, clip.apex) && !isBehind(clip.apex, clip.offset) && !isBehind(clip.onset, clip.offset))
        return;
    warn("onset, apex and offset are not in this order; all three are left empty");
    clip.onset = clip.apex = clip.offset = std::nullopt;
}

std::optional<double> Manifest::affect(std::string_view column)
{
    const std::string written = cell(column);
    if (written.empty()) return std::nullopt;
    const auto value = text::toDouble(written);
    if (value && *value >= -1 && *value <= 1) return value;
    const bool hasComma = written.find(',') != std::string::npos;
    warn(std::string(column) + " '" + written + "' is no number from -1 to 1" +
         (hasComma ? " (the decimal sign is a point)" : "") + "; it is left empty");
    return std::nullopt;
}

void Manifest::readLabels(ClipEntry& clip)
{
    if (const std::string label = cell("label"); !label.empty()) {
        const auto emotion = emotionFromAlias(label);
        clip.label = emotion.value_or(label);
        if (!emotion) m_foreignLabels.try_emplace(label, m_line);
    }
    clip.valence = affect("valence");
    clip.arousal = affect("arousal");
    std::vector<std::string> faults;
    clip.actionUnits = parseActionUnits(cell("aus"), faults);
    for (const std::string& fault : faults) warn(fault);
}

void Manifest::readAttributes(ClipEntry& clip)
{
    for (const auto& [name, column] : m_attributes)
        if (!m_fields[column].empty()) clip.attributes[name] = m_fields[column];
}

void Manifest::nameClip(ClipEntry& clip)
{
    std::string written = cell("id");
    if (written.empty()) {
        const bool isFolder = clip.kind == ClipEntry::Kind::ImageSequence && clip.files.size() > 1;
        fs::path path = isFolder ? clip.files.front().parent_path() : clip.files.front();
        if (!isFolder) path.replace_extension();
        written = text::join(text::split(path.relative_path().generic_string(), '/'), "_");
        if (!cell("first").empty() || !cell("last").empty()) written += "_" + cell("first") + "-" + cell("last");
    }
    clip.id = written;
    for (int copy = 2; !m_ids.insert(clip.id).second; ++copy) clip.id = written + "-" + std::to_string(copy);
    if (clip.id != written) warn("a second clip is called " + written + "; this one becomes " + clip.id);
    clip.subject = cell("subject");
    if (!clip.subject.empty()) return;
    clip.subject = clip.id;
    if (++m_unknownSubjects == 1) m_firstUnknownSubject = m_line;
}

void Manifest::readRow(const csv::Record& record)
{
    if (!takeFields(record)) return;
    ClipEntry clip;
    int start = 0;
    if (!findFiles(clip)) return;
    readKind(clip);
    if (!readRange(clip, start) || !isNewRow(clip)) return;
    readMarks(clip, start);
    readLabels(clip);
    readAttributes(clip);
    nameClip(clip);
    std::error_code code;
    clip.hasFrameLabels = fs::is_regular_file(frameLabelFile(m_root, clip.id), code);
    m_index.clips.push_back(std::move(clip));
}

void Manifest::summarise()
{
    m_line = m_firstUnknownSubject;
    if (m_unknownSubjects > 0)
        warn("the subject is empty in " + std::to_string(m_unknownSubjects) +
             " rows, this one first; each such clip counts as a subject of its own, and no split can promise that a "
             "person is on one side only");
    for (const auto& [label, line] : m_foreignLabels) {
        m_line = line;
        const std::string message = wordsOnForeignLabel(label);
        nearestEmotion(label) ? warn(message) : note(line, message);
    }
}

Result<DatasetIndex> Manifest::read()
{
    const auto content = files::read(m_root / fileName);
    if (!content) return content.error();
    if (text::startsWith(*content, "\xFF\xFE") || text::startsWith(*content, "\xFE\xFF"))
        return Error::input("the file is UTF-16", (m_root / fileName).string(), "save it as CSV in UTF-8");
    m_separator = separatorOf(*content);
    const auto records = csv::records(*content, m_separator);
    if (records.empty())
        return Error::input("the file is empty", (m_root / fileName).string(), "its first line names the columns");
    m_index.reader = "manifest";
    m_index.name = m_root.filename().string();
    m_index.root = m_root;
    if (const auto header = readHeader(records.front()); !header) return header.error();
    for (std::size_t i = 1; i < records.size(); ++i) {
        if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        readRow(records[i]);
        m_control.report(
            Progress{"reading the dataset", static_cast<std::int64_t>(i), static_cast<std::int64_t>(records.size())});
    }
    if (m_index.clips.empty()) {
        std::string why;
        if (!m_index.diagnostics.empty())
            why = "; line " + std::to_string(m_index.diagnostics.front().line) + ": " +
                  m_index.diagnostics.front().message;
        return Error::input("no row of the file names a usable clip" + why, (m_root / fileName).string(),
                            "paths are relative to the folder of manifest.csv");
    }
    std::stable_sort(m_index.clips.begin(), m_index.clips.end(),
                     [](const ClipEntry& a, const ClipEntry& b) { return text::naturalLess(a.id, b.id); });
    summarise();
    return std::move(m_index);
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return Manifest(folder, control).read();
}

Result<FrameLabels> frameLabels(const DatasetIndex& index, const ClipEntry& clip)
{
    const fs::path file = frameLabelFile(index.root, clip.id);
    auto labels = readFrameLabels(file);
    if (!labels || !clip.frameCount) return labels;
    const auto frames = static_cast<std::size_t>(*clip.frameCount);
    std::size_t rows = std::max({labels->expression.size(), labels->valence.size(), labels->arousal.size()});
    for (const auto& [unit, values] : labels->actionUnits) rows = std::max(rows, values.size());
    if (rows == frames || rows == 0) return labels;
    return Error::input("labels " + std::to_string(rows) + " frames where the clip has " + std::to_string(frames),
                        file.string(), "write one row per frame; cells may be empty");
}

} // namespace

const Reader& manifestReader()
{
    static const Reader reader = {"manifest", "Manifest (manifest.csv)", probe, read, nullptr, frameLabels};
    return reader;
}

} // namespace mien
