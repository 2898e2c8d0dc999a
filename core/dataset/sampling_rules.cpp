// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sampling_rules.h"

#include "core/base/random.h"
#include "core/dataset/sampling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

namespace mien::sampling {

namespace {

void require(bool holds, const char* contract)
{
    if (!holds) throw std::invalid_argument(contract);
}

std::vector<int> stretch(int first, int count)
{
    std::vector<int> frames(static_cast<std::size_t>(count));
    std::iota(frames.begin(), frames.end(), first);
    return frames;
}

} // namespace

std::vector<int> onsetToApex(int onset, int apex, int count)
{
    require(onset >= 0 && onset <= apex, "onsetToApex() needs 0 <= onset <= apex");
    std::vector<int> frames = evenIndices(apex - onset + 1, count);
    for (int& frame : frames) frame += onset;
    return frames;
}

std::vector<int> lastFrames(int n, int count)
{
    require(count >= 1 && n >= count, "lastFrames() needs n >= count >= 1");
    return stretch(n - count, count);
}

std::vector<int> firstAndLast(int n)
{
    require(n >= 1, "firstAndLast() needs n >= 1");
    return {0, n - 1};
}

std::vector<int> lateFusionPair(int n)
{
    constexpr int back = 15;
    require(n >= back, "lateFusionPair() needs n >= 15");
    return {n - back, n - 1};
}

std::vector<std::vector<int>> slidingWindows(int n, int length, int stride)
{
    require(length >= 1 && stride >= 1, "slidingWindows() needs length and stride >= 1");
    std::vector<std::vector<int>> windows;
    for (int first = 0; first + length <= n; first += stride) windows.push_back(stretch(first, length));
    return windows;
}

std::vector<std::vector<int>> slowFusionWindows(int n)
{
    constexpr int last = 10;
    require(n >= last, "slowFusionWindows() needs n >= 10");
    auto windows = slidingWindows(last, 4, 2);
    for (auto& window : windows)
        for (int& frame : window) frame += n - last;
    return windows;
}

std::vector<std::vector<int>> segments(int n, int length, std::optional<int> mostFrames)
{
    return slidingWindows(mostFrames ? std::min(n, *mostFrames) : n, length, length);
}

std::vector<TargetWindow> gaplessWindows(const std::vector<bool>& usable, int length, bool targetIsLast)
{
    require(length >= 1, "gaplessWindows() needs length >= 1");
    std::vector<TargetWindow> windows;
    int run = 0; ///< usable frames without a gap that end here
    for (int i = 0; i < static_cast<int>(usable.size()); ++i) {
        run = usable[static_cast<std::size_t>(i)] ? run + 1 : 0;
        const int needed = targetIsLast ? length : length + 1;
        if (run >= needed) windows.push_back({i - needed + 1, i});
    }
    return windows;
}

std::size_t neutralSamples(std::size_t kept)
{
    constexpr std::size_t most = 50;
    constexpr double share = 0.195;
    return std::min<std::size_t>(most, static_cast<std::size_t>(std::lround(share * static_cast<double>(kept))));
}

std::optional<NeutralAndPeaks> neutralAndPeaks(int n)
{
    if (n < 4) return std::nullopt; // the neutral frame would be a peak
    return NeutralAndPeaks{0, {n - 3, n - 2, n - 1}};
}

std::optional<bool> clipHasUnit(const std::vector<float>& values, float presentFrom)
{
    const auto coded = std::count_if(values.begin(), values.end(), [](float v) { return !std::isnan(v); });
    const auto present = std::count_if(values.begin(), values.end(), [&](float v) { return v >= presentFrom; });
    return coded == 0 ? std::nullopt : std::optional(2 * present >= coded);
}

std::vector<std::size_t> capPerClass(const std::vector<std::string>& labels, std::size_t most, std::uint64_t seed)
{
    std::map<std::string, std::vector<std::size_t>> byClass;
    for (std::size_t i = 0; i < labels.size(); ++i) byClass[labels[i]].push_back(i);
    std::vector<std::size_t> kept;
    for (auto& [label, indices] : byClass) {
        // A generator per class: what one class loses does not depend on which others there are.
        Random random = Random(seed).fork("cap " + label);
        if (indices.size() > most) {
            random.shuffle(indices);
            indices.resize(most);
        }
        kept.insert(kept.end(), indices.begin(), indices.end());
    }
    std::sort(kept.begin(), kept.end());
    return kept;
}

std::optional<std::size_t> affectBin(double valence, double arousal)
{
    const auto bin = [](double value) {
        return std::min(affectBins - 1, static_cast<int>(std::floor((value + 1) / 2 * affectBins)));
    };
    if (!(valence >= -1 && valence <= 1 && arousal >= -1 && arousal <= 1)) return std::nullopt;
    return static_cast<std::size_t>(bin(valence)) * affectBins + static_cast<std::size_t>(bin(arousal));
}

AffectHistogram affectHistogram(const std::vector<double>& valence, const std::vector<double>& arousal)
{
    require(valence.size() == arousal.size(), "affectHistogram() needs as many valences as arousals");
    AffectHistogram histogram(static_cast<std::size_t>(affectBins) * affectBins);
    for (std::size_t i = 0; i < valence.size(); ++i)
        if (const auto bin = affectBin(valence[i], arousal[i])) ++histogram[*bin];
    return histogram;
}

double affectConstant(const AffectHistogram& histogram, AffectSubset subset)
{
    require(!histogram.empty(), "affectConstant() needs bins");
    const auto most = static_cast<double>(*std::max_element(histogram.begin(), histogram.end()));
    const double mean = static_cast<double>(std::accumulate(histogram.begin(), histogram.end(), std::size_t{0})) /
                        static_cast<double>(histogram.size());
    return subset == AffectSubset::Most ? most : subset == AffectSubset::Mean ? mean : (most + mean) / 2;
}

double keepProbability(std::size_t n, double constant, AffectRule rule)
{
    require(constant > 0, "keepProbability() needs C > 0");
    const auto count = static_cast<double>(n);
    if (rule == AffectRule::Paper) return std::max(0.0, 1 - count / constant);
    return n == 0 ? 1.0 : std::min(1.0, constant / count);
}

std::vector<std::size_t> balanceAffect(const std::vector<double>& valence, const std::vector<double>& arousal,
                                       AffectSubset subset, AffectRule rule, std::uint64_t seed)
{
    const AffectHistogram histogram = affectHistogram(valence, arousal);
    const double constant = affectConstant(histogram, subset);
    Random random = Random(seed).fork("balance affect");
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < valence.size(); ++i) {
        const auto bin = affectBin(valence[i], arousal[i]);
        if (!bin || (valence[i] == 0 && arousal[i] == 0)) continue;
        if (random.chance(keepProbability(histogram[*bin], constant, rule))) kept.push_back(i);
    }
    return kept;
}

} // namespace mien::sampling
