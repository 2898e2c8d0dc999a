// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/synth/au_set.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace mien::synth {

/// How far the emotions of a generated dataset overlap. The only place to make it easier or harder.
struct ExpressionDifficulty
{
    double apexLow = 0.75;          ///< intensity of the whole expression at its apex, uniform from …
    double apexHigh = 1.0;          ///< … to; lower values drown in landmark noise
    double componentSpread = 0.2;   ///< relative standard deviation of each action unit's own intensity
    double missingFactor = 0.4;     ///< multiplies the probability that a prototype's action unit stays away
    double extraAus = 0.4;          ///< mean number of action units that do not belong to the emotion
    double extraLow = 0.15;         ///< intensity of these, uniform from …
    double extraHigh = 0.45;        ///< … to
    double blendProbability = 0.06; ///< clips into which a second emotion mixes
    double blendShare = 0.35;       ///< intensity of the second emotion, relative
    double subjectSpread = 0.2;     ///< relative standard deviation of a subject's strength per action unit
    double asymmetry = 0.1;         ///< largest relative difference of the sides, besides unilateral contempt
    double restingTension = 0.03;   ///< standard deviation of the action units of a face at rest
    double blinkProbability = 0.25; ///< clips with a blink on the way
};

/// A subject's way to move: a factor per action unit. Known before, and independent of, any label.
struct ExpressionStyle
{
    std::array<double, auNumbers.size()> strength{};
};

ExpressionStyle drawStyle(Random random, const ExpressionDifficulty& difficulty);

/// The action units of one clip over time, neutral to apex.
class ExpressionPlan
{
public:
    /// `emotion`: one of emotionNames (neutral: no action unit moves), or empty for an unnamed mixture (CK+ has such
    /// sequences). What the face does at time 0 depends on `random.fork("rest")` alone, never on the emotion.
    ExpressionPlan(std::string_view emotion, const ExpressionStyle& style, const ExpressionDifficulty& difficulty,
                   const Random& random);

    /// Keeps the face as it is at time 0 (the control without motion).
    void freeze();

    /// Adds an action unit to the apex, at least this strong.
    void add(int number, double left, double right);

    /// Multiplies what the apex adds to the face at rest.
    void scale(double factor);

    /// Times 0 … 1 of an expression that comes and goes: at rest up to `onset` and from `offset` on, at full strength
    /// from `apex` to `release`.
    struct Course
    {
        double onset, apex, release, offset;
        double spread; ///< action units begin up to this share of the way up apart
    };
    void confine(const Course& course, Random random);

    AuSet at(double time) const;      ///< `time` 0 … 1
    bool hasBegun(double time) const; ///< the first action unit has left its resting value, and not all are back
    const AuSet& apex() const { return m_apex; }

private:
    struct Onset
    {
        double start = 0;
        double duration = 1;
        double progress(double time) const;
    };

    double progressOf(std::size_t unit, double time) const;
    void addEmotion(std::string_view emotion, double scale, const ExpressionDifficulty& difficulty, Random& random);
    void addExtras(const ExpressionDifficulty& difficulty, Random& random);
    void drawTiming(Random random);

    AuSet m_rest;
    AuSet m_apex;
    std::array<Onset, auNumbers.size()> m_onsets;
    double m_blinkAt = -1;                         ///< −1: none
    std::array<Onset, auNumbers.size()> m_returns; ///< of a burst: when and how each action unit goes back
    bool m_isBurst = false;
    bool m_frozen = false;
};

struct Affect
{
    double valence = 0; ///< −1 … 1
    double arousal = 0; ///< −1 … 1
};

/// Valence and arousal as the face shows them: tanh of a weighted sum of the action units' intensities (mean of both
/// sides). Weights in expression.cpp and in the truth folder's README; a face without any tension gives 0, 0.
Affect affectOf(const AuSet& actionUnits);

/// The weights, for documentation: action unit, valence weight, arousal weight.
struct AffectWeight
{
    int number;
    double valence, arousal;
};
const std::vector<AffectWeight>& affectWeights();

/// How much the face looks like the emotion, 0 … 1: its action units against those of the emotion's prototype.
double likeness(std::string_view emotion, const AuSet& actionUnits);

/// The emotions that are generated, in the order of emotionNames without neutral.
const std::vector<std::string>& generatedEmotions();

} // namespace mien::synth
