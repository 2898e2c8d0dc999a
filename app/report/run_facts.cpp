// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/run_facts.h"

#include "core/base/text.h"
#include "core/dataset/protocol.h"

#include <algorithm>
#include <map>
#include <set>

namespace mien::report {

namespace {

std::vector<std::string> leakedIn(const std::vector<SplitRow>& splits)
{
    std::map<std::pair<int, std::string>, std::pair<bool, bool>> sides; // (fold, subject) → on training side, held out
    for (const SplitRow& row : splits) {
        auto& [training, heldOut] = sides[{row.fold, row.subject}];
        (row.role == "test" ? heldOut : training) = true;
    }
    std::set<std::string> leaked;
    for (const auto& [key, side] : sides)
        if (side.first && side.second) leaked.insert(key.second);
    return {leaked.begin(), leaked.end()};
}

template <typename Rows> int subjectsOf(const Rows& rows)
{
    std::set<std::string> subjects;
    for (const auto& row : rows) subjects.insert(row.subject);
    return static_cast<int>(subjects.size());
}

bool isDisjoint(const std::string& protocol)
{
    const auto parsed = Protocol::parse(protocol);
    return parsed && parsed->isSubjectDisjoint();
}

std::string verdictOf(const ReportData& data, const RunFacts& facts)
{
    const ClassificationReport& scores = data.scores;
    if (scores.confusion.total() == 0) return "No figures yet: this run has no held-out predictions";
    std::string verdict = text::fixed(scores.accuracyMean, 2);
    if (scores.folds.size() > 1) verdict += " ± " + text::fixed(scores.accuracyStd, 2);
    verdict += " accuracy ";
    verdict += scores.folds.size() > 1 ? "over " : "on ";
    const auto folds = static_cast<long>(scores.folds.size());
    if (!facts.leaked.empty())
        verdict += count(folds, "fold", "folds") + " with the same subjects on both sides";
    else if (facts.disjointByProtocol)
        verdict += count(folds, "subject-disjoint fold", "subject-disjoint folds");
    else
        verdict += count(folds, "fold", "folds") + " of a protocol that does not keep subjects apart";
    return verdict + ", " + count(scores.confusion.total(), "clip", "clips") + " of " +
           count(facts.heldOutSubjects, "subject", "subjects");
}

void addSettingRemarks(const ReportData& data, std::vector<Remark>& list)
{
    const RunConfig& config = data.config;
    if (config.control != "none")
        list.push_back({true, "Control run, made to fail",
                        "control = " + config.control +
                            ": the data were spoilt on purpose. An accuracy above chance would show a fault in the "
                            "procedure; this is no result."});
    if (config.selectOn == "test")
        list.push_back({true, "Epoch chosen on the held-out clips",
                        "select_on = test: training stopped at the epoch that did best on the very clips of these "
                        "figures, as papers of the field did. All accuracies here are too high for new data."});
    if (config.landmarks != "extract")
        list.push_back({true, "Landmarks were not measured from the pictures",
                        "landmarks = " + config.landmarks +
                            ": the points come with the dataset. New videos will not have points of this quality."});
    if (!config.parentRun.empty())
        list.push_back({true, "Weights of another run were continued",
                        "parent run: " + config.parentRun +
                            ". If it saw clips that are held out here, these figures are too high."});
    if (config.precision != "float32")
        list.push_back({false, "Reduced precision", "Numbers were computed in " + config.precision + "."});
}

void addStateRemarks(const ReportData& data, std::vector<Remark>& list)
{
    if (!data.finished)
        list.push_back({true, "Training has not ended",
                        "The folder has no summary.json. Whatever is shown is a part; go on with --resume."});
    if (data.summaryValue("finished_early") == "true")
        list.push_back(
            {true, "Finished early",
             "Training was ended by hand before its time; the figures are those of what was learned by then."});
    std::set<int> planned;
    for (const SplitRow& row : data.splits) planned.insert(row.fold);
    const std::size_t done = data.scores.folds.size();
    if (done > 0 && done < planned.size())
        list.push_back({true, "Not all folds were tested",
                        std::to_string(done) + " of " + count(static_cast<long>(planned.size()), "fold", "folds") +
                            " have held-out predictions; means are over those."});
    for (const std::string& problem : data.problems)
        list.push_back({true, "A part of the run could not be read", problem});
}

void addLeakRemarks(const RunFacts& facts, const std::string& protocol, std::vector<Remark>& list)
{
    if (!facts.leaked.empty() && facts.disjointByProtocol)
        list.push_back({true, "Subjects leak although the protocol forbids it",
                        "These subjects are on both sides of a fold: " + text::join(facts.leaked, ", ") +
                            ". Do not use these figures; report the fault."});
    else if (!facts.leaked.empty() || !facts.disjointByProtocol)
        list.push_back({true, "Not subject-disjoint",
                        "Protocol " + protocol +
                            " lets clips of one person be trained on and tested. The accuracy says how well known "
                            "people are recognised, not new ones."});
}

} // namespace

std::string count(long number, const std::string& singular, const std::string& plural)
{
    return std::to_string(number) + " " + (number == 1 ? singular : plural);
}

std::string protocolInWords(const std::string& protocol)
{
    const auto parsed = Protocol::parse(protocol);
    if (!parsed) return "unknown to this version";
    const std::string folds = std::to_string(parsed->folds) + " folds, ";
    const std::string share = text::fixed(100 * parsed->fraction, 0) + " % of the clips held out once, ";
    switch (parsed->kind) {
    case Protocol::Kind::Holdout:
        return share + "as whole subjects";
    case Protocol::Kind::SubjectKFold:
        return folds + "each subject held out once";
    case Protocol::Kind::LeaveOneSubjectOut:
        return "one fold for each subject, who is held out in it";
    case Protocol::Kind::KFold:
        return folds + "clips drawn by class, subjects on both sides";
    case Protocol::Kind::ClipHoldout:
        return share + "drawn by class, subjects on both sides";
    case Protocol::Kind::Subjects:
        return "held out: " + text::join(parsed->subjects, ", ");
    case Protocol::Kind::CrossDataset:
        return "tested on another dataset: " + parsed->directory;
    case Protocol::Kind::Paper:
        return "as in the paper of the network; subjects on both sides";
    }
    return {};
}

RunFacts runFacts(const ReportData& data)
{
    RunFacts facts;
    facts.leakChecked = !data.splits.empty();
    facts.leaked = leakedIn(data.splits);
    facts.disjointByProtocol = isDisjoint(data.config.protocol);
    facts.subjects = subjectsOf(data.splits);
    facts.heldOutSubjects = subjectsOf(data.predictions);
    long largest = 0;
    for (const ClassScore& score : data.scores.classes) {
        if (score.support <= largest) continue;
        largest = score.support;
        facts.majorityClass = score.name;
    }
    const long total = data.scores.confusion.total();
    if (total > 0) facts.chanceLevel = static_cast<double>(largest) / static_cast<double>(total);
    facts.verdict = verdictOf(data, facts);
    return facts;
}

std::vector<Remark> remarks(const ReportData& data, const RunFacts& facts)
{
    std::vector<Remark> list;
    addStateRemarks(data, list);
    addSettingRemarks(data, list);
    addLeakRemarks(facts, data.config.protocol, list);
    if (data.config.control == "none" && data.scores.accuracyPooled <= facts.chanceLevel)
        list.push_back({true, "Not better than chance",
                        "Always answering “" + facts.majorityClass + "” would be right as often."});
    return list;
}

} // namespace mien::report
