// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/run_facts.h"

#include "core/base/text.h"
#include "core/dataset/protocol.h"
#include "core/types/sample_name.h"

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

bool isDisjoint(const RunConfig& config)
{
    const auto parsed = Protocol::parse(config.protocol, config.network);
    return parsed && parsed->isSubjectDisjoint();
}

std::string paperInWords(PaperSplit split)
{
    switch (split) {
    case PaperSplit::SixHoldouts:
        return "six times 15 % of the clips, drawn by class, subjects on both sides";
    case PaperSplit::LeaveOneSubjectOut:
        return "one fold for each subject, who is held out in it";
    case PaperSplit::GivenParts:
        return "the clips that the dataset marks as test, or else the last tenth in a drawn order of subjects";
    case PaperSplit::SubjectOrder:
        return "the last tenth in a drawn order of subjects, at most one of whom is on both sides";
    case PaperSplit::SegmentHoldout:
        return "20 % of the segments, of whatever clip and subject, so both are on both sides";
    case PaperSplit::FrameQuarter:
        return "a quarter of the frames, of whatever clip and subject, so both are on both sides";
    }
    return {};
}

/// "3 subject-disjoint folds".
std::string foldsInWords(const RunFacts& facts, long folds)
{
    if (!facts.leaked.empty()) return count(folds, "fold", "folds") + " with the same subjects on both sides";
    if (facts.nobodyNamed) return count(folds, "fold", "folds") + " of clips whose people are not named";
    if (facts.disjointByProtocol) return count(folds, "subject-disjoint fold", "subject-disjoint folds");
    return count(folds, "fold", "folds") + " of a protocol that does not keep subjects apart";
}

/// How many folds have held-out predictions.
std::size_t testedFolds(const ReportData& data)
{
    std::set<int> folds;
    for (const Prediction& prediction : data.predictions) folds.insert(prediction.fold);
    return folds.size();
}

std::string verdictOf(const ReportData& data, const RunFacts& facts)
{
    const RunReport& report = data.report;
    if (report.samples == 0) return "No figures yet: this run has no held-out predictions";
    const auto folds = static_cast<long>(testedFolds(data));
    const std::string over = (folds > 1 ? " over " : " on ") + foldsInWords(facts, folds) + ", ";
    const std::string people = " of " + count(facts.heldOutSubjects, "subject", "subjects");
    if (report.task == Task::Units)
        return text::fixed(report.units.meanAveragePrecision, 2) + " mean average precision of " +
               count(static_cast<long>(report.units.labels.size()) - report.units.labelsWithoutPositives,
                     "action unit that somebody shows", "action units that somebody shows") +
               over + count(report.samples, "sample", "samples") + people;
    if (report.task == Task::Affect)
        return "Concordance (CCC) " + text::fixed(report.affect.valence.ccc, 2) + " for valence, " +
               text::fixed(report.affect.arousal.ccc, 2) + " for arousal" + over +
               count(report.samples, "sample", "samples") + people;
    const ClassificationReport& scores = report.classes;
    std::string verdict = text::fixed(scores.accuracyMean, 2);
    if (folds > 1) verdict += " ± " + text::fixed(scores.accuracyStd, 2);
    return verdict + " accuracy" + over + count(scores.confusion.total(), "clip", "clips") + people;
}

/// Where a figure is no better than one that knows nothing; empty otherwise.
std::string chanceRemark(const RunReport& report)
{
    if (report.samples == 0) return {};
    if (report.task == Task::Classes)
        return report.classes.accuracyPooled <= report.classes.chanceLevel
                   ? "Always answering “" + report.classes.majorityClass + "” would be right as often."
                   : std::string();
    if (report.task == Task::Affect)
        return report.affect.valence.ccc <= 0 || report.affect.arousal.ccc <= 0
                   ? "A concordance of 0 is what any constant answer has."
                   : std::string();
    double occurrence = 0;
    int units = 0;
    for (const LabelScore& score : report.units.labels)
        if (score.positives > 0) {
            occurrence += score.occurrence;
            ++units;
        }
    return units > 0 && report.units.meanAveragePrecision <= occurrence / units
               ? "Answers drawn at random have an average precision of each unit's share of samples, " +
                     text::fixed(occurrence / units, 2) + " here."
               : std::string();
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
        list.push_back({false, "Two stages",
                        "The networks of another run saw the frames first: " + config.parentRun +
                            ". Each fold learned from one that had seen nobody whom the fold holds out."});
    if (config.precision != "float32")
        list.push_back({false, "Reduced precision", "Numbers were computed in " + config.precision + "."});
}

void addDataRemarks(const ReportData& data, std::vector<Remark>& list)
{
    for (const auto& [key, value] : data.environment)
        if (key == "generated data")
            list.push_back({true, "Drawn faces",
                            "Generated by Mien: " + value +
                                ". The figures show that the procedure works; they say nothing of people."});
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
    const std::size_t done = testedFolds(data);
    if (done > 0 && done < planned.size())
        list.push_back({true, "Not all folds were tested",
                        std::to_string(done) + " of " + count(static_cast<long>(planned.size()), "fold", "folds") +
                            " have held-out predictions; means are over those."});
    for (const std::string& problem : data.problems)
        list.push_back({true, "A part of the run could not be read", problem});
}

void addLeakRemarks(const RunFacts& facts, const std::string& protocol, std::vector<Remark>& list)
{
    if (facts.nobodyNamed)
        list.push_back({true, "Nobody is named",
                        "Each clip counts as a person of its own: the same person may have been trained on and tested, "
                        "and intervals are over clips."});
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

std::string protocolInWords(const RunConfig& config)
{
    const auto parsed = Protocol::parse(config.protocol, config.network);
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
    case Protocol::Kind::Split:
        return "held out once, as the clips' attribute 'split' says";
    case Protocol::Kind::Paper:
        return "as in the paper of the network: " + paperInWords(parsed->paper);
    }
    return {};
}

RunFacts runFacts(const ReportData& data)
{
    RunFacts facts;
    facts.leakChecked = !data.splits.empty();
    facts.leaked = leakedIn(data.splits);
    facts.nobodyNamed =
        facts.leakChecked && std::all_of(data.splits.begin(), data.splits.end(),
                                         [](const SplitRow& row) { return row.subject == clipOfSample(row.sample); });
    // Splits by hand promise nothing; what they did can be seen.
    const bool byHand = data.config.protocol == "split";
    facts.disjointByProtocol = byHand ? facts.leakChecked && facts.leaked.empty() : isDisjoint(data.config);
    facts.subjects = subjectsOf(data.splits);
    facts.heldOutSubjects = subjectsOf(data.predictions);
    facts.verdict = verdictOf(data, facts);
    return facts;
}

std::vector<Remark> remarks(const ReportData& data, const RunFacts& facts)
{
    std::vector<Remark> list;
    addStateRemarks(data, list);
    addDataRemarks(data, list);
    addSettingRemarks(data, list);
    addLeakRemarks(facts, data.config.protocol, list);
    if (const std::string words = chanceRemark(data.report); data.config.control == "none" && !words.empty())
        list.push_back({true, "Not better than chance", words});
    return list;
}

} // namespace mien::report
