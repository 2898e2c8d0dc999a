// SPDX-License-Identifier: GPL-3.0-or-later
// CK+ (its distribution's ReadMe): cohn-kanade-images/, Landmarks/ (every frame), FACS/ and Emotion/ (last frame only).
// A sequence without a label gets no Emotion file, a face on which no action unit can be coded no FACS file.
#include "core/synth/coded_units.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace mien::synth {

namespace fs = std::filesystem;

namespace {

/// Numbers as the distribution has them: "   2.8600000e+02".
std::string exponential(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "   %.7e", value);
    return text;
}

/// Codes of the Emotion files: 1 anger, 2 contempt, 3 disgust, 4 fear, 5 happy, 6 sadness, 7 surprise; 0, neutral, is
/// never given to a sequence.
int emotionCode(const std::string& emotion)
{
    static constexpr std::array<std::string_view, 7> codes = {"anger",     "contempt", "disgust", "fear",
                                                              "happiness", "sadness",  "surprise"};
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (codes[i] == emotion) return static_cast<int>(i) + 1;
    throw std::invalid_argument("CK+ has no code for " + emotion);
}

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    return oneEach(planClips(subjects, seed, difficulty));
}

std::string frameStem(const ClipPlan& clip, int frame)
{
    char number[16];
    std::snprintf(number, sizeof number, "_%08d", frame + 1);
    return clip.id() + number;
}

fs::path place(const char* part, const ClipPlan& clip, int frame, const char* ending)
{
    return fs::path(part) / clip.subject / clip.sequence / (frameStem(clip, frame) + ending);
}

fs::path frameFile(const Recording& recording, int frame)
{
    const ClipPlan& clip = recording.plan();
    return place("cohn-kanade-images", clip, frame, ".png");
}

Result<void> label(const fs::path& root, const Recording& recording, const std::vector<FrameTruth>& truth,
                   ClipEntry& entry)
{
    const ClipPlan& clip = recording.plan();
    for (int frame = 0; frame < clip.frames; ++frame) {
        std::string points;
        for (const Point& point : truth[static_cast<std::size_t>(frame)].landmarks)
            points += exponential(static_cast<double>(point.x)) + exponential(static_cast<double>(point.y)) + "\n";
        const fs::path file = root / place("Landmarks", clip, frame, "_landmarks.txt");
        if (const auto written = writeDatasetFile(file, points); !written) return written;
    }
    entry.actionUnits = codedActionUnits(truth.back().actionUnits);
    const int last = clip.frames - 1;
    if (!entry.actionUnits.empty()) {
        std::string lines;
        for (const AuCode& code : entry.actionUnits)
            lines += exponential(code.number) + exponential(code.intensity.value_or(0)) + "\n";
        const fs::path file = root / place("FACS", clip, last, "_facs.txt");
        if (const auto written = writeDatasetFile(file, lines); !written) return written;
    }
    if (clip.emotion.empty()) return {};
    return writeDatasetFile(root / place("Emotion", clip, last, "_emotion.txt"),
                            exponential(emotionCode(clip.emotion)) + "\n");
}

} // namespace

const Layout& ckplusLayout()
{
    static const Layout layout = {
        "ckplus",
        640,
        480,
        999,
        {},
        "FACS files: action units from intensity 0.15 at the last frame, graded 1 ... 5 = fifths of the range, the\n"
        "stronger side counts.\n",
        plan,
        frameFile,
        nullptr,
        label,
        nullptr,
    };
    return layout;
}

} // namespace mien::synth
