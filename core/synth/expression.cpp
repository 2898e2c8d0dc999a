// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/expression.h"

#include "core/facs/emotions.h"

#include <cmath>
#include <stdexcept>

namespace mien::synth {

namespace {

enum class Extent { Both, OneSide };

struct Component
{
    int number;
    double probability; ///< that it takes part
    double intensity;   ///< mean at a full apex
    Extent extent = Extent::Both;
};

struct Prototype
{
    std::string_view emotion;
    std::vector<Component> components;
    std::vector<int> alternatives; ///< of these components only one takes part
};

/// After EMFACS and the CK+ coding criteria; probabilities stand for the variants that posers show.
const std::vector<Prototype>& prototypes()
{
    static const std::vector<Prototype> table = {
        {"anger",
         {{4, 0.95, 0.80},
          {5, 0.35, 0.40},
          {7, 0.80, 0.65},
          {23, 0.70, 0.70},
          {24, 0.55, 0.65},
          {17, 0.45, 0.45},
          {10, 0.12, 0.30},
          {9, 0.08, 0.30}},
         {}},
        {"contempt",
         {{14, 0.95, 0.80, Extent::OneSide},
          {12, 0.45, 0.40, Extent::OneSide},
          {10, 0.20, 0.35, Extent::OneSide},
          {4, 0.12, 0.25},
          {43, 0.12, 0.30},
          {24, 0.12, 0.35}},
         {}},
        {"disgust",
         {{9, 0.88, 0.80},
          {10, 0.65, 0.65},
          {4, 0.50, 0.40},
          {7, 0.50, 0.55},
          {17, 0.45, 0.45},
          {25, 0.35, 0.45},
          {6, 0.30, 0.40},
          {15, 0.15, 0.30}},
         {}},
        {"fear",
         {{1, 0.90, 0.70},
          {2, 0.65, 0.50},
          {4, 0.75, 0.50},
          {5, 0.80, 0.70},
          {20, 0.85, 0.75},
          {25, 0.80, 0.60},
          {26, 0.40, 0.50},
          {7, 0.20, 0.30}},
         {}},
        {"happiness", {{12, 0.99, 0.85}, {6, 0.85, 0.65}, {25, 0.70, 0.60}, {7, 0.20, 0.35}, {26, 0.20, 0.40}}, {}},
        {"sadness",
         {{1, 0.85, 0.70},
          {4, 0.65, 0.50},
          {15, 0.92, 0.75},
          {17, 0.65, 0.60},
          {43, 0.20, 0.40},
          {24, 0.15, 0.35},
          {7, 0.15, 0.30},
          {20, 0.10, 0.30}},
         {}},
        {"surprise",
         {{1, 0.97, 0.80}, {2, 0.97, 0.85}, {5, 0.80, 0.70}, {25, 0.95, 0.70}, {26, 0.60, 0.90}, {27, 0.50, 0.80}},
         {26, 27}},
    };
    return table;
}

const Prototype& prototypeOf(std::string_view emotion)
{
    for (const Prototype& prototype : prototypes())
        if (prototype.emotion == emotion) return prototype;
    throw std::invalid_argument("no expression for the emotion " + std::string(emotion));
}

bool contains(const std::vector<int>& numbers, int number)
{
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// Action units that people show beside an emotion without changing it.
constexpr std::array<int, 14> extraCandidates = {1, 2, 4, 5, 6, 7, 10, 12, 14, 15, 17, 20, 24, 25};

/// Minimum-jerk profile (Flash & Hogan 1985): the usual model of a smooth point-to-point movement.
double minimumJerk(double s)
{
    s = std::clamp(s, 0.0, 1.0);
    return s * s * s * (10 + s * (6 * s - 15));
}

double limited(double value)
{
    return std::clamp(value, 0.0, 1.0);
}

} // namespace

ExpressionStyle drawStyle(Random random, const ExpressionDifficulty& difficulty)
{
    ExpressionStyle style;
    for (double& strength : style.strength)
        strength = std::clamp(1 + difficulty.subjectSpread * random.normal(), 0.5, 1.5);
    return style;
}

ExpressionPlan::ExpressionPlan(std::string_view emotion, const ExpressionStyle& style,
                               const ExpressionDifficulty& difficulty, const Random& random)
{
    Random rest = random.fork("rest");
    // The rarer action units are not at work in a face at rest.
    for (std::size_t i = 0; i < commonUnits; ++i) {
        const double tension = std::max(0.0, difficulty.restingTension * rest.normal());
        m_rest.left[i] = m_rest.right[i] = tension;
    }
    m_rest.set(43, 0, 0); // eyes start open
    if (rest.chance(difficulty.blinkProbability)) m_blinkAt = rest.uniform(0.15, 0.85);

    Random apex = random.fork("apex");
    const double scale = apex.uniform(difficulty.apexLow, difficulty.apexHigh);
    const auto& emotions = generatedEmotions();
    if (emotion.empty()) {
        for (int i = 0; i < 3; ++i) addExtras(difficulty, apex);
    } else if (emotion != "neutral") {
        addEmotion(emotion, scale, difficulty, apex);
        if (apex.chance(difficulty.blendProbability))
            addEmotion(emotions[apex.below(emotions.size())], scale * difficulty.blendShare, difficulty, apex);
        addExtras(difficulty, apex);
    }
    for (std::size_t i = 0; i < auNumbers.size(); ++i) {
        const double tilt = difficulty.asymmetry * apex.uniform(-1, 1);
        m_apex.left[i] = limited(std::max(m_rest.left[i], m_apex.left[i] * style.strength[i] * (1 + tilt)));
        m_apex.right[i] = limited(std::max(m_rest.right[i], m_apex.right[i] * style.strength[i] * (1 - tilt)));
    }
    drawTiming(random.fork("timing"));
}

void ExpressionPlan::addEmotion(std::string_view emotion, double scale, const ExpressionDifficulty& difficulty,
                                Random& random)
{
    const Prototype& prototype = prototypeOf(emotion);
    const bool leftSide = random.chance(0.5);
    const int alternative =
        prototype.alternatives.empty() ? 0 : prototype.alternatives[random.below(prototype.alternatives.size())];
    for (const Component& component : prototype.components) {
        const double missing = std::min(1.0, (1 - component.probability) * difficulty.missingFactor);
        const double own = std::max(0.2, 1 + difficulty.componentSpread * random.normal());
        if (random.chance(missing)) continue;
        if (contains(prototype.alternatives, component.number) && component.number != alternative) continue;
        const double intensity = scale * component.intensity * own;
        const bool oneSide = component.extent == Extent::OneSide;
        double& left = m_apex.left[auIndex(component.number)];
        double& right = m_apex.right[auIndex(component.number)];
        left = std::max(left, oneSide && !leftSide ? 0.0 : intensity);
        right = std::max(right, oneSide && leftSide ? 0.0 : intensity);
    }
}

void ExpressionPlan::addExtras(const ExpressionDifficulty& difficulty, Random& random)
{
    // Two draws with half the mean each: 0, 1 or 2 additional action units.
    for (int draw = 0; draw < 2; ++draw) {
        const bool present = random.chance(std::min(1.0, difficulty.extraAus / 2));
        const std::size_t i = auIndex(extraCandidates[random.below(extraCandidates.size())]);
        const double intensity = random.uniform(difficulty.extraLow, difficulty.extraHigh);
        if (!present) continue;
        m_apex.left[i] = std::max(m_apex.left[i], intensity);
        m_apex.right[i] = std::max(m_apex.right[i], intensity);
    }
}

void ExpressionPlan::drawTiming(Random random)
{
    const double start = random.uniform(0.06, 0.28);
    const double duration = random.uniform(0.35, 0.6);
    for (Onset& onset : m_onsets) {
        onset.start = std::max(0.04, start + random.uniform(-0.05, 0.12));
        onset.duration = std::min(duration * random.uniform(0.75, 1.3), 0.98 - onset.start);
    }
}

double ExpressionPlan::Onset::progress(double time) const
{
    return minimumJerk((time - start) / duration);
}

double ExpressionPlan::progressOf(std::size_t unit, double time) const
{
    const double gone = m_isBurst ? m_returns[unit].progress(time) : 0;
    return m_onsets[unit].progress(time) - gone;
}

void ExpressionPlan::add(int number, double left, double right)
{
    const std::size_t i = auIndex(number);
    m_apex.left[i] = std::max(m_apex.left[i], limited(left));
    m_apex.right[i] = std::max(m_apex.right[i], limited(right));
    // Nobody sucks or purses the lips of an open mouth.
    const double closing = number == 28 || number == 18 ? 0.9 : number == 32 ? 0.6 : 0;
    if (closing == 0) return;
    for (const int opening : {25, 26, 27}) {
        const std::size_t o = auIndex(opening);
        m_apex.left[o] = std::max(m_rest.left[o], (1 - closing) * m_apex.left[o]);
        m_apex.right[o] = std::max(m_rest.right[o], (1 - closing) * m_apex.right[o]);
    }
}

void ExpressionPlan::scale(double factor)
{
    for (std::size_t i = 0; i < auNumbers.size(); ++i) {
        m_apex.left[i] = limited(m_rest.left[i] + factor * (m_apex.left[i] - m_rest.left[i]));
        m_apex.right[i] = limited(m_rest.right[i] + factor * (m_apex.right[i] - m_rest.right[i]));
    }
}

void ExpressionPlan::confine(const Course& course, Random random)
{
    m_isBurst = true;
    std::size_t strongest = 0;
    const auto travel = [&](std::size_t i) {
        return m_apex.left[i] + m_apex.right[i] - m_rest.left[i] - m_rest.right[i];
    };
    const double rise = course.apex - course.onset, fall = course.offset - course.release;
    for (std::size_t i = 0; i < auNumbers.size(); ++i) {
        if (travel(i) > travel(strongest)) strongest = i;
        const double late = random.uniform(0, course.spread), early = random.uniform(1 - course.spread, 1);
        m_onsets[i] = {course.onset + late * rise, (1 - late) * rise};
        m_returns[i] = {course.release, early * fall};
    }
    // The strongest begins and ends the burst, so that onset and offset are true of every burst.
    m_onsets[strongest] = {course.onset, rise};
    m_returns[strongest] = {course.release, fall};
}

void ExpressionPlan::freeze()
{
    m_frozen = true;
    m_apex = m_rest;
}

AuSet ExpressionPlan::at(double time) const
{
    if (m_frozen) return m_rest;
    AuSet now;
    for (std::size_t i = 0; i < auNumbers.size(); ++i) {
        const double progress = progressOf(i, time);
        now.left[i] = m_rest.left[i] + progress * (m_apex.left[i] - m_rest.left[i]);
        now.right[i] = m_rest.right[i] + progress * (m_apex.right[i] - m_rest.right[i]);
    }
    if (m_blinkAt >= 0) {
        const double distance = (time - m_blinkAt) / 0.05;
        const double blink = std::exp(-distance * distance);
        // Far from its centre a blink is nothing at all, also at time 0.
        if (blink > 1e-3) now.set(43, std::max(now.leftOf(43), blink), std::max(now.rightOf(43), blink));
    }
    return now;
}

bool ExpressionPlan::hasBegun(double time) const
{
    if (m_frozen) return false;
    for (std::size_t i = 0; i < auNumbers.size(); ++i) {
        const bool moves = m_apex.left[i] > m_rest.left[i] || m_apex.right[i] > m_rest.right[i];
        const bool isBack = m_isBurst && time >= m_returns[i].start + m_returns[i].duration;
        if (moves && time > m_onsets[i].start && !isBack) return true;
    }
    return false;
}

const std::vector<AffectWeight>& affectWeights()
{
    static const std::vector<AffectWeight> weights = {
        {1, -0.10, 0.25},   {2, 0.05, 0.30},    {4, -0.55, 0.30},  {5, -0.05, 0.60},   {6, 0.35, 0.10},
        {7, -0.15, 0.20},   {9, -0.65, 0.15},   {10, -0.40, 0.10}, {12, 1.00, 0.25},   {14, -0.30, 0.00},
        {15, -0.70, -0.40}, {17, -0.30, -0.15}, {20, -0.40, 0.35}, {23, -0.35, 0.25},  {24, -0.25, 0.15},
        {25, 0.10, 0.15},   {26, 0.05, 0.40},   {27, 0.00, 0.60},  {43, -0.05, -0.60},
    };
    return weights;
}

Affect affectOf(const AuSet& actionUnits)
{
    Affect sum;
    for (const AffectWeight& weight : affectWeights()) {
        const double intensity = actionUnits.mean(weight.number);
        sum.valence += weight.valence * intensity;
        sum.arousal += weight.arousal * intensity;
    }
    return {std::tanh(sum.valence), std::tanh(sum.arousal)};
}

double likeness(std::string_view emotion, const AuSet& actionUnits)
{
    const Prototype& prototype = prototypeOf(emotion);
    double product = 0, own = 0, shown = 0;
    for (const Component& component : prototype.components) {
        const double expected = component.probability * component.intensity;
        product += expected * actionUnits.strongest(component.number);
        own += expected * expected;
    }
    for (const int number : auNumbers) shown += actionUnits.strongest(number) * actionUnits.strongest(number);
    if (shown <= 0) return 0;
    // The angle says which emotion, the projection how strongly.
    return limited(product / std::sqrt(own * shown)) * limited(product / own);
}

const std::vector<std::string>& generatedEmotions()
{
    static const std::vector<std::string> emotions = [] {
        std::vector<std::string> names;
        for (const std::string_view name : emotionNames)
            if (name != "neutral") names.emplace_back(name);
        return names;
    }();
    return emotions;
}

} // namespace mien::synth
