// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/performance.h"

#include "core/synth/face_geometry.h"
#include "core/synth/face_renderer.h"
#include "core/synth/head_motion.h"
#include "core/synth/sensor.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace mien::synth {

namespace {

constexpr int shortestClip = 11; ///< frames; CK+ has 6 to 71
constexpr int longestClip = 30;
constexpr int subjectsPerUnlabelled = 4;

std::string numbered(const char* prefix, int number)
{
    char text[16];
    std::snprintf(text, sizeof text, "%s%03d", prefix, number);
    return text;
}

/// Units that each need the lips for themselves.
constexpr std::array<int, 5> lipUnits = {18, 19, 22, 28, 32};

bool needsLips(int unit)
{
    return std::find(lipUnits.begin(), lipUnits.end(), unit) != lipUnits.end();
}

void addUnit(ExpressionPlan& expression, int unit, const Random& clip)
{
    Random random = clip.fork("extra unit " + std::to_string(unit));
    const double intensity = random.uniform(0.5, 0.95);
    const bool toTheLeft = random.chance(0.5);
    if (unit == 30) // to one side
        expression.add(unit, toTheLeft ? intensity : 0, toTheLeft ? 0 : intensity);
    else
        expression.add(unit, intensity, intensity);
}

void confine(ExpressionPlan& expression, const Burst& burst, const ClipPlan& plan)
{
    // The frames before the onset and behind the offset are the last and the first at rest.
    const double last = plan.frames - 1;
    expression.confine({(burst.onset - 1) / last, burst.apex / last, std::max(burst.apex, burst.release) / last,
                        (burst.offset + 1) / last, burst.spread},
                       plan.random.fork("burst"));
}

ExpressionPlan planExpression(const ClipPlan& plan, const Stage& stage, const ExpressionDifficulty& difficulty)
{
    ExpressionPlan expression(plan.emotion, plan.style, difficulty, plan.random.fork("expression"));
    if (plan.amplitude != 1) expression.scale(plan.amplitude);
    for (const int unit : plan.extraUnits) addUnit(expression, unit, plan.random);
    if (plan.burst && plan.frames > 1) confine(expression, *plan.burst, plan);
    if (!stage.motion) expression.freeze();
    return expression;
}

/// Kept apart from the main one, so that each has its own apex and course.
std::optional<ExpressionPlan> planMicro(const ClipPlan& plan, const Stage& stage,
                                        const ExpressionDifficulty& difficulty)
{
    if (!plan.micro || !stage.motion) return std::nullopt;
    ExpressionDifficulty flash = difficulty;
    flash.blinkProbability =
        0; // the film's blinks are those of its main expression, else more of them would tell a flash
    ExpressionPlan expression(plan.micro->emotion, plan.style, flash, plan.random.fork("flash"));
    expression.scale(0.6);
    confine(expression, plan.micro->burst, plan);
    return expression;
}

} // namespace

ClipPlan castSubject(const std::string& subject, const Random& own, const ExpressionDifficulty& difficulty)
{
    ClipPlan plan;
    plan.subject = subject;
    plan.identity = drawIdentity(own.fork("identity"));
    plan.style = drawStyle(own.fork("style"), difficulty);
    return plan;
}

std::vector<ClipPlan> planClips(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    const Random root(seed);
    std::vector<ClipPlan> clips;
    for (int s = 1; s <= subjects; ++s) {
        const std::string subject = numbered("S", s);
        const Random own = root.fork(subject);
        std::vector<std::string> emotions = generatedEmotions();
        if (s % subjectsPerUnlabelled == 0) emotions.emplace_back();
        own.fork("order").shuffle(emotions);
        ClipPlan plan = castSubject(subject, own, difficulty);
        for (std::size_t i = 0; i < emotions.size(); ++i) {
            plan.sequence = numbered("", static_cast<int>(i) + 1);
            plan.emotion = emotions[i];
            plan.random = own.fork("clip " + plan.sequence);
            plan.frames =
                shortestClip + static_cast<int>(plan.random.fork("length").below(longestClip - shortestClip + 1));
            clips.push_back(plan);
        }
    }
    return clips;
}

void spreadUnits(const std::vector<ClipPlan*>& clips, std::vector<int> units)
{
    std::stable_partition(units.begin(), units.end(), needsLips);
    for (const int unit : units) {
        const auto burden = [unit](const ClipPlan* clip) {
            const auto lips = std::count_if(clip->extraUnits.begin(), clip->extraUnits.end(), needsLips);
            return (needsLips(unit) ? 100 * lips : 0) + static_cast<std::ptrdiff_t>(clip->extraUnits.size());
        };
        const auto least = std::min_element(
            clips.begin(), clips.end(), [&](const ClipPlan* a, const ClipPlan* b) { return burden(a) < burden(b); });
        if (least != clips.end()) (*least)->extraUnits.push_back(unit);
    }
}

struct Performance::Parts
{
    Parts(const ClipPlan& clip, const Stage& stage, const ExpressionDifficulty& difficulty)
        : plan(clip), expression(planExpression(clip, stage, difficulty)), micro(planMicro(clip, stage, difficulty)),
          motion(clip.random.fork("head"), stage.width, stage.height, {clip.closeness, clip.sway, clip.turn}),
          neutral(neutralShape(clip.identity.proportions)),
          renderer(clip.identity, clip.random.fork("scene"), stage.width, stage.height, clip.occluder),
          sensor(clip.random.fork("sensor" + clip.camera.name), clip.camera)
    {
    }

    /// A still is taken at the apex.
    double time(int frame) const { return plan.frames > 1 ? static_cast<double>(frame) / (plan.frames - 1) : 1; }

    const ClipPlan plan;
    /// Where two expressions meet, the stronger pull counts.
    AuSet unitsAt(double time) const
    {
        AuSet units = expression.at(time);
        if (!micro) return units;
        const AuSet flash = micro->at(time), rest = micro->at(0);
        for (std::size_t i = 0; i < auNumbers.size(); ++i) {
            if (flash.left[i] > rest.left[i]) units.left[i] = std::max(units.left[i], flash.left[i]);
            if (flash.right[i] > rest.right[i]) units.right[i] = std::max(units.right[i], flash.right[i]);
        }
        return units;
    }

    const ExpressionPlan expression;
    const std::optional<ExpressionPlan> micro;
    const HeadMotion motion;
    const HeadShape neutral;
    const FaceRenderer renderer;
    const Sensor sensor;
};

Performance::Performance(const ClipPlan& plan, const Stage& stage, const ExpressionDifficulty& difficulty)
    : m_parts(std::make_unique<Parts>(plan, stage, difficulty))
{
}

Performance::~Performance() = default;

const ClipPlan& Performance::plan() const
{
    return m_parts->plan;
}

FrameTruth Performance::truth(int frame) const
{
    const double time = m_parts->time(frame);
    FrameTruth truth;
    truth.emotion = m_parts->expression.hasBegun(time) ? m_parts->plan.emotion : "neutral";
    truth.actionUnits = m_parts->unitsAt(time);
    truth.pose = m_parts->motion.at(time);
    truth.affect = affectOf(truth.actionUnits);
    truth.landmarks = project(expressiveShape(m_parts->neutral, truth.actionUnits), HeadProjection(truth.pose));
    return truth;
}

Picture Performance::draw(int frame) const
{
    Picture picture;
    picture.truth = truth(frame);
    const AuSet& aus = picture.truth.actionUnits;
    const HeadProjection projection(picture.truth.pose);
    const QImage scene = m_parts->renderer.render(expressiveShape(m_parts->neutral, aus), aus, projection);
    picture.frame = m_parts->sensor.develop(illuminated(scene, m_parts->plan.camera.light), frame);
    return picture;
}

} // namespace mien::synth
