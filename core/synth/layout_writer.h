// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"
#include "core/synth/performance.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mien::synth {

/// What becomes one clip of the dataset: performances of one subject, one after the other.
struct Recording
{
    std::string id;      ///< in the dataset, and of its table in truth/
    std::string subject; ///< as the dataset calls the person
    std::string label;   ///< of the truth; empty: none
    std::vector<ClipPlan> plans;

    int frames() const
    {
        int sum = 0;
        for (const ClipPlan& plan : plans) sum += plan.frames;
        return sum;
    }
};

/// Takes the frames of one recording in order. Used by one thread.
class RecordingWriter
{
public:
    virtual ~RecordingWriter() = default;
    virtual Result<void> writeFrame(int frame, const Picture& picture) = 0; ///< from 0
    /// Labels and action units; returns the clip as the reader must find it. `truth`: one entry per frame.
    virtual Result<ClipEntry> writeLabels(const std::vector<FrameTruth>& truth) = 0;
};

/// Writes a dataset in one layout. To add one: a file with a function `const Layout& <id>Layout()` and a line in
/// layouts.def. Thread: any number of recordings may be written at a time.
class LayoutWriter
{
public:
    virtual ~LayoutWriter() = default;
    /// Which clips the dataset has, and what they are called; each plan a recording unless said otherwise.
    virtual std::vector<Recording> recordings(const std::vector<ClipPlan>& plans) const;
    virtual Result<std::unique_ptr<RecordingWriter>> begin(const Recording& recording) const = 0;
    /// Files that speak of several clips, when all are done. `clips` are those written, in natural order.
    virtual Result<void> finish(const std::vector<Recording>& recordings, const std::vector<ClipEntry>& clips) const;
};

struct Layout
{
    std::string id; ///< that of the reader
    std::unique_ptr<LayoutWriter> (*make)(const std::filesystem::path& root);
};

const std::vector<const Layout*>& layouts();

#define MIEN_LAYOUT(id) const Layout& id##Layout();
#include "core/synth/layouts.def"
#undef MIEN_LAYOUT

} // namespace mien::synth
