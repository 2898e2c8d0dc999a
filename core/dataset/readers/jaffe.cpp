// SPDX-License-Identifier: GPL-3.0-or-later
// JAFFE (Lyons et al. 1998): a flat folder of pictures KA.AN1.39.tiff = subject, emotion and take, serial number; and a
// table "N,HAP,SAD,SUR,ANG,DIS,FEA,PIC" of mean ratings (1 to 5) by serial. The distribution has ratings of pictures
// that it does not hold: those are a note, not a fault.
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/dataset_reading.h"
#include "core/facs/emotions.h"
#include "core/media/frame_source.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t highestSerial = 1'000'000;

/// What a picture's name says.
struct Name
{
    std::string subject; ///< "KA"
    std::string code;    ///< "AN"
    std::string take;    ///< "1"; may be empty
    int serial = 0;
};

bool isAll(std::string_view s, int (*kind)(int))
{
    return !s.empty() && std::all_of(s.begin(), s.end(), [&](unsigned char c) { return kind(c) != 0; });
}

std::string upper(std::string_view s)
{
    std::string out(s);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::toupper(c); });
    return out;
}

std::optional<Name> parseName(const std::string& stem)
{
    const auto parts = text::split(stem, '.');
    if (parts.size() != 3 || parts[0].size() != 2 || !isAll(parts[0], std::isalpha)) return std::nullopt;
    const std::string code = parts[1].substr(0, 2);
    const std::string take = parts[1].substr(code.size());
    if (code.size() != 2 || !isAll(code, std::isalpha) || !(take.empty() || isAll(take, std::isdigit)))
        return std::nullopt;
    const auto serial = isAll(parts[2], std::isdigit) ? trailingNumber(parts[2]) : std::nullopt;
    if (!serial) return std::nullopt;
    return Name{upper(parts[0]), upper(code), take, *serial};
}

std::optional<std::string> emotionOf(const std::string& code)
{
    constexpr std::array<std::string_view, 7> codes = {"AN", "DI", "FE", "HA", "NE", "SA", "SU"};
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) return std::nullopt;
    return emotionFromAlias(code);
}

/// The folder with the pictures: this one, or the one that its archive unpacked into it.
std::optional<fs::path> findPictures(const fs::path& root)
{
    const auto holdsNames = [](const FolderListing& listing) {
        std::size_t images = 0, named = 0;
        for (const fs::path& file : listing.files) {
            images += looksLikeImage(file);
            named += looksLikeImage(file) && parseName(file.stem().string());
        }
        return named > 0 && named * 2 >= images;
    };
    const FolderListing here = listFolder(root);
    if (holdsNames(here)) return root;
    constexpr std::size_t fewFolders = 8; // probing lists no large dataset
    if (here.folders.size() <= fewFolders)
        for (const fs::path& folder : here.folders)
            if (text::startsWith(text::lower(folder.filename().string()), "jaffe") && holdsNames(listFolder(folder)))
                return folder;
    return std::nullopt;
}

bool probe(const fs::path& folder)
{
    return findPictures(folder).has_value();
}

struct Rating
{
    int line = 0;
    std::string picture; ///< as the column PIC writes it
    std::map<std::string, std::string> attributes;
};

/// The table of ratings: which column is what, and a row per serial.
class Ratings
{
public:
    /// False if `text` is another kind of file.
    static bool isTable(std::string_view text);
    std::map<int, Rating> parse(std::string_view text, std::vector<LineFault>& faults);

private:
    struct Column
    {
        std::string name; ///< "HAP"
        std::string attribute;
    };
    static std::vector<std::string> fieldsOf(const std::string& line);
    void parseHeader(const NumberedLine& line, std::vector<LineFault>& faults);
    void parseRow(const NumberedLine& line, std::map<int, Rating>& rows, std::vector<LineFault>& faults) const;

    std::vector<Column> m_columns;
};

std::vector<std::string> Ratings::fieldsOf(const std::string& line)
{
    return line.find(',') == std::string::npos ? words(line) : commaFields(line);
}

bool Ratings::isTable(std::string_view text)
{
    const auto lines = linesWithText(text.substr(0, 4096)); // the rest need not be looked at
    if (lines.empty()) return false;
    const auto fields = fieldsOf(upper(lines.front().text));
    const auto has = [&](const char* name) { return std::find(fields.begin(), fields.end(), name) != fields.end(); };
    return has("PIC") && (has("HAP") || has("SAD") || has("SUR"));
}

void Ratings::parseHeader(const NumberedLine& line, std::vector<LineFault>& faults)
{
    for (const std::string& name : fieldsOf(upper(line.text))) {
        const auto emotion = emotionFromAlias(name);
        if (emotion) {
            m_columns.push_back({name, "rating_" + *emotion});
        } else {
            m_columns.push_back({name, {}});
            if (name != "N" && name != "#" && name != "PIC")
                faults.push_back({line.number, "the column " + shown(name) + " is not known and not used"});
        }
    }
    for (const char* wanted : {"HAP", "SAD", "SUR", "ANG", "DIS", "FEA"})
        if (std::none_of(m_columns.begin(), m_columns.end(), [&](const Column& c) { return c.name == wanted; }))
            faults.push_back({line.number, std::string("the column ") + wanted + " is missing"});
}

void Ratings::parseRow(const NumberedLine& line, std::map<int, Rating>& rows, std::vector<LineFault>& faults) const
{
    const auto fields = fieldsOf(line.text);
    if (fields.size() != m_columns.size()) {
        faults.push_back({line.number, std::to_string(fields.size()) + " fields where the header has " +
                                           std::to_string(m_columns.size()) + "; the row is not used"});
        return;
    }
    Rating rating;
    rating.line = line.number;
    std::optional<std::int64_t> serial;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Column& column = m_columns[i];
        if (column.name == "N" || column.name == "#") serial = text::toInt(fields[i]);
        if (column.name == "PIC") rating.picture = fields[i];
        if (column.attribute.empty()) continue;
        const auto value = text::toDouble(fields[i]);
        if (value && *value >= 1 && *value <= 5)
            rating.attributes[column.attribute] = text::number(*value);
        else
            faults.push_back({line.number, column.name + ": " + shown(fields[i]) +
                                               (value ? " is out of range (1 to 5)" : " is not a number") +
                                               "; this rating stays empty"});
    }
    if (!serial || *serial < 1 || *serial > highestSerial)
        faults.push_back({line.number, "the row has no serial number (column N) and is not used"});
    else if (const auto [first, isNew] = rows.try_emplace(static_cast<int>(*serial), rating); !isNew)
        faults.push_back({line.number, "serial " + std::to_string(*serial) + " is rated in line " +
                                           std::to_string(first->second.line) + " already, which counts"});
}

std::map<int, Rating> Ratings::parse(std::string_view text, std::vector<LineFault>& faults)
{
    std::map<int, Rating> rows;
    for (const NumberedLine& line : linesWithText(text)) {
        if (m_columns.empty())
            parseHeader(line, faults);
        else
            parseRow(line, rows, faults);
    }
    return rows;
}

/// "KAAN1" of "KA.AN1.39", "KA-AN1" and "KA.AN1".
std::string pictureKey(const std::string& written)
{
    std::string key;
    int parts = 0;
    for (const char c : upper(written)) {
        if (std::isalnum(static_cast<unsigned char>(c)))
            key += c;
        else if (++parts == 2)
            break;
    }
    return key;
}

class Jaffe
{
public:
    Jaffe(const fs::path& root, const RunControl& control) : m_reading("jaffe", root, control) {}
    Result<DatasetIndex> read();

private:
    void readRatings(const FolderListing& listing);
    void readPicture(const fs::path& file);
    void rate(ClipEntry& clip, const Name& name, const fs::path& file);
    void summarise();

    DatasetReading m_reading;
    fs::path m_table; ///< empty without ratings
    std::map<int, Rating> m_ratings;
    std::map<int, fs::path> m_serials;
};

void Jaffe::readRatings(const FolderListing& listing)
{
    for (const fs::path& file : listing.files) {
        const std::string ending = text::lower(file.extension().string());
        if (ending != ".csv" && ending != ".txt" && ending != ".tsv" && ending != ".dat") continue;
        const auto content = m_reading.textOf(file);
        if (!content || !Ratings::isTable(*content)) continue;
        if (!m_table.empty()) {
            m_reading.warn(file, "is a second table of ratings; '" + m_table.filename().string() + "' is used");
            continue;
        }
        m_table = file;
        std::vector<LineFault> faults;
        m_ratings = Ratings().parse(*content, faults);
        m_reading.warn(file, faults);
    }
}

void Jaffe::rate(ClipEntry& clip, const Name& name, const fs::path& file)
{
    const auto rating = m_ratings.find(name.serial);
    if (rating == m_ratings.end()) {
        if (!m_table.empty()) m_reading.warn(file, "the table of ratings has no serial " + std::to_string(name.serial));
        return;
    }
    const std::string& written = rating->second.picture;
    if (pictureKey(written) != name.subject + name.code + name.take)
        m_reading.warn(m_table,
                       "serial " + std::to_string(name.serial) + " is called " + shown(written) +
                           " here, but the picture is '" + file.filename().string() + "'; the serial counts",
                       rating->second.line);
    clip.attributes.insert(rating->second.attributes.begin(), rating->second.attributes.end());
}

void Jaffe::readPicture(const fs::path& file)
{
    const auto name = parseName(file.stem().string());
    if (!name) {
        m_reading.warn(file, "the name is not of the form KA.AN1.39.tiff; the picture is not used");
        return;
    }
    std::error_code code;
    if (fs::file_size(file, code) == 0 && !code)
        m_reading.warn(file, "the picture is empty (0 bytes); runs leave it out");
    const auto [first, isNew] = m_serials.try_emplace(name->serial, file);
    if (!isNew)
        m_reading.warn(file, "the serial " + std::to_string(name->serial) + " is also that of '" +
                                 first->second.filename().string() + "'");
    ClipEntry clip;
    clip.id = file.stem().string();
    clip.subject = name->subject;
    clip.kind = ClipEntry::Kind::Image;
    clip.files = {m_reading.relative(file)};
    clip.frameCount = 1;
    clip.label = emotionOf(name->code);
    if (!clip.label)
        m_reading.warn(file, "the code " + shown(name->code) +
                                 " is not one of AN DI FE HA NE SA SU; the picture counts as unlabelled");
    clip.attributes["serial"] = std::to_string(name->serial);
    if (!name->take.empty()) clip.attributes["take"] = name->take;
    rate(clip, *name, file);
    m_reading.add(std::move(clip), file);
}

void Jaffe::summarise()
{
    std::string missing;
    std::size_t count = 0;
    for (const auto& [serial, rating] : m_ratings) {
        if (m_serials.count(serial)) continue;
        missing += (count++ == 0 ? "" : ", ") + std::to_string(serial);
    }
    if (count > 0) m_reading.note(m_table, std::to_string(count) + " serials have ratings but no picture: " + missing);
}

Result<DatasetIndex> Jaffe::read()
{
    const fs::path folder = findPictures(m_reading.root()).value_or(m_reading.root());
    const FolderListing listing = m_reading.list(folder);
    readRatings(listing);
    if (folder != m_reading.root()) readRatings(m_reading.list(m_reading.root()));
    for (std::size_t i = 0; i < listing.files.size(); ++i) {
        if (m_reading.cancelled(i, listing.files.size())) return Error::cancelled();
        if (looksLikeImage(listing.files[i])) readPicture(listing.files[i]);
    }
    for (const fs::path& child : listing.folders) m_reading.warnOfStrayPictures(m_reading.list(child), child);
    summarise();
    return m_reading.finish("there is no picture of JAFFE in this folder", "JAFFE calls them KA.AN1.39.tiff");
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return Jaffe(folder, control).read();
}

} // namespace

const Reader& jaffeReader()
{
    static const Reader reader = {"jaffe", "Japanese Female Facial Expression (JAFFE)", probe, read};
    return reader;
}

} // namespace mien
