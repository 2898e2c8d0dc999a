// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dataset_summary.h"

#include "app/cli/json_values.h"
#include "core/base/parallel.h"
#include "core/media/frame_source.h"

#include <QJsonArray>

#include <atomic>

namespace mien::cli {

namespace {

Result<int> countFrames(const std::filesystem::path& video)
{
    auto source = openSource(video);
    if (!source) return source.error();
    if (const auto count = (*source)->info().frameCount) return *count;
    const auto times = (*source)->times();
    if (!times) return times.error();
    return static_cast<int>(times->size());
}

QJsonArray ofSeverity(const std::vector<Diagnostic>& diagnostics, Diagnostic::Severity severity)
{
    QJsonArray array;
    for (const Diagnostic& diagnostic : diagnostics)
        if (diagnostic.severity == severity)
            array.append(QJsonObject{{QStringLiteral("file"), json(diagnostic.file)},
                                     {QStringLiteral("line"), diagnostic.line},
                                     {QStringLiteral("message"), json(diagnostic.message)}});
    return array;
}

std::string describe(const std::vector<Diagnostic>& diagnostics, Diagnostic::Severity severity, const char* title)
{
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity != severity) continue;
        if (text.empty()) text = std::string(title) + "\n";
        text += "  ";
        if (!diagnostic.file.empty()) {
            text += diagnostic.file;
            if (diagnostic.line > 0) text += ":" + std::to_string(diagnostic.line);
            text += ": ";
        }
        text += diagnostic.message + "\n";
    }
    return text;
}

} // namespace

Result<DatasetSummary> summarise(const DatasetIndex& index, bool openVideos, const RunControl& control)
{
    std::vector<std::optional<int>> lengths(index.clips.size());
    std::vector<std::optional<Diagnostic>> faults(index.clips.size());
    std::atomic<std::int64_t> done = 0;
    parallelFor(index.clips.size(), 0, [&](std::size_t i, unsigned) {
        const ClipEntry& clip = index.clips[i];
        lengths[i] = clip.frameCount;
        if (lengths[i] || !openVideos || control.checkpoint() != RunControl::Signal::Continue) return;
        const auto counted = countFrames(index.root / clip.files.front());
        if (counted && *counted > clip.firstFrame)
            lengths[i] = *counted - clip.firstFrame;
        else if (counted)
            faults[i] = Diagnostic{Diagnostic::Severity::Warning, clip.files.front().string(), 0,
                                   clip.id + " begins with frame " + std::to_string(clip.firstFrame + 1) +
                                       ", but the video has only " + std::to_string(*counted)};
        else
            faults[i] = Diagnostic{Diagnostic::Severity::Warning, clip.files.front().string(), 0, counted.error().what};
        control.report(Progress{"counting frames", ++done, static_cast<std::int64_t>(index.clips.size())});
    });
    if (control.isCancelRequested()) return Error::cancelled();

    DatasetSummary summary;
    summary.reader = index.reader;
    summary.clips = static_cast<int>(index.clips.size());
    summary.subjects = static_cast<int>(index.subjects().size());
    summary.labels = index.labelCounts();
    summary.diagnostics = index.diagnostics;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        if (faults[i]) summary.diagnostics.push_back(*faults[i]);
        if (!lengths[i]) {
            ++summary.unknownLengths;
            continue;
        }
        summary.frames += *lengths[i];
        ++summary.lengths[*lengths[i]];
    }
    return summary;
}

QJsonObject json(const DatasetSummary& summary)
{
    QJsonObject labels;
    for (const auto& [name, count] : summary.labels) labels.insert(QString::fromStdString(name), count);
    QJsonObject lengths;
    for (const auto& [frames, count] : summary.lengths) lengths.insert(QString::number(frames), count);
    return {{QStringLiteral("reader"), json(summary.reader)},
            {QStringLiteral("clips"), summary.clips},
            {QStringLiteral("subjects"), summary.subjects},
            {QStringLiteral("frames"), static_cast<qint64>(summary.frames)},
            {QStringLiteral("labels"), labels},
            {QStringLiteral("lengths"), lengths},
            {QStringLiteral("warnings"), ofSeverity(summary.diagnostics, Diagnostic::Severity::Warning)},
            {QStringLiteral("notes"), ofSeverity(summary.diagnostics, Diagnostic::Severity::Note)}};
}

std::string describe(const DatasetSummary& summary)
{
    std::string text = "layout " + summary.reader + ": " + std::to_string(summary.clips) + " clips of " +
                       std::to_string(summary.subjects) + " subjects, " + std::to_string(summary.frames) + " frames";
    if (summary.unknownLengths > 0)
        text += " (without " + std::to_string(summary.unknownLengths) + " videos whose length is not known)";
    text += "\n";
    int labelled = 0;
    for (const auto& [name, count] : summary.labels) {
        text += "  " + name + ": " + std::to_string(count) + "\n";
        labelled += count;
    }
    if (labelled < summary.clips) text += "  (no label): " + std::to_string(summary.clips - labelled) + "\n";
    if (!summary.lengths.empty())
        text += "lengths: " + std::to_string(summary.lengths.begin()->first) + " to " +
                std::to_string(summary.lengths.rbegin()->first) + " frames\n";
    text += describe(summary.diagnostics, Diagnostic::Severity::Warning, "warnings");
    text += describe(summary.diagnostics, Diagnostic::Severity::Note, "notes");
    return text;
}

} // namespace mien::cli
