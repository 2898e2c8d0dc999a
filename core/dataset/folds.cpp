// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/dataset/protocol.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace mien {

namespace {

using Indices = std::vector<std::size_t>;

constexpr double validationShare = 0.15;

/// Samples of each subject, subjects in natural order.
struct NaturalLess
{
    bool operator()(const std::string& a, const std::string& b) const
    {
        if (text::naturalLess(a, b)) return true;
        return !text::naturalLess(b, a) && a < b;
    }
};
using BySubject = std::map<std::string, Indices, NaturalLess>;

BySubject bySubject(const std::vector<Sample>& samples, const Indices& among)
{
    BySubject groups;
    for (const std::size_t i : among) groups[samples[i].subject].push_back(i);
    return groups;
}

Indices allOf(const std::vector<Sample>& samples)
{
    Indices all(samples.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return all;
}

std::vector<std::string> shuffledSubjects(const BySubject& groups, Random& random)
{
    std::vector<std::string> subjects;
    for (const auto& [subject, indices] : groups) subjects.push_back(subject);
    random.shuffle(subjects);
    return subjects;
}

/// All samples, class after class, shuffled inside each class: dealing them out in turn is a stratified split.
Indices stratifiedDeck(const std::vector<Sample>& samples, Random& random)
{
    std::map<int, Indices> byClass;
    for (std::size_t i = 0; i < samples.size(); ++i) byClass[samples[i].label].push_back(i);
    Indices deck;
    for (auto& [label, indices] : byClass) {
        random.shuffle(indices);
        deck.insert(deck.end(), indices.begin(), indices.end());
    }
    return deck;
}

/// Held-out parts of k folds: each sample once.
std::vector<Indices> dealFolds(const Indices& deck, int folds)
{
    std::vector<Indices> parts(static_cast<std::size_t>(folds));
    for (std::size_t i = 0; i < deck.size(); ++i) parts[i % parts.size()].push_back(deck[i]);
    return parts;
}

/// Six disjoint parts of 15 %; the last 10 % are held out by none (landmark TCN spec, section 2.3). Of each 20 samples
/// of the deck every part gets three, in turn, so no class may bunch up in one part.
std::vector<Indices> dealPaper(const Indices& deck)
{
    constexpr std::size_t parts = 6;
    constexpr std::size_t round = 20;
    constexpr std::size_t heldOut = 18;
    std::vector<Indices> held(parts);
    for (std::size_t i = 0; i < deck.size(); ++i)
        if (i % round < heldOut) held[(i % round) % parts].push_back(deck[i]);
    return held;
}

/// ceil(fraction · n) samples at even distances in the deck.
Indices dealShare(const Indices& deck, double fraction)
{
    const auto upTo = [&](std::size_t i) { return std::ceil(static_cast<double>(i) * fraction - 1e-9); };
    Indices held;
    for (std::size_t i = 0; i < deck.size(); ++i)
        if (upTo(i + 1) > upTo(i)) held.push_back(deck[i]);
    return held;
}

/// Whole subjects in random order until at least `fraction` of the samples are held out.
Indices holdOutSubjects(const BySubject& groups, std::size_t total, double fraction, Random& random)
{
    Indices held;
    for (const std::string& subject : shuffledSubjects(groups, random)) {
        if (static_cast<double>(held.size()) >= fraction * static_cast<double>(total) - 1e-9) break;
        const Indices& own = groups.at(subject);
        held.insert(held.end(), own.begin(), own.end());
    }
    return held;
}

/// Folds of whole subjects with sizes as even as a greedy distribution makes them: largest subjects first, each to
/// the fold with the fewest samples so far. The shuffle decides between equals.
std::vector<Indices> subjectFolds(const BySubject& groups, int folds, Random& random)
{
    std::vector<std::string> subjects = shuffledSubjects(groups, random);
    std::stable_sort(subjects.begin(), subjects.end(), [&](const std::string& a, const std::string& b) {
        return groups.at(a).size() > groups.at(b).size();
    });
    std::vector<Indices> parts(static_cast<std::size_t>(folds));
    for (const std::string& subject : subjects) {
        auto smallest = std::min_element(parts.begin(), parts.end(),
                                         [](const Indices& a, const Indices& b) { return a.size() < b.size(); });
        const Indices& own = groups.at(subject);
        smallest->insert(smallest->end(), own.begin(), own.end());
    }
    return parts;
}

Result<std::vector<Indices>> namedSubjects(const BySubject& groups, const std::vector<std::string>& names)
{
    Indices held;
    for (const std::string& name : std::set<std::string>(names.begin(), names.end())) {
        const auto group = groups.find(name);
        if (group == groups.end()) return Error::usage("the protocol names an unknown subject: '" + name + "'");
        held.insert(held.end(), group->second.begin(), group->second.end());
    }
    return std::vector<Indices>{held};
}

std::vector<Indices> eachSubject(const BySubject& groups)
{
    std::vector<Indices> parts;
    for (const auto& [subject, indices] : groups) parts.push_back(indices);
    return parts;
}

/// The last part of `deck` behind floor(share · n) samples.
Indices behind(const Indices& deck, double share)
{
    const double kept = std::floor(share * static_cast<double>(deck.size()) + 1e-9);
    return {deck.begin() + static_cast<std::ptrdiff_t>(kept), deck.end()};
}

Indices markedAs(const std::string& split, const std::vector<Sample>& samples, const Protocol& protocol)
{
    Indices marked;
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (const auto at = protocol.splits.find(samples[i].clip); at != protocol.splits.end() && at->second == split)
            marked.push_back(i);
    return marked;
}

/// Whether the dataset's own parts are what `protocol` asks for.
bool goesByMarks(const std::vector<Sample>& samples, const Protocol& protocol)
{
    if (protocol.kind == Protocol::Kind::Split) return true;
    return protocol.kind == Protocol::Kind::Paper && protocol.paper == PaperSplit::GivenParts &&
           !markedAs("test", samples, protocol).empty();
}

std::vector<Indices> paperParts(const std::vector<Sample>& samples, const Protocol& protocol, const BySubject& groups,
                                Random& random)
{
    Indices deck;
    switch (protocol.paper) {
    case PaperSplit::SixHoldouts:
        return dealPaper(stratifiedDeck(samples, random));
    case PaperSplit::LeaveOneSubjectOut:
        return eachSubject(groups);
    case PaperSplit::GivenParts:
        if (Indices marked = markedAs("test", samples, protocol); !marked.empty()) return {std::move(marked)};
        [[fallthrough]];
    case PaperSplit::SubjectOrder:
        for (const std::string& subject : shuffledSubjects(groups, random))
            deck.insert(deck.end(), groups.at(subject).begin(), groups.at(subject).end());
        return {behind(deck, 0.9)};
    case PaperSplit::SegmentHoldout:
    case PaperSplit::FrameQuarter:
        deck = allOf(samples);
        random.shuffle(deck);
        return {behind(deck, protocol.paper == PaperSplit::FrameQuarter ? 0.75 : 0.8)};
    }
    return {};
}

Result<std::vector<Indices>> heldOutParts(const std::vector<Sample>& samples, const Protocol& protocol, Random& random)
{
    const BySubject groups = bySubject(samples, allOf(samples));
    const auto count = static_cast<int>(groups.size());
    switch (protocol.kind) {
    case Protocol::Kind::Holdout:
        return std::vector<Indices>{holdOutSubjects(groups, samples.size(), protocol.fraction, random)};
    case Protocol::Kind::SubjectKFold:
        if (count < protocol.folds)
            return Error::usage(std::to_string(count) + " subjects are fewer than " + std::to_string(protocol.folds) +
                                    " folds",
                                {}, "choose fewer folds");
        return subjectFolds(groups, protocol.folds, random);
    case Protocol::Kind::LeaveOneSubjectOut:
        return eachSubject(groups);
    case Protocol::Kind::KFold:
        if (samples.size() < static_cast<std::size_t>(protocol.folds))
            return Error::usage(std::to_string(samples.size()) + " clips are fewer than " +
                                    std::to_string(protocol.folds) + " folds",
                                {}, "choose fewer folds");
        return dealFolds(stratifiedDeck(samples, random), protocol.folds);
    case Protocol::Kind::ClipHoldout:
        return std::vector<Indices>{dealShare(stratifiedDeck(samples, random), protocol.fraction)};
    case Protocol::Kind::Subjects:
    case Protocol::Kind::CrossDataset:
        return namedSubjects(groups, protocol.subjects);
    case Protocol::Kind::Split:
        return std::vector<Indices>{markedAs("test", samples, protocol)};
    case Protocol::Kind::Paper:
        return paperParts(samples, protocol, groups, random);
    }
    return std::vector<Indices>{};
}

bool isTakenOver(const Protocol& protocol)
{
    return !protocol.parent.empty() &&
           (protocol.kind == Protocol::Kind::Holdout || protocol.kind == Protocol::Kind::SubjectKFold);
}

Indices samplesOf(const std::vector<std::string>& subjects, const BySubject& groups)
{
    Indices all;
    for (const std::string& subject : subjects)
        if (const auto group = groups.find(subject); group != groups.end())
            all.insert(all.end(), group->second.begin(), group->second.end());
    std::sort(all.begin(), all.end());
    return all;
}

/// The folds of a parent run; under SubjectKFold whom it does not know is held out by the smallest fold.
std::vector<Indices> parentParts(const BySubject& groups, const Protocol& protocol)
{
    std::vector<Indices> parts;
    std::set<std::string> known;
    for (const Protocol::Parts& fold : protocol.parent) {
        parts.push_back(samplesOf(fold.held, groups));
        known.insert(fold.held.begin(), fold.held.end());
    }
    if (protocol.kind == Protocol::Kind::Holdout) return parts;
    for (const auto& [subject, own] : groups) {
        if (known.count(subject)) continue;
        auto smallest = std::min_element(parts.begin(), parts.end(),
                                         [](const Indices& a, const Indices& b) { return a.size() < b.size(); });
        smallest->insert(smallest->end(), own.begin(), own.end());
    }
    return parts;
}

/// How many samples of each class there are.
std::map<int, int> countClasses(const std::vector<Sample>& samples, const Indices& among)
{
    std::map<int, int> counts;
    for (const std::size_t i : among) ++counts[samples[i].label];
    return counts;
}

/// Moves whole subjects from `fold.train` to `fold.validation` until 15 % are there. A subject whose loss would leave
/// training without a class is taken only if no subject at all can be spared.
Result<void> cutValidation(const std::vector<Sample>& samples, Fold& fold, Random& random)
{
    const BySubject groups = bySubject(samples, fold.train);
    if (groups.size() < 2)
        return Error::usage("only one subject is left for training, and validation needs one of its own", {},
                            "hold out fewer subjects");
    std::map<int, int> left = countClasses(samples, fold.train);
    const auto wanted = validationShare * static_cast<double>(fold.train.size());
    const std::vector<std::string> order = shuffledSubjects(groups, random);
    std::set<std::string> chosen;
    std::size_t taken = 0;
    for (const std::string& subject : order) {
        if (static_cast<double>(taken) >= wanted || chosen.size() + 1 == groups.size()) break;
        const auto own = countClasses(samples, groups.at(subject));
        if (std::any_of(own.begin(), own.end(), [&](const auto& entry) { return left[entry.first] == entry.second; }))
            continue;
        for (const auto& [label, count] : own) left[label] -= count;
        chosen.insert(subject);
        taken += groups.at(subject).size();
    }
    if (chosen.empty()) chosen.insert(order.front());
    Indices train;
    for (const std::size_t i : fold.train) (chosen.count(samples[i].subject) ? fold.validation : train).push_back(i);
    fold.train = std::move(train);
    return {};
}

/// makeFolds() of samples that all serve for training and for testing.
Result<std::vector<Fold>> divide(const std::vector<Sample>& samples, const Protocol& protocol, std::uint64_t seed)
{
    if (samples.empty()) return Error::usage("there is no sample to divide");
    const Random root(seed);
    Random random = root.fork("held-out parts");
    const BySubject groups = bySubject(samples, allOf(samples));
    const auto parts = isTakenOver(protocol) ? Result<std::vector<Indices>>(parentParts(groups, protocol))
                                             : heldOutParts(samples, protocol, random);
    if (!parts) return parts.error();

    std::vector<Fold> folds;
    for (const Indices& part : *parts) {
        const std::string name = "fold " + std::to_string(folds.size() + 1) + " of " + protocol.toString();
        Fold fold;
        fold.test = part;
        std::sort(fold.test.begin(), fold.test.end());
        for (std::size_t i = 0; i < samples.size(); ++i)
            if (!std::binary_search(fold.test.begin(), fold.test.end(), i)) fold.train.push_back(i);
        if (fold.test.empty())
            return Error::usage("no sample is held out", name,
                                protocol.kind == Protocol::Kind::Split ? "mark clips as test"
                                                                       : "add clips or choose fewer folds");
        if (fold.train.empty()) return Error::usage("no sample is left for training", name, "hold out less");
        if (isTakenOver(protocol))
            fold.validation = samplesOf(protocol.parent[folds.size()].validation, groups);
        else if (goesByMarks(samples, protocol))
            fold.validation = markedAs("val", samples, protocol);
        if (!fold.validation.empty()) {
            std::erase_if(fold.train, [&](std::size_t i) {
                return std::binary_search(fold.validation.begin(), fold.validation.end(), i);
            });
            if (fold.train.empty()) return Error::usage("no sample is left for training", name, "mark fewer clips");
            folds.push_back(std::move(fold));
            continue;
        }
        Random cut = root.fork("validation " + std::to_string(folds.size() + 1));
        if (const auto done = cutValidation(samples, fold, cut); !done)
            return Error::usage(done.error().what, name, done.error().remedy);
        folds.push_back(std::move(fold));
    }
    return folds;
}

} // namespace

Result<std::vector<Fold>> makeFolds(const std::vector<Sample>& samples, const Protocol& protocol, std::uint64_t seed)
{
    // Windows, segments and frames of one film are nearly alike, and where its training and held-out samples differ
    // they belong together: clips are divided, and their samples go with them. Whole subjects need no such care.
    const bool byClips = protocol.kind == Protocol::Kind::KFold || protocol.kind == Protocol::Kind::ClipHoldout;
    if (!byClips &&
        std::all_of(samples.begin(), samples.end(), [](const Sample& s) { return s.use == Sample::Use::Everywhere; }))
        return divide(samples, protocol, seed);
    std::vector<Sample> clips;
    std::map<std::string, Indices> samplesOf;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const bool isDrawn = samples[i].id == samples[i].clip + "#neutral"; // a sample of its own class
        const std::string key = isDrawn ? samples[i].id : samples[i].clip;
        Indices& known = samplesOf[key];
        if (known.empty()) {
            clips.push_back(samples[i]);
            clips.back().id = key;
        }
        known.push_back(i);
    }
    auto folds = divide(clips, protocol, seed);
    if (!folds) return folds;
    for (Fold& fold : *folds)
        for (auto [part, unwanted] : {std::pair{&fold.train, Sample::Use::Held},
                                      {&fold.validation, Sample::Use::Held},
                                      {&fold.test, Sample::Use::Training}}) {
            Indices expanded;
            for (const std::size_t clip : *part)
                for (const std::size_t i : samplesOf.at(clips[clip].id))
                    if (samples[i].use != unwanted) expanded.push_back(i);
            std::sort(expanded.begin(), expanded.end());
            *part = std::move(expanded);
        }
    return folds;
}

std::vector<std::string> leakedSubjects(const std::vector<Sample>& samples, const std::vector<Fold>& folds)
{
    std::set<std::string, NaturalLess> leaked;
    for (const Fold& fold : folds) {
        std::set<std::string> learned;
        for (const std::size_t i : fold.train) learned.insert(samples[i].subject);
        for (const std::size_t i : fold.validation) learned.insert(samples[i].subject);
        for (const std::size_t i : fold.test)
            if (learned.count(samples[i].subject)) leaked.insert(samples[i].subject);
    }
    return {leaked.begin(), leaked.end()};
}

std::vector<LeakedPair> leakedPairs(const std::vector<Sample>& samples, const std::vector<Fold>& folds,
                                    const std::vector<std::pair<std::string, std::string>>& pairs)
{
    std::vector<LeakedPair> leaked;
    std::set<std::pair<std::string, std::string>> known;
    for (const Fold& fold : folds) {
        std::set<std::string> learned, held;
        for (const Indices* part : {&fold.train, &fold.validation})
            for (const std::size_t i : *part) learned.insert(samples[i].clip);
        for (const std::size_t i : fold.test) held.insert(samples[i].clip);
        for (const auto& pair : pairs)
            for (const auto& [a, b] : {pair, std::pair(pair.second, pair.first)})
                if (held.count(a) && learned.count(b) && known.insert(pair).second) leaked.push_back({a, b});
    }
    return leaked;
}

} // namespace mien
