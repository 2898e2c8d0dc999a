// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/reader.h"

#include "core/base/files.h"
#include "core/base/printable.h"
#include "core/base/text.h"

#include <algorithm>
#include <system_error>

namespace mien {

#define MIEN_READER(id) const Reader& id##Reader();
#include "core/dataset/readers/readers.def"
#undef MIEN_READER

namespace {

namespace fs = std::filesystem;

std::string knownReaders()
{
    std::vector<std::string> names;
    for (const Reader* reader : readers()) names.push_back(reader->id + " (" + reader->title + ")");
    return text::join(names, ", ");
}

/// Input error unless `path` is a folder that can be listed and holds something.
Result<void> checkFolder(const fs::path& path)
{
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (status.type() == fs::file_type::not_found)
        return Error::input("there is no such folder", path.string(), "check the path");
    if (code) return Error::input("cannot read the folder: " + code.message(), path.string(), "check its rights");
    if (!fs::is_directory(status))
        return Error::input("is a file, not a folder", path.string(),
                            "give the folder that holds the dataset, or a project (.mien)");
    const fs::directory_iterator first(path, code);
    if (code) return Error::input("cannot read the folder: " + code.message(), path.string(), "check its rights");
    if (first == fs::directory_iterator())
        return Error::input("the folder is empty", path.string(), "give the folder that holds the dataset");
    return {};
}

/// What is the same for all layouts.
Result<DatasetIndex> completed(Result<DatasetIndex> index, const fs::path& folder)
{
    if (!index) return index;
    index->generated = isGenerated(folder);
    // Messages quote files and their names, which may hold anything.
    for (Diagnostic& diagnostic : index->diagnostics) diagnostic.message = text::printable(diagnostic.message);
    return index;
}

} // namespace

bool isGenerated(const fs::path& folder)
{
    const auto text = files::read(folder / generatedMarkFile);
    return text && text::startsWith(*text, generatedMark);
}

const std::vector<const Reader*>& readers()
{
    static const std::vector<const Reader*> all = {
#define MIEN_READER(id) &id##Reader(),
#include "core/dataset/readers/readers.def"
#undef MIEN_READER
    };
    return all;
}

const Reader* findReader(const std::string& id)
{
    const auto at = std::find_if(readers().begin(), readers().end(), [&](const Reader* r) { return r->id == id; });
    return at == readers().end() ? nullptr : *at;
}

Result<DatasetIndex> readDataset(const fs::path& path, const std::string& reader, const RunControl& control,
                                 const ReaderOptions& options)
{
    if (const auto usable = checkFolder(path); !usable) return usable.error();
    std::error_code code;
    fs::path folder = fs::absolute(path, code).lexically_normal();
    if (code) return Error::input("cannot resolve the path: " + code.message(), path.string());
    if (!folder.has_filename()) folder = folder.parent_path();

    bool isKnown = false;
    for (const Reader* candidate : readers()) {
        isKnown = isKnown || candidate->id == reader;
        if (!(reader.empty() ? candidate->probe(folder) : candidate->id == reader)) continue;
        if (options == ReaderOptions()) return completed(candidate->read(folder, control), folder);
        if (candidate->readWith) return completed(candidate->readWith(folder, options, control), folder);
        return Error::usage("the layout " + candidate->id + " has neither a frame offset nor induced labels",
                            path.string());
    }
    if (!reader.empty() && !isKnown)
        return Error::usage("there is no dataset reader '" + reader + "'", {}, "known are " + knownReaders());
    return Error::input("the layout of this folder is not known", path.string(),
                        "name it with --reader; known are " + knownReaders());
}

} // namespace mien
