// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/truth_writer.h"

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/synth/course.h"
#include "core/synth/dataset_files.h"

#include <algorithm>
#include <cstdio>
#include <numbers>

namespace mien::synth {

namespace {

std::string auColumn(int number, char side)
{
    char text[16];
    std::snprintf(text, sizeof text, "AU%02d_%c", number, side);
    return text;
}

std::vector<std::string> columns()
{
    std::vector<std::string> names = {"frame", "emotion", "valence", "arousal"};
    for (const int number : auNumbersInOrder()) {
        names.push_back(auColumn(number, 'l'));
        names.push_back(auColumn(number, 'r'));
    }
    for (const char axis : {'x', 'y'})
        for (int i = 0; i < 68; ++i) names.push_back(std::string(1, axis) + "_" + std::to_string(i));
    for (const char* angle : {"yaw", "pitch", "roll"}) names.emplace_back(angle);
    return names;
}

std::string readme(const std::string& notes)
{
    std::string text =
        std::string(generatedMark) +
        " Training must not read it.\n\n"
        "clips.csv: clip (identity in the dataset), subject, label (empty: not labelled), frames, onset (first frame\n"
        "that moves), apex (strongest frame), offset (last frame that moves; empty where the clip ends before it).\n"
        "Frames are counted from 1; stills, films of several expressions and faces that stay at rest have none of the\n"
        "three, but for bursts, which keep the planned ones also without motion.\n\n"
        "acting: acted or spontaneous, of expressions that come and go; lighting: strong, weak or dark (empty:\n"
        "daylight); occluder: mask, glasses, hand or none; micro...: a micro-expression of another emotion within the\n"
        "film, and its frames. Of a film of several expressions only what is true of all.\n\n"
        "Spontaneous expressions are weaker, slower and longer in going, their duration follows their strength (after\n"
        "Cohn & Schmidt 2004, Valstar et al. 2006): onset 0.5 to 0.85 s and offset 0.8 to 1.3 s against 0.2 to 0.4 s\n"
        "and 0.25 to 0.5 s of acted ones.\n\n"
        "<clip>.csv, one row per frame:\n"
        "  frame           from 1, in the order of the pictures\n"
        "  emotion         neutral until the first action unit leaves its resting value, then the clip's label;\n"
        "                  empty while a face moves in a sequence that is not labelled\n"
        "  valence         -1 (unpleasant) ... 1 (pleasant), as the face shows it: see below\n"
        "  arousal         -1 (calm) ... 1 (excited)\n"
        "  AUnn_l, AUnn_r  intensity of FACS action unit nn on the subject's left and right side, 0 ... 1 (maximum);\n"
        "                  the subject's right is on the image's left; of AU30 the side to which the jaw goes\n"
        "  x_i, y_i        landmark i = 0 ... 67 in the iBUG order, pixels, centre of the top-left pixel = (0, 0)\n"
        "  yaw, pitch, roll  of the head, degrees: to the image's right, down, clockwise in the image\n\n"
        "valence = tanh(sum of v * intensity), arousal = tanh(sum of a * intensity), intensity = mean of both sides:\n";
    for (const AffectWeight& weight : affectWeights()) {
        char line[64];
        std::snprintf(line, sizeof line, "  AU%02d  v = %5.2f  a = %5.2f\n", weight.number, weight.valence,
                      weight.arousal);
        text += line;
    }
    if (!notes.empty()) text += "\n" + notes;
    return text;
}

} // namespace

TruthOfClip truthOf(const Recording& clip, const std::vector<FrameTruth>& frames)
{
    TruthOfClip truth;
    truth.id = clip.id;
    truth.subject = clip.subject;
    truth.label = clip.label;
    truth.frames = clip.frames();
    const auto same = [&](auto&& of) { // where the performances of a film differ, nothing is said
        const std::string first = of(clip.plan());
        const auto differs = [&](const ClipPlan& plan) { return of(plan) != first; };
        return std::any_of(clip.plans.begin(), clip.plans.end(), differs) ? std::string() : first;
    };
    truth.lighting = same([](const ClipPlan& plan) { return plan.camera.light.name; });
    truth.occluder = same([](const ClipPlan& plan) {
        if (plan.occluder == Occluder::None && plan.identity.glasses) return std::string(nameOf(Occluder::Glasses));
        return std::string(nameOf(plan.occluder));
    });
    if (clip.plan().burst) truth.acting = same([](const ClipPlan& plan) { return std::string(nameOf(plan.acting)); });
    if (clip.plans.size() > 1 || clip.frames() < 2) return truth; // several of each, or no time at all
    if (const auto& micro = clip.plan().micro) {
        truth.micro = micro->emotion;
        truth.microOnset = micro->burst.onset - clip.first;
        truth.microApex = micro->burst.apex - clip.first;
        truth.microOffset = micro->burst.offset - clip.first;
    }
    if (const auto& burst = clip.plan().burst) {
        truth.onset = burst->onset - clip.first;
        truth.apex = burst->apex - clip.first;
        truth.offset = burst->offset - clip.first;
        return truth;
    }
    for (int f = 0; f < clip.frames() && !truth.onset; ++f)
        if (frames[static_cast<std::size_t>(f)].emotion != "neutral") truth.onset = f;
    if (truth.onset) truth.apex = clip.frames() - 1;
    return truth;
}

Result<void> TruthWriter::writeClip(const Recording& clip, const std::vector<FrameTruth>& frames) const
{
    std::string table = csv::line(columns());
    for (std::size_t f = 0; f < frames.size(); ++f) {
        const FrameTruth& truth = frames[f];
        std::vector<std::string> row = {std::to_string(f + 1), truth.emotion, text::fixed(truth.affect.valence, 4),
                                        text::fixed(truth.affect.arousal, 4)};
        for (const int number : auNumbersInOrder()) {
            row.push_back(text::fixed(truth.actionUnits.leftOf(number), 4));
            row.push_back(text::fixed(truth.actionUnits.rightOf(number), 4));
        }
        for (const Point& point : truth.landmarks) row.push_back(text::fixed(static_cast<double>(point.x), 3));
        for (const Point& point : truth.landmarks) row.push_back(text::fixed(static_cast<double>(point.y), 3));
        for (const double angle : {truth.pose.yaw, truth.pose.pitch, truth.pose.roll})
            row.push_back(text::fixed(angle * 180 / std::numbers::pi, 3));
        table += csv::line(row);
    }
    return writeDatasetFile(m_folder / (clip.id + ".csv"), table);
}

Result<void> TruthWriter::writeSummary(const std::vector<TruthOfClip>& clips) const
{
    std::string table = csv::line({"clip", "subject", "label", "frames", "onset", "apex", "offset", "acting",
                                   "lighting", "occluder", "micro", "micro_onset", "micro_apex", "micro_offset"});
    const auto frame = [](const std::optional<int>& f) { return f ? std::to_string(*f + 1) : std::string(); };
    for (const TruthOfClip& clip : clips)
        table += csv::line({clip.id, clip.subject, clip.label, std::to_string(clip.frames), frame(clip.onset),
                            frame(clip.apex), frame(clip.offset), clip.acting, clip.lighting, clip.occluder, clip.micro,
                            frame(clip.microOnset), frame(clip.microApex), frame(clip.microOffset)});
    if (const auto written = writeDatasetFile(m_folder / "clips.csv", table); !written) return written;
    return writeDatasetFile(m_folder / "README.txt", readme(m_notes));
}

} // namespace mien::synth
