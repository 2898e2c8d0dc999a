// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/manifest.h"
#include "core/dataset/reader.h"
#include "core/project/project_impl.h"
#include "core/project/project_rows.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace mien {

namespace fs = std::filesystem;

namespace {

QString toQ(const std::string& text)
{
    return QString::fromStdString(text);
}

bool isBelow(const fs::path& relative)
{
    return !relative.empty() && relative.is_relative() && *relative.begin() != "..";
}

} // namespace

/// A package in the making: a copy of the project's tables, which nobody else changes, and the folder around it.
struct Project::Impl::Package
{
    fs::path target;
    Impl tables; ///< connected to the copy; paths are those of the project
    const RunControl& control;
    std::map<int, fs::path> places = {}; ///< of sources, below the folder
    std::map<int, std::vector<fs::path>> moved =
        {};                  ///< of clips with files outside of their dataset: new names below it
    std::set<int> gone = {}; ///< clips without a file
    std::vector<std::string> leftOut = {};

    Result<void> fill();

private:
    Result<void> place();
    Result<void> copyClip(const ProjectClip& clip, std::map<fs::path, int>& outside);
    Result<void> describe(const ProjectSource& source);
    Result<void> writeFrameLabels(int source, const DatasetIndex& read, const DatasetIndex& copied);
    Result<void> run(const char* statement, const QVariantList& values);
    void warn(const std::string& clip, const std::string& message) const
    {
        control.report(Diagnostic{Diagnostic::Severity::Warning, clip, 0, message});
    }
    static Error cannotCopy(const std::error_code& code, const fs::path& file)
    {
        return Error::failed("cannot be copied (" + code.message() + ")", file.string(),
                             "nothing was exported; check the file and the free space");
    }
};

Result<void> Project::Impl::Package::run(const char* statement, const QVariantList& values)
{
    if (tables.database().run(QString::fromLatin1(statement), values)) return {};
    return tables.failure("the copy cannot be written");
}

Result<void> Project::Impl::Package::place()
{
    std::set<std::string> names;
    for (const ProjectSource& source : tables.sources) {
        const auto isOfIt = [&](const ProjectClip& clip) { return clip.source == source.id; };
        if (source.missing && std::any_of(tables.clips.begin(), tables.clips.end(), isOfIt))
            return Error::input("'" + source.name + "' is not there", source.path.string(),
                                "nothing was exported; say where it lies now (relink), or remove it from the project");
        std::string name = source.path.filename().string();
        for (int n = 2; !names.insert(name).second; ++n)
            name = source.path.filename().string() + "-" + std::to_string(n);
        places[source.id] = fs::path("media") / name;
    }
    return {};
}

/// `outside`: folders outside of the datasets that were met so far, by a number of their own.
Result<void> Project::Impl::Package::copyClip(const ProjectClip& clip, std::map<fs::path, int>& outside)
{
    std::error_code code;
    const fs::path root = tables.source(clip.source)->path;
    const fs::path place = target / places.at(clip.source);
    auto stored = tables.filesOf(clip);
    const bool isGone = std::none_of(stored.begin(), stored.end(), [&](const fs::path& file) {
        return fs::exists(project::placeOf(file, root), code);
    });
    if (isGone) {
        warn(clip.entry.id, "left out: its files are gone" +
                                (stored.empty() ? "" : ", the first: " + project::placeOf(stored[0], root).string()));
        gone.insert(clip.id);
        leftOut.push_back(clip.entry.id);
        return {};
    }
    bool hasMoved = false;
    for (fs::path& file : stored) {
        const fs::path from = project::placeOf(file, root);
        if (const fs::path normal = file.lexically_normal(); file != project::rootItself && !isBelow(normal)) {
            std::string made = "outside";
            while (fs::exists(root / made, code)) made += '-';
            const fs::path folder = from.lexically_normal().parent_path();
            const int number = outside.emplace(folder, static_cast<int>(outside.size()) + 1).first->second;
            file = fs::path(made) / std::to_string(number) / from.filename();
            hasMoved = true;
        }
        const fs::path copy = project::placeOf(file, place);
        fs::create_directories(copy.parent_path(), code);
        if (!code && !fs::exists(copy, code)) fs::copy_file(from, copy, code);
        if (code) return cannotCopy(code, from);
    }
    if (hasMoved) moved[clip.id] = std::move(stored);
    return {};
}

Result<void> Project::Impl::Package::writeFrameLabels(int source, const DatasetIndex& read, const DatasetIndex& copied)
{
    for (const ClipEntry& clip : read.clips) {
        if (control.checkpoint() != RunControl::Signal::Continue) return Error::cancelled();
        if (!clip.hasFrameLabels) continue;
        const auto written = mien::writeFrameLabels(read, clip, copied.root);
        if (written) continue;
        if (written.error().kind == ErrorKind::Cancelled) return written;
        warn(clip.id, "the labels of its frames are left out: " + written.error().message());
        if (auto done = run("UPDATE clip SET frame_labels = 0 WHERE source = ? AND name = ?", {source, toQ(clip.id)});
            !done)
            return done;
    }
    return {};
}

/// The copy's sources lie beside it. Its readers would look for tables that were not copied: a manifest with what they
/// had read takes their place, so that the package can be trained on.
Result<void> Project::Impl::Package::describe(const ProjectSource& source)
{
    DatasetIndex read{source.reader, source.name, source.path, {}, {}};
    DatasetIndex copied{{}, source.name, target / places.at(source.id), {}, {}};
    for (const ProjectClip& clip : tables.clips) {
        if (clip.source != source.id || gone.contains(clip.id)) continue;
        read.clips.push_back(clip.entry);
        read.clips.back().label = clip.readLabel;
        read.clips.back().files = tables.filesOf(clip);
        copied.clips.push_back(read.clips.back());
        if (const auto at = moved.find(clip.id); at != moved.end()) copied.clips.back().files = at->second;
    }
    const bool isDataset = !source.reader.empty() && !copied.clips.empty();
    if (isDataset) {
        if (auto written = writeFrameLabels(source.id, read, copied); !written) return written;
        if (auto written = writeManifest(copied, copied.root, control); !written) return written;
        // What is drawn stays known as such; of the truth nothing is copied.
        if (const fs::path mark = source.path / generatedMarkFile; isGenerated(source.path)) {
            std::error_code code;
            fs::create_directories((copied.root / generatedMarkFile).parent_path(), code);
            if (!code) fs::copy_file(mark, copied.root / generatedMarkFile, code);
            if (code) return cannotCopy(code, mark);
        }
    }
    return run("UPDATE source SET path = ?, absolute = ?, reader = ? WHERE id = ?",
               {toQ(places.at(source.id).generic_string()), toQ(copied.root.string()),
                isDataset ? QStringLiteral("manifest") : toQ(source.reader), source.id});
}

Result<void> Project::Impl::Package::fill()
{
    if (auto placed = place(); !placed) return placed;
    std::map<fs::path, int> outside;
    std::int64_t done = 0;
    for (const ProjectClip& clip : tables.clips) {
        if (control.checkpoint() != RunControl::Signal::Continue) return Error::cancelled();
        if (auto copied = copyClip(clip, outside); !copied) return copied;
        control.report(Progress{"copying clips", ++done, static_cast<std::int64_t>(tables.clips.size())});
    }
    SqliteTransaction change(tables.database());
    // Paths are to be different at all times, and one's new path may be another's old one.
    if (auto parted = run("UPDATE source SET path = '/' || id", {}); !parted) return parted;
    for (const ProjectSource& source : tables.sources)
        if (auto described = describe(source); !described) return described;
    for (const auto& [clip, files] : moved)
        if (auto named = run("UPDATE clip_files SET files = ? WHERE clip = ?", {project::packFiles(files), clip});
            !named)
            return named;
    for (const int clip : gone)
        for (const char* statement : {"DELETE FROM clip_value WHERE clip = ?", "DELETE FROM clip_files WHERE clip = ?",
                                      "DELETE FROM clip WHERE id = ?"})
            if (auto deleted = run(statement, {clip}); !deleted) return deleted;
    if (!change.commit()) return tables.failure("the copy cannot be written");
    return {};
}

Result<std::vector<std::string>> Project::exportTo(const fs::path& folder, const RunControl& control) const
{
    std::error_code code;
    if (fs::exists(folder, code))
        return Error::usage("is there already", folder.string(), "choose the name of a new folder");
    const auto undo = [&](Error error) {
        fs::remove_all(folder, code);
        return error;
    };
    const fs::path target = project::absoluteOf(folder);
    fs::create_directories(target, code);
    if (code)
        return undo(Error::failed("cannot be made (" + code.message() + ")", folder.string(), "choose another folder"));
    // First of all: what is edited while files are copied belongs to the next package.
    const fs::path copy = target / m_impl->file.filename();
    if (!m_impl->database().run(QStringLiteral("VACUUM INTO ?"), {toQ(copy.string())}))
        return undo(m_impl->failure("the project cannot be copied"));
    Result<void> filled;
    Impl::Package package{target, {}, control};
    package.tables.file = m_impl->file;
    package.tables.connection = std::make_unique<SqliteConnection>(copy);
    filled = package.tables.load();
    if (filled) filled = package.fill();
    package.tables.connection.reset();
    if (!filled) return undo(filled.error());
    return package.leftOut;
}

} // namespace mien
