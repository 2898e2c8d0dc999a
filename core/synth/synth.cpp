// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/synth.h"

#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/media/video_writer.h"
#include "core/synth/layout_writer.h"
#include "core/synth/performance.h"
#include "core/synth/truth_writer.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

namespace mien {

namespace fs = std::filesystem;

namespace {

constexpr int smallestSide = 120; ///< pixels; below this nobody, and no detector, sees a face

Result<void> checkOptions(const SynthOptions& options)
{
    const auto& layouts = synthLayouts();
    if (std::find(layouts.begin(), layouts.end(), options.layout) == layouts.end())
        return Error::usage("unknown layout '" + options.layout + "'", {},
                            "these can be written: " + text::join(layouts, ", "));
    if (options.subjects < 1) return Error::usage("the number of subjects is not positive", {}, "give 1 or more");
    if (options.width < smallestSide || options.height < smallestSide)
        return Error::usage("pictures are too small", {}, "give at least " + std::to_string(smallestSide) + " pixels");
    return {};
}

/// Creates the folder if need be and makes sure that nothing lies in it. True if it was created.
Result<bool> claimFolder(const fs::path& out)
{
    std::error_code code;
    const bool existed = fs::is_directory(out, code);
    if (const auto made = files::ensureFolder(out); !made) return made.error();
    const bool empty = fs::is_empty(out, code);
    if (code) return Error::failed("cannot be read: " + code.message(), out.string(), "choose another folder");
    if (!empty) return Error::failed("the folder is not empty", out.string(), "choose a new or an empty folder");
    return !existed;
}

/// Takes back what was written, so that half a dataset is never taken for a whole one.
void discard(const fs::path& out, bool wasCreated)
{
    std::error_code ignored;
    if (wasCreated) {
        fs::remove_all(out, ignored);
        return;
    }
    std::vector<fs::path> children;
    for (const auto& entry : fs::directory_iterator(out, ignored)) children.push_back(entry.path());
    for (const fs::path& child : children) fs::remove_all(child, ignored);
}

/// The options have been checked: there is one of that name.
const synth::Layout& layoutOf(const std::string& id)
{
    const auto& all = synth::layouts();
    return **std::find_if(all.begin(), all.end(), [&](const synth::Layout* layout) { return layout->id == id; });
}

std::vector<synth::Recording> inOrder(std::vector<synth::Recording> recordings)
{
    std::stable_sort(recordings.begin(), recordings.end(), [](const synth::Recording& a, const synth::Recording& b) {
        return text::naturalLess(a.id, b.id);
    });
    return recordings;
}

/// Draws all clips, several at a time.
class Production
{
public:
    Production(fs::path out, const SynthOptions& options, const RunControl& control)
        : m_out(std::move(out)), m_stage{options.width, options.height, options.motion}, m_control(control),
          m_layout(layoutOf(options.layout)), m_writer(m_layout.make(m_out)),
          m_recordings(inOrder(m_writer->recordings(synth::planClips(options.subjects, options.seed, m_difficulty)))),
          m_entries(m_recordings.size())
    {
    }

    Result<DatasetIndex> run();

private:
    void produce(std::size_t clip);
    Result<ClipEntry> draw(const synth::Recording& recording) const;
    bool mayGoOn();
    Result<DatasetIndex> conclude();

    const fs::path m_out;
    const synth::Stage m_stage;
    const synth::ExpressionDifficulty m_difficulty;
    const RunControl& m_control;
    const synth::Layout& m_layout;
    const std::unique_ptr<synth::LayoutWriter> m_writer;
    const std::vector<synth::Recording> m_recordings;
    std::vector<std::optional<ClipEntry>> m_entries; ///< those that are done, in the order of m_recordings

    std::mutex m_mutex; ///< guards what follows
    std::optional<Error> m_error;
    bool m_finish = false;
    std::int64_t m_done = 0;
};

bool Production::mayGoOn()
{
    const RunControl::Signal signal = m_control.checkpoint();
    const std::lock_guard lock(m_mutex);
    if (signal == RunControl::Signal::Cancel && !m_error) m_error = Error::cancelled();
    if (signal == RunControl::Signal::Finish) m_finish = true;
    return !m_error && !m_finish;
}

Result<ClipEntry> Production::draw(const synth::Recording& recording) const
{
    auto writer = m_writer->begin(recording);
    if (!writer) return writer.error();
    std::vector<synth::FrameTruth> truth;
    for (const synth::ClipPlan& plan : recording.plans) {
        const synth::Performance performance(plan, m_stage, m_difficulty);
        for (int frame = 0; frame < plan.frames; ++frame) {
            const synth::Picture picture = performance.draw(frame);
            const auto written = (*writer)->writeFrame(static_cast<int>(truth.size()), picture);
            if (!written) return written.error();
            truth.push_back(picture.truth);
        }
    }
    auto entry = (*writer)->writeLabels(truth);
    if (!entry) return entry;
    if (const auto written = synth::TruthWriter(m_out).writeClip(recording, truth); !written) return written.error();
    return entry;
}

void Production::produce(std::size_t clip)
{
    if (!mayGoOn()) return;
    auto entry = draw(m_recordings[clip]);
    const std::lock_guard lock(m_mutex);
    if (!entry) {
        if (!m_error) m_error = entry.error();
        return;
    }
    m_entries[clip] = std::move(*entry);
    m_control.report(Progress{"drawing faces", ++m_done, static_cast<std::int64_t>(m_recordings.size())});
}

Result<DatasetIndex> Production::run()
{
    m_control.report(Progress{"drawing faces", 0, static_cast<std::int64_t>(m_recordings.size())});
    parallelFor(m_recordings.size(), 0, [this](std::size_t clip, unsigned) { produce(clip); });
    if (m_error) return *m_error;
    return conclude();
}

Result<DatasetIndex> Production::conclude()
{
    DatasetIndex index;
    index.reader = m_layout.id;
    index.name = m_out.filename().string();
    index.root = m_out;
    std::vector<synth::Recording> done;
    for (std::size_t i = 0; i < m_recordings.size(); ++i) {
        if (!m_entries[i]) continue;
        index.clips.push_back(std::move(*m_entries[i]));
        done.push_back(m_recordings[i]);
    }
    const bool hasVideos = !index.clips.empty() && index.clips.front().kind == ClipEntry::Kind::Video;
    if (hasVideos && preferredVideoCodec() != VideoCodec::H264)
        index.diagnostics.push_back(
            {Diagnostic::Severity::Note, {}, 0, "this FFmpeg has no H.264 encoder; the videos are MJPEG in AVI"});
    if (const auto written = m_writer->finish(done, index.clips); !written) return written.error();
    if (const auto written = synth::TruthWriter(m_out).writeSummary(done); !written) return written.error();
    return index;
}

} // namespace

const std::vector<std::string>& synthLayouts()
{
    static const std::vector<std::string> ids = [] {
        std::vector<std::string> all;
        for (const synth::Layout* layout : synth::layouts()) all.push_back(layout->id);
        return all;
    }();
    return ids;
}

Result<DatasetIndex> synthesise(const fs::path& out, const SynthOptions& options, const RunControl& control)
{
    if (const auto checked = checkOptions(options); !checked) return checked.error();
    const auto created = claimFolder(out);
    if (!created) return created.error();
    auto index = Production(out, options, control).run();
    if (!index) discard(out, *created);
    return index;
}

} // namespace mien
