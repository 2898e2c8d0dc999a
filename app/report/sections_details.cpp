// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/sections.h"

namespace mien::report {

namespace {

const OptionInfo* optionInfo(const ModelInfo& model, const std::string& name)
{
    for (const OptionInfo& option : model.options)
        if (option.name == name) return &option;
    return nullptr;
}

} // namespace

void writeLeftOut(HtmlWriter& html, const ReportData& data)
{
    const auto section = html.scope("section", {{"aria-labelledby", "left-out"}});
    html.element("h2", "Clips left out and other notes", {{"id", "left-out"}});
    if (data.notes.empty()) {
        html.element("p", data.finished ? "None: the run has no notes." : "Known when training has ended.");
        return;
    }
    const auto list = html.scope("ul");
    for (const std::string& note : data.notes) html.element("li", note);
}

void writeOptions(HtmlWriter& html, const ReportData& data)
{
    const auto section = html.scope("section", {{"aria-labelledby", "options"}});
    html.element("h2", "Options", {{"id", "options"}});
    const auto wide = html.scope("div", {{"class", "wide"}});
    const auto table = html.scope("table", {{"class", "list"}});
    html.element("caption",
                 "Every option of network " + data.config.network + " as used; preset " + data.config.preset);
    {
        const auto head = html.scope("thead");
        const auto row = html.scope("tr");
        for (const char* name : {"Option", "value", "from", "meaning"}) html.element("th", name, {{"scope", "col"}});
    }
    const auto body = html.scope("tbody");
    for (const auto& [name, value] : data.options) {
        const OptionInfo* info = optionInfo(data.model, name);
        const auto row = html.scope("tr");
        html.element("th", name, {{"scope", "row"}});
        html.element("td", value);
        html.element("td", data.config.options.contains(name) ? "set" : "preset");
        html.element("td", info ? info->help : "");
    }
}

void writeEnvironment(HtmlWriter& html, const ReportData& data)
{
    const auto section = html.scope("section", {{"aria-labelledby", "environment"}});
    html.element("h2", "Versions and machine", {{"id", "environment"}});
    if (data.environment.empty()) {
        html.element("p", "Not recorded (environment.json).");
        return;
    }
    const auto table = html.scope("table", {{"class", "facts"}});
    const auto body = html.scope("tbody");
    for (const auto& [key, value] : data.environment) writeFact(html, key, value);
}

} // namespace mien::report
