// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_doctor.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/dataset/near_duplicates.h"
#include "core/dataset/reader.h"
#include "core/facs/action_units.h"
#include "core/media/frame_source.h"
#include "core/media/image_reader.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <set>

namespace mien {

namespace {

namespace fs = std::filesystem;
using Severity = Diagnostic::Severity;

/// Shortest sequence of each paper's protocol.
struct Requirement
{
    int frames;
    const char* who; ///< leaves shorter ones out
};
constexpr Requirement requirements[] = {
    {10, "the landmark TCN and MicroX leave"},
    {15, "temporal fusion leaves"},
    {16, "the action-unit MobileNet leaves"},
    {101, "the recurrent valence and arousal networks leave"},
};

/// Frames that coders labelled.
struct FrameLabelCounts
{
    long frames = 0; ///< of clips with labels of any kind
    long expression = 0;
    long affect = 0; ///< valence and arousal
    long units = 0;  ///< any action unit, present or absent

    FrameLabelCounts& operator+=(const FrameLabelCounts& other)
    {
        frames += other.frames;
        expression += other.expression;
        affect += other.affect;
        units += other.units;
        return *this;
    }
};

/// What one clip gave.
struct ClipExam
{
    std::vector<Diagnostic> findings;
    std::optional<int> length;
    std::optional<PictureFingerprint> picture;
    FrameLabelCounts labels;

    void warn(const fs::path& file, const std::string& message)
    {
        findings.push_back({Severity::Warning, file.generic_string(), 0, message});
    }
};

std::string sizeOf(const Frame& frame)
{
    return std::to_string(frame.width) + "×" + std::to_string(frame.height);
}

/// Files that the reader has found fault with: what is wrong with them is said once.
std::set<std::string> saidFiles(const DatasetIndex& index)
{
    std::set<std::string> files;
    for (const Diagnostic& diagnostic : index.diagnostics)
        if (diagnostic.severity == Severity::Warning && diagnostic.line == 0) files.insert(diagnostic.file);
    return files;
}

bool isEmptyFile(const fs::path& file)
{
    std::error_code code;
    return fs::file_size(file, code) == 0 && !code;
}

void examinePictures(const DatasetIndex& index, const ClipEntry& clip, const std::set<std::string>& said,
                     const RunControl& control, ClipExam& exam)
{
    std::string first;
    std::size_t unreadable = 0;
    exam.length = static_cast<int>(clip.files.size());
    for (std::size_t i = 0; i < clip.files.size(); ++i) {
        if (control.checkpoint() != RunControl::Signal::Continue) return;
        const auto frame = readImage(index.root / clip.files[i]);
        if (!frame) {
            if (!said.count(clip.files[i].generic_string()) || !isEmptyFile(index.root / clip.files[i]))
                exam.warn(clip.files[i], frame.error().what + "; the frame counts as one without a face");
            ++unreadable;
            continue;
        }
        const std::string size = sizeOf(*frame);
        if (first.empty()) first = size;
        if (size != first)
            exam.warn(clip.files[i],
                      "is " + size + " where the sequence is " + first + "; the frame counts as one without a face");
        if (i == clip.files.size() / 2) exam.picture = fingerprint(*frame);
    }
    if (unreadable == clip.files.size())
        exam.warn(clip.files.front(), "no picture of " + clip.id + " can be read; runs leave the clip out");
}

Result<int> countFrames(FrameSource& source)
{
    if (const auto count = source.info().frameCount) return *count;
    const auto times = source.times();
    if (!times) return times.error();
    return static_cast<int>(times->size());
}

void examineVideo(const DatasetIndex& index, const ClipEntry& clip, ClipExam& exam)
{
    const fs::path& file = clip.files.front();
    exam.length = clip.frameCount;
    auto source = openSource(index.root / file);
    if (!source) return exam.warn(file, source.error().what + "; runs leave " + clip.id + " out");
    const auto count = countFrames(**source);
    if (!count) return exam.warn(file, count.error().what + "; runs leave " + clip.id + " out");
    if (*count <= clip.firstFrame) {
        exam.length = 0;
        return exam.warn(file, clip.id + " begins with frame " + std::to_string(clip.firstFrame + 1) +
                                   ", but the video has only " + std::to_string(*count) + "; runs leave the clip out");
    }
    const int there = *count - clip.firstFrame;
    if (clip.frameCount && *clip.frameCount > there)
        exam.warn(file, clip.id + " ends with frame " + std::to_string(clip.firstFrame + *clip.frameCount) +
                            ", but the video has only " + std::to_string(*count) + "; the clip ends there");
    exam.length = std::min(there, clip.frameCount.value_or(there));
    const int middle = clip.firstFrame + *exam.length / 2;
    const auto frame = (*source)->frame(middle);
    if (frame)
        exam.picture = fingerprint(*frame);
    else
        exam.warn(file, "frame " + std::to_string(middle + 1) + " cannot be decoded: " + frame.error().what +
                            "; it counts as one without a face");
}

/// That reads labels of single frames; null where its layout has none.
const Reader* readerOf(const DatasetIndex& index)
{
    const Reader* reader = findReader(index.reader);
    return reader && reader->frameLabels ? reader : nullptr;
}

/// Faults of the files are the reader's to say.
FrameLabelCounts countLabels(const Reader& reader, const DatasetIndex& index, const ClipEntry& clip)
{
    FrameLabelCounts counts;
    const auto labels = reader.frameLabels(index, clip);
    if (!labels) return counts;
    std::size_t frames = std::max(labels->expression.size(), labels->valence.size());
    for (const auto& [unit, values] : labels->actionUnits) frames = std::max(frames, values.size());
    counts.frames = static_cast<long>(frames);
    counts.expression = std::count_if(labels->expression.begin(), labels->expression.end(),
                                      [](const std::string& name) { return !name.empty(); });
    for (std::size_t i = 0; i < std::min(labels->valence.size(), labels->arousal.size()); ++i)
        counts.affect += !std::isnan(labels->valence[i]) && !std::isnan(labels->arousal[i]);
    for (std::size_t i = 0; i < frames; ++i)
        counts.units += std::any_of(labels->actionUnits.begin(), labels->actionUnits.end(), [&](const auto& unit) {
            return i < unit.second.size() && !std::isnan(unit.second[i]);
        });
    return counts;
}

/// "labels of single frames: expression in 9 of 12 frames, action units in 12"; empty where there are none.
std::string describe(const FrameLabelCounts& counts)
{
    std::vector<std::string> kinds;
    const auto add = [&](const char* kind, long labelled) {
        if (labelled == 0) return;
        const std::string all = kinds.empty() ? " of " + std::to_string(counts.frames) + " frames" : std::string();
        kinds.push_back(kind + (" in " + std::to_string(labelled)) + all);
    };
    add("expression", counts.expression);
    add("valence and arousal", counts.affect);
    add("action units", counts.units);
    return kinds.empty() ? std::string() : "labels of single frames: " + text::join(kinds, ", ");
}

std::string splitOf(const ClipEntry& clip)
{
    const auto it = clip.attributes.find("split");
    return it == clip.attributes.end() ? std::string() : it->second;
}

/// Clips of different people, or of different splits, that look the same.
std::vector<Diagnostic> reportDuplicates(const DatasetIndex& index, const std::vector<ClipExam>& exams)
{
    constexpr std::size_t most = 100;
    std::vector<ClipFingerprint> prints;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < exams.size(); ++i) {
        if (!exams[i].picture) continue;
        prints.push_back({index.clips[i].id, index.clips[i].subject, *exams[i].picture});
        places.push_back(i);
    }
    std::vector<Diagnostic> found;
    std::size_t more = 0;
    for (const DuplicatePair& pair : nearDuplicates(prints)) {
        const ClipEntry& first = index.clips[places[pair.first]];
        const ClipEntry& second = index.clips[places[pair.second]];
        const bool otherSubject = first.subject != second.subject;
        if (!otherSubject && splitOf(first) == splitOf(second)) continue;
        if (found.size() == most) {
            ++more;
            continue;
        }
        const std::string labels = first.label == second.label ? std::string() : ", and their labels differ";
        found.push_back({Severity::Warning, second.files.front().generic_string(), 0,
                         second.id + " looks the same as " + first.id +
                             (otherSubject ? " of another subject" : " of another split") + labels +
                             "; both stay, and the leak check of a run names them if they part"});
    }
    if (more > 0)
        found.push_back({Severity::Warning, {}, 0, std::to_string(more) + " more pairs of clips look the same"});
    return found;
}

std::string listedUnits(const std::vector<int>& units)
{
    std::vector<std::string> names;
    for (const int unit : units) names.push_back(std::to_string(unit));
    return text::join(names, ", ");
}

/// Labels that no coded action unit supports.
void reviewUnits(const DatasetIndex& index, std::vector<Diagnostic>& notes)
{
    for (const ClipEntry& clip : index.clips) {
        if (!clip.label || clip.actionUnits.empty() || clip.files.empty()) continue;
        const std::vector<int> expected = expectedActionUnits(*clip.label);
        const bool anyCoded = std::any_of(clip.actionUnits.begin(), clip.actionUnits.end(), [&](const AuCode& code) {
            return code.intensity != 0.0 && std::find(expected.begin(), expected.end(), code.number) != expected.end();
        });
        if (!expected.empty() && !anyCoded)
            notes.push_back({Severity::Note, clip.files.front().generic_string(), 0,
                             clip.id + " is labelled " + *clip.label + ", but none of its action units (" +
                                 listedUnits(expected) + ") is coded; the label counts"});
    }
}

} // namespace

std::vector<Diagnostic> reviewIndex(const DatasetIndex& index, const std::vector<std::optional<int>>& lengths)
{
    std::vector<Diagnostic> notes;
    const auto note = [&](const std::string& message) { notes.push_back({Severity::Note, {}, 0, message}); };
    const auto withoutEmotion =
        std::count_if(index.clips.begin(), index.clips.end(), [](const ClipEntry& clip) { return !clip.label; });
    const auto unlabelled = std::count_if(index.clips.begin(), index.clips.end(), [](const ClipEntry& clip) {
        return !clip.label && !clip.hasFrameLabels && clip.actionUnits.empty() && !clip.valence;
    });
    const bool isSaid = std::any_of(index.diagnostics.begin(), index.diagnostics.end(), [](const Diagnostic& d) {
        return d.message.find("unlabelled") != std::string::npos && d.severity == Severity::Note;
    });
    if (unlabelled > 0 && !isSaid)
        note(std::to_string(unlabelled) + " of " + std::to_string(index.clips.size()) +
             " clips have no label; they count as unlabelled and training leaves them out");
    if (withoutEmotion > unlabelled && !isSaid)
        note(std::to_string(withoutEmotion - unlabelled) + " of " + std::to_string(index.clips.size()) +
             " clips have no emotion as a label, but action units or valence and arousal: networks of emotions leave "
             "them out, those of units or of valence and arousal do not");
    for (const auto& [frames, who] : requirements) {
        std::size_t tooShort = 0, sequences = 0;
        for (std::size_t i = 0; i < index.clips.size() && i < lengths.size(); ++i) {
            const bool isSequence = index.clips[i].kind != ClipEntry::Kind::Image;
            sequences += isSequence;
            tooShort += isSequence && lengths[i] && *lengths[i] < frames;
        }
        if (tooShort > 0)
            note(std::to_string(tooShort) + " of " + std::to_string(sequences) + " sequences have fewer than " +
                 std::to_string(frames) + " frames; " + who + " them out");
    }
    reviewUnits(index, notes);
    return notes;
}

Result<DatasetExam> examineDataset(const DatasetIndex& index, const RunControl& control)
{
    std::vector<ClipExam> exams(index.clips.size());
    const std::set<std::string> said = saidFiles(index);
    const Reader* reader = readerOf(index);
    std::atomic<std::int64_t> done = 0;
    parallelFor(index.clips.size(), 0, [&](std::size_t i, unsigned) {
        if (control.checkpoint() != RunControl::Signal::Continue) return;
        const ClipEntry& clip = index.clips[i];
        if (clip.kind == ClipEntry::Kind::Video)
            examineVideo(index, clip, exams[i]);
        else
            examinePictures(index, clip, said, control, exams[i]);
        if (reader && clip.hasFrameLabels) exams[i].labels = countLabels(*reader, index, clip);
        control.report(Progress{"examining clips", ++done, static_cast<std::int64_t>(index.clips.size())});
    });
    if (control.checkpoint() != RunControl::Signal::Continue) return Error::cancelled();
    DatasetExam exam;
    FrameLabelCounts labels;
    for (const ClipExam& clip : exams) {
        labels += clip.labels;
        exam.lengths.push_back(clip.length);
        exam.findings.insert(exam.findings.end(), clip.findings.begin(), clip.findings.end());
    }
    const auto add = [&](const std::vector<Diagnostic>& more) {
        exam.findings.insert(exam.findings.end(), more.begin(), more.end());
    };
    add(reportDuplicates(index, exams));
    if (const std::string words = describe(labels); !words.empty()) add({{Severity::Note, {}, 0, words}});
    add(reviewIndex(index, exam.lengths));
    return exam;
}

} // namespace mien
