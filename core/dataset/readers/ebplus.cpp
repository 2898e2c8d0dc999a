// SPDX-License-Identifier: GPL-3.0-or-later
// EB+ (the expanded BP4D+), and BP4D and BP4D+ themselves: AUCoding/AU_OCC/F001_T1.csv, subject (F or M and three
// digits) and task, with a header row of action units, frame numbers in the first column, and 0, 1 or 9 = unknown.
//
// NOT VERIFIED: no description of EB+'s own layout was found; this reads BP4D's. Where the pictures lie is not fixed
// by any source either, so that they are looked for: a folder or video called F001_T1, or T1 within F001. Whether
// coded frame f is picture f or f − 1 is disputed: ReaderOptions::frameOffset, told by the attribute frame_offset.
// The frames of a video count from 1, as pictures taken from it would. AU_INT (intensities) is not read.
// What the tasks T1… are meant to induce is known for BP4D's eight; EB+'s nine are taken in the order in which its
// description lists the emotions. They become labels only where ReaderOptions::inducedLabels asks for them.
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/dataset_reading.h"
#include "core/facs/emotions.h"

#include <algorithm>
#include <array>
#include <limits>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
constexpr int unknownCode = 9;
constexpr int highestUnit = 99;
constexpr int mostFrames = 1'000'000; // beyond it a number is no frame's

constexpr std::array<std::string_view, 8> bp4dTasks = {"happiness", "sadness", "surprise", "embarrassment",
                                                       "fear",      "pain",    "anger",    "disgust"};
constexpr std::array<std::string_view, 9> ebplusTasks = {
    "happiness", "sadness", "surprise", "skepticism", "embarrassment", "fear", "pain", "anger", "disgust"};

/// A recording: a subject at a task.
struct Take
{
    std::string subject; ///< "F001"
    std::string task;    ///< "T1"

    std::string id() const { return subject + "_" + task; }
    int number() const { return trailingNumber(task).value_or(0); }
};

std::string subjectOf(std::string_view name)
{
    const std::string woman = codeName(name, "F", 3);
    return woman.empty() ? codeName(name, "M", 3) : woman;
}

/// "F001_T1", whatever follows behind another underscore.
std::optional<Take> takeIn(const std::string& name)
{
    const auto parts = text::split(name, '_');
    if (parts.size() < 2) return std::nullopt;
    Take take = {subjectOf(parts[0]), codeName(parts[1], "T", 1)};
    if (take.subject.empty() || take.task.empty()) return std::nullopt;
    return take;
}

/// By the name itself, or by the names of the folder and of what lies in it.
std::optional<Take> takeOf(const PictureSource& source)
{
    const std::string name = source.isVideo ? source.path.stem().string() : source.path.filename().string();
    if (const auto take = takeIn(name)) return take;
    return takeIn(source.path.parent_path().filename().string() + "_" + name);
}

bool isTable(const fs::path& file)
{
    return text::lower(file.extension().string()) == ".csv";
}

/// The folder with the tables of occurrences.
std::optional<fs::path> findCoding(const fs::path& root)
{
    const auto holdsTables = [](const fs::path& folder) {
        const auto files = listFolder(folder).files;
        return std::any_of(files.begin(), files.end(),
                           [](const fs::path& file) { return isTable(file) && takeIn(file.stem().string()); });
    };
    const auto coding = childFolder(root, "AUCoding");
    for (const auto& parent : {coding, std::optional(root)})
        if (const auto folder = parent ? childFolder(*parent, "AU_OCC") : std::nullopt; folder && holdsTables(*folder))
            return folder;
    if (coding && holdsTables(*coding)) return coding;
    return std::nullopt;
}

bool probe(const fs::path& folder)
{
    return findCoding(folder).has_value();
}

/// A table of occurrences.
struct Coding
{
    std::vector<int> frames;                 ///< as coded, in the order of the file, each once
    std::vector<int> lines;                  ///< of frames[i]
    std::map<int, std::vector<float>> units; ///< by action unit, of frames[i]

    bool empty() const { return frames.empty() || units.empty(); }
    int first() const { return *std::min_element(frames.begin(), frames.end()); }
    int last() const { return *std::max_element(frames.begin(), frames.end()); }
};

/// The action unit of each column, 0 for those that are not used; the first one holds the frame numbers.
std::vector<int> parseHeader(const NumberedLine& line, std::vector<LineFault>& faults)
{
    std::vector<int> columns;
    for (std::string field : commaFields(line.text)) {
        int unit = 0;
        if (!columns.empty()) {
            const std::string digits = text::startsWith(text::lower(field), "au") ? field.substr(2) : field;
            const auto number = text::toInt(digits);
            if (!number || *number < 1 || *number > highestUnit)
                faults.push_back({line.number, "the column " + shown(field) + " is no action unit and is not used"});
            else if (std::find(columns.begin(), columns.end(), static_cast<int>(*number)) != columns.end())
                faults.push_back(
                    {line.number, "action unit " + shown(field) + " has a second column, which is not used"});
            else
                unit = static_cast<int>(*number);
        }
        columns.push_back(unit);
    }
    if (std::all_of(columns.begin(), columns.end(), [](int unit) { return unit == 0; }))
        faults.push_back({line.number, "the header names no action unit"});
    return columns;
}

void parseRow(const NumberedLine& line, const std::vector<int>& columns, std::set<int>& seen, Coding& coding,
              std::vector<LineFault>& faults)
{
    const auto fields = commaFields(line.text);
    if (fields.size() != columns.size()) {
        faults.push_back({line.number, std::to_string(fields.size()) + " fields where the header has " +
                                           std::to_string(columns.size()) + "; the row is not used"});
        return;
    }
    const auto frame = text::toDouble(fields[0]);
    if (!frame || !isWhole(*frame) || *frame < 0 || *frame > mostFrames) {
        faults.push_back({line.number, shown(fields[0]) + " is no frame number; the row is not used"});
        return;
    }
    const int number = static_cast<int>(*frame);
    if (!seen.insert(number).second) {
        faults.push_back({line.number, "frame " + std::to_string(number) + " is coded twice; the first row counts"});
        return;
    }
    if (!coding.frames.empty() && number != coding.frames.back() + 1)
        faults.push_back({line.number, "frame " + std::to_string(number) + " follows frame " +
                                           std::to_string(coding.frames.back()) +
                                           "; frames without a row count as not coded"});
    coding.frames.push_back(number);
    coding.lines.push_back(line.number);
    for (std::size_t i = 1; i < columns.size(); ++i) {
        if (columns[i] == 0) continue;
        const auto value = text::toDouble(fields[i]);
        const bool isCode = value && (*value == 0 || *value == 1);
        if (!isCode && !(value && *value == unknownCode))
            faults.push_back({line.number, "AU " + std::to_string(columns[i]) + ": " + shown(fields[i]) +
                                               " is none of 0, 1 and 9; it counts as unknown"});
        coding.units[columns[i]].push_back(isCode ? static_cast<float>(*value) : unknown);
    }
}

Coding parseCoding(std::string_view text, std::vector<LineFault>& faults)
{
    Coding coding;
    std::vector<int> columns;
    std::set<int> seen;
    for (const NumberedLine& line : linesWithText(text)) {
        if (columns.empty())
            columns = parseHeader(line, faults);
        else
            parseRow(line, columns, seen, coding, faults);
    }
    if (columns.empty())
        faults.push_back({0, "the file is empty"});
    else if (coding.frames.empty())
        faults.push_back({0, "no frame is coded"});
    return coding;
}

class EbPlus
{
public:
    EbPlus(const fs::path& root, const ReaderOptions& options, const RunControl& control)
        : m_reading("ebplus", root, control), m_options(options)
    {
    }
    Result<DatasetIndex> read();

private:
    struct Table
    {
        fs::path file;
        Coding coding;
    };

    Result<void> readTables(const fs::path& folder);
    void readSource(const PictureSource& source);
    void readPictures(ClipEntry& clip, const fs::path& folder, const Table* table);
    void cutVideo(ClipEntry& clip, const Table& table);
    void induce(ClipEntry& clip, const Take& take);
    void summarise();

    DatasetReading m_reading;
    ReaderOptions m_options;
    std::map<std::string, Table> m_tables; ///< by id of the take
    std::map<std::string, fs::path> m_sources;
    int m_lastTask = 0;
    std::size_t m_uncoded = 0;
};

Result<void> EbPlus::readTables(const fs::path& folder)
{
    const auto files = m_reading.list(folder).files;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (m_reading.cancelled(i, files.size())) return Error::cancelled();
        if (!isTable(files[i])) continue;
        const auto take = takeIn(files[i].stem().string());
        if (!take) {
            m_reading.warn(files[i], "the name is not of the form F001_T1.csv; the file is not used");
            continue;
        }
        const auto [known, isNew] = m_tables.try_emplace(take->id(), Table{files[i], {}});
        if (!isNew) {
            m_reading.warn(files[i], "is a second table of " + take->id() + "; '" +
                                         known->second.file.filename().string() + "' is used");
            continue;
        }
        const auto content = m_reading.textOf(files[i]);
        if (!content) continue;
        std::vector<LineFault> faults;
        known->second.coding = parseCoding(*content, faults);
        m_reading.warn(files[i], faults);
    }
    return {};
}

void EbPlus::readPictures(ClipEntry& clip, const fs::path& folder, const Table* table)
{
    const NumberedPictures pictures = m_reading.picturesOf(folder);
    m_reading.setPictures(clip, pictures);
    if (!pictures.numbers.empty()) reportGaps(pictures.numbers, pictures.numbers.front(), folder, m_reading.warner());
    if (!table || table->coding.empty()) return;
    std::size_t missing = 0, first = 0;
    const Coding& coding = table->coding;
    for (std::size_t i = 0; i < coding.frames.size(); ++i) {
        const int number = coding.frames[i] + m_options.frameOffset;
        if (std::binary_search(pictures.numbers.begin(), pictures.numbers.end(), number)) continue;
        if (missing++ == 0) first = i;
    }
    if (missing > 0)
        m_reading.warn(table->file,
                       std::to_string(missing) + " coded frames have no picture, the first is frame " +
                           std::to_string(coding.frames[first]),
                       coding.lines[first]);
}

/// Only a stretch of a video is coded, and its whole length is written nowhere: the clip is that stretch.
void EbPlus::cutVideo(ClipEntry& clip, const Table& table)
{
    const int first = table.coding.first() + m_options.frameOffset - 1;
    const int last = table.coding.last() + m_options.frameOffset - 1;
    if (first < 0)
        m_reading.warn(table.file,
                       "frame " + std::to_string(table.coding.first()) + " lies before the beginning of the video",
                       table.coding.lines.front());
    if (last < 0) return;
    clip.firstFrame = std::max(first, 0);
    clip.frameCount = last - clip.firstFrame + 1;
}

void EbPlus::induce(ClipEntry& clip, const Take& take)
{
    const bool isBp4d = m_lastTask <= static_cast<int>(bp4dTasks.size());
    const int count = static_cast<int>(isBp4d ? bp4dTasks.size() : ebplusTasks.size());
    if (take.number() < 1 || take.number() > count) return;
    const auto at = static_cast<std::size_t>(take.number() - 1);
    const std::string emotion(isBp4d ? bp4dTasks[at] : ebplusTasks[at]);
    clip.attributes["induced"] = "yes";
    clip.attributes["induced_emotion"] = emotion;
    clip.label = emotionFromAlias(emotion); // none for pain, embarrassment and skepticism
}

void EbPlus::readSource(const PictureSource& source)
{
    const auto take = takeOf(source);
    if (!take) {
        m_reading.warn(source.path, "names no subject and task (F001_T1) and is not used");
        return;
    }
    const std::string id = take->id();
    if (const auto [first, isNew] = m_sources.try_emplace(id, source.path); !isNew) {
        m_reading.warn(source.path, "is a second source of " + id + "; '" +
                                        m_reading.relative(first->second).generic_string() + "' is used");
        return;
    }
    const auto found = m_tables.find(id);
    const Table* table = found == m_tables.end() ? nullptr : &found->second;
    ClipEntry clip;
    clip.id = id;
    clip.subject = take->subject;
    clip.attributes["task"] = take->task;
    clip.hasFrameLabels = table && !table->coding.empty();
    if (clip.hasFrameLabels) clip.attributes["frame_offset"] = std::to_string(m_options.frameOffset);
    m_uncoded += !table;
    if (m_options.inducedLabels) induce(clip, *take);
    if (source.isVideo) {
        clip.kind = ClipEntry::Kind::Video;
        clip.files = {m_reading.relative(source.path)};
        if (clip.hasFrameLabels) cutVideo(clip, *table);
    } else {
        readPictures(clip, source.path, table);
    }
    m_reading.add(std::move(clip), source.path);
}

void EbPlus::summarise()
{
    for (const auto& [id, table] : m_tables)
        if (!m_sources.count(id))
            m_reading.warn(table.file,
                           "there are neither pictures nor a video of " + id + "; what is coded of it is left out");
    if (m_uncoded > 0) m_reading.note({}, std::to_string(m_uncoded) + " recordings have no table of action units");
    if (m_options.inducedLabels)
        m_reading.note({}, std::string("labels are the emotions that tasks T1 to ") +
                               (m_lastTask <= static_cast<int>(bp4dTasks.size()) ? "T8 of BP4D" : "T9 of EB+") +
                               " were meant to induce, not what the faces show; pain, embarrassment and skepticism "
                               "stay unlabelled");
    m_reading.noteShortSequences();
}

Result<DatasetIndex> EbPlus::read()
{
    const std::string hint = "BP4D keeps its tables as AUCoding/AU_OCC/F001_T1.csv; the pictures are looked for in "
                             "folders and videos called F001_T1, or T1 in F001";
    const auto coding = findCoding(m_reading.root());
    if (!coding) return Error::input("the folder AUCoding/AU_OCC is missing", m_reading.root().string(), hint);
    if (auto done = readTables(*coding); !done) return done.error();
    const auto isCoding = [](const fs::path& folder) {
        const std::string name = text::lower(folder.filename().string());
        return name == "aucoding" || name == "au_occ" || name == "au_int";
    };
    std::vector<PictureSource> sources = pictureSources(m_reading, m_reading.root(), isCoding);
    // Pictures come before videos of the same: they bear the numbers that the tables speak of.
    std::stable_sort(sources.begin(), sources.end(),
                     [](const PictureSource& a, const PictureSource& b) { return a.isVideo < b.isVideo; });
    for (const PictureSource& source : sources)
        if (const auto take = takeOf(source)) m_lastTask = std::max(m_lastTask, take->number());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (m_reading.cancelled(i, sources.size())) return Error::cancelled();
        readSource(sources[i]);
    }
    summarise();
    return m_reading.finish("there is neither a video nor a picture of a recording in this folder", hint);
}

Result<DatasetIndex> readWith(const fs::path& folder, const ReaderOptions& options, const RunControl& control)
{
    return EbPlus(folder, options, control).read();
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return readWith(folder, {}, control);
}

/// The table that read() used for this recording.
std::optional<fs::path> tableOf(const fs::path& root, const std::string& id)
{
    const auto folder = findCoding(root);
    for (const fs::path& file : folder ? listFolder(*folder).files : std::vector<fs::path>())
        if (const auto take = takeIn(file.stem().string()); isTable(file) && take && take->id() == id) return file;
    return std::nullopt;
}

Result<FrameLabels> frameLabels(const DatasetIndex& index, const ClipEntry& clip)
{
    const auto file = tableOf(index.root, clip.id);
    if (!file)
        return Error::input("there is no table of action units of " + clip.id, index.root.string(),
                            "it belongs into AUCoding/AU_OCC as " + clip.id + ".csv");
    const auto content = files::read(*file);
    if (!content) return content.error();
    std::vector<LineFault> faults;
    const Coding coding = parseCoding(*content, faults);
    const auto offset = clip.attributes.find("frame_offset");
    const int shift = offset == clip.attributes.end() ? 0 : static_cast<int>(text::toInt(offset->second).value_or(0));
    std::map<int, std::size_t> rows; // by number of the picture
    for (std::size_t i = 0; i < coding.frames.size(); ++i) rows[coding.frames[i] + shift] = i;
    const auto numbers = frameNumbers(clip, 1);
    FrameLabels labels;
    for (const auto& [unit, values] : coding.units) {
        std::vector<float>& list = labels.actionUnits[unit];
        for (const auto& number : numbers) {
            const auto row = number ? rows.find(*number) : rows.end();
            list.push_back(row == rows.end() ? unknown : values[row->second]);
        }
    }
    return labels;
}

} // namespace

const Reader& ebplusReader()
{
    static const Reader reader = {
        "ebplus", "EB+, BP4D and BP4D+ (occurrence of action units)", probe, read, nullptr, frameLabels, readWith};
    return reader;
}

} // namespace mien
