// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/reader.h"
#include "core/io/xlsx_writer.h"

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace mien::testing {

/// A row of a table typed in a test, with its number.
using Rows = std::vector<SheetRow>;

/// A dataset typed file by file. Pictures and videos hold none: readers open neither.
struct DatasetTree
{
    std::filesystem::path root;

    explicit DatasetTree(const QTemporaryDir& parent, const std::string& name = "日本 é")
        : root(std::filesystem::path(parent.path().toStdString()) / name)
    {
        std::filesystem::create_directories(root);
    }
    void file(const std::string& name, const std::string& content = "content") const
    {
        std::filesystem::create_directories((root / name).parent_path());
        std::ofstream(root / name, std::ios::binary) << content;
    }
    /// Pictures prefix<first>.jpg … prefix<last>.jpg.
    void frames(const std::string& prefix, int first, int last) const
    {
        for (int i = first; i <= last; ++i) file(prefix + std::to_string(i) + ".jpg");
    }
    void xlsx(const std::string& name, const Rows& rows) const { xlsx(name, std::vector<Sheet>{{"Sheet1", rows}}); }
    void xlsx(const std::string& name, const std::vector<Sheet>& sheets) const
    {
        file(name, xlsx::write(sheets, zip::Compression::Deflated).value());
    }
    DatasetIndex read() const
    {
        const RunControl control;
        auto index = readDataset(root, {}, control);
        if (!index) throw std::runtime_error(index.error().message());
        return std::move(index).value();
    }
};

/// Each diagnostic of one severity as "file:line".
inline std::multiset<std::string> places(const DatasetIndex& index, Diagnostic::Severity severity)
{
    std::multiset<std::string> found;
    for (const Diagnostic& d : index.diagnostics)
        if (d.severity == severity) found.insert(d.file + ":" + std::to_string(d.line));
    return found;
}

inline std::string listed(const DatasetIndex& index)
{
    std::string text = "\n";
    for (const Diagnostic& d : index.diagnostics)
        text += (d.severity == Diagnostic::Severity::Note ? "note " : "warning ") + d.file + ":" +
                std::to_string(d.line) + " " + d.message + "\n";
    return text;
}

/// True if some diagnostic at "file:line" says `words`.
inline bool says(const DatasetIndex& index, const std::string& place, const std::string& words)
{
    for (const Diagnostic& d : index.diagnostics)
        if (d.file + ":" + std::to_string(d.line) == place && d.message.find(words) != std::string::npos) return true;
    return false;
}

/// Every file named by a clip is there, ids are unique, events lie in the clip.
inline std::string unsound(const DatasetIndex& index)
{
    std::set<std::string> ids;
    for (const ClipEntry& clip : index.clips) {
        if (!ids.insert(clip.id).second) return clip.id + " is there twice";
        if (clip.subject.empty() || clip.files.empty()) return clip.id + " has no subject or no file";
        for (const auto& file : clip.files)
            if (file.is_absolute() || !std::filesystem::exists(index.root / file)) return "no file " + file.string();
        if (clip.kind == ClipEntry::Kind::ImageSequence && clip.frameCount != static_cast<int>(clip.files.size()))
            return clip.id + ": number of frames";
        for (const auto& event : {clip.onset, clip.apex, clip.offset})
            if (event && (*event < 0 || *event >= clip.frameCount.value_or(0))) return clip.id + ": event outside";
    }
    return {};
}

/// Readers whose probe takes the folder; "folders" apart, which comes last and takes whatever has folders of classes.
inline std::string takers(const std::filesystem::path& folder)
{
    std::string ids;
    for (const Reader* reader : readers())
        if (reader->id != "folders" && reader->probe(folder)) ids += (ids.empty() ? "" : " ") + reader->id;
    return ids;
}

} // namespace mien::testing
