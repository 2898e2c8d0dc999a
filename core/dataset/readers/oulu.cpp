// SPDX-License-Identifier: GPL-3.0-or-later
// Oulu-CASIA NIR&VIS (Zhao et al. 2011): [B_]OriginalImg/{VL,NI}/{Strong,Weak,Dark}/P001/Anger/000.jpeg, visible light
// and near infrared under three illuminations, from neutral to peak; the name of the folder is the label. The names of
// the folders Weak and Dark and the number of subjects come from scripts, not from the distribution itself: nothing
// here depends on them.
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/dataset_reading.h"
#include "core/facs/emotions.h"

#include <algorithm>
#include <array>

namespace mien {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> lights = {"VL", "NI"};
constexpr std::array<std::string_view, 3> lightings = {"strong", "weak", "dark"};

bool holdsLights(const fs::path& folder)
{
    for (const std::string_view light : lights)
        if (const auto child = childFolder(folder, light))
            for (const std::string_view lighting : lightings)
                if (childFolder(*child, lighting)) return true;
    return false;
}

/// Folders that hold VL or NI.
std::vector<fs::path> findParts(const fs::path& root)
{
    std::vector<fs::path> parts;
    for (const char* name : {"OriginalImg", "B_OriginalImg"})
        if (const auto part = childFolder(root, name); part && holdsLights(*part)) parts.push_back(*part);
    if (parts.empty() && holdsLights(root)) parts.push_back(root);
    return parts;
}

bool probe(const fs::path& folder)
{
    return !findParts(folder).empty();
}

class Oulu
{
public:
    Oulu(const fs::path& root, const RunControl& control) : m_reading("oulu", root, control) {}
    Result<DatasetIndex> read();

private:
    /// Where and under which light a sequence was taken.
    struct Place
    {
        std::string light;    ///< "VL"
        std::string lighting; ///< "Strong"
        std::string subject;
    };

    void collectSubjects(const fs::path& part);
    void readSubject(const fs::path& folder, const Place& place);
    void readSequence(const fs::path& folder, const Place& place);

    DatasetReading m_reading;
    std::vector<std::pair<fs::path, Place>> m_subjects;
};

void Oulu::collectSubjects(const fs::path& part)
{
    const auto isOneOf = [](const auto& known, const std::string& name) {
        return std::any_of(known.begin(), known.end(),
                           [&](std::string_view k) { return text::lower(k) == text::lower(name); });
    };
    for (const fs::path& light : m_reading.list(part).folders) {
        std::string lightName = light.filename().string();
        if (!isOneOf(lights, lightName)) {
            m_reading.warn(light, "the folder is none of VL and NI and is not used");
            continue;
        }
        lightName = text::lower(lightName) == "vl" ? "VL" : "NI";
        const FolderListing listing = m_reading.list(light);
        m_reading.warnOfStrayPictures(listing, light);
        for (const fs::path& lighting : listing.folders) {
            std::string lightingName = text::lower(lighting.filename().string());
            if (!isOneOf(lightings, lightingName)) {
                m_reading.warn(lighting, "the folder is none of Strong, Weak and Dark and is not used");
                continue;
            }
            lightingName[0] = static_cast<char>(lightingName[0] - 'a' + 'A');
            FolderListing subjects = m_reading.list(lighting);
            exactNamesFirst(subjects.folders, "P", 3);
            m_reading.warnOfStrayPictures(subjects, lighting);
            for (const fs::path& subject : subjects.folders)
                m_subjects.push_back({subject, {lightName, lightingName, {}}});
        }
    }
}

void Oulu::readSubject(const fs::path& folder, const Place& place)
{
    const std::string name = folder.filename().string();
    Place own = place;
    own.subject = codeName(name, "P", 3);
    if (own.subject.empty()) {
        own.subject = name;
        m_reading.warn(folder, "the folder is not called like a subject (P001); it is taken for one");
    } else if (own.subject != name) {
        m_reading.warn(folder, "the folder '" + name + "' is taken for subject " + own.subject);
    }
    const FolderListing listing = m_reading.list(folder);
    m_reading.warnOfStrayPictures(listing, folder);
    for (const fs::path& sequence : listing.folders) readSequence(sequence, own);
}

void Oulu::readSequence(const fs::path& folder, const Place& place)
{
    const NumberedPictures pictures = m_reading.picturesOf(folder);
    if (pictures.files.empty()) return;
    reportGaps(pictures.numbers, 0, folder, m_reading.warner());
    const std::string name = folder.filename().string();
    ClipEntry clip;
    clip.label = emotionFromAlias(name);
    if (!clip.label)
        m_reading.warn(folder, "the folder " + shown(name) + " is no emotion; the sequence counts as unlabelled");
    clip.id = text::join({place.light, place.lighting, place.subject, name}, "_");
    clip.subject = place.subject;
    clip.attributes["light"] = place.light;
    clip.attributes["lighting"] = text::lower(place.lighting);
    m_reading.setPictures(clip, pictures);
    m_reading.add(std::move(clip), folder);
}

Result<DatasetIndex> Oulu::read()
{
    const std::string hint = "Oulu-CASIA keeps them as OriginalImg/VL/Strong/P001/Anger/000.jpeg";
    const auto parts = findParts(m_reading.root());
    if (parts.empty()) return Error::input("the folders VL and NI are missing", m_reading.root().string(), hint);
    for (const fs::path& part : parts) collectSubjects(part);
    for (std::size_t i = 0; i < m_subjects.size(); ++i) {
        if (m_reading.cancelled(i, m_subjects.size())) return Error::cancelled();
        readSubject(m_subjects[i].first, m_subjects[i].second);
    }
    m_reading.noteShortSequences();
    return m_reading.finish("there is no picture sequence in this folder", hint);
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return Oulu(folder, control).read();
}

} // namespace

const Reader& ouluReader()
{
    static const Reader reader = {"oulu", "Oulu-CASIA NIR&VIS", probe, read};
    return reader;
}

} // namespace mien
