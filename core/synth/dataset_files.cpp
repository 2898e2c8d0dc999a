// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/dataset_files.h"

#include "core/base/files.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace mien::synth {

Result<void> writeDatasetFile(const std::filesystem::path& file, std::string_view content)
{
    if (const auto made = files::ensureFolder(file.parent_path()); !made) return made.error();
    errno = 0;
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    stream.close();
    if (stream.good()) return {};
    return Error::failed(std::string("cannot write") + (errno ? std::string(": ") + std::strerror(errno) : ""),
                         file.string(), "check the folder's rights and free space");
}

} // namespace mien::synth
