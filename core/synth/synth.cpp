// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/synth.h"

#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/media/video_writer.h"
#include "core/synth/conditions.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"
#include "core/synth/performance.h"
#include "core/synth/picture_file.h"
#include "core/synth/settings.h"
#include "core/synth/truth_writer.h"
#include "core/synth/video_clip.h"

#include <algorithm>
#include <mutex>
#include <optional>

namespace mien {

namespace fs = std::filesystem;

namespace {

constexpr int smallestSide = 120; ///< pixels; below this nobody, and no detector, sees a face

/// Of a name that synthLayouts() has.
const synth::Layout& layoutOf(const std::string& id)
{
    const auto& all = synth::layouts();
    return **std::find_if(all.begin(), all.end(), [&](const synth::Layout* layout) { return layout->id == id; });
}

synth::Stage stageOf(const SynthOptions& options)
{
    const synth::Layout& layout = layoutOf(options.layout);
    return {options.width ? options.width : layout.width, options.height ? options.height : layout.height,
            options.motion};
}

VideoCodec codecOf(const SynthOptions& options)
{
    if (options.codec == "auto") return preferredVideoCodec();
    return options.codec == "h264" ? VideoCodec::H264 : VideoCodec::Mjpeg;
}

std::vector<synth::Recording> recordingsOf(const SynthOptions& options, const synth::Layout& layout,
                                           const synth::ExpressionDifficulty& difficulty)
{
    auto recordings = layout.plan(options.subjects, options.seed, difficulty);
    synth::applyConditions(recordings, layout, options);
    return recordings;
}

/// Settings that this layout, this size or this FFmpeg cannot have.
Result<void> checkSettings(const SynthOptions& options)
{
    const synth::Layout& layout = layoutOf(options.layout);
    const synth::Stage stage = stageOf(options);
    SynthOptions scratch;
    for (const auto& [name, value] : {std::pair("difficulty", options.difficulty),
                                      {"codec", options.codec},
                                      {"lighting", options.lighting},
                                      {"occluder", options.occluder},
                                      {"noise", text::number(options.noise)},
                                      {"turn", text::number(options.turn)},
                                      {"micro", text::number(options.micro)}})
        if (auto known = applySynthSetting(scratch, name, value); !known) return known;
    if (!layout.film && (options.codec != "auto" || options.micro > 0))
        return Error::usage("layout '" + options.layout + "' has no videos", {},
                            std::string("leave out ") + (options.micro > 0 ? "micro" : "codec"));
    if (options.layout == "oulu" && options.lighting != "layout")
        return Error::usage("layout 'oulu' has each of its lightings", {}, "leave out lighting");
    if (!layout.film) return {};
    if (stage.width % 2 != 0 || stage.height % 2 != 0)
        return Error::usage("a video cannot have " + std::to_string(stage.width) + " x " +
                                std::to_string(stage.height) + " pixels",
                            {}, "give an even --width and --height");
    if (codecOf(options) == VideoCodec::H264 && preferredVideoCodec() != VideoCodec::H264)
        return Error::failed("this FFmpeg has no H.264 encoder", {}, "leave out codec, or give codec=mjpeg");
    return {};
}

Result<void> checkOptions(const SynthOptions& options)
{
    const auto& layouts = synthLayouts();
    if (std::find(layouts.begin(), layouts.end(), options.layout) == layouts.end())
        return Error::usage("unknown layout '" + options.layout + "'", {},
                            "these can be written: " + text::join(layouts, ", "));
    const int most = layoutOf(options.layout).mostSubjects;
    if (options.subjects > most)
        return Error::usage("there are not so many subjects in layout '" + options.layout + "'", {},
                            "give at most " + std::to_string(most));
    if (options.subjects < 1) return Error::usage("the number of subjects is not positive", {}, "give 1 or more");
    const synth::Stage stage = stageOf(options);
    if (stage.width < smallestSide || stage.height < smallestSide)
        return Error::usage("pictures are too small", {}, "give at least " + std::to_string(smallestSide) + " pixels");
    return checkSettings(options);
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

/// Draws all clips, several at a time.
class Production
{
public:
    Production(fs::path out, const SynthOptions& options, const RunControl& control)
        : m_out(std::move(out)), m_layout(layoutOf(options.layout)), m_stage(stageOf(options)),
          m_difficulty(synth::adjusted(m_layout.difficulty, options.difficulty)), m_codec(codecOf(options)),
          m_isSubstitute(options.codec == "auto" && m_codec != VideoCodec::H264), m_control(control),
          m_recordings(recordingsOf(options, m_layout, m_difficulty)), m_clips(m_recordings.size())
    {
    }

    Result<DatasetIndex> run();

private:
    /// A clip that is done.
    struct Drawn
    {
        ClipEntry entry;
        synth::TruthOfClip truth;
    };

    void produce(std::size_t clip);
    Result<Drawn> draw(const synth::Recording& recording) const;
    /// Draws all frames, writes them, and returns what is true of those of the clip.
    Result<std::vector<synth::FrameTruth>> shoot(const synth::Recording& recording, ClipEntry& entry) const;
    bool mayGoOn();
    Result<DatasetIndex> conclude();

    const fs::path m_out;
    const synth::Layout& m_layout;
    const synth::Stage m_stage;
    const synth::ExpressionDifficulty m_difficulty;
    const VideoCodec m_codec;
    const bool m_isSubstitute; ///< MJPEG, which nobody asked for
    const RunControl& m_control;
    const std::vector<synth::Recording> m_recordings;
    std::vector<std::optional<Drawn>> m_clips; ///< those that are done, in the order of m_recordings

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

Result<std::vector<synth::FrameTruth>> Production::shoot(const synth::Recording& recording, ClipEntry& entry) const
{
    const auto film = m_layout.film ? m_layout.film(recording) : std::nullopt;
    std::optional<synth::VideoClip> video;
    if (film) video.emplace(m_out, film->place, film->framesPerSecond, m_codec);
    std::vector<synth::FrameTruth> truth;
    int frame = 0; // of all that is written
    for (const synth::ClipPlan& plan : recording.plans) {
        const synth::Performance performance(plan, m_stage, m_difficulty);
        for (int f = 0; f < plan.frames; ++f, ++frame) {
            const synth::Picture picture = performance.draw(f);
            const bool isOfClip = frame >= recording.first && frame < recording.first + recording.frames();
            if (isOfClip) truth.push_back(picture.truth);
            if (video) {
                if (const auto added = video->add(picture.frame); !added) return added.error();
                continue;
            }
            const fs::path file = m_layout.frameFile(recording, frame);
            const auto written = synth::writeDatasetFile(m_out / file, encoded(picture.frame, plan.camera.file));
            if (!written) return written.error();
            if (isOfClip) entry.files.push_back(file);
        }
    }
    if (!video) return truth;
    auto file = video->finish();
    if (!file) return file.error();
    entry.kind = ClipEntry::Kind::Video;
    entry.files = {*file};
    return truth;
}

Result<Production::Drawn> Production::draw(const synth::Recording& recording) const
{
    ClipEntry entry;
    entry.id = recording.id;
    entry.subject = recording.subject;
    entry.frameCount = recording.frames();
    if (!recording.label.empty()) entry.label = recording.label;
    const auto truth = shoot(recording, entry);
    if (!truth) return truth.error();
    if (const auto labelled = m_layout.label(m_out, recording, *truth, entry); !labelled) return labelled.error();
    const auto written = synth::TruthWriter(m_out).writeClip(recording, *truth);
    if (!written) return written.error();
    return Drawn{std::move(entry), synth::truthOf(recording, *truth)};
}

void Production::produce(std::size_t clip)
{
    if (!mayGoOn()) return;
    auto drawn = draw(m_recordings[clip]);
    const std::lock_guard lock(m_mutex);
    if (!drawn) {
        if (!m_error) m_error = drawn.error();
        return;
    }
    m_clips[clip] = std::move(*drawn);
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
    std::vector<synth::TruthOfClip> truth;
    for (std::size_t i = 0; i < m_recordings.size(); ++i) {
        if (!m_clips[i]) continue;
        index.clips.push_back(std::move(m_clips[i]->entry));
        truth.push_back(std::move(m_clips[i]->truth));
        done.push_back(m_recordings[i]);
    }
    const auto isFilm = [](const ClipEntry& clip) { return clip.kind == ClipEntry::Kind::Video; };
    if (m_isSubstitute && std::any_of(index.clips.begin(), index.clips.end(), isFilm))
        index.diagnostics.push_back(
            {Diagnostic::Severity::Note, {}, 0, "this FFmpeg has no H.264 encoder; the videos are MJPEG in AVI"});
    if (m_layout.tables)
        if (const auto written = m_layout.tables(m_out, done, index.clips); !written) return written.error();
    std::stable_sort(index.clips.begin(), index.clips.end(),
                     [](const ClipEntry& a, const ClipEntry& b) { return text::naturalLess(a.id, b.id); });
    std::stable_sort(truth.begin(), truth.end(), [](const synth::TruthOfClip& a, const synth::TruthOfClip& b) {
        return text::naturalLess(a.id, b.id);
    });
    if (const auto written = synth::TruthWriter(m_out, m_layout.notes).writeSummary(truth); !written)
        return written.error();
    return index;
}

} // namespace

const std::vector<std::string>& synthLayouts()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> ids;
        for (const synth::Layout* layout : synth::layouts()) ids.push_back(layout->id);
        return ids;
    }();
    return names;
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
