// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace mien::files {

namespace fs = std::filesystem;

namespace {

class Descriptor
{
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }
    int close() { return m_fd < 0 ? 0 : ::close(std::exchange(m_fd, -1)); }

private:
    int m_fd;
};

std::string reason(int code)
{
    return std::generic_category().message(code);
}

Error writeError(const fs::path& file, int code)
{
    return Error::failed("cannot write: " + reason(code), file.string(), "check the folder's rights and free space");
}

} // namespace

Result<std::string> read(const fs::path& file)
{
    const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.get() < 0) return Error::input("cannot read: " + reason(errno), file.string());
    std::string content;
    char buffer[1 << 16];
    for (;;) {
        const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return Error::input("cannot read: " + reason(errno), file.string());
        if (n == 0) return content;
        content.append(buffer, static_cast<std::size_t>(n));
    }
}

Result<AtomicFile> AtomicFile::create(const fs::path& file)
{
    // A name of its own for every writer: two that write one file must not write into each other's. A name that is
    // taken may be a killed process's, or that of one with the same number on another machine or in a container.
    static std::atomic<unsigned> serial = 0;
    constexpr int tries = 1000;
    for (int i = 0;; ++i) {
        fs::path temporary = file;
        temporary += ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(serial++);
        const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (fd >= 0) return AtomicFile(file, std::move(temporary), fd);
        if (errno != EEXIST || i == tries) return writeError(file, errno);
    }
}

AtomicFile::AtomicFile(fs::path file, fs::path temporary, int fd)
    : m_file(std::move(file)), m_temporary(std::move(temporary)), m_fd(fd)
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_file(std::move(other.m_file)), m_temporary(std::move(other.m_temporary)), m_fd(std::exchange(other.m_fd, -1))
{
}

AtomicFile::~AtomicFile()
{
    if (m_fd < 0) return;
    ::close(m_fd);
    ::unlink(m_temporary.c_str());
}

Result<void> AtomicFile::write(std::string_view content)
{
    while (!content.empty()) {
        const ssize_t n = ::write(m_fd, content.data(), content.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return writeError(m_file, errno);
        content.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
}

Result<void> AtomicFile::commit()
{
    if (::fsync(m_fd) != 0) return writeError(m_file, errno);
    const bool closed = ::close(std::exchange(m_fd, -1)) == 0;
    if (closed && ::rename(m_temporary.c_str(), m_file.c_str()) == 0) return {};
    const int code = errno;
    ::unlink(m_temporary.c_str());
    return writeError(m_file, code);
}

Result<void> writeAtomically(const fs::path& file, std::string_view content)
{
    auto out = AtomicFile::create(file);
    if (!out) return out.error();
    if (auto written = out->write(content); !written) return written;
    return out->commit();
}

Result<void> ensureFolder(const fs::path& folder)
{
    std::error_code code;
    for (fs::path part = folder; !part.empty(); part = part.parent_path()) {
        const auto status = fs::status(part, code);
        if (fs::exists(status) && !fs::is_directory(status))
            return Error::failed("is a file, not a folder", part.string(), "choose another place");
        if (part == part.parent_path()) break;
    }
    fs::create_directories(folder, code);
    if (code)
        return Error::failed("cannot create the folder: " + code.message(), folder.string(),
                             "choose a place you may write to");
    if (::access(folder.c_str(), W_OK) != 0)
        return Error::failed("cannot write into the folder: " + reason(errno), folder.string(),
                             "choose a place you may write to");
    return {};
}

} // namespace mien::files
