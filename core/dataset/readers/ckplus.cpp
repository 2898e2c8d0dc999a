// SPDX-License-Identifier: GPL-3.0-or-later
// Extended Cohn-Kanade (Lucey et al. 2010): cohn-kanade-images/S005/001/S005_001_00000011.png, with
// FACS/S005/001/…_facs.txt and Emotion/S005/001/…_emotion.txt for the last frame. Landmarks/ is not read here.
// UNBC-McMaster uses the suffix _facs.txt too, below Frame_Labels/: label folders are therefore found by their place
// beside the pictures, never by the names of files.
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/ckplus_labels.h"
#include "core/dataset/readers/folder_listing.h"
#include "core/dataset/readers/numbered_pictures.h"
#include "core/media/frame_source.h"
#include "core/types/sampling_plan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace mien {

namespace {

namespace fs = std::filesystem;
using ckplus::canonicalSubject;

/// `name` in `root`, or inside the folder its archive unpacks to.
std::optional<fs::path> findPart(const fs::path& root, std::string_view name, std::string_view archive)
{
    if (const auto wrapper = childFolder(root, archive))
        if (auto nested = childFolder(*wrapper, name)) return nested;
    return childFolder(root, name);
}

std::optional<fs::path> findImages(const fs::path& root)
{
    return findPart(root, "cohn-kanade-images", "extended-cohn-kanade-images");
}

bool probe(const fs::path& folder)
{
    return findImages(folder).has_value();
}

/// The sequence that a file's name speaks of: "S005_001" of "S005_001_00000011"; empty for names of another form.
std::string sequenceInName(const std::string& stem)
{
    const auto parts = text::split(stem, '_');
    const bool isUsual = parts.size() == 3 && canonicalSubject(parts[0]).size() >= 4;
    return isUsual ? canonicalSubject(parts[0]) + "_" + parts[1] : std::string();
}

struct LabelFile
{
    fs::path file;
    std::optional<int> frame; ///< in the file's name
};

/// Label files by key of their sequence ("S005_001").
using LabelFiles = std::map<std::string, std::vector<LabelFile>>;

/// One reading of one dataset.
class CkPlus
{
public:
    CkPlus(fs::path root, const RunControl& control) : m_root(std::move(root)), m_control(control) {}

    Result<DatasetIndex> read();

private:
    /// What is said of a kind of label file.
    struct LabelKind
    {
        const char* suffix; ///< "_emotion.txt"
        const char* what;   ///< "emotion file"
    };
    static constexpr LabelKind emotionKind = {"_emotion.txt", "emotion file"};
    static constexpr LabelKind facsKind = {"_facs.txt", "FACS file"};

    void diagnose(Diagnostic::Severity severity, const fs::path& file, const std::string& message);
    void warn(const fs::path& file, const std::string& message)
    {
        diagnose(Diagnostic::Severity::Warning, file, message);
    }
    std::string relative(const fs::path& file) const { return file.lexically_relative(m_root).generic_string(); }

    FolderListing list(const fs::path& folder);
    std::string subjectOf(const fs::path& folder);
    std::string uniqueId(const std::string& subject, const fs::path& folder);
    LabelFiles collectLabels(const std::optional<fs::path>& part, const LabelKind& kind);
    void readSubject(const fs::path& folder);
    void readSequence(const std::string& subject, const fs::path& folder);
    std::vector<fs::path> framesOf(const FolderListing& listing, const fs::path& folder, const std::string& key,
                                   std::optional<int>& lastFrame);
    const LabelFile* chooseLabel(const std::string& key, const LabelFiles& labels, const LabelKind& kind,
                                 std::optional<int> lastFrame);
    std::optional<std::string> textOf(const LabelFile& label);
    void reportOrphans(const LabelFiles& labels, const LabelKind& kind);
    void summarise();

    fs::path m_root;
    const RunControl& m_control;
    DatasetIndex m_index;
    LabelFiles m_emotions;
    LabelFiles m_facs;
    std::set<std::string> m_ids;
    std::set<std::string> m_emptySequences; ///< reported as such: their labels are no second fault
};

void CkPlus::diagnose(Diagnostic::Severity severity, const fs::path& file, const std::string& message)
{
    m_index.diagnostics.push_back({severity, relative(file), 0, message});
}

FolderListing CkPlus::list(const fs::path& folder)
{
    FolderListing listing = listFolder(folder);
    if (!listing.problem.empty()) warn(folder, "the folder cannot be read: " + listing.problem);
    for (const fs::path& link : listing.lost) warn(link, lostLink);
    return listing;
}

std::string CkPlus::subjectOf(const fs::path& folder)
{
    const std::string name = folder.filename().string();
    const std::string subject = canonicalSubject(name);
    if (subject != name) warn(folder, "the folder '" + name + "' is taken for subject " + subject);
    return subject;
}

std::string CkPlus::uniqueId(const std::string& subject, const fs::path& folder)
{
    const std::string sequence = folder.filename().string();
    std::string id = subject + "_" + sequence;
    if (m_ids.insert(id).second) return id;
    const std::string written = folder.parent_path().filename().string() + "_" + sequence;
    id = written;
    for (int copy = 2; !m_ids.insert(id).second; ++copy) id = written + "-" + std::to_string(copy);
    warn(folder, "there is a second sequence " + sequence + " of subject " + subject + "; it is called " + id);
    return id;
}

LabelFiles CkPlus::collectLabels(const std::optional<fs::path>& part, const LabelKind& kind)
{
    LabelFiles labels;
    if (!part) return labels;
    const std::string suffix = kind.suffix;
    const auto isLabel = [&](const fs::path& file) {
        return text::endsWith(text::lower(file.filename().string()), suffix);
    };
    for (const fs::path& subjectFolder : list(*part).folders) {
        const std::string subject = subjectOf(subjectFolder);
        const FolderListing sequences = list(subjectFolder);
        for (const fs::path& file : sequences.files)
            if (isLabel(file)) warn(file, "lies outside a sequence folder and is not used");
        for (const fs::path& sequence : sequences.folders) {
            const std::string key = subject + "_" + sequence.filename().string();
            for (const fs::path& file : list(sequence).files) {
                if (!isLabel(file)) continue;
                const std::string name = file.filename().string();
                const std::string stem = name.substr(0, name.size() - suffix.size());
                if (const std::string named = sequenceInName(stem); !named.empty() && named != key)
                    warn(file, "is named after " + named + " but lies in " + key + "; its place counts");
                labels[key].push_back({file, trailingNumber(stem)});
            }
        }
    }
    return labels;
}

void CkPlus::readSubject(const fs::path& folder)
{
    const std::string subject = subjectOf(folder);
    const FolderListing listing = list(folder);
    const auto stray = std::count_if(listing.files.begin(), listing.files.end(), looksLikeImage);
    if (stray > 0) warn(folder, std::to_string(stray) + " pictures lie outside a sequence folder and are not used");
    for (const fs::path& sequence : listing.folders) readSequence(subject, sequence);
}

/// The pictures in order of their frame numbers. Pictures without a number stand in natural order behind the others.
std::vector<fs::path> CkPlus::framesOf(const FolderListing& listing, const fs::path& folder, const std::string& key,
                                       std::optional<int>& lastFrame)
{
    const auto report = [this](const fs::path& file, const std::string& message) { warn(file, message); };
    NumberedPictures pictures = numberedPictures(listing, folder, report);
    reportGaps(pictures.numbers, 1, folder, report);
    if (!pictures.numbers.empty()) lastFrame = pictures.numbers.back();
    const auto misnamed = std::count_if(listing.files.begin(), listing.files.end(), [&](const fs::path& file) {
        const std::string named = looksLikeImage(file) ? sequenceInName(file.stem().string()) : std::string();
        return !named.empty() && named != key;
    });
    if (misnamed > 0)
        warn(folder, std::to_string(misnamed) + " pictures are named after another sequence; their place counts");
    return std::move(pictures.files);
}

/// The label file that counts; several, or one that is not for the last frame, are warned of.
const LabelFile* CkPlus::chooseLabel(const std::string& key, const LabelFiles& labels, const LabelKind& kind,
                                     std::optional<int> lastFrame)
{
    const auto found = labels.find(key);
    if (found == labels.end()) return nullptr;
    const auto& files = found->second;
    const auto onLast = std::find_if(files.begin(), files.end(), [&](auto& f) { return f.frame == lastFrame; });
    const LabelFile& chosen = onLast == files.end() ? files.back() : *onLast;
    if (files.size() > 1)
        warn(chosen.file,
             "is one of " + std::to_string(files.size()) + " of " + key + "; this " + kind.what + " counts");
    else if (lastFrame && onLast == files.end())
        warn(chosen.file,
             "the " + std::string(kind.what) + " is not for the last frame (" + std::to_string(*lastFrame) + ")");
    return &chosen;
}

std::optional<std::string> CkPlus::textOf(const LabelFile& label)
{
    auto content = files::read(label.file);
    if (content) return std::move(*content);
    warn(label.file, content.error().what);
    return std::nullopt;
}

void CkPlus::readSequence(const std::string& subject, const fs::path& folder)
{
    const std::string key = subject + "_" + folder.filename().string();
    const FolderListing listing = list(folder);
    std::optional<int> lastFrame;
    const auto frames = framesOf(listing, folder, key, lastFrame);
    if (frames.empty()) {
        if (listing.problem.empty()) warn(folder, "the sequence folder holds no picture; it is left out");
        m_emptySequences.insert(key);
        return;
    }
    ClipEntry clip;
    clip.id = uniqueId(subject, folder);
    clip.subject = subject;
    for (const fs::path& frame : frames) clip.files.push_back(frame.lexically_relative(m_root));
    clip.frameCount = static_cast<int>(frames.size());

    // A copy under another spelling of the subject shares no labels: they belong to the sequence of that name.
    if (clip.id == key) {
        if (const LabelFile* label = chooseLabel(key, m_emotions, emotionKind, lastFrame))
            if (const auto content = textOf(*label))
                clip.label = ckplus::parseEmotion(*content, relative(label->file), m_index.diagnostics);
        if (const LabelFile* label = chooseLabel(key, m_facs, facsKind, lastFrame))
            if (const auto content = textOf(*label))
                clip.actionUnits = ckplus::parseFacs(*content, relative(label->file), m_index.diagnostics);
        m_emotions.erase(key); // what stays belongs to no sequence
        m_facs.erase(key);
    }
    m_index.clips.push_back(std::move(clip));
}

void CkPlus::reportOrphans(const LabelFiles& labels, const LabelKind& kind)
{
    for (const auto& [key, files] : labels) {
        if (m_emptySequences.count(key)) continue;
        for (const LabelFile& label : files)
            warn(label.file, "the " + std::string(kind.what) + " has no pictures: there is no sequence " + key +
                                 "; it is not used");
    }
}

void CkPlus::summarise()
{
    const auto note = [&](const fs::path& file, const std::string& message) {
        diagnose(Diagnostic::Severity::Note, file, message);
    };
    const int shortest = SamplingPlan{}.minimumFrames;
    std::size_t unlabelled = 0;
    for (const ClipEntry& clip : m_index.clips) {
        unlabelled += !clip.label;
        if (*clip.frameCount < shortest)
            note(m_root / clip.files.front().parent_path(), clip.id + " has " + std::to_string(*clip.frameCount) +
                                                                " frames; protocols that need " +
                                                                std::to_string(shortest) + " leave it out");
    }
    if (unlabelled > 0)
        m_index.diagnostics.push_back({Diagnostic::Severity::Note,
                                       {},
                                       0,
                                       std::to_string(unlabelled) + " of " + std::to_string(m_index.clips.size()) +
                                           " sequences have no emotion and count as unlabelled"});
}

Result<DatasetIndex> CkPlus::read()
{
    const auto images = findImages(m_root);
    if (!images)
        return Error::input("the folder cohn-kanade-images is missing", m_root.string(),
                            "give the folder that holds it");
    m_index.reader = "ckplus";
    m_index.name = m_root.filename().string();
    m_index.root = m_root;
    m_emotions = collectLabels(findPart(m_root, "Emotion", "Emotion_labels"), emotionKind);
    m_facs = collectLabels(findPart(m_root, "FACS", "FACS_labels"), facsKind);

    const std::vector<fs::path> subjects = list(*images).folders;
    for (std::size_t i = 0; i < subjects.size(); ++i) {
        if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        readSubject(subjects[i]);
        m_control.report(Progress{"reading the dataset", static_cast<std::int64_t>(i + 1),
                                  static_cast<std::int64_t>(subjects.size())});
    }
    if (m_index.clips.empty())
        return Error::input("there is no picture sequence in this folder", images->string(),
                            "CK+ keeps them as S005/001/S005_001_00000001.png");
    std::stable_sort(m_index.clips.begin(), m_index.clips.end(),
                     [](const ClipEntry& a, const ClipEntry& b) { return text::naturalLess(a.id, b.id); });
    reportOrphans(m_emotions, emotionKind);
    reportOrphans(m_facs, facsKind);
    summarise();
    return std::move(m_index);
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return CkPlus(folder, control).read();
}

/// Landmarks/S005/001/S005_001_00000011_landmarks.txt beside the pictures, by the picture's place and name.
Result<std::vector<std::optional<Landmarks68>>> landmarks(const DatasetIndex& index, const ClipEntry& clip)
{
    const auto part = findPart(index.root, "Landmarks", "Landmarks");
    if (!part) return Error::input("the dataset has no folder Landmarks", index.root.string());
    std::vector<std::optional<Landmarks68>> points;
    for (const fs::path& picture : clip.files) {
        const fs::path sequence = picture.parent_path();
        const fs::path file = *part / sequence.parent_path().filename() / sequence.filename() /
                              (picture.stem().string() + "_landmarks.txt");
        const auto content = files::read(file);
        points.push_back(content ? ckplus::parseLandmarks(*content) : std::nullopt);
    }
    return points;
}

} // namespace

const Reader& ckplusReader()
{
    static const Reader reader = {"ckplus", "Extended Cohn-Kanade (CK+)", probe, read, landmarks};
    return reader;
}

} // namespace mien
