// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/sections.h"

#include "core/base/text.h"
#include "core/dataset/label_mapping.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace mien::report {

namespace {

/// The date the run names itself; the day of writing would make every copy of the page different.
std::string dateOf(const ReportData& data)
{
    for (const auto& [key, value] : data.environment)
        if (key == "date" || key == "started" || key == "finished") return value;
    return {};
}

std::string withReason(const std::string& value, const std::string& reason)
{
    return reason.empty() ? value : value + " (" + reason + ")";
}

std::string deviceOf(const ReportData& data)
{
    for (const auto& list : {data.summary, data.environment})
        for (const auto& [key, value] : list)
            if (key == "device") {
                const std::string reason = data.summaryValue("device_reason");
                return withReason(value, reason.empty() ? "asked for: " + data.config.device : reason);
            }
    return data.config.device;
}

std::string leakCheck(const RunFacts& facts, const std::string& nearDuplicates)
{
    if (!facts.leakChecked) return "not possible: splits.csv is missing";
    if (facts.nobodyNamed && nearDuplicates.empty())
        return "not possible: nobody is named, each clip counts as a person";
    if (facts.leaked.empty() && !nearDuplicates.empty())
        return "FAILED: these clips look the same and are on both sides of a fold: " + nearDuplicates;
    if (facts.leaked.empty()) return "passed: no subject is on both sides of a fold";
    const auto n = static_cast<long>(facts.leaked.size());
    const std::string names = facts.leaked.size() <= 8 ? ": " + text::join(facts.leaked, ", ") : "";
    return "FAILED: " + count(n, "subject is", "subjects are") + " on both sides of a fold" + names;
}

std::string datasetsOf(const ReportData& data)
{
    std::vector<std::string> names;
    for (const auto& dataset : data.config.datasets) {
        auto path = std::filesystem::path(dataset.path).lexically_normal();
        if (!path.has_filename()) path = path.parent_path();
        names.push_back(withReason(path.filename().string(),
                                   dataset.reader.empty() ? "reader found by probing" : "reader " + dataset.reader));
    }
    for (const auto& [attribute, value] : data.config.where) names.push_back("only " + attribute + " = " + value);
    for (const auto& [label, becomes] : data.config.labels)
        if (becomes != label)
            names.push_back((label == everyOtherLabel ? std::string("other labels") : label) +
                            (becomes.empty() ? " dropped" : " counted as " + becomes));
    return names.empty() ? "none named" : text::join(names, "; ");
}

std::string selectionOf(const RunConfig& config)
{
    if (config.selectOn == "validation")
        return "on a validation part of whole subjects, cut from the training side; held-out clips are read once";
    return config.selectOn == "test" ? "ON THE HELD-OUT CLIPS (select_on = test)" : config.selectOn;
}

std::string landmarksOf(const RunConfig& config)
{
    return config.landmarks == "extract" ? "measured from the pictures (extract)"
                                         : "NOT MEASURED: taken from “" + config.landmarks + "”";
}

std::string subjectsOf(const RunFacts& facts)
{
    if (facts.subjects == 0) return "unknown";
    const std::string heldOut = facts.heldOutSubjects == facts.subjects ? "all" : std::to_string(facts.heldOutSubjects);
    return std::to_string(facts.subjects) + ", " + heldOut + " of them held out";
}

/// Digits in groups of three: "330,119".
std::string grouped(std::int64_t number)
{
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string parametersOf(const ModelInfo& model)
{
    if (model.parameters == 0) return {};
    std::string words = grouped(model.parameters) + " parameters";
    if (model.printedParameters) words += "; the paper prints " + grouped(*model.printedParameters);
    return words;
}

} // namespace

void writeFact(HtmlWriter& html, const std::string& name, const std::string& value)
{
    const auto row = html.scope("tr");
    html.element("th", name, {{"scope", "row"}});
    html.element("td", value);
}

void writeHeader(HtmlWriter& html, const ReportData& data, const RunFacts& facts)
{
    const auto header = html.scope("header");
    html.element("p", "Mien · training report", {{"class", "kicker"}});
    html.element("h1", (data.model.title.empty() ? data.model.id : data.model.title) + ": " + data.name);
    html.element("p", facts.verdict + ".", {{"class", "verdict"}});
    if (const std::string date = dateOf(data); !date.empty()) html.element("p", "Trained " + date, {{"class", "date"}});
    for (const Remark& remark : remarks(data, facts)) {
        const auto box = html.scope("div", {{"class", remark.warning ? "remark warning" : "remark"}, {"role", "note"}});
        html.element("strong", remark.title + ".");
        html.text(" " + remark.text);
    }
}

void writeConditions(HtmlWriter& html, const ReportData& data, const RunFacts& facts)
{
    const RunConfig& config = data.config;
    const auto section = html.scope("section", {{"aria-labelledby", "conditions"}});
    html.element("h2", "Conditions", {{"id", "conditions"}});
    const auto table = html.scope("table", {{"class", "facts"}});
    const auto body = html.scope("tbody");
    writeFact(html, "Network", withReason(data.model.id, parametersOf(data.model)));
    if (!data.model.paper.empty()) writeFact(html, "Paper", data.model.paper);
    writeFact(html, "Data", datasetsOf(data));
    writeFact(html, "Protocol", withReason(config.protocol, protocolInWords(config)));
    writeFact(html, "Subjects", subjectsOf(facts));
    writeFact(html, data.report.task == Task::Classes ? "Classes" : "Outputs",
              std::to_string(data.classes.size()) + ": " + text::join(data.classes, ", "));
    writeFact(html, "Leak check", leakCheck(facts, data.summaryValue("near_duplicates")));
    writeFact(html, "Choice of epoch", selectionOf(config));
    writeFact(html, "Landmarks", landmarksOf(config));
    if (config.control != "none") writeFact(html, "Control", "CONTROL RUN: " + config.control);
    writeFact(html, "Preset", config.preset);
    writeFact(html, "Seed", std::to_string(config.seed));
    writeFact(html, "Device", deviceOf(data));
    writeFact(html, "Precision", config.precision);
    if (!config.parentRun.empty()) writeFact(html, "Depends on the run", config.parentRun);
}

} // namespace mien::report
