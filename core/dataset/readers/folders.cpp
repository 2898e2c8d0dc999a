// SPDX-License-Identifier: GPL-3.0-or-later
// Class folders, the layout that people make by hand: CLASS/clip.mp4, CLASS/picture.png, CLASS/clip/0001.png…, and the
// same with subjects between, CLASS/SUBJECT/…, or above, SUBJECT/CLASS/…. Nothing in such a tree says which level is
// which: names of emotions tell classes, and names that repeat under every class tell subjects. What had to be assumed
// is a warning. Videos without any such folder are loose clips, which have no label.
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/clip_pictures.h"
#include "core/dataset/readers/folder_listing.h"
#include "core/facs/emotions.h"
#include "core/media/frame_source.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr int deepest = 5; ///< levels of folders below the dataset that are looked into

/// A folder and what is of use in it.
struct Node
{
    fs::path path;
    std::vector<Node> folders;
    std::vector<fs::path> images;
    std::vector<fs::path> videos;
    std::vector<fs::path> lost; ///< links to no picture and no video
    std::string problem;        ///< why it could not be listed

    std::string name() const { return path.filename().string(); }
    bool holdsMedia() const
    {
        return !images.empty() || !videos.empty() ||
               std::any_of(folders.begin(), folders.end(), [](const Node& child) { return child.holdsMedia(); });
    }
};

/// `above`: the real places of the folders on the way here, so that a link back up is not followed.
Node listTree(const fs::path& folder, int levels, std::vector<fs::path> above = {})
{
    std::error_code code;
    const fs::path real = fs::canonical(folder, code);
    if (std::find(above.begin(), above.end(), real) != above.end())
        return {folder, {}, {}, {}, {}, "it is a link to a folder above it"};
    above.push_back(real);
    FolderListing listing = listFolder(folder);
    Node node{folder, {}, {}, {}, listing.lost, listing.problem};
    for (const fs::path& file : listing.files) {
        if (looksLikeImage(file))
            node.images.push_back(file);
        else if (looksLikeVideo(file))
            node.videos.push_back(file);
    }
    if (levels > 0)
        for (const fs::path& child : listing.folders) node.folders.push_back(listTree(child, levels - 1, above));
    return node;
}

bool isUnlabelled(const std::string& name)
{
    const std::string lower = text::lower(name);
    return lower == "unlabelled" || lower == "unlabeled" || lower == "unknown" || lower == "none";
}

bool namesEmotion(const std::string& name)
{
    return emotionFromAlias(name).has_value();
}

/// Names of the folders with media, each once.
std::set<std::string> mediaNames(const std::vector<Node>& folders)
{
    std::set<std::string> names;
    for (const Node& node : folders)
        if (node.holdsMedia()) names.insert(node.name());
    return names;
}

bool mostNameEmotions(const std::set<std::string>& names)
{
    const auto count = std::count_if(names.begin(), names.end(), namesEmotion);
    return count > 0 && 2 * static_cast<std::size_t>(count) >= names.size();
}

std::set<std::string> secondLevel(const Node& root)
{
    std::set<std::string> names;
    for (const Node& node : root.folders) names.merge(mediaNames(node.folders));
    return names;
}

/// Names that people give to clips and never to persons: "clip01", "seq 3".
bool soundsLikeClip(const std::string& name)
{
    const std::string lower = text::lower(name);
    for (const char* start : {"clip", "seq", "video", "vid", "take", "trial", "sample"})
        if (text::startsWith(lower, start)) return true;
    return false;
}

/// "S01", "subject-3", "P007": letters that stand for a person, then a number.
bool soundsLikeSubject(const std::string& name)
{
    const std::string lower = text::lower(name);
    const auto digits = lower.find_first_of("0123456789");
    if (digits == std::string::npos || lower.find_first_not_of("0123456789", digits) != std::string::npos) return false;
    std::string_view letters = std::string_view(lower).substr(0, digits);
    while (!letters.empty() && std::string_view("_- ").find(letters.back()) != std::string_view::npos)
        letters.remove_suffix(1);
    for (const char* known : {"s", "sub", "subj", "subject", "p", "person", "participant", "actor", "id", "f", "m"})
        if (letters == known) return true;
    return false;
}

bool probe(const fs::path& folder)
{
    // Classes and what lies in them say enough; a dataset of another layout may be too large to walk through for a
    // guess.
    const Node root = listTree(folder, 3);
    const std::set<std::string> first = mediaNames(root.folders);
    // A video among pictures may be what somebody made of them: that has to be asked for by name.
    if (first.empty()) return !root.videos.empty() && root.images.empty();
    if (first.size() >= 2 && mostNameEmotions(first)) return true;
    return mostNameEmotions(secondLevel(root));
}

/// One reading of one dataset.
class Folders
{
public:
    Folders(fs::path root, const RunControl& control) : m_root(std::move(root)), m_control(control) {}

    Result<DatasetIndex> read();

private:
    struct Place
    {
        std::string className; ///< folder name; empty = none
        std::string subject;   ///< empty = unknown
    };

    void warn(const fs::path& place, const std::string& message);
    void note(const std::string& message)
    {
        m_index.diagnostics.push_back({Diagnostic::Severity::Note, {}, 0, message});
    }
    void warnOfTree(const Node& node);
    std::string relative(const fs::path& path) const;
    bool decideLayout(const Node& root);
    void decideSubjects(const Node& root);
    void readSubject(const Node& node, const Place& place);
    void readClipFolder(const Node& node, const Place& place);
    void addImages(const Node& node, const Place& place);
    void addSequence(const Node& node, const Place& place);
    void addVideos(const Node& node, const Place& place);
    void addClip(ClipEntry clip, const fs::path& source, const Place& place);
    void readBySubject(const Node& root);
    void readByClass(const Node& root);
    void readLoose(const Node& root);
    void nameClasses();
    void nameSubjects();

    fs::path m_root;
    const RunControl& m_control;
    DatasetIndex m_index;
    std::set<std::string> m_subjects; ///< second-level folders that are persons; empty = none are
    std::map<std::string, std::set<std::string>> m_classFolders; ///< folder names by the label they give
    bool m_hasStillsOfClass = false;
    std::set<std::string> m_ids;
    std::size_t m_unknownSubjects = 0;
    Fault m_fault = [this](const fs::path& place, const std::string& message) { warn(place, message); };
};

std::string Folders::relative(const fs::path& path) const
{
    const std::string text = path.lexically_relative(m_root).generic_string();
    return text == "." ? std::string() : text;
}

void Folders::warn(const fs::path& place, const std::string& message)
{
    m_index.diagnostics.push_back({Diagnostic::Severity::Warning, relative(place), 0, message});
}

void Folders::warnOfTree(const Node& node)
{
    if (!node.problem.empty()) warn(node.path, "the folder cannot be read: " + node.problem + "; it is left out");
    for (const fs::path& link : node.lost) isUsableFile(link, m_fault); // says why it is not
    for (const Node& child : node.folders) warnOfTree(child);
}

/// True if classes are the upper level.
bool Folders::decideLayout(const Node& root)
{
    const std::set<std::string> first = mediaNames(root.folders);
    if (mostNameEmotions(first)) return true;
    if (mostNameEmotions(secondLevel(root))) return false;
    warn(m_root, "no folder is named after an emotion Mien knows; the upper folders are taken for classes");
    return true;
}

void Folders::decideSubjects(const Node& root)
{
    std::size_t classes = 0;
    std::map<std::string, std::size_t> seen;
    for (const Node& node : root.folders) {
        const std::set<std::string> names = mediaNames(node.folders);
        classes += !names.empty();
        for (const std::string& name : names) ++seen[name];
    }
    if (classes < 2) return;
    const auto repeated = [&](const auto& entry) { return entry.second >= 2; };
    const bool everywhere =
        std::all_of(seen.begin(), seen.end(), [&](const auto& entry) { return entry.second == classes; });
    const bool somewhere = std::any_of(seen.begin(), seen.end(), repeated);
    const auto all = [&](bool (*test)(const std::string&)) {
        return std::all_of(seen.begin(), seen.end(), [&](const auto& entry) { return test(entry.first); });
    };
    if (!somewhere) return;
    const bool likeClips = all(soundsLikeClip);
    const bool likeSubjects = all(soundsLikeSubject);
    if ((everywhere && !likeClips) || likeSubjects)
        for (const auto& entry : seen) m_subjects.insert(entry.first);
    if (everywhere && likeClips)
        warn(m_root, "the same folder names stand under every class but sound like clips; they are taken for clips");
    else if (!everywhere && likeSubjects)
        warn(m_root, "some folders below the classes repeat under several classes and sound like persons; all of them "
                     "are taken for subjects");
    else if (!everywhere)
        warn(m_root, "some folders below the classes repeat under several classes but not all; they are taken for "
                     "clips, not for subjects");
}

void Folders::addClip(ClipEntry clip, const fs::path& source, const Place& place)
{
    fs::path name = source.lexically_relative(m_root);
    if (clip.kind != ClipEntry::Kind::ImageSequence) name.replace_extension();
    const std::string written = text::join(text::split(name.generic_string(), '/'), "_");
    std::string id = written;
    for (int copy = 2; !m_ids.insert(id).second; ++copy) id = written + "-" + std::to_string(copy);
    if (id != written) warn(source, "a second clip would be called " + written + "; this one is called " + id);
    clip.id = id;
    clip.subject = place.subject.empty() ? id : place.subject;
    m_unknownSubjects += place.subject.empty();
    if (!place.className.empty() && !isUnlabelled(place.className)) {
        clip.label = emotionFromAlias(place.className).value_or(place.className);
        m_classFolders[*clip.label].insert(place.className);
    }
    m_index.clips.push_back(std::move(clip));
}

void Folders::addVideos(const Node& node, const Place& place)
{
    for (const fs::path& video : node.videos) {
        if (!isUsableFile(video, m_fault)) continue;
        ClipEntry clip;
        clip.kind = ClipEntry::Kind::Video;
        clip.files = {video.lexically_relative(m_root)};
        addClip(std::move(clip), video, place);
    }
}

void Folders::addImages(const Node& node, const Place& place)
{
    for (const fs::path& image : node.images) {
        if (!isUsableFile(image, m_fault)) continue;
        ClipEntry clip;
        clip.kind = ClipEntry::Kind::Image;
        clip.files = {image.lexically_relative(m_root)};
        clip.frameCount = 1;
        addClip(std::move(clip), image, place);
    }
}

void Folders::addSequence(const Node& node, const Place& place)
{
    ClipEntry clip;
    clip.kind = ClipEntry::Kind::ImageSequence;
    for (const fs::path& picture : sequencePictures(node.images, node.path, m_fault))
        clip.files.push_back(picture.lexically_relative(m_root));
    if (clip.files.empty()) {
        warn(node.path, "no picture of the sequence is usable; the clip is left out");
        return;
    }
    clip.frameCount = static_cast<int>(clip.files.size());
    addClip(std::move(clip), node.path, place);
}

/// A folder that is one clip, or holds videos.
void Folders::readClipFolder(const Node& node, const Place& place)
{
    if (!node.holdsMedia()) {
        if (node.problem.empty()) warn(node.path, "the folder holds no picture and no video; it is left out");
        return;
    }
    if (!node.images.empty() && !node.videos.empty())
        warn(node.path, "holds pictures and videos; the pictures are taken for a sequence and each video for a clip "
                        "of its own");
    if (!node.images.empty()) addSequence(node, place);
    addVideos(node, place);
    for (const Node& child : node.folders)
        if (child.holdsMedia()) warn(child.path, "lies deeper than a clip may lie and is not used");
}

/// Below CLASS/SUBJECT or SUBJECT/CLASS: clips as folders, videos, and pictures, which are one sequence if they are
/// numbered without a gap, else stills.
void Folders::readSubject(const Node& node, const Place& place)
{
    if (node.images.size() > 1 && areNumberedInOrder(node.images)) {
        addSequence(node, place);
    } else {
        if (node.images.size() > 1)
            warn(node.path, "the pictures are not numbered without a gap; each is taken for a still of its own");
        addImages(node, place);
    }
    addVideos(node, place);
    for (const Node& child : node.folders) readClipFolder(child, place);
}

/// Folder and label of each class, for what is said about them.
void Folders::nameClasses()
{
    for (const auto& [label, names] : m_classFolders) {
        if (names.size() > 1)
            warn(m_root, "the folders " + text::join({names.begin(), names.end()}, ", ") + " are all read as " + label);
        if (!namesEmotion(label)) note("'" + label + "' is no emotion Mien knows; the class keeps this name");
    }
    if (m_hasStillsOfClass)
        note("pictures that lie directly in a class folder are stills; a sequence has a folder of its own");
}

void Folders::nameSubjects()
{
    if (m_unknownSubjects == 0) return;
    const bool all = m_unknownSubjects == m_index.clips.size();
    warn(m_root, "nothing says who is seen in " + (all ? "the" : std::to_string(m_unknownSubjects) + " of the") +
                     " clips; each counts as a subject of its own, and no split can promise that a person is on one "
                     "side only; a manifest.csv with a column subject says it (docs/manifest.md)");
}

void Folders::readByClass(const Node& root)
{
    decideSubjects(root);
    for (const Node& node : root.folders) {
        if (!node.holdsMedia()) {
            if (node.problem.empty() && namesEmotion(node.name()))
                warn(node.path, "the class folder holds no picture and no video; it is left out");
            continue;
        }
        const Place place{node.name(), {}};
        addImages(node, place);
        m_hasStillsOfClass = m_hasStillsOfClass || !node.images.empty();
        addVideos(node, place);
        for (const Node& child : node.folders) {
            if (m_subjects.count(child.name()))
                readSubject(child, {node.name(), child.name()});
            else
                readClipFolder(child, place);
        }
    }
}

void Folders::readBySubject(const Node& root)
{
    for (const Node& subject : root.folders) {
        if (!subject.images.empty() || !subject.videos.empty())
            warn(subject.path, std::to_string(subject.images.size() + subject.videos.size()) +
                                   " pictures and videos lie outside a class folder and are not used");
        for (const Node& node : subject.folders) {
            if (node.holdsMedia())
                readSubject(node, {node.name(), subject.name()});
            else if (node.problem.empty() && namesEmotion(node.name()))
                warn(node.path, "the class folder holds no picture and no video; it is left out");
        }
    }
}

void Folders::readLoose(const Node& root)
{
    addVideos(root, {});
    note("no folder in it holds pictures or videos: its videos are loose clips, unlabelled, each a subject of its own");
    if (!root.images.empty())
        warn(m_root, std::to_string(root.images.size()) + " pictures lie beside the videos and are not used");
}

Result<DatasetIndex> Folders::read()
{
    m_index.reader = "folders";
    m_index.name = m_root.filename().string();
    m_index.root = m_root;
    m_control.report(Progress{"reading the dataset", 0, 0});
    const Node root = listTree(m_root, deepest);
    if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
    const bool isLoose = mediaNames(root.folders).empty();
    if (isLoose && root.videos.empty())
        return Error::input("no folder in it holds pictures or videos", m_root.string(),
                            "class folders look like happiness/clip.mp4 or happiness/clip/0001.png");
    warnOfTree(root);
    const std::size_t stray = root.images.size() + root.videos.size();
    if (!isLoose && stray > 0)
        warn(m_root, std::to_string(stray) + " pictures and videos lie outside a class folder and are not used");
    if (isLoose)
        readLoose(root);
    else if (decideLayout(root))
        readByClass(root);
    else
        readBySubject(root);
    if (m_index.clips.empty())
        return Error::input("no picture and no video in it is usable", m_root.string(),
                            "mien-cli scan names the empty files");
    nameClasses();
    if (!isLoose) nameSubjects();
    std::stable_sort(m_index.clips.begin(), m_index.clips.end(),
                     [](const ClipEntry& a, const ClipEntry& b) { return text::naturalLess(a.id, b.id); });
    return std::move(m_index);
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return Folders(folder, control).read();
}

} // namespace

const Reader& foldersReader()
{
    static const Reader reader = {"folders", "Class folders of clips or pictures", probe, read};
    return reader;
}

} // namespace mien
