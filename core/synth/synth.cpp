// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/synth.h"

#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/synth/ckplus_writer.h"
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

/// Draws all clips, several at a time.
class Production
{
public:
    Production(fs::path out, const SynthOptions& options, const RunControl& control)
        : m_out(std::move(out)), m_stage{options.width, options.height, options.motion}, m_control(control),
          m_plans(synth::planClips(options.subjects, options.seed, m_difficulty)), m_entries(m_plans.size())
    {
    }

    Result<DatasetIndex> run();

private:
    void produce(std::size_t clip);
    Result<ClipEntry> draw(const synth::ClipPlan& plan) const;
    bool mayGoOn();
    Result<DatasetIndex> conclude();

    const fs::path m_out;
    const synth::Stage m_stage;
    const synth::ExpressionDifficulty m_difficulty;
    const RunControl& m_control;
    const std::vector<synth::ClipPlan> m_plans;
    std::vector<std::optional<ClipEntry>> m_entries; ///< those that are done, in the order of m_plans

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

Result<ClipEntry> Production::draw(const synth::ClipPlan& plan) const
{
    const synth::CkPlusWriter writer(m_out);
    const synth::Performance performance(plan, m_stage, m_difficulty);
    ClipEntry entry;
    entry.id = plan.id();
    entry.subject = plan.subject;
    entry.frameCount = plan.frames;
    if (!plan.emotion.empty()) entry.label = plan.emotion;
    std::vector<synth::FrameTruth> truth;
    for (int frame = 0; frame < plan.frames; ++frame) {
        const synth::Picture picture = performance.draw(frame);
        auto file = writer.writeFrame(plan, frame, picture);
        if (!file) return file.error();
        entry.files.push_back(std::move(*file));
        truth.push_back(picture.truth);
    }
    entry.actionUnits = synth::codedActionUnits(truth.back().actionUnits);
    if (const auto written = writer.writeLabels(plan, entry.actionUnits); !written) return written.error();
    if (const auto written = synth::TruthWriter(m_out).writeClip(plan, truth); !written) return written.error();
    return entry;
}

void Production::produce(std::size_t clip)
{
    if (!mayGoOn()) return;
    auto entry = draw(m_plans[clip]);
    const std::lock_guard lock(m_mutex);
    if (!entry) {
        if (!m_error) m_error = entry.error();
        return;
    }
    m_entries[clip] = std::move(*entry);
    m_control.report(Progress{"drawing faces", ++m_done, static_cast<std::int64_t>(m_plans.size())});
}

Result<DatasetIndex> Production::run()
{
    m_control.report(Progress{"drawing faces", 0, static_cast<std::int64_t>(m_plans.size())});
    parallelFor(m_plans.size(), 0, [this](std::size_t clip, unsigned) { produce(clip); });
    if (m_error) return *m_error;
    return conclude();
}

Result<DatasetIndex> Production::conclude()
{
    DatasetIndex index;
    index.reader = "ckplus";
    index.name = m_out.filename().string();
    index.root = m_out;
    std::vector<synth::ClipPlan> done;
    for (std::size_t i = 0; i < m_plans.size(); ++i) {
        if (!m_entries[i]) continue;
        index.clips.push_back(std::move(*m_entries[i]));
        done.push_back(m_plans[i]);
    }
    if (const auto written = synth::TruthWriter(m_out).writeSummary(done); !written) return written.error();
    return index;
}

} // namespace

const std::vector<std::string>& synthLayouts()
{
    static const std::vector<std::string> layouts = {"ckplus"};
    return layouts;
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
