// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Which frames and which samples the five papers use, one function per rule. Frames count from 0; n is the length of
/// the sequence. A sequence too short for a rule gives nothing where the rule says so; else it throws
/// std::invalid_argument, as callers drop short sequences before.
namespace mien::sampling {

/// `count` frames evenly from onset to apex, both kept (landmark TCN spec, section 2.2). onset ≤ apex.
std::vector<int> onsetToApex(int onset, int apex, int count);

/// The last `count` frames: 1 single frame, 5 three-dimensional convolution and RNN, 10 early fusion (temporal fusion
/// spec, section 4). n ≥ count.
std::vector<int> lastFrames(int n, int count);

std::vector<int> firstAndLast(int n); ///< the neutral and the apex of a posed sequence; n ≥ 1

/// The 15th frame from the end and the last one (late fusion). n ≥ 15.
std::vector<int> lateFusionPair(int n);

/// Windows of `length` frames, each starting `stride` behind the one before; those that do not fit are not made. Slow
/// fusion: 4 frames, stride 2 over the last 10. 3-D convolution and RNN in tests: 5, stride 1. Action units: 16,
/// stride 4.
std::vector<std::vector<int>> slidingWindows(int n, int length, int stride);

/// The four windows of slow fusion, in frames of the sequence. n ≥ 10.
std::vector<std::vector<int>> slowFusionWindows(int n);

/// Consecutive groups of `length` frames, the remainder dropped, of the first `mostFrames` only (MicroX spec, section
/// 3; nothing = of all).
std::vector<std::vector<int>> segments(int n, int length = 10, std::optional<int> mostFrames = 40);

/// A window of usable frames and the frame whose annotation is its target.
struct TargetWindow
{
    int first = 0;
    int target = 0;
};

/// All windows of `length` usable frames without a gap, stride 1, whose target is the usable frame behind the window
/// or, with `targetIsLast`, its last frame (valence/arousal spec, sections 2.2 and 7).
std::vector<TargetWindow> gaplessWindows(const std::vector<bool>& usable, int length = 100, bool targetIsLast = false);

/// How many neutral samples are made of the first frames of `kept` labelled clips: the paper's 50 of 257, in
/// proportion, 50 at most (landmark TCN spec, section 2.1).
std::size_t neutralSamples(std::size_t kept);

/// The neutral first frame and the three of the peak (valence/arousal spec, section 2.1: 327 sequences, 1,308 images).
struct NeutralAndPeaks
{
    int neutral = 0;
    std::array<int, 3> peaks = {};
};
std::optional<NeutralAndPeaks> neutralAndPeaks(int n); ///< nothing below 4 frames

/// Whether a clip carries an action unit: at least half of its coded frames do (action unit spec, section 4.2).
/// `values`: 0/1 or intensities, NaN = not coded. Nothing if no frame is coded.
std::optional<bool> clipHasUnit(const std::vector<float>& values, float presentFrom = 1);

/// At most `most` of each class, drawn by `seed`; the indices that stay, ascending (MicroX: 399 segments; SAMM: 5 clips
/// per emotion).
std::vector<std::size_t> capPerClass(const std::vector<std::string>& labels, std::size_t most, std::uint64_t seed);

/// Down-sampling of valence and arousal (valence/arousal spec, section 2.4).
inline constexpr int affectBins = 40;             ///< per axis, over −1…1
using AffectHistogram = std::vector<std::size_t>; ///< affectBins², valence × arousal

enum class AffectSubset { Most, Mean, Between }; ///< C of subsets 1, 2, 3: the paper used the third
enum class AffectRule { Paper, Ratio };          ///< p = max(0, 1 − n/C), or p = min(1, C/n), which flattens

/// The bin of a pair, or nothing where one is not annotated (NaN, −5, or anything else outside −1…1).
std::optional<std::size_t> affectBin(double valence, double arousal);

AffectHistogram affectHistogram(const std::vector<double>& valence, const std::vector<double>& arousal);

/// C: the fullest bin, the mean over all bins (empty ones too), or the mean of these two.
double affectConstant(const AffectHistogram& histogram, AffectSubset subset);

/// The probability to keep a frame of a bin with `n` frames.
double keepProbability(std::size_t n, double constant, AffectRule rule);

/// The frames that stay, ascending: independent draws by `seed`; frames that are not annotated, or 0 in both, never
/// stay.
std::vector<std::size_t> balanceAffect(const std::vector<double>& valence, const std::vector<double>& arousal,
                                       AffectSubset subset, AffectRule rule, std::uint64_t seed);

} // namespace mien::sampling
