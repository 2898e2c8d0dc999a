// SPDX-License-Identifier: GPL-3.0-or-later
// Aff-Wild2 (Kollias and Zafeiriou 2019; the ABAW challenges): VA_Set, EXPR_Set and AU_Set (later …_Challenge), each
// with Train_Set and Validation_Set, and in them a text file per video: a header, then line k + 1 for frame k. Pictures
// are cropped_aligned/<name>/00001.jpg, with gaps where no face was found; or the videos themselves. A video of two
// people has two names, with _left and _right. Nobody is named: every annotated person counts as a subject of its own.
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/affwild2_labels.h"
#include "core/dataset/readers/dataset_reading.h"

#include <algorithm>
#include <array>

namespace mien {

namespace {

namespace fs = std::filesystem;
using affwild2::Annotation;
using affwild2::Kind;

struct NaturalOrder
{
    bool operator()(const std::string& a, const std::string& b) const
    {
        return text::naturalLess(a, b) || (!text::naturalLess(b, a) && a < b);
    }
};

/// The kind of "EXPR_Set" or "VA_Estimation_Challenge".
std::optional<Kind> kindOfFolder(const fs::path& folder)
{
    const std::string name = text::lower(folder.filename().string());
    if (!text::endsWith(name, "_set") && !text::endsWith(name, "_challenge")) return std::nullopt;
    for (const Kind kind : affwild2::kinds)
        if (text::startsWith(name, text::lower(affwild2::nameOf(kind)) + "_")) return kind;
    return std::nullopt;
}

/// "train" or "validation"; empty for other folders.
std::string partOfFolder(const fs::path& folder)
{
    const std::string name = text::lower(folder.filename().string());
    if (text::startsWith(name, "train")) return "train";
    if (text::startsWith(name, "valid")) return "validation";
    return {};
}

struct SetFolder
{
    Kind kind;
    fs::path path;
};

/// In the dataset's folder, or in the one called annotations within it.
std::vector<SetFolder> findSets(const fs::path& root)
{
    std::vector<SetFolder> sets;
    const auto collect = [&](const fs::path& folder) {
        for (const fs::path& child : listFolder(folder).folders)
            if (const auto kind = kindOfFolder(child)) sets.push_back({*kind, child});
    };
    collect(root);
    if (const auto annotations = childFolder(root, "annotations"); annotations && sets.empty()) collect(*annotations);
    return sets;
}

bool probe(const fs::path& folder)
{
    for (const SetFolder& set : findSets(folder))
        for (const fs::path& part : listFolder(set.path).folders)
            if (!partOfFolder(part).empty()) return true;
    return false;
}

/// An annotation file of a video.
struct LabelFile
{
    fs::path file;
    std::string part; ///< "train"
};

/// By name of the video, then by kind.
using LabelFiles = std::map<std::string, std::map<Kind, LabelFile>, NaturalOrder>;

/// Calls `found` for every annotation file, in the order in which the first of a name counts, and `other` for the
/// folders that are none of the two parts.
void forEachLabelFile(const fs::path& root, const std::function<void(Kind, const LabelFile&)>& found,
                      const std::function<void(const fs::path&)>& other)
{
    for (const SetFolder& set : findSets(root)) {
        for (const fs::path& folder : listFolder(set.path).folders) {
            const std::string part = partOfFolder(folder);
            if (part.empty()) {
                other(folder);
                continue;
            }
            for (const fs::path& file : listFolder(folder).files)
                if (text::lower(file.extension().string()) == ".txt") found(set.kind, {file, part});
        }
    }
}

/// "video5" of "video5_left".
std::string withoutSide(const std::string& name)
{
    for (const std::string_view side : {"_left", "_right"})
        if (text::endsWith(name, side)) return name.substr(0, name.size() - side.size());
    return name;
}

class AffWild2
{
public:
    AffWild2(const fs::path& root, const RunControl& control) : m_reading("affwild2", root, control) {}
    Result<DatasetIndex> read();

private:
    void collectLabels();
    void collectSources();
    void readVideo(const std::string& name);
    int readLabels(ClipEntry& clip, const std::map<Kind, LabelFile>& files);
    void setParts(ClipEntry& clip, const std::map<Kind, LabelFile>& files);
    const PictureSource* sourceOf(const std::string& name) const;
    void readPictures(ClipEntry& clip, const fs::path& folder, int labelled);
    void summarise();

    DatasetReading m_reading;
    LabelFiles m_labels;
    std::map<std::string, PictureSource, NaturalOrder> m_sources;
    std::set<std::string> m_used; ///< sources of annotated videos
    std::int64_t m_without = 0;   ///< annotated frames without a picture
    std::int64_t m_labelled = 0;
    std::size_t m_unlabelled = 0;
};

void AffWild2::collectLabels()
{
    for (const SetFolder& set : findSets(m_reading.root()))
        for (const fs::path& folder : m_reading.list(set.path).folders) m_reading.list(folder); // say what is closed
    forEachLabelFile(
        m_reading.root(),
        [&](Kind kind, const LabelFile& label) {
            const auto [first, isNew] = m_labels[label.file.stem().string()].try_emplace(kind, label);
            if (!isNew)
                m_reading.warn(label.file, "the video is annotated in '" +
                                               m_reading.relative(first->second.file).generic_string() +
                                               "' already, which counts");
        },
        [&](const fs::path& folder) {
            m_reading.warn(folder, "the folder is neither Train_Set nor Validation_Set and is not used");
        });
}

std::string folderOf(const fs::path& pictures)
{
    return text::lower(pictures.parent_path().filename().string());
}

/// Folders of faces as the organisers cut them: "cropped", "cropped_aligned", "cropped_aligned_new_50_vids".
bool isCropped(const fs::path& pictures)
{
    return text::startsWith(folderOf(pictures), "cropped");
}

void AffWild2::collectSources()
{
    const auto sets = findSets(m_reading.root());
    const auto isSet = [&](const fs::path& folder) {
        return std::any_of(sets.begin(), sets.end(), [&](const SetFolder& set) { return set.path == folder; });
    };
    // Aligned faces before other faces before other pictures before the video they were cut from.
    const auto rank = [](const PictureSource& source) {
        if (source.isVideo) return 3;
        if (!isCropped(source.path)) return 2;
        return text::startsWith(folderOf(source.path), "cropped_aligned") ? 0 : 1;
    };
    for (const PictureSource& source : pictureSources(m_reading, m_reading.root(), isSet)) {
        const std::string name = source.isVideo ? source.path.stem().string() : source.path.filename().string();
        const auto [known, isNew] = m_sources.try_emplace(name, source);
        if (isNew) continue;
        const int before = rank(known->second), now = rank(source);
        if (now == before)
            m_reading.warn(source.path, "is a second source of " + name + "; '" +
                                            m_reading.relative(known->second.path).generic_string() + "' is used");
        else if (now < before)
            known->second = source;
    }
}

/// The pictures of that name, else the video that two people share.
const PictureSource* AffWild2::sourceOf(const std::string& name) const
{
    auto found = m_sources.find(name);
    if (found == m_sources.end()) {
        found = m_sources.find(withoutSide(name));
        if (found != m_sources.end() && !found->second.isVideo) found = m_sources.end(); // another person's face
    }
    return found == m_sources.end() ? nullptr : &found->second;
}

/// Reads the files for what is wrong in them; the number of frames that they speak of.
int AffWild2::readLabels(ClipEntry& clip, const std::map<Kind, LabelFile>& files)
{
    int frames = 0;
    fs::path longest; // that speaks of so many
    for (const auto& [kind, label] : files) {
        const auto content = m_reading.textOf(label.file);
        if (!content) continue;
        std::vector<LineFault> faults;
        const Annotation annotation = affwild2::parse(*content, kind, faults);
        m_reading.warn(label.file, faults);
        if (!annotation.isUsable) continue;
        if (annotation.frames == 0) {
            m_reading.warn(label.file, "annotates no frame");
            continue;
        }
        if (frames > 0 && annotation.frames != frames)
            m_reading.warn(label.file, "speaks of " + std::to_string(annotation.frames) + " frames where '" +
                                           m_reading.relative(longest).generic_string() + "' speaks of " +
                                           std::to_string(frames) + "; what is missing counts as not annotated");
        if (annotation.frames > frames) longest = label.file;
        frames = std::max(frames, annotation.frames);
        clip.hasFrameLabels = true;
    }
    return frames;
}

/// `set` is given only where all kinds agree: a video that trains one task and validates another is on no one side.
void AffWild2::setParts(ClipEntry& clip, const std::map<Kind, LabelFile>& files)
{
    bool agree = true;
    const std::string& part = files.begin()->second.part;
    for (const auto& [kind, label] : files) {
        clip.attributes["set_" + text::lower(affwild2::nameOf(kind))] = label.part;
        // Papers test on the validation part: that of the test is not given out. Valence and arousal decide.
        if (kind == Kind::ValenceArousal || !clip.attributes.count(splitAttribute))
            clip.attributes[splitAttribute] = label.part == "validation" ? "test" : "train";
        if (label.part != part && agree) {
            m_reading.warn(label.file, "the video is in the part " + part + " of another annotation; it has no set");
            agree = false;
        }
    }
    if (agree) clip.attributes["set"] = part;
}

void AffWild2::readPictures(ClipEntry& clip, const fs::path& folder, int labelled)
{
    const NumberedPictures pictures = m_reading.picturesOf(folder);
    m_reading.setPictures(clip, pictures);
    if (isCropped(folder)) clip.attributes[facesAttribute] = "cropped";
    if (!clip.hasFrameLabels) return;
    const auto begin = pictures.numbers.begin(), end = pictures.numbers.end();
    const auto inside = std::upper_bound(begin, end, labelled) - std::lower_bound(begin, end, 1);
    const auto outside = static_cast<std::ptrdiff_t>(pictures.numbers.size()) - inside;
    if (outside > 0)
        m_reading.warn(folder, std::to_string(outside) +
                                   " pictures are beyond the annotation, which speaks of frames "
                                   "1 to " +
                                   std::to_string(labelled) + "; they count as not annotated");
    m_labelled += labelled;
    m_without += labelled - inside;
}

void AffWild2::readVideo(const std::string& name)
{
    ClipEntry clip;
    clip.id = clip.subject = name;
    if (withoutSide(name) != name) clip.attributes["side"] = name.substr(withoutSide(name).size() + 1);
    const PictureSource* source = sourceOf(name);
    int labelled = 0;
    if (const auto files = m_labels.find(name); files != m_labels.end()) {
        labelled = readLabels(clip, files->second);
        setParts(clip, files->second);
        if (!source) {
            m_reading.warn(files->second.begin()->second.file,
                           "there are neither pictures nor a video of " + name + "; its annotation is left out");
            return;
        }
    } else {
        ++m_unlabelled;
    }
    if (source->isVideo) {
        clip.kind = ClipEntry::Kind::Video;
        clip.files = {m_reading.relative(source->path)};
        if (clip.hasFrameLabels) clip.frameCount = labelled;
    } else {
        readPictures(clip, source->path, labelled);
    }
    m_reading.add(std::move(clip), source->path);
}

void AffWild2::summarise()
{
    if (m_without > 0)
        m_reading.note({}, std::to_string(m_without) + " of " + std::to_string(m_labelled) +
                               " annotated frames have no picture: no face was found in them");
    if (m_unlabelled > 0)
        m_reading.note({}, std::to_string(m_unlabelled) + " videos have no annotation and count as unlabelled");
    int train = 0, validation = 0, both = 0;
    for (const ClipEntry& clip : m_reading.clips()) {
        if (!m_labels.count(clip.id)) continue;
        const auto set = clip.attributes.find("set");
        ++(set == clip.attributes.end() ? both : set->second == "train" ? train : validation);
    }
    m_reading.note({}, "annotated videos by parts: " + std::to_string(train) + " for training, " +
                           std::to_string(validation) + " for validation" +
                           (both > 0 ? ", " + std::to_string(both) + " for both, by kind of label" : "") +
                           " (attribute set)");
    m_reading.note({}, "nobody is named: each annotated video counts as a subject of its own, and no split can promise "
                       "that a person is on one side only");
    m_reading.noteShortSequences();
}

Result<DatasetIndex> AffWild2::read()
{
    collectLabels();
    collectSources();
    std::set<std::string, NaturalOrder> names;
    for (const auto& [name, files] : m_labels) {
        names.insert(name);
        if (const PictureSource* source = sourceOf(name)) m_used.insert(source->path.string());
    }
    for (const auto& [name, source] : m_sources)
        if (!m_used.count(source.path.string())) names.insert(name);
    std::size_t done = 0;
    for (const std::string& name : names) {
        if (m_reading.cancelled(done++, names.size())) return Error::cancelled();
        readVideo(name);
    }
    summarise();
    return m_reading.finish("there is neither a video nor a folder of pictures here",
                            "Aff-Wild2 keeps its faces as cropped_aligned/<name>/00001.jpg, beside VA_Set, EXPR_Set "
                            "and AU_Set");
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return AffWild2(folder, control).read();
}

Result<FrameLabels> frameLabels(const DatasetIndex& index, const ClipEntry& clip)
{
    std::map<Kind, fs::path> files;
    forEachLabelFile(
        index.root,
        [&](Kind kind, const LabelFile& label) {
            if (label.file.stem().string() == clip.id) files.try_emplace(kind, label.file);
        },
        [](const fs::path&) {});
    if (files.empty())
        return Error::input("there is no annotation of " + clip.id, index.root.string(),
                            "it belongs into a Train_Set or Validation_Set as " + clip.id + ".txt");
    const auto numbers = frameNumbers(clip, 1);
    FrameLabels labels;
    for (const auto& [kind, file] : files)
        if (auto wrong = affwild2::addLabels(file, kind, numbers, labels); !wrong) return wrong.error();
    for (const auto& number : numbers)
        if (number) labels.numbers.push_back(*number);
    if (labels.numbers.size() < numbers.size()) labels.numbers.clear();
    return labels;
}

} // namespace

const Reader& affwild2Reader()
{
    static const Reader reader = {"affwild2", "Aff-Wild2 (ABAW)", probe, read, nullptr, frameLabels};
    return reader;
}

} // namespace mien
