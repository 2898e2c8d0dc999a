// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/resources.h"

#include "core/base/text.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace mien::resources {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kibibyte = 1024;

/// The number behind `key` in a file of lines "key number …".
std::optional<std::int64_t> valueOf(const fs::path& file, const std::string& key)
{
    std::ifstream in(file);
    std::string word;
    while (in >> word) {
        std::int64_t value = 0;
        if (word == key && in >> value) return value;
        in.clear();
        in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return std::nullopt;
}

/// The only number of a file; nothing for "max".
std::optional<std::int64_t> numberIn(const fs::path& file)
{
    std::ifstream in(file);
    std::int64_t value = 0;
    return in >> value ? std::optional(value) : std::nullopt;
}

void lower(std::optional<std::int64_t>& least, std::optional<std::int64_t> value)
{
    if (value) least = least ? std::min(*least, *value) : *value;
}

/// What the group of `folder` and those above it leave. Pages of files that the group may drop count as free.
std::optional<std::int64_t> leftInGroups(fs::path folder, const fs::path& top, const char* limit, const char* usage)
{
    std::optional<std::int64_t> left;
    for (;; folder = folder.parent_path()) {
        const auto most = numberIn(folder / limit);
        const auto used = numberIn(folder / usage);
        if (most && used) lower(left, *most - *used + valueOf(folder / "memory.stat", "inactive_file").value_or(0));
        if (folder == top || !folder.has_relative_path()) return left;
    }
}

/// In a container the path that /proc names is seen from outside: then the mounted top is the group itself.
std::optional<std::int64_t> leftInControlGroup()
{
    std::optional<std::int64_t> left;
    std::ifstream in("/proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {
        const std::vector<std::string> parts = text::split(line, ':');
        if (parts.size() != 3) continue;
        const bool second = parts[1].empty();
        if (!second && parts[1] != "memory") continue;
        const fs::path top = second ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
        const fs::path named = (top / parts[2].substr(1)).lexically_normal();
        std::error_code code;
        const fs::path folder = fs::is_directory(named, code) ? named : top;
        lower(left, second ? leftInGroups(folder, top, "memory.max", "memory.current")
                           : leftInGroups(folder, top, "memory.limit_in_bytes", "memory.usage_in_bytes"));
    }
    return left;
}

std::optional<std::int64_t> leftOfLimit(int resource, const char* used)
{
    rlimit limit{};
    if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::nullopt;
    const auto taken = valueOf("/proc/self/status", used);
    if (!taken) return std::nullopt;
    return static_cast<std::int64_t>(limit.rlim_cur) - *taken * kibibyte;
}

} // namespace

std::optional<std::int64_t> availableMemory()
{
    std::optional<std::int64_t> least;
    if (const auto available = valueOf("/proc/meminfo", "MemAvailable:")) least = *available * kibibyte;
    lower(least, leftInControlGroup());
    lower(least, leftOfLimit(RLIMIT_AS, "VmSize:"));
    lower(least, leftOfLimit(RLIMIT_DATA, "VmData:"));
    if (least) least = std::max<std::int64_t>(0, *least);
    return least;
}

std::optional<std::int64_t> ownMemory()
{
    std::ifstream in("/proc/self/statm");
    std::int64_t size = 0;
    std::int64_t resident = 0;
    std::int64_t shared = 0;
    if (!(in >> size >> resident >> shared)) return std::nullopt;
    return (resident - shared) * ::sysconf(_SC_PAGESIZE);
}

std::optional<std::int64_t> availableDisk(const fs::path& folder)
{
    std::error_code code;
    for (fs::path place = fs::absolute(folder, code); !place.empty(); place = place.parent_path()) {
        const fs::space_info space = fs::space(place, code);
        if (!code) return static_cast<std::int64_t>(space.available);
        if (place == place.parent_path()) break;
    }
    return std::nullopt;
}

std::string bytesText(std::int64_t bytes)
{
    constexpr double megabyte = 1e6;
    const double megabytes = static_cast<double>(bytes) / megabyte;
    if (megabytes < 1000) return text::fixed(megabytes, megabytes < 10 ? 1 : 0) + " MB";
    return text::fixed(megabytes / 1000, 1) + " GB";
}

} // namespace mien::resources
