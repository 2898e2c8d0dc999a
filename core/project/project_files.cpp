// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_impl.h"
#include "core/project/project_rows.h"

#include <system_error>
#include <utility>

namespace mien {

namespace fs = std::filesystem;

namespace {

QString toQ(const std::string& text)
{
    return QString::fromStdString(text);
}

const QString packedFiles = QStringLiteral("SELECT files FROM clip_files WHERE clip = ?");

} // namespace

fs::path project::absoluteOf(const fs::path& path)
{
    std::error_code code;
    const fs::path real = fs::weakly_canonical(fs::absolute(path, code), code);
    return code ? fs::absolute(path, code) : real;
}

std::string project::storedPath(const fs::path& target, const fs::path& folder)
{
    const fs::path relative = target.lexically_relative(folder);
    return (relative.empty() ? target : relative).generic_string();
}

fs::path project::storedFile(const fs::path& file, const fs::path& root)
{
    if (file.is_relative()) return file;
    const fs::path relative = absoluteOf(file).lexically_relative(root); // of the root itself: "."
    return relative.empty() ? file : relative;
}

fs::path project::placeOf(const fs::path& stored, const fs::path& root)
{
    return stored == rootItself ? root : root / stored;
}

std::vector<fs::path> Project::Impl::filesOf(const ProjectClip& clip)
{
    return project::unpackFiles(database().value(packedFiles, {clip.id}).toByteArray());
}

Result<std::vector<fs::path>> Project::files(int id) const
{
    const ProjectClip* known = clip(id);
    if (!known)
        return Error::usage("there is no clip " + std::to_string(id) + " in the project", "open the project again");
    auto files = m_impl->filesOf(*known);
    const fs::path& root = m_impl->source(known->source)->path;
    for (fs::path& file : files) file = project::placeOf(file, root);
    return files;
}

Result<std::vector<fs::path>> Project::readFiles(const fs::path& project, const fs::path& root, int clip)
{
    const auto connection = project::connectToRead(project);
    const QVariant packed = connection->value(packedFiles, {clip});
    if (!packed.isValid())
        return Error::failed("the files of a clip cannot be read (" + connection->problem().toStdString() + ")",
                             project.string(), "open the project again");
    auto files = project::unpackFiles(packed.toByteArray());
    for (fs::path& file : files) file = project::placeOf(file, root);
    return files;
}

Result<DatasetIndex> Project::dataset(int source) const
{
    const ProjectSource* known = m_impl->source(source);
    if (!known)
        return Error::usage("there is no source " + std::to_string(source) + " in the project",
                            "open the project again");
    if (known->missing)
        return Error::input("the folder of '" + known->name + "' is not there", known->path.string(),
                            "say where it lies now: relink");
    DatasetIndex index;
    index.reader = known->reader;
    index.name = known->name;
    index.root = known->path;
    for (const ProjectClip& clip : m_impl->clips) {
        if (clip.source != source || clip.excluded) continue;
        index.clips.push_back(clip.entry);
        ClipEntry& entry = index.clips.back();
        entry.files = m_impl->filesOf(clip);
        for (fs::path& file : entry.files)
            if (file == project::rootItself) file = known->path;
        if (!clip.split.empty()) entry.attributes[splitAttribute] = clip.split;
    }
    return index;
}

std::optional<ClipOverride> overrideOf(const ProjectClip& clip)
{
    ClipOverride made{clip.entry.id, std::nullopt, clip.excluded, clip.split};
    if (clip.entry.label != clip.readLabel) made.label = clip.entry.label.value_or(std::string());
    if (!made.label && !made.excluded && made.split.empty()) return std::nullopt;
    return made;
}

bool Project::Impl::holdsFilesOf(int source, const fs::path& folder)
{
    constexpr int asked = 20; // clips: enough to know the folder by
    std::error_code code;
    int seen = 0;
    for (const ProjectClip& clip : clips) {
        if (clip.source != source) continue;
        const auto files = filesOf(clip);
        if (!files.empty() && fs::exists(project::placeOf(files.front(), folder), code)) return true;
        if (++seen == asked) break;
    }
    return seen == 0 && fs::exists(folder, code);
}

Result<void> Project::Impl::setPath(int id, const fs::path& path)
{
    const auto stored = change([&] {
        return database().run(QStringLiteral("UPDATE source SET path = ?, absolute = ? WHERE id = ?"),
                              {toQ(project::storedPath(path, folder())), toQ(path.string()), id});
    });
    if (!stored) return stored;
    ProjectSource& found = *source(id);
    found.path = path;
    found.missing = false;
    return {};
}

Result<std::vector<int>> Project::relink(int source, const fs::path& folder)
{
    const ProjectSource* known = m_impl->source(source);
    if (!known)
        return Error::usage("there is no source " + std::to_string(source) + " in the project",
                            "open the project again");
    fs::path from = known->path;
    fs::path to = project::absoluteOf(folder);
    std::error_code code;
    // Of a loose video the folder that holds it now may be named, too.
    if (from.has_extension() && fs::is_directory(to, code) && fs::is_regular_file(to / from.filename(), code))
        to /= from.filename();
    if (!m_impl->holdsFilesOf(source, to))
        return Error::usage("holds no file of '" + known->name + "'", folder.string(),
                            "choose the folder that has taken its place");
    if (const ProjectSource* holder = m_impl->sourceAt(to, source))
        return Error::usage("is where the project has '" + holder->name + "' already", to.string(),
                            "choose another folder, or remove one of the two from the project");
    std::vector<int> found{source};
    if (auto set = m_impl->setPath(source, to); !set) return set.error();
    // The same move for the others: what both paths end with stayed as it was.
    while (from.has_filename() && from.filename() == to.filename() && from.has_relative_path()) {
        from = from.parent_path();
        to = to.parent_path();
    }
    std::vector<std::pair<int, fs::path>> others;
    for (const ProjectSource& other : m_impl->sources) {
        const fs::path rest = other.path.lexically_relative(from);
        if (!other.missing || rest.empty() || *rest.begin() == "..") continue;
        const fs::path there = (to / rest).lexically_normal();
        if (m_impl->holdsFilesOf(other.id, there)) others.emplace_back(other.id, there);
    }
    for (const auto& [id, path] : others) {
        if (m_impl->sourceAt(path, id)) continue; // stays missing: one folder is one dataset
        if (auto set = m_impl->setPath(id, path); !set) return set.error();
        found.push_back(id);
    }
    return found;
}

} // namespace mien
