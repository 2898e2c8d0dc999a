// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

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

Result<void> writeAtomically(const fs::path& file, std::string_view content)
{
    fs::path temporary = file;
    temporary += ".tmp" + std::to_string(::getpid());
    Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (fd.get() < 0) return writeError(file, errno);
    const auto giveUp = [&](int code) {
        fd.close();
        ::unlink(temporary.c_str());
        return writeError(file, code);
    };
    while (!content.empty()) {
        const ssize_t n = ::write(fd.get(), content.data(), content.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return giveUp(errno);
        content.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::fsync(fd.get()) != 0) return giveUp(errno);
    if (fd.close() != 0) return giveUp(errno);
    if (::rename(temporary.c_str(), file.c_str()) != 0) return giveUp(errno);
    return {};
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
