// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mien {

MappedFile MappedFile::open(const std::filesystem::path& file)
{
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return {};
    struct stat status = {};
    void* at = MAP_FAILED;
    if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0)
        at = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_SHARED, fd, 0);
    ::close(fd); // the mapping stays
    if (at == MAP_FAILED) return {};
    const auto size = static_cast<std::size_t>(status.st_size);
    const auto unmap = [size](const std::uint8_t* bytes) { ::munmap(const_cast<std::uint8_t*>(bytes), size); };
    return {std::shared_ptr<const std::uint8_t>(static_cast<const std::uint8_t*>(at), unmap), size};
}

} // namespace mien
