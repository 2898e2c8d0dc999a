// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_index.h"

#include "core/base/text.h"

#include <algorithm>

namespace mien {

const ClipEntry* DatasetIndex::find(const std::string& id) const
{
    const auto it = std::find_if(clips.begin(), clips.end(), [&](const ClipEntry& clip) { return clip.id == id; });
    return it == clips.end() ? nullptr : &*it;
}

std::vector<std::string> DatasetIndex::subjects() const
{
    std::vector<std::string> names;
    for (const ClipEntry& clip : clips) names.push_back(clip.subject);
    std::sort(names.begin(), names.end(), text::naturalLess);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::map<std::string, int> DatasetIndex::labelCounts() const
{
    std::map<std::string, int> counts;
    for (const ClipEntry& clip : clips)
        if (clip.label) ++counts[*clip.label];
    return counts;
}

std::vector<std::filesystem::path> DatasetIndex::absoluteFiles(const ClipEntry& clip) const
{
    std::vector<std::filesystem::path> files;
    files.reserve(clip.files.size());
    for (const auto& file : clip.files) files.push_back(root / file);
    return files;
}

std::vector<std::string> applyOverrides(DatasetIndex& index, const std::vector<ClipOverride>& overrides)
{
    std::map<std::string, const ClipOverride*> byClip;
    for (const ClipOverride& made : overrides) byClip[made.clip] = &made;
    std::erase_if(index.clips, [&](ClipEntry& clip) {
        const auto at = byClip.find(clip.id);
        if (at == byClip.end()) return false;
        const ClipOverride& made = *at->second;
        byClip.erase(at);
        if (made.label) clip.label = made.label->empty() ? std::nullopt : made.label;
        if (!made.split.empty()) clip.attributes[splitAttribute] = made.split;
        return made.excluded;
    });
    std::vector<std::string> unknown;
    for (const auto& [clip, made] : byClip) unknown.push_back(clip);
    return unknown;
}

} // namespace mien
