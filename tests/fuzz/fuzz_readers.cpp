// SPDX-License-Identifier: GPL-3.0-or-later
//
// The readers of datasets: an input is a small tree of files. The reader is the one that recognises it; a first part
// "@ reader <id>" names another.
#include "core/dataset/manifest.h"
#include "core/dataset/reader.h"
#include "tests/fuzz/fuzz_support.h"

#include <set>

using namespace mien;

namespace {

void readBesides(const Reader& reader, const DatasetIndex& index, const ClipEntry& clip)
{
    if (reader.frameLabels && clip.hasFrameLabels) {
        const auto labels = reader.frameLabels(index, clip);
        if (fuzz::holds(labels) && clip.frameCount && !labels->expression.empty())
            fuzz::expect(labels->expression.size() == static_cast<std::size_t>(*clip.frameCount),
                         "labels of frames are as many as the frames");
    }
    if (reader.landmarks) (void)fuzz::holds(reader.landmarks(index, clip));
}

void check(const DatasetIndex& index)
{
    std::set<std::string> ids;
    for (const ClipEntry& clip : index.clips) {
        fuzz::expect(!clip.id.empty() && ids.insert(clip.id).second, "clips have names of their own");
        fuzz::expect(!clip.files.empty(), "clips have files");
        fuzz::expect(!clip.subject.empty(), "clips have a subject");
        fuzz::expect(clip.firstFrame >= 0, "frames count from 0");
        fuzz::expect(!clip.frameCount || *clip.frameCount > 0, "clips have frames");
        for (const auto& mark : {clip.onset, clip.apex, clip.offset})
            fuzz::expect(!mark || (*mark >= 0 && (!clip.frameCount || *mark < *clip.frameCount)),
                         "onset, apex and offset lie in the clip");
    }
    fuzz::expectWords(index.diagnostics);
    for (const Reader* reader : readers())
        if (reader->id == index.reader)
            for (const ClipEntry& clip : index.clips) readBesides(*reader, index, clip);
    (void)fuzz::holds(manifestText(index, index.root));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::Scratch scratch;
    auto parts = fuzz::partsOf(fuzz::textOf(data, size));
    std::string reader;
    if (!parts.empty() && parts.front().name.starts_with("reader ")) {
        reader = parts.front().name.substr(7);
        parts.erase(parts.begin());
    }
    scratch.clear();
    scratch.write(parts);
    const RunControl control;
    const auto index = readDataset(scratch.path(), reader, control);
    if (fuzz::holds(index)) check(*index);
    return 0;
}
