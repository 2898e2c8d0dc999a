// SPDX-License-Identifier: GPL-3.0-or-later
// DISFA (Mavadati et al. 2013): ActionUnit_Labels/SN001/SN001_au1.txt, a file per action unit with a line
// "frame,intensity" (frame from 1, intensity 0 to 5) per frame of the subject's only video. The pictures in circulation
// were extracted by others and count from 0 (img/SN001/0.png): frame f of the labels is picture f − 1, unless the
// pictures end with the number of the last labelled frame, which only pictures that count from 1 do.
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/dataset_reading.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr std::array<int, 12> units = {1, 2, 4, 5, 6, 9, 12, 15, 17, 20, 25, 26};
constexpr float notCoded = std::numeric_limits<float>::quiet_NaN();
constexpr int highestIntensity = 5;
constexpr std::int64_t mostFrames = 1'000'000; // beyond it a number is no frame's

std::string subjectIn(const std::string& name)
{
    return codeName(name, "SN", 3);
}

/// "SN001" of "LeftVideoSN001_comp".
std::string subjectWithin(const std::string& stem)
{
    const std::string name = text::lower(stem);
    for (std::size_t at = name.find("sn"); at != std::string::npos; at = name.find("sn", at + 1)) {
        const std::size_t end = std::min(name.find_first_not_of("0123456789", at + 2), name.size());
        if (std::string subject = subjectIn(name.substr(at, end - at)); !subject.empty()) return subject;
    }
    return {};
}

std::optional<fs::path> findLabels(const fs::path& root)
{
    return childFolder(root, "ActionUnit_Labels");
}

bool probe(const fs::path& folder)
{
    const auto labels = findLabels(folder);
    if (!labels) return false;
    const auto subjects = listFolder(*labels).folders;
    return std::any_of(subjects.begin(), subjects.end(),
                       [](const fs::path& f) { return !subjectIn(f.filename().string()).empty(); });
}

/// Intensities of frame 1, 2 …; NaN where none is given.
std::vector<float> parseIntensities(std::string_view text, std::vector<LineFault>& faults)
{
    std::vector<float> values;
    std::vector<bool> isGiven;
    const auto lines = linesWithText(text);
    if (lines.empty()) faults.push_back({0, "the file is empty"});
    for (const auto& [number, content] : lines) {
        const auto fields = words(content);
        const auto frame = fields.size() == 2 ? text::toInt(fields[0]) : std::nullopt;
        const auto intensity = fields.size() == 2 ? text::toDouble(fields[1]) : std::nullopt;
        if (!frame || !intensity || *frame < 1 || *frame > mostFrames) {
            faults.push_back({number, shown(content) + " is not \"frame,intensity\"; the line is not used"});
            continue;
        }
        const auto at = static_cast<std::size_t>(*frame - 1);
        if (at >= values.size()) {
            values.resize(at + 1, notCoded);
            isGiven.resize(at + 1, false);
        }
        if (isGiven[at]) {
            faults.push_back({number, "frame " + std::to_string(*frame) + " is given twice; the first one counts"});
            continue;
        }
        isGiven[at] = true;
        if (isWhole(*intensity) && *intensity >= 0 && *intensity <= highestIntensity)
            values[at] = static_cast<float>(*intensity);
        else
            faults.push_back(
                {number, "the intensity " + shown(fields[1]) + " is not one of 0 to 5; the frame counts as not coded"});
    }
    const auto missing = std::count(isGiven.begin(), isGiven.end(), false);
    if (missing > 0) {
        const auto first = std::find(isGiven.begin(), isGiven.end(), false) - isGiven.begin() + 1;
        faults.push_back({0, std::to_string(missing) + " frames are not listed, the first is " + std::to_string(first) +
                                 "; they count as not coded"});
    }
    return values;
}

/// The action unit of "SN001_au12.txt"; 0 for other files.
int unitOf(const fs::path& file)
{
    const std::string name = text::lower(file.filename().string());
    const std::size_t at = name.rfind("_au");
    if (at == std::string::npos || !text::endsWith(name, ".txt")) return 0;
    return static_cast<int>(text::toInt(name.substr(at + 3, name.size() - at - 7)).value_or(0));
}

/// What was coded of a subject.
struct Coding
{
    fs::path folder;
    std::map<int, fs::path> files; ///< by action unit
    std::map<int, std::vector<float>> intensities;

    /// Frames that most files speak of; the larger number where as many say another.
    int frames() const
    {
        std::map<std::size_t, int> votes;
        for (const auto& [unit, values] : intensities) ++votes[values.size()];
        std::size_t length = 0;
        int most = 0;
        for (const auto& [size, count] : votes) {
            if (count >= most) length = size;
            most = std::max(most, count);
        }
        return static_cast<int>(length);
    }
};

/// The number that the picture of the first labelled frame bears.
int firstPicture(const std::vector<int>& numbers, int labelled)
{
    return !numbers.empty() && numbers.front() > 0 && numbers.back() == labelled ? 1 : 0;
}

class Disfa
{
public:
    Disfa(const fs::path& root, const RunControl& control) : m_reading("disfa", root, control) {}
    Result<DatasetIndex> read();

private:
    void readCoding(const fs::path& folder);
    void checkCoding(const Coding& coding, const std::string& subject);
    void readSource(const PictureSource& source);
    void checkPictures(const NumberedPictures& pictures, const fs::path& folder, const Coding& coding);

    DatasetReading m_reading;
    std::map<std::string, Coding> m_codings;
    std::set<std::string> m_seen; ///< subjects with pictures
};

void Disfa::readCoding(const fs::path& folder)
{
    const std::string name = folder.filename().string();
    const std::string subject = subjectIn(name);
    if (subject.empty()) {
        m_reading.warn(folder, "the folder is not called like a subject (SN001) and is not used");
        return;
    }
    if (const auto known = m_codings.find(subject); known != m_codings.end()) {
        m_reading.warn(folder, "is a second folder of subject " + subject + "; '" +
                                   known->second.folder.filename().string() + "' is used");
        return;
    }
    if (name != subject) m_reading.warn(folder, "the folder '" + name + "' is taken for subject " + subject);
    Coding& coding = m_codings[subject];
    coding.folder = folder;
    for (const fs::path& file : m_reading.list(folder).files) {
        const int unit = unitOf(file);
        if (unit <= 0) {
            m_reading.warn(file, "the name is not of the form SN001_au1.txt; the file is not used");
            continue;
        }
        if (const auto [first, isNew] = coding.files.try_emplace(unit, file); !isNew) {
            m_reading.warn(file, "is a second file of action unit " + std::to_string(unit) + "; '" +
                                     first->second.filename().string() + "' is used");
            continue;
        }
        if (const std::string named = subjectWithin(file.stem().string()); named != subject)
            m_reading.warn(file, "is named after " + (named.empty() ? "no subject" : named) + " but lies in " +
                                     subject + "; its place counts");
        const auto content = m_reading.textOf(file);
        if (!content) continue;
        std::vector<LineFault> faults;
        coding.intensities[unit] = parseIntensities(*content, faults);
        m_reading.warn(file, faults);
    }
    checkCoding(coding, subject);
}

void Disfa::checkCoding(const Coding& coding, const std::string& subject)
{
    std::string missing;
    for (const int unit : units)
        if (!coding.files.count(unit)) missing += (missing.empty() ? "" : ", ") + std::to_string(unit);
    if (!missing.empty()) m_reading.warn(coding.folder, "the labels of " + subject + " lack action units " + missing);
    const int frames = coding.frames();
    for (const auto& [unit, values] : coding.intensities) {
        const fs::path& file = coding.files.at(unit);
        if (std::find(units.begin(), units.end(), unit) == units.end())
            m_reading.warn(file, "action unit " + std::to_string(unit) + " is not one of DISFA's twelve; it is read");
        if (!values.empty() && static_cast<int>(values.size()) != frames)
            m_reading.warn(file, "ends with frame " + std::to_string(values.size()) +
                                     " where the other action units end with " + std::to_string(frames));
    }
}

void Disfa::checkPictures(const NumberedPictures& pictures, const fs::path& folder, const Coding& coding)
{
    const int frames = coding.frames();
    const int first = firstPicture(pictures.numbers, frames);
    reportGaps(pictures.numbers, first, folder, m_reading.warner());
    if (first == 1) m_reading.note(folder, "the pictures count from 1: picture f is labelled frame f");
    const int last = pictures.numbers.empty() ? first - 1 : pictures.numbers.back();
    if (frames > 0 && last - first + 1 != frames)
        m_reading.warn(folder, "the pictures end with frame " + std::to_string(last - first + 1) +
                                   " where the labels end with " + std::to_string(frames) +
                                   "; pictures without label count as not coded");
}

void Disfa::readSource(const PictureSource& source)
{
    const std::string name = source.isVideo ? source.path.stem().string() : source.path.filename().string();
    const std::string subject = subjectWithin(name);
    if (subject.empty()) {
        m_reading.warn(source.path, "names no subject (SN001) and is not used");
        return;
    }
    m_seen.insert(subject);
    ClipEntry clip;
    clip.id = clip.subject = subject;
    for (const char* camera : {"left", "right"}) {
        if (text::lower(name).find(camera) == std::string::npos) continue;
        clip.attributes["camera"] = camera;
        clip.id += std::string("_") + camera; // both films show the same: two clips of one subject
    }
    const auto coding = m_codings.find(subject);
    if (coding == m_codings.end())
        m_reading.warn(source.path, "there are no labels of " + subject + "; its frames count as not coded");
    else
        clip.hasFrameLabels = coding->second.frames() > 0;
    if (source.isVideo) {
        clip.kind = ClipEntry::Kind::Video;
        clip.files = {m_reading.relative(source.path)};
        if (clip.hasFrameLabels) clip.frameCount = coding->second.frames();
    } else {
        const NumberedPictures pictures = m_reading.picturesOf(source.path);
        m_reading.setPictures(clip, pictures);
        if (clip.hasFrameLabels) checkPictures(pictures, source.path, coding->second);
    }
    m_reading.add(std::move(clip), source.path);
}

Result<DatasetIndex> Disfa::read()
{
    const std::string hint = "DISFA keeps its labels as ActionUnit_Labels/SN001/SN001_au1.txt, beside the pictures "
                             "(img/SN001/0.png) or a video named after the subject";
    const auto labels = findLabels(m_reading.root());
    if (!labels) return Error::input("the folder ActionUnit_Labels is missing", m_reading.root().string(), hint);
    std::vector<fs::path> folders = m_reading.list(*labels).folders;
    exactNamesFirst(folders, "SN", 3);
    for (std::size_t i = 0; i < folders.size(); ++i) {
        if (m_reading.cancelled(i, folders.size())) return Error::cancelled();
        readCoding(folders[i]);
    }
    const auto sources =
        pictureSources(m_reading, m_reading.root(), [&](const fs::path& folder) { return folder == *labels; });
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (m_reading.cancelled(i, sources.size())) return Error::cancelled();
        readSource(sources[i]);
    }
    for (const auto& [subject, coding] : m_codings)
        if (!m_seen.count(subject))
            m_reading.warn(coding.folder, "there are no pictures of " + subject + "; what is coded of it is left out");
    m_reading.noteShortSequences();
    return m_reading.finish("there is neither a video nor a picture of a subject in this folder", hint);
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return Disfa(folder, control).read();
}

/// What read() understood of a subject's files, without the diagnostics.
Coding codingOf(const fs::path& root, const std::string& subject)
{
    Coding coding;
    const auto labels = findLabels(root);
    std::vector<fs::path> folders = labels ? listFolder(*labels).folders : std::vector<fs::path>();
    exactNamesFirst(folders, "SN", 3);
    for (const fs::path& folder : folders) {
        if (subjectIn(folder.filename().string()) != subject) continue;
        for (const fs::path& file : listFolder(folder).files) {
            const int unit = unitOf(file);
            if (unit <= 0 || !coding.files.try_emplace(unit, file).second) continue;
            std::vector<LineFault> faults;
            if (const auto content = files::read(file)) coding.intensities[unit] = parseIntensities(*content, faults);
        }
        break;
    }
    return coding;
}

Result<FrameLabels> frameLabels(const DatasetIndex& index, const ClipEntry& clip)
{
    const Coding coding = codingOf(index.root, clip.subject);
    if (coding.intensities.empty())
        return Error::input("there are no labels of " + clip.subject, index.root.string(),
                            "they belong into ActionUnit_Labels/" + clip.subject);
    const auto numbers = frameNumbers(clip, 0);
    std::vector<int> known;
    for (const auto& number : numbers)
        if (number) known.push_back(*number);
    const int first = clip.kind == ClipEntry::Kind::Video ? 0 : firstPicture(known, coding.frames());
    FrameLabels labels;
    for (const auto& [unit, values] : coding.intensities) {
        std::vector<float>& list = labels.actionUnits[unit];
        for (const auto& number : numbers) {
            const int at = number ? *number - first : -1;
            list.push_back(at >= 0 && at < static_cast<int>(values.size()) ? values[static_cast<std::size_t>(at)]
                                                                           : notCoded);
        }
    }
    return labels;
}

} // namespace

const Reader& disfaReader()
{
    static const Reader reader = {"disfa", "DISFA (intensity of 12 action units)", probe, read, nullptr, frameLabels};
    return reader;
}

} // namespace mien
