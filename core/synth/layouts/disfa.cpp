// SPDX-License-Identifier: GPL-3.0-or-later
// DISFA: one film per subject (all performances, one after the other) as the left camera saw it, and
// ActionUnit_Labels/SN001/SN001_au1.txt … with the grade 0 … 5 of an action unit in every frame.
#include "core/synth/coded_units.h"
#include "core/synth/course.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"

#include <array>

namespace mien::synth {

namespace {

namespace fs = std::filesystem;

constexpr int framesPerSecond = 20;
constexpr std::array<int, 12> units = {1, 2, 4, 5, 6, 9, 12, 15, 17, 20, 25, 26};

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    std::vector<Recording> all;
    for (ClipPlan clip : planClips(subjects, seed, difficulty)) {
        planCourse(clip, Acting::Spontaneous, framesPerSecond);
        const std::string subject = "SN" + clip.subject.substr(1);
        if (all.empty() || all.back().subject != subject) all.push_back({subject + "_left", subject, {}, {}, 0, {}});
        all.back().plans.push_back(clip);
    }
    return all;
}

std::optional<Film> film(const Recording& recording)
{
    return Film{fs::path("Videos_LeftCamera") / ("LeftVideo" + recording.subject + "_comp"), framesPerSecond};
}

Result<void> label(const fs::path& root, const Recording& recording, const std::vector<FrameTruth>& truth,
                   ClipEntry& entry)
{
    for (const int unit : units) {
        std::string lines;
        for (std::size_t f = 0; f < truth.size(); ++f)
            lines += std::to_string(f + 1) + "," + std::to_string(gradeOf(truth[f].actionUnits.strongest(unit))) + "\n";
        const std::string name = recording.subject + "_au" + std::to_string(unit) + ".txt";
        if (auto done = writeDatasetFile(root / "ActionUnit_Labels" / recording.subject / name, lines); !done)
            return done;
    }
    entry.hasFrameLabels = true;
    entry.attributes["camera"] = "left";
    return {};
}

} // namespace

const Layout& disfaLayout()
{
    static const Layout layout = {
        "disfa",
        640,
        480,
        999,
        {},
        "ActionUnit_Labels: 0 below intensity 0.15, else 1 ... 5 = fifths of the range, the stronger side counts.\n",
        plan,
        nullptr,
        film,
        label,
        nullptr,
    };
    return layout;
}

} // namespace mien::synth
