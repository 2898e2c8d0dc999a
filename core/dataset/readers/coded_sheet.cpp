// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/readers/coded_sheet.h"

#include "core/base/text.h"
#include "core/dataset/readers/cell_text.h"
#include "core/dataset/readers/coded_columns.h"
#include "core/dataset/readers/folder_listing.h"
#include "core/dataset/readers/media_tree.h"
#include "core/dataset/readers/reader_log.h"
#include "core/facs/emotion_rules.h"
#include "core/facs/emotions.h"
#include "core/io/sheet.h"

#include <algorithm>
#include <map>
#include <set>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr int mediaDepth = 5;

/// Classes of these tables beside the emotions.
constexpr std::string_view ownClasses[] = {"other", "others", "repression", "positive", "negative"};

/// A row of a table, checked as far as it goes without pictures. Frames as numbered in the table.
struct CodedRow
{
    fs::path sheet;
    int line = 0;
    int subject = 0;
    std::string filename;
    std::optional<int> onset, apex, offset;
    std::optional<std::string> label;
    std::vector<AuCode> units;
    std::map<std::string, std::string> attributes;
    std::size_t item = 0;
    bool ofLongVideos = false; ///< its table has several expressions of one video
    bool isPart = false;
};

std::optional<int> leadingNumber(const std::string& name)
{
    const std::size_t end = std::min(name.find_first_not_of("0123456789"), name.size());
    return end > 0 && end < 9 ? cells::wholeNumber(name.substr(0, end)) : std::nullopt;
}

std::optional<int> numberOf(const fs::path& folder)
{
    return trailingNumber(folder.filename().string());
}

std::string nameOf(const MediaItem& item)
{
    return text::lower((item.isVideo ? item.path.stem() : item.path.filename()).string());
}

bool isCropped(const MediaItem& item, const fs::path& root)
{
    for (const fs::path& part : item.path.lexically_relative(root))
        if (text::startsWith(text::lower(part.string()), "crop")) return true;
    return false;
}

std::vector<fs::path> codedSheets(const fs::path& folder, const CodedLayout& layout)
{
    std::vector<fs::path> sheets;
    for (const fs::path& file : listFolder(folder).files)
        if (looksLikeSheet(file) && layout.isSheet(cells::plainName(file.stem().string()))) sheets.push_back(file);
    return sheets;
}

/// One reading of one dataset.
class CodedDataset
{
public:
    CodedDataset(fs::path root, const CodedLayout& layout, const RunControl& control)
        : m_root(std::move(root)), m_layout(layout), m_control(control), m_log(m_root)
    {
    }

    Result<DatasetIndex> read();

private:
    void chooseMedia();
    void readTables();
    void readTable(const fs::path& file, const std::vector<Sheet>& sheets);
    void readRow(const fs::path& file, const SheetRow& row, const CodedColumns& columns);
    std::optional<int> subjectOf(const fs::path& file, const SheetRow& row, const CodedColumns& columns,
                                 const std::string& filename);
    std::optional<int> frameOf(const fs::path& file, const SheetRow& row, int column, const char* what);
    void checkOrder(CodedRow& coded);
    void readEmotion(const SheetRow& row, const CodedColumns& columns, CodedRow& coded);
    void takeName(const std::string& cell, CodedRow& coded);
    void dropRepeated(const fs::path& file, bool mayRepeat, std::size_t firstRow);
    void matchRows();
    std::string whyNothing(const CodedRow& row) const;
    std::optional<std::size_t> itemOf(const CodedRow& row, const std::string& name) const;
    void addRow(const CodedRow& row);
    bool cut(const CodedRow& row, const MediaItem& item, ClipEntry& clip);
    void placeEvents(const CodedRow& row, const std::vector<int>& numbers, ClipEntry& clip);
    void addUnlisted(const MediaItem& item);
    std::string uniqueId(const std::string& id, const std::optional<int>& onset);
    const NumberedFrames& framesOf(std::size_t item);
    void summarise();

    fs::path m_root;
    const CodedLayout& m_layout;
    const RunControl& m_control;
    ReaderLog m_log;
    DatasetIndex m_index;
    std::vector<MediaItem> m_items;
    std::vector<fs::path> m_empty; ///< folders
    std::multimap<std::string, std::size_t> m_itemsByName;
    std::vector<CodedRow> m_rows;
    std::map<std::size_t, NumberedFrames> m_frames; ///< by item: gaps of a long video are said once
    std::set<std::string> m_ids;
    std::set<std::string> m_foreign; ///< labels that are no emotion
    int m_derived = 0;               ///< labels of the table being read that come from action units
    int m_notDerived = 0;
};

/// Folders of pictures and videos, of two of one name and subject (raw and cropped) the raw one: faces are found anew.
void CodedDataset::chooseMedia()
{
    std::map<std::string, std::size_t> seen;
    int cropped = 0;
    for (MediaItem& item : findMedia(m_root, mediaDepth, m_log, m_control, &m_empty)) {
        if (item.path == m_root) {
            m_log.warn(m_root, 0,
                       std::to_string(item.pictures.size()) + " pictures lie outside a clip's folder and are not used");
            continue;
        }
        const auto subject = numberOf(item.path.parent_path());
        const std::string key = (subject ? std::to_string(*subject) : std::string()) + "/" + nameOf(item);
        const auto [place, isNew] = seen.try_emplace(key, m_items.size());
        if (isNew) {
            m_items.push_back(std::move(item));
            continue;
        }
        MediaItem& other = m_items[place->second];
        const bool isCrop = isCropped(item, m_root);
        if (isCrop != isCropped(other, m_root)) {
            if (!isCrop) other = std::move(item);
            ++cropped;
        } else {
            m_log.warn(item.path, 0,
                       "is a second clip of this name; '" + m_log.relative(other.path).generic_string() + "' is used");
        }
    }
    if (cropped > 0)
        m_log.note({}, 0, std::to_string(cropped) + " clips are there raw and cropped; the raw pictures are used");
}

void CodedDataset::readTables()
{
    std::set<std::string> done;
    // .xlsx before the .csv that somebody made of it; the other stands in where the first cannot be read.
    std::vector<fs::path> files = codedSheets(m_root, m_layout);
    std::stable_sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
        return text::lower(a.extension().string()) > text::lower(b.extension().string());
    });
    for (const fs::path& file : files) {
        const std::string stem = text::lower(file.stem().string());
        if (done.count(stem)) {
            m_log.note(file, 0, "the table of the same name that ends in .xlsx is used");
            continue;
        }
        const auto sheets = readSheets(file);
        if (!sheets) {
            const std::string where = sheets.error().where == file.string() ? "" : " (" + sheets.error().where + ")";
            m_log.warn(file, 0, "the table cannot be used: " + sheets.error().what + where);
            continue;
        }
        done.insert(stem);
        readTable(file, *sheets);
    }
}

void CodedDataset::readTable(const fs::path& file, const std::vector<Sheet>& sheets)
{
    const std::size_t firstRow = m_rows.size();
    m_derived = m_notDerived = 0;
    const auto found =
        std::find_if(sheets.begin(), sheets.end(), [](const Sheet& sheet) { return headerOf(sheet).has_value(); });
    const bool hasHeader = found != sheets.end();
    const Sheet& sheet = hasHeader ? *found : sheets.front();
    CodedColumns columns = m_layout.order;
    std::size_t r = 0;
    if (hasHeader) {
        r = headerOf(sheet).value();
        columns = columnsOf(sheet.rows[r]);
        if (columns.filename < 0) {
            columns.filename = m_layout.order.filename;
            m_log.warn(file, sheet.rows[r].line, "no column is called Filename; the second is taken for it");
        }
        ++r;
    } else {
        const auto isData = [&](const SheetRow& row) {
            return trailingNumber(row.cell(columns.subject)) && cells::wholeNumber(row.cell(columns.onset));
        };
        r = static_cast<std::size_t>(std::find_if(sheet.rows.begin(), sheet.rows.end(), isData) - sheet.rows.begin());
        if (r == sheet.rows.size()) {
            m_log.warn(file, 0, "the table has no row with a subject and an onset; its clips count as unlabelled");
            return;
        }
        m_log.note(file, 0,
                   "no row starts with Subject; columns are taken in the order of " + std::string(m_layout.orderOf));
    }
    for (; r < sheet.rows.size(); ++r) readRow(file, sheet.rows[r], columns);
    dropRepeated(file, !hasHeader && m_layout.repeatsWithoutHeader, firstRow);
    if (columns.emotion < 0)
        m_log.note(file, 0,
                   "has no emotions: action units name " + std::to_string(m_derived) + " of " +
                       std::to_string(m_derived + m_notDerived) + " by the rules of FACS");
}

std::optional<int> CodedDataset::subjectOf(const fs::path& file, const SheetRow& row, const CodedColumns& columns,
                                           const std::string& filename)
{
    auto subject = trailingNumber(row.cell(columns.subject));
    if (const auto whole = cells::wholeNumber(row.cell(columns.subject))) subject = *whole;
    const auto named = filename.find('_') != std::string::npos ? leadingNumber(filename) : std::nullopt;
    if (!subject && named)
        m_log.warn(file, row.line, "has no subject; the one in " + cells::inQuotes(filename) + " is taken");
    else if (subject && named && *subject != *named)
        m_log.warn(file, row.line,
                   "the subject is " + cells::inQuotes(row.cell(columns.subject)) + ", but the row's file is called " +
                       cells::inQuotes(filename) + "; the subject in that name counts");
    return named ? named : subject;
}

/// Empty for frames that are not coded: "/", 0, nothing.
std::optional<int> CodedDataset::frameOf(const fs::path& file, const SheetRow& row, int column, const char* what)
{
    const std::string cell = row.cell(column);
    if (cells::isUnknown(cell)) return std::nullopt;
    const auto number = cells::wholeNumber(cell);
    if (!number || *number < 0) {
        m_log.warn(file, row.line,
                   std::string("the ") + what + " " + cells::inQuotes(cell) + " is no frame; it is not used");
        return std::nullopt;
    }
    return *number > 0 ? number : std::nullopt;
}

void CodedDataset::checkOrder(CodedRow& coded)
{
    const auto numbers = [](int a, int b) { return std::to_string(a) + " and " + std::to_string(b); };
    if (coded.onset && coded.offset && *coded.onset > *coded.offset) {
        m_log.warn(coded.sheet, coded.line,
                   "onset and offset, " + numbers(*coded.onset, *coded.offset) +
                       ", are in the wrong order; both are not used");
        coded.onset.reset();
        coded.offset.reset();
    } else if (coded.apex &&
               ((coded.onset && *coded.apex < *coded.onset) || (coded.offset && *coded.apex > *coded.offset))) {
        m_log.warn(coded.sheet, coded.line,
                   "the apex " + std::to_string(*coded.apex) + " lies outside onset and offset; it is not used");
        coded.apex.reset();
    }
}

/// The emotion as it is written. What is none stays a class of its own, but not without a word.
void CodedDataset::takeName(const std::string& cell, CodedRow& coded)
{
    coded.label = cells::emotion(cell);
    if (!coded.label)
        m_log.note(coded.sheet, coded.line,
                   "the row names no emotion; " + cells::inQuotes(coded.filename) + " counts as unlabelled");
    else if (nearestEmotion(*coded.label))
        m_log.warn(coded.sheet, coded.line, wordsOnForeignLabel(cell));
    else if (!emotionFromAlias(*coded.label) &&
             std::find(std::begin(ownClasses), std::end(ownClasses), *coded.label) == std::end(ownClasses) &&
             m_foreign.insert(*coded.label).second)
        m_log.note(coded.sheet, coded.line, wordsOnForeignLabel(cell));
}

void CodedDataset::readEmotion(const SheetRow& row, const CodedColumns& columns, CodedRow& coded)
{
    if (columns.emotion >= 0) {
        const std::string cell = row.cell(columns.emotion);
        if (text::toDouble(cell))
            m_log.warn(coded.sheet, row.line,
                       "the emotion " + cells::inQuotes(cell) +
                           " is a number, not a name; the clip counts as unlabelled");
        else
            takeName(cell, coded);
        return;
    }
    std::vector<SeenUnit> seen;
    for (const AuCode& code : coded.units) seen.push_back({code.number, code.intensity});
    coded.label = emotionOfUnits(seen);
    if (coded.label) coded.attributes["label_source"] = "action units";
    ++(coded.label ? m_derived : m_notDerived);
}

void CodedDataset::readRow(const fs::path& file, const SheetRow& row, const CodedColumns& columns)
{
    CodedRow coded;
    coded.sheet = file;
    coded.line = row.line;
    coded.filename = row.cell(columns.filename);
    if (cells::isUnknown(coded.filename)) {
        m_log.warn(file, row.line, "the row names no file; it is left out");
        return;
    }
    const auto subject = subjectOf(file, row, columns, coded.filename);
    if (!subject) {
        m_log.warn(file, row.line, "the row names no subject; it is left out");
        return;
    }
    coded.subject = *subject;
    coded.onset = frameOf(file, row, columns.onset, "onset");
    coded.apex = frameOf(file, row, columns.apex, "apex");
    coded.offset = frameOf(file, row, columns.offset, "offset");
    checkOrder(coded);
    std::vector<std::string> problems;
    coded.units = cells::actionUnits(row.cell(columns.units), problems);
    for (const std::string& problem : problems) m_log.warn(file, row.line, "action units: " + problem);
    readEmotion(row, columns, coded);

    const auto attribute = [&](const char* name, int column) {
        const std::string cell = row.cell(column);
        if (!cells::isUnknown(cell)) coded.attributes[name] = text::lower(cell);
    };
    attribute("inducement", columns.inducement);
    attribute("objective_class", columns.objective);
    attribute("category", columns.category);
    attribute("type", columns.type);
    if (const auto type = coded.attributes.find("type"); type != coded.attributes.end())
        for (const char* word : {"micro", "macro"}) // "Micro - 1/2", "macro-expression"
            if (type->second.find(word) != std::string::npos) type->second = word;
    m_rows.push_back(std::move(coded));
}

/// A second row of a file is a slip, but for tables of long videos where it is a second expression.
void CodedDataset::dropRepeated(const fs::path& file, bool mayRepeat, std::size_t firstRow)
{
    std::map<std::string, int> lines;
    std::vector<CodedRow> kept(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(firstRow));
    for (std::size_t i = firstRow; i < m_rows.size(); ++i) {
        CodedRow& row = m_rows[i];
        row.ofLongVideos = mayRepeat;
        std::string key = std::to_string(row.subject) + "/" + text::lower(row.filename);
        if (mayRepeat) key += "/" + (row.onset ? std::to_string(*row.onset) : std::string());
        const auto [first, isNew] = lines.try_emplace(key, row.line);
        if (isNew)
            kept.push_back(std::move(row));
        else
            m_log.warn(file, row.line,
                       cells::inQuotes(row.filename) + " is already in row " + std::to_string(first->second) +
                           ", which counts");
    }
    m_rows = std::move(kept);
}

std::optional<std::size_t> CodedDataset::itemOf(const CodedRow& row, const std::string& name) const
{
    std::optional<std::size_t> found;
    const auto [begin, end] = m_itemsByName.equal_range(name);
    for (auto it = begin; it != end; ++it) {
        const auto subject = numberOf(m_items[it->second].path.parent_path());
        if (subject == row.subject) return it->second;
        // Names with the subject in them tell enough; others ("EP01_01f") are used again by the next subject.
        if (leadingNumber(name) == row.subject || !subject) found = it->second;
    }
    return found;
}

/// Why a row has no clip.
std::string CodedDataset::whyNothing(const CodedRow& row) const
{
    for (const fs::path& folder : m_empty) {
        const auto subject = numberOf(folder.parent_path());
        if (text::lower(folder.filename().string()) == text::lower(row.filename) &&
            (!subject || *subject == row.subject))
            return "the folder '" + m_log.relative(folder).generic_string() + "' is empty";
    }
    return "there are no pictures of " + cells::inQuotes(row.filename);
}

void CodedDataset::matchRows()
{
    for (std::size_t i = 0; i < m_items.size(); ++i) m_itemsByName.emplace(nameOf(m_items[i]), i);
    std::vector<CodedRow> matched;
    std::map<std::size_t, int> rowsOf;
    for (CodedRow& row : m_rows) {
        const std::string name = text::lower(row.filename);
        auto item = itemOf(row, name);
        if (!item && leadingNumber(name)) {
            item = itemOf(row, name.substr(0, name.rfind('_')));
            row.isPart = item.has_value();
        }
        if (!item) {
            m_log.warn(row.sheet, row.line, whyNothing(row) + "; the row is left out");
            continue;
        }
        row.item = *item;
        ++rowsOf[*item];
        matched.push_back(std::move(row));
    }
    for (CodedRow& row : matched) {
        const bool canBeCut = row.onset && (row.offset || row.apex);
        row.isPart = row.isPart || rowsOf[row.item] > 1 || m_items[row.item].isVideo || (row.ofLongVideos && canBeCut);
    }
    m_rows = std::move(matched);
}

const NumberedFrames& CodedDataset::framesOf(std::size_t item)
{
    const auto [it, isNew] = m_frames.try_emplace(item);
    if (isNew) it->second = numberedFrames(m_items[item], m_log);
    return it->second;
}

std::string CodedDataset::uniqueId(const std::string& id, const std::optional<int>& onset)
{
    std::string unique = id;
    if (m_ids.count(unique) && onset) unique = id + "_f" + std::to_string(*onset);
    for (int copy = 2; !m_ids.insert(unique).second; ++copy) unique = id + "-" + std::to_string(copy);
    return unique;
}

/// Frames of the table to frames of the clip.
void CodedDataset::placeEvents(const CodedRow& row, const std::vector<int>& numbers, ClipEntry& clip)
{
    const auto place = [&](const std::optional<int>& frame, const char* what) -> std::optional<int> {
        if (!frame) return std::nullopt;
        const auto it = std::lower_bound(numbers.begin(), numbers.end(), *frame);
        if (it != numbers.end() && *it == *frame) return static_cast<int>(it - numbers.begin());
        m_log.warn(row.sheet, row.line,
                   std::string("there is no picture of the ") + what + ", frame " + std::to_string(*frame) +
                       "; it is not used");
        return std::nullopt;
    };
    clip.onset = place(row.onset, "onset");
    clip.apex = place(row.apex, "apex");
    clip.offset = place(row.offset, "offset");
}

/// The part of a long video that the row speaks of. Where its end is not coded, the clip ends at the apex.
bool CodedDataset::cut(const CodedRow& row, const MediaItem& item, ClipEntry& clip)
{
    const auto last = row.offset ? row.offset : row.apex;
    if (!row.onset || !last) {
        m_log.warn(row.sheet, row.line,
                   "without onset and offset (or apex) no part of the video can be taken; the row "
                   "is left out");
        return false;
    }
    if (item.isVideo) {
        clip.kind = ClipEntry::Kind::Video;
        clip.files = {m_log.relative(item.path)};
        clip.firstFrame = *row.onset - 1; // tables count from 1
        clip.frameCount = *last - *row.onset + 1;
        clip.onset = 0;
        if (row.apex) clip.apex = *row.apex - *row.onset;
        if (row.offset) clip.offset = *row.offset - *row.onset;
        return true;
    }
    const NumberedFrames& frames = framesOf(row.item);
    std::vector<int> numbers;
    for (std::size_t i = 0; i < frames.numbers.size(); ++i) {
        if (frames.numbers[i] < *row.onset || frames.numbers[i] > *last) continue;
        numbers.push_back(frames.numbers[i]);
        clip.files.push_back(m_log.relative(frames.files[i]));
    }
    if (numbers.empty()) {
        m_log.warn(row.sheet, row.line,
                   "there is no picture from frame " + std::to_string(*row.onset) + " to " + std::to_string(*last) +
                       "; the row is left out");
        return false;
    }
    placeEvents(row, numbers, clip);
    return true;
}

void CodedDataset::addRow(const CodedRow& row)
{
    const MediaItem& item = m_items[row.item];
    ClipEntry clip;
    clip.subject = m_layout.subjectName(row.subject);
    clip.label = row.label;
    clip.actionUnits = row.units;
    clip.attributes = row.attributes;
    if (row.isPart) {
        if (!cut(row, item, clip)) return;
    } else {
        const NumberedFrames& frames = framesOf(row.item);
        for (const fs::path& file : frames.files) clip.files.push_back(m_log.relative(file));
        placeEvents(row, frames.numbers, clip);
    }
    if (clip.kind == ClipEntry::Kind::ImageSequence) clip.frameCount = static_cast<int>(clip.files.size());
    if (clip.files.empty()) return; // its pictures without numbers are reported
    clip.id = uniqueId(m_layout.clipId(clip.subject, row.filename), row.onset);
    m_index.clips.push_back(std::move(clip));
}

void CodedDataset::addUnlisted(const MediaItem& item)
{
    ClipEntry clip;
    const std::string name = (item.isVideo ? item.path.stem() : item.path.filename()).string();
    auto subject = leadingNumber(name);
    if (!subject) subject = numberOf(item.path.parent_path());
    clip.subject = subject ? m_layout.subjectName(*subject) : item.path.parent_path().filename().string();
    if (item.isVideo) {
        clip.kind = ClipEntry::Kind::Video;
        clip.files = {m_log.relative(item.path)};
    } else {
        for (const fs::path& file : numberedFrames(item, m_log).files) clip.files.push_back(m_log.relative(file));
        clip.frameCount = static_cast<int>(clip.files.size());
    }
    if (clip.files.empty()) return;
    clip.id = uniqueId(m_layout.clipId(clip.subject, name), std::nullopt);
    m_log.note(item.path, 0, "no row of the tables that can be used speaks of it; it counts as unlabelled");
    m_index.clips.push_back(std::move(clip));
}

void CodedDataset::summarise()
{
    const auto count = [&](auto isTrue) {
        return std::to_string(std::count_if(m_index.clips.begin(), m_index.clips.end(), isTrue)) + " of " +
               std::to_string(m_index.clips.size());
    };
    const auto unlabelled = [](const ClipEntry& clip) { return !clip.label; };
    const auto apexless = [](const ClipEntry& clip) { return clip.label && !clip.apex; };
    if (std::any_of(m_index.clips.begin(), m_index.clips.end(), unlabelled))
        m_log.note({}, 0, count(unlabelled) + " clips have no emotion and count as unlabelled");
    if (std::any_of(m_index.clips.begin(), m_index.clips.end(), apexless))
        m_log.note({}, 0, count(apexless) + " clips have an emotion and no apex");
}

Result<DatasetIndex> CodedDataset::read()
{
    m_index.reader = m_layout.id;
    m_index.name = m_root.filename().string();
    m_index.root = m_root;
    chooseMedia();
    readTables();
    matchRows();
    std::set<std::size_t> listed;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        listed.insert(m_rows[i].item);
        addRow(m_rows[i]);
        m_control.report(Progress{"reading the dataset", static_cast<std::int64_t>(i + 1),
                                  static_cast<std::int64_t>(m_rows.size())});
    }
    if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
    for (std::size_t i = 0; i < m_items.size(); ++i)
        if (!listed.count(i)) addUnlisted(m_items[i]);
    if (m_index.clips.empty())
        return Error::input("there is no clip in this folder", m_root.string(),
                            "put the folders with the pictures beside the table");
    std::stable_sort(m_index.clips.begin(), m_index.clips.end(),
                     [](const ClipEntry& a, const ClipEntry& b) { return text::naturalLess(a.id, b.id); });
    summarise();
    m_index.diagnostics = m_log.take();
    return std::move(m_index);
}

} // namespace

bool hasCodedSheet(const fs::path& folder, const CodedLayout& layout)
{
    return !codedSheets(folder, layout).empty();
}

Result<DatasetIndex> readCodedDataset(const fs::path& folder, const CodedLayout& layout, const RunControl& control)
{
    return CodedDataset(folder, layout, control).read();
}

} // namespace mien
