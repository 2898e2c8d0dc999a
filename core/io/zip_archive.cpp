// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/zip_archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <memory>

namespace mien::zip {

namespace {

struct ReadFree
{
    void operator()(archive* handle) const { archive_read_free(handle); }
};
struct WriteFree
{
    void operator()(archive* handle) const { archive_write_free(handle); }
};
struct EntryFree
{
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

Error damaged(archive* handle, const std::string& where)
{
    const char* why = archive_error_string(handle);
    return Error::input("the archive is damaged or cut short" + (why ? " (" + std::string(why) + ")" : std::string()),
                        where, "copy the file again");
}

std::string nameOf(archive_entry* entry)
{
    const char* name = archive_entry_pathname_utf8(entry);
    if (!name) name = archive_entry_pathname(entry);
    std::string path = name ? name : "";
    std::replace(path.begin(), path.end(), '\\', '/');
    path.erase(0, std::min(path.find_first_not_of('/'), path.size()));
    return path;
}

la_ssize_t append(archive*, void* target, const void* data, size_t size)
{
    static_cast<std::string*>(target)->append(static_cast<const char*>(data), size);
    return static_cast<la_ssize_t>(size);
}

} // namespace

Result<Parts> read(std::string_view archiveBytes, const std::string& where, std::size_t mostBytes,
                   const std::function<bool(const std::string&)>& isWanted)
{
    const std::unique_ptr<archive, ReadFree> handle(archive_read_new());
    if (!handle) return Error::failed("out of memory", where);
    // The seekable reader goes by the directory at the end; without it an archive is cut short, and that is said.
    if (archive_read_support_format_zip_seekable(handle.get()) != ARCHIVE_OK ||
        archive_read_open_memory(handle.get(), archiveBytes.data(), archiveBytes.size()) != ARCHIVE_OK)
        return damaged(handle.get(), where);

    Parts parts;
    std::size_t bytes = 0;
    std::array<char, 65536> buffer;
    archive_entry* entry = nullptr;
    for (;;) {
        const int code = archive_read_next_header(handle.get(), &entry);
        if (code == ARCHIVE_EOF) return parts;
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN) return damaged(handle.get(), where);
        std::string name = nameOf(entry);
        if (!isWanted(name) || parts.count(name)) continue;
        if (archive_entry_is_encrypted(entry)) return Error::input("is encrypted", where, "save it without a password");
        std::string content;
        for (;;) {
            const la_ssize_t got = archive_read_data(handle.get(), buffer.data(), buffer.size());
            if (got < 0) return damaged(handle.get(), where);
            if (got == 0) break;
            bytes += static_cast<std::size_t>(got);
            if (bytes > mostBytes)
                return Error::input("unpacks to more than " + std::to_string(mostBytes >> 20) + " MiB", where,
                                    "no table of a dataset is as large; ask for the file again");
            content.append(buffer.data(), static_cast<std::size_t>(got));
        }
        parts.emplace(std::move(name), std::move(content));
    }
}

Result<std::string> write(const std::vector<std::pair<std::string, std::string>>& parts, Compression compression)
{
    std::string out;
    const std::unique_ptr<archive, WriteFree> handle(archive_write_new());
    const auto failed = [&] {
        const char* why = handle ? archive_error_string(handle.get()) : nullptr;
        return Error::failed("cannot make the archive: " + std::string(why ? why : "out of memory"));
    };
    if (!handle || archive_write_set_format_zip(handle.get()) != ARCHIVE_OK) return failed();
    const bool deflated = compression == Compression::Deflated;
    if ((deflated ? archive_write_zip_set_compression_deflate(handle.get())
                  : archive_write_zip_set_compression_store(handle.get())) != ARCHIVE_OK)
        return failed();
    archive_write_set_bytes_in_last_block(handle.get(), 1); // no padding
    if (archive_write_open(handle.get(), &out, nullptr, append, nullptr) != ARCHIVE_OK) return failed();
    for (const auto& [name, content] : parts) {
        const std::unique_ptr<archive_entry, EntryFree> entry(archive_entry_new());
        if (!entry) return failed();
        // No time is set: it is then 1980-01-01 00:00, which no time zone shifts.
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
        if (archive_write_header(handle.get(), entry.get()) != ARCHIVE_OK) return failed();
        if (archive_write_data(handle.get(), content.data(), content.size()) != static_cast<la_ssize_t>(content.size()))
            return failed();
    }
    if (archive_write_close(handle.get()) != ARCHIVE_OK) return failed();
    return out;
}

} // namespace mien::zip
