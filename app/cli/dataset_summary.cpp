// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dataset_summary.h"

#include "app/cli/json_values.h"

#include <QJsonArray>

#include <algorithm>
#include <utility>
#include <vector>

namespace mien::cli {

namespace {

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

/// A line with a bar for every entry; the longest bar stands for the highest count.
std::string histogram(const std::vector<std::pair<std::string, int>>& counts)
{
    constexpr int longest = 40;
    std::size_t width = 0;
    int most = 1;
    for (const auto& [name, count] : counts) {
        width = std::max(width, name.size());
        most = std::max(most, count);
    }
    std::string text;
    for (const auto& [name, count] : counts) {
        const int bar = count > 0 ? std::max(1, longest * count / most) : 0;
        text += "  " + name + ": " + std::string(width - name.size(), ' ');
        text += std::string(static_cast<std::size_t>(bar), '#') + " " + std::to_string(count) + "\n";
    }
    return text;
}

/// Clips by length, in ten ranges of equal width where there are more lengths than that.
std::vector<std::pair<std::string, int>> lengthRanges(const std::map<int, int>& lengths)
{
    constexpr int most = 10;
    const int shortest = lengths.begin()->first;
    const int width = (lengths.rbegin()->first - shortest) / most + 1;
    std::vector<std::pair<std::string, int>> ranges;
    if (lengths.size() <= most) {
        for (const auto& [frames, clips] : lengths) ranges.emplace_back(std::to_string(frames), clips);
        return ranges;
    }
    for (int first = shortest; first <= lengths.rbegin()->first; first += width)
        ranges.emplace_back(std::to_string(first) + "-" + std::to_string(first + width - 1), 0);
    for (const auto& [frames, clips] : lengths)
        ranges[static_cast<std::size_t>((frames - shortest) / width)].second += clips;
    return ranges;
}

} // namespace

int DatasetSummary::warnings() const
{
    return static_cast<int>(std::count_if(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
        return diagnostic.severity == Diagnostic::Severity::Warning;
    }));
}

DatasetExam unopened(const DatasetIndex& index)
{
    DatasetExam exam;
    for (const ClipEntry& clip : index.clips) exam.lengths.push_back(clip.frameCount);
    return exam;
}

DatasetSummary summarise(const DatasetIndex& index, const DatasetExam& exam)
{
    DatasetSummary summary;
    summary.reader = index.reader;
    summary.clips = static_cast<int>(index.clips.size());
    summary.subjects = static_cast<int>(index.subjects().size());
    summary.labels = index.labelCounts();
    summary.diagnostics = index.diagnostics;
    summary.diagnostics.insert(summary.diagnostics.end(), exam.findings.begin(), exam.findings.end());
    for (const auto& length : exam.lengths) {
        if (!length) {
            ++summary.unknownLengths;
            continue;
        }
        summary.frames += *length;
        ++summary.lengths[*length];
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
    std::vector<std::pair<std::string, int>> classes(summary.labels.begin(), summary.labels.end());
    for (const auto& [name, count] : classes) labelled += count;
    if (labelled < summary.clips) classes.emplace_back("(no label)", summary.clips - labelled);
    text += histogram(classes);
    if (!summary.lengths.empty())
        text += "lengths: " + std::to_string(summary.lengths.begin()->first) + " to " +
                std::to_string(summary.lengths.rbegin()->first) + " frames\n" +
                histogram(lengthRanges(summary.lengths));
    text += describe(summary.diagnostics, Diagnostic::Severity::Warning, "warnings");
    text += describe(summary.diagnostics, Diagnostic::Severity::Note, "notes");
    return text;
}

} // namespace mien::cli
