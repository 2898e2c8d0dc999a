// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/types/clip_source.h"
#include "models/api/engine.h"

#include <cmath>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

/// A generated task of landmark grids, small enough for tests: each class moves its own part of the face, neutral none.
/// Independent of core/synth, so that the kernel's tests need no Qt.
namespace mien::toy {

inline constexpr int classes = 7;

/// Landmarks (first, last) that move down in each class but neutral: symmetric, so that mirrored clips keep their
/// class.
inline constexpr std::pair<int, int> groups[] = {{0, 16}, {17, 26}, {27, 35}, {36, 47}, {48, 59}, {60, 67}};

inline Clip clip(int label, int subject, Random& random)
{
    Clip out;
    out.sample.id = "S" + std::to_string(subject) + "-" + std::to_string(label);
    out.sample.clip = out.sample.id;
    out.sample.subject = "S" + std::to_string(subject);
    out.sample.label = label;
    Array grid;
    grid.shape = {2, 68, 20};
    grid.data.assign(2 * 68 * 20, 0.0f);
    const double strength = random.uniform(0.08, 0.2);
    const double onset = random.uniform(4, 9);
    for (int frame = 0; frame < 20; ++frame) {
        out.sample.frames.push_back(frame);
        const double activation = strength / (1.0 + std::exp(-(frame - onset)));
        for (int landmark = 0; landmark < 68; ++landmark)
            for (int channel = 0; channel < 2; ++channel) {
                const bool moves = channel == 1 && label < classes - 1 && landmark >= groups[label].first &&
                                   landmark <= groups[label].second;
                grid.data[static_cast<std::size_t>((channel * 68 + landmark) * 20 + frame)] =
                    static_cast<float>((moves ? activation : 0.0) + 0.004 * random.normal());
            }
    }
    out.inputs.push_back(std::move(grid));
    return out;
}

/// `subjects` × 7 clips, in order of subjects.
inline std::vector<Clip> clips(int subjects, std::uint64_t seed)
{
    Random random(seed);
    std::vector<Clip> out;
    for (int s = 0; s < subjects; ++s)
        for (int label = 0; label < classes; ++label) out.push_back(clip(label, s, random));
    return out;
}

/// Fold k tests on every `folds`-th subject, validates on the next one's and trains on the rest.
inline std::vector<Fold> subjectFolds(int subjects, int folds)
{
    std::vector<Fold> out(static_cast<std::size_t>(folds));
    for (int k = 0; k < folds; ++k)
        for (int s = 0; s < subjects; ++s)
            for (int label = 0; label < classes; ++label) {
                const auto i = static_cast<std::size_t>(s * classes + label);
                Fold& fold = out[static_cast<std::size_t>(k)];
                (s % folds == k ? fold.test : s % folds == (k + 1) % folds ? fold.validation : fold.train).push_back(i);
            }
    return out;
}

/// A folder that is removed at the end of the test.
class Folder
{
public:
    explicit Folder(const std::string& name)
        : m_path(std::filesystem::temp_directory_path() / ("mien-" + name + "-" + std::to_string(::getpid())))
    {
        std::filesystem::remove_all(m_path);
        std::filesystem::create_directories(m_path);
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

inline double accuracy(const TrainOutcome& outcome)
{
    int right = 0;
    int total = 0;
    for (const auto& fold : outcome.folds)
        for (const Prediction& prediction : fold.predictions) {
            right += prediction.predicted() == prediction.truth;
            ++total;
        }
    return total == 0 ? 0.0 : static_cast<double>(right) / total;
}

} // namespace mien::toy
