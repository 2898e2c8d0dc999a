// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/occlusion_watch.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

constexpr double clearScore = 1.0;
constexpr int clearFrames = 5;
constexpr float learning = 0.05f; ///< share of a clear frame in what is usual
constexpr float missing = 0.28f;  ///< of the score, over the cells around a landmark
constexpr int cellsAcross = 10;
constexpr float around = 1.5f; ///< cells on each side
constexpr std::size_t firstJudged = 17;

} // namespace

std::bitset<68> OcclusionWatch::look(const FaceProbe::Answer& answer, const Box& probed, const Landmarks68& landmarks)
{
    std::bitset<68> suspects;
    if (m_clear >= clearFrames) {
        const auto& usual = m_usual.at(static_cast<std::size_t>(answer.view));
        const auto& cells = answer.cells.at(static_cast<std::size_t>(answer.view));
        const float cell = probed.width / cellsAcross;
        const auto range = [](float at) {
            const auto inside = [](float cell) {
                return static_cast<std::size_t>(std::clamp(std::lround(cell), 0L, long{cellsAcross}));
            };
            return std::pair{inside(at - around), inside(at + around)};
        };
        for (std::size_t i = firstJudged; i < landmarks.size(); ++i) {
            const auto [left, right] = range((landmarks[i].x - probed.x - answer.dx) / cell);
            const auto [top, bottom] = range((landmarks[i].y - probed.y - answer.dy) / cell);
            float gone = 0;
            for (std::size_t row = top; row < bottom; ++row)
                for (std::size_t at = row * cellsAcross + left; at < row * cellsAcross + right; ++at)
                    gone += usual[at] - cells[at];
            suspects[i] = gone > missing;
        }
    }
    if (answer.score > clearScore) {
        const float share = std::max(learning, 1.0f / static_cast<float>(++m_clear));
        for (std::size_t v = 0; v < m_usual.size(); ++v)
            for (std::size_t i = 0; i < m_usual[v].size(); ++i)
                m_usual[v][i] += (answer.cells[v][i] - m_usual[v][i]) * share;
    }
    const auto hidden = suspects & m_suspects;
    m_suspects = suspects;
    return hidden;
}

} // namespace mien
