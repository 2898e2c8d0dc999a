// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/path_status.h"

#include <system_error>

namespace mien::files {

namespace fs = std::filesystem;

Result<fs::file_status> statusOf(const fs::path& path)
{
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (status.type() == fs::file_type::not_found)
        return Error::input("there is no such file or folder", path.string(), "check the path");
    if (status.type() == fs::file_type::none)
        return Error::input("cannot be read: " + code.message(), path.string(), "check the path and its rights");
    return status;
}

} // namespace mien::files
