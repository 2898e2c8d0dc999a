// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sampling.h"

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/dataset/sampling_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace mien {

namespace {

/// The neutral samples: the first frame of randomly drawn sequences, in the order of `kept`.
std::vector<Sample> drawNeutral(const std::vector<Sample>& samples, int label, std::uint64_t seed)
{
    std::vector<Sample> kept; // one of each clip
    for (const Sample& sample : samples)
        if (sample.use != Sample::Use::Held && (kept.empty() || kept.back().clip != sample.clip))
            kept.push_back(sample);
    const std::size_t count = sampling::neutralSamples(kept.size());
    std::vector<std::size_t> order(kept.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random = Random(seed).fork("neutral samples");
    random.shuffle(order);
    order.resize(count);
    std::sort(order.begin(), order.end());

    std::vector<Sample> drawn;
    for (const std::size_t i : order) {
        Sample sample = kept[i];
        sample.id = sample.clip + "#neutral";
        sample.label = label;
        sample.use = Sample::Use::Everywhere;
        std::fill(sample.frames.begin(), sample.frames.end(), 0);
        drawn.push_back(std::move(sample));
    }
    return drawn;
}

using Rule = SamplingPlan::Rule;

constexpr float notAnnotated = std::numeric_limits<float>::quiet_NaN();

/// The frames of one sample, and of which frame its annotation is.
struct Steps
{
    std::vector<int> frames;
    std::optional<int> target; ///< nothing = of all of them
    bool neutral = false;
    int place = 0; ///< among all that could be taken of the sequence: strides count it
};

std::vector<Steps> each(std::vector<std::vector<int>> windows)
{
    std::vector<Steps> all;
    for (auto& window : windows) all.push_back({std::move(window), {}, false});
    return all;
}

std::vector<Steps> neutralAndPeaks(int n)
{
    const auto frames = sampling::neutralAndPeaks(n);
    if (!frames) return {{{n - 1}, {}, false}}; // a still, as JAFFE's
    std::vector<Steps> all = {{{frames->neutral}, {}, true}};
    for (const int peak : frames->peaks) all.push_back({{peak}, {}, false});
    return all;
}

/// Frames whose valence and arousal are both annotated.
std::vector<bool> annotated(const FrameLabels& labels, int n)
{
    std::vector<bool> usable(static_cast<std::size_t>(n), false);
    for (std::size_t f = 0; f < usable.size() && f < labels.valence.size() && f < labels.arousal.size(); ++f)
        usable[f] = std::abs(labels.valence[f]) <= 1 && std::abs(labels.arousal[f]) <= 1; // NaN is neither
    return usable;
}

std::vector<Steps> annotatedFrames(const FrameLabels& labels, int n, int stride)
{
    std::vector<Steps> all;
    const auto usable = annotated(labels, n);
    for (int f = 0; f < n; f += stride)
        if (usable[static_cast<std::size_t>(f)]) all.push_back({{f}, f, false, f});
    return all;
}

/// The frames one behind the other, with an empty place where pictures are missing between two.
std::vector<int> placesInFilm(const FrameLabels& labels, int n)
{
    std::vector<int> places(static_cast<std::size_t>(n), 0);
    const bool areNumbered = labels.numbers.size() == places.size();
    for (std::size_t f = 1; f < places.size(); ++f)
        places[f] = places[f - 1] + (areNumbered && labels.numbers[f] != labels.numbers[f - 1] + 1 ? 2 : 1);
    return places;
}

std::vector<Steps> annotatedWindows(const FrameLabels& labels, int n, const SamplingPlan::Choice& choice, bool last)
{
    std::vector<Steps> all;
    if (n < 1) return all;
    const std::vector<int> places = placesInFilm(labels, n);
    const std::vector<bool> usable = annotated(labels, n);
    std::vector<bool> film(static_cast<std::size_t>(places.back()) + 1, false);
    for (std::size_t f = 0; f < usable.size(); ++f) film[static_cast<std::size_t>(places[f])] = usable[f];
    const auto frameAt = [&](int place) {
        return static_cast<int>(std::lower_bound(places.begin(), places.end(), place) - places.begin());
    };
    const auto windows = sampling::gaplessWindows(film, choice.length, last);
    for (std::size_t w = 0; w < windows.size(); w += static_cast<std::size_t>(choice.stride)) {
        std::vector<int> frames(static_cast<std::size_t>(choice.length));
        std::iota(frames.begin(), frames.end(), frameAt(windows[w].first));
        all.push_back({std::move(frames), frameAt(windows[w].target), false, static_cast<int>(w)});
    }
    return all;
}

/// The windows that do not reach over missing pictures.
std::vector<std::vector<int>> withoutGaps(std::vector<std::vector<int>> windows, const FrameLabels& labels)
{
    const auto number = [&](int frame) { return labels.numbers.at(static_cast<std::size_t>(frame)); };
    if (!labels.numbers.empty())
        std::erase_if(windows, [&](const std::vector<int>& window) {
            return number(window.back()) - number(window.front()) != window.back() - window.front();
        });
    return windows;
}

/// The coded apex, where it lies in the sequence.
std::optional<int> apexOf(const SampleCandidate& candidate)
{
    const bool isInside = candidate.apex && *candidate.apex >= 0 && *candidate.apex < candidate.frames;
    return isInside ? candidate.apex : std::nullopt;
}

/// Frames up to the apex.
int lengthToApex(const SampleCandidate& candidate)
{
    const auto apex = apexOf(candidate);
    return apex ? *apex + 1 : candidate.frames;
}

std::vector<int> evenFrames(const SampleCandidate& candidate, int length)
{
    const auto apex = apexOf(candidate);
    if (!apex) return evenIndices(candidate.frames, length);
    return sampling::onsetToApex(std::clamp(candidate.onset.value_or(0), 0, *apex), *apex, length);
}

/// What a rule makes of a sequence; nothing where that is too short for it.
std::vector<Steps> stepsOf(const SampleCandidate& candidate, const SamplingPlan::Choice& choice, bool targetIsLast)
{
    constexpr int lateFusion = 15;
    const bool isWhole = choice.rule == Rule::Segments || choice.rule == Rule::AnnotatedFrames ||
                         choice.rule == Rule::AnnotatedWindows || !candidate.frameLabels.empty();
    const int n = isWhole ? candidate.frames : lengthToApex(candidate);
    switch (choice.rule) {
    case Rule::Even:
        return each({evenFrames(candidate, choice.length)});
    case Rule::Last:
        return n < choice.length ? std::vector<Steps>() : each({sampling::lastFrames(n, choice.length)});
    case Rule::LateFusionPair:
        return n < lateFusion ? std::vector<Steps>() : each({sampling::lateFusionPair(n)});
    case Rule::Windows:
        return each(withoutGaps(sampling::slidingWindows(n, choice.length, choice.stride), candidate.frameLabels));
    case Rule::Segments:
        return each(sampling::segments(n, choice.length,
                                       choice.mostFrames > 0 ? std::optional(choice.mostFrames) : std::nullopt));
    case Rule::NeutralAndPeaks:
        return neutralAndPeaks(n);
    case Rule::AnnotatedFrames:
        return annotatedFrames(candidate.frameLabels, n, choice.stride);
    case Rule::AnnotatedWindows:
        return annotatedWindows(candidate.frameLabels, n, choice, targetIsLast);
    }
    return {};
}

bool isCodedAsAWhole(const SampleCandidate& candidate, Task task)
{
    if (task == Task::Units) return candidate.frameLabels.actionUnits.empty() && !candidate.actionUnits.empty();
    return task == Task::Affect && candidate.frameLabels.valence.empty();
}

/// What is coded is the apex, at which posed clips end.
std::vector<Steps> wholeClip(const SampleCandidate& candidate, const SamplingPlan::Choice& choice)
{
    if (choice.rule == Rule::AnnotatedWindows) return {}; // one value says nothing about its course
    const int length = choice.rule == Rule::AnnotatedFrames ? 1 : choice.length;
    const int frames = lengthToApex(candidate);
    if (frames < length) return {};
    return each({sampling::lastFrames(frames, length)});
}

/// Turns candidates into samples, one after the other.
class SampleMaker
{
public:
    SampleMaker(const std::vector<std::string>& classes, const SamplingPlan& plan, Task task)
        : m_classes(classes), m_plan(plan), m_task(task)
    {
        if (task != Task::Units) return;
        for (const std::string& name : classes)
            m_units.push_back(static_cast<int>(text::toInt(std::string_view(name).substr(2)).value()));
    }

    void add(const SampleCandidate& candidate)
    {
        if (m_task == Task::Classes && indexOf(candidate.label) < 0)
            return leftOut(candidate, "'" + candidate.label + "' is no class of the network");
        if (candidate.frames < std::max(1, m_plan.minimumFrames))
            return leftOut(candidate, std::to_string(candidate.frames) + " frames, fewer than " +
                                          std::to_string(m_plan.minimumFrames));
        const std::size_t before = m_set.samples.size();
        SamplingPlan::Choice both = m_plan.training;
        both.stride = m_plan.held.stride;
        if (both == m_plan.held) {
            both.stride = std::gcd(m_plan.training.stride, m_plan.held.stride);
            addChoice(candidate, both, Sample::Use::Everywhere);
        } else {
            addChoice(candidate, m_plan.training, Sample::Use::Training);
            addChoice(candidate, m_plan.held, Sample::Use::Held);
        }
        if (m_set.samples.size() > before) return;
        const int toApex = lengthToApex(candidate);
        if (toApex < candidate.frames && toApex < m_plan.held.length)
            return leftOut(candidate, "only " + std::to_string(toApex) + " frames up to its apex, fewer than " +
                                          std::to_string(m_plan.held.length));
        leftOut(candidate, m_task == Task::Classes ? "too short for a sample" : "nothing of it is annotated");
    }

    SampleSet take() { return std::move(m_set); }
    int indexOf(const std::string& label) const
    {
        const auto at = std::find(m_classes.begin(), m_classes.end(), label);
        return at == m_classes.end() ? -1 : static_cast<int>(at - m_classes.begin());
    }

private:
    void leftOut(const SampleCandidate& candidate, const std::string& reason)
    {
        m_set.notes.push_back({Diagnostic::Severity::Note, {}, 0, candidate.clip + ": left out, " + reason});
    }

    /// What a sample at this place serves for, where training and tests differ in their strides alone.
    std::optional<Sample::Use> useOf(int place) const
    {
        const bool trains = place % m_plan.training.stride == 0, tests = place % m_plan.held.stride == 0;
        if (!trains && !tests) return std::nullopt;
        return trains && tests ? Sample::Use::Everywhere : trains ? Sample::Use::Training : Sample::Use::Held;
    }

    void addChoice(const SampleCandidate& candidate, const SamplingPlan::Choice& choice, Sample::Use use)
    {
        std::vector<Steps> all = isCodedAsAWhole(candidate, m_task) ? wholeClip(candidate, choice)
                                                                    : stepsOf(candidate, choice, m_plan.targetIsLast);
        for (Steps& steps : all) {
            Sample sample{candidate.clip, candidate.clip, candidate.subject, -1, std::move(steps.frames), use, {}};
            if (use == Sample::Use::Everywhere && m_plan.training.stride != m_plan.held.stride && all.size() > 1) {
                const auto own = useOf(steps.place);
                if (!own) continue;
                sample.use = *own;
            }
            if (steps.neutral)
                sample.id += "#neutral";
            else if (all.size() > 1 || sample.use == Sample::Use::Held)
                sample.id += "#" + std::to_string(sample.frames.front() + 1);
            if (m_task == Task::Classes) {
                sample.label = indexOf(steps.neutral ? "neutral" : candidate.label);
                if (sample.label < 0) continue;
                // A clip that shows nothing is as neutral at its end as at its start.
                if (steps.neutral && candidate.label == "neutral") continue;
            } else {
                sample.targets = m_task == Task::Units ? unitTargets(candidate, sample.frames)
                                                       : affectTargets(candidate, steps.target);
                if (std::all_of(sample.targets.begin(), sample.targets.end(), [](float t) { return std::isnan(t); }))
                    continue;
            }
            m_set.samples.push_back(std::move(sample));
        }
    }

    std::vector<float> unitTargets(const SampleCandidate& candidate, const std::vector<int>& frames) const
    {
        std::vector<float> targets;
        for (const int unit : m_units) {
            if (isCodedAsAWhole(candidate, m_task)) {
                const bool named = std::any_of(candidate.actionUnits.begin(), candidate.actionUnits.end(),
                                               [&](const AuCode& code) { return code.number == unit; });
                targets.push_back(named ? 1.f : 0.f);
                continue;
            }
            const auto coded = candidate.frameLabels.actionUnits.find(unit);
            std::vector<float> values;
            if (coded != candidate.frameLabels.actionUnits.end())
                for (const int frame : frames)
                    if (static_cast<std::size_t>(frame) < coded->second.size())
                        values.push_back(coded->second[static_cast<std::size_t>(frame)]);
            const auto present = sampling::clipHasUnit(values);
            targets.push_back(!present ? notAnnotated : *present ? 1.f : 0.f);
        }
        return targets;
    }

    static std::vector<float> affectTargets(const SampleCandidate& candidate, std::optional<int> frame)
    {
        if (frame)
            return {candidate.frameLabels.valence[static_cast<std::size_t>(*frame)],
                    candidate.frameLabels.arousal[static_cast<std::size_t>(*frame)]};
        if (!candidate.valence || !candidate.arousal) return {notAnnotated, notAnnotated};
        return {static_cast<float>(*candidate.valence), static_cast<float>(*candidate.arousal)};
    }

    const std::vector<std::string>& m_classes;
    const SamplingPlan& m_plan;
    Task m_task;
    std::vector<int> m_units; ///< of the classes
    SampleSet m_set;
};

} // namespace

std::vector<int> evenIndices(int n, int count)
{
    if (n < 1 || count < 2) throw std::invalid_argument("evenIndices() needs n >= 1 and count >= 2");
    std::vector<int> indices(static_cast<std::size_t>(count));
    for (int k = 0; k < count; ++k)
        indices[k] = static_cast<int>(std::lround(static_cast<double>(k) * (n - 1) / (count - 1)));
    return indices;
}

SampleSet makeSamples(const std::vector<SampleCandidate>& candidates, const std::vector<std::string>& classes,
                      const SamplingPlan& plan, std::uint64_t seed, Task task)
{
    SampleMaker maker(classes, plan, task);
    for (const SampleCandidate& candidate : candidates) maker.add(candidate);
    const int neutral = maker.indexOf("neutral");
    SampleSet set = maker.take();
    const bool hasNeutral = std::any_of(candidates.begin(), candidates.end(),
                                        [](const SampleCandidate& candidate) { return candidate.label == "neutral"; });
    if (!plan.drawsNeutral || task != Task::Classes || neutral < 0 || hasNeutral) return set;
    const auto drawn = drawNeutral(set.samples, neutral, seed);
    set.samples.insert(set.samples.end(), drawn.begin(), drawn.end());
    if (!drawn.empty())
        set.notes.push_back({Diagnostic::Severity::Note,
                             {},
                             0,
                             std::to_string(drawn.size()) + " neutral samples (named …#neutral) made of the first "
                                                            "frames of other clips, each repeated"});
    return set;
}

std::vector<Sample> samplesToPredict(SampleCandidate candidate, const SamplingPlan& plan, Task task)
{
    if (candidate.frames < std::max(1, plan.minimumFrames)) return {};
    SamplingPlan::Choice choice = plan.held;
    if (choice.rule == Rule::NeutralAndPeaks) choice = {Rule::Last, 1};
    std::vector<Steps> all;
    if (task == Task::Units && isCodedAsAWhole(candidate, task)) all = wholeClip(candidate, choice);
    if (choice.rule == Rule::AnnotatedFrames || choice.rule == Rule::AnnotatedWindows) {
        candidate.frameLabels.valence.assign(static_cast<std::size_t>(candidate.frames), 0.f); // all are annotated
        candidate.frameLabels.arousal = candidate.frameLabels.valence;
    }
    if (all.empty()) all = stepsOf(candidate, choice, plan.targetIsLast);
    std::vector<Sample> samples;
    for (const Steps& steps : all) {
        samples.push_back(
            {candidate.clip, candidate.clip, candidate.subject, -1, steps.frames, Sample::Use::Everywhere, {}});
        if (all.size() > 1) samples.back().id += "#" + std::to_string(steps.frames.front() + 1);
    }
    return samples;
}

} // namespace mien
