// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/page.h"

#include "app/report/sections.h"

#include <QFile>

namespace mien::report {

namespace {

std::string styleSheet()
{
    QFile file(QStringLiteral(":/mien/report/report.css"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

void writeHead(HtmlWriter& html, const ReportData& data)
{
    const auto head = html.scope("head");
    html.voidElement("meta", {{"charset", "utf-8"}});
    html.voidElement("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.voidElement("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.voidElement("meta", {{"name", "generator"}, {"content", "Mien " MIEN_VERSION}});
    html.element("title", "Mien: " + data.name);
    const auto style = html.scope("style");
    html.markup(styleSheet());
}

} // namespace

std::string page(const ReportData& data, const std::vector<MapFigure>& figures, bool figuresCut)
{
    const RunFacts facts = runFacts(data);
    HtmlWriter html;
    html.markup("<!DOCTYPE html>\n");
    {
        const auto root = html.scope("html", {{"lang", "en"}});
        writeHead(html, data);
        const auto body = html.scope("body");
        const auto main = html.scope("main");
        writeHeader(html, data, facts);
        writeConditions(html, data, facts);
        writeAccuracy(html, data);
        writeOutputs(html, data);
        writeSummaryFigures(html, data);
        writeReference(html, data);
        writeConfusion(html, data);
        writeNextHighest(html, data);
        writeClassScores(html, data);
        writeCurves(html, data);
        writeMaps(html, data, figures, figuresCut);
        writeLeftOut(html, data);
        writeOptions(html, data);
        writeEnvironment(html, data);
        html.element("footer", "Written by Mien " MIEN_VERSION " from run.json, environment.json, splits.csv, "
                               "metrics.csv, timing.csv, predictions.csv and summary.json of the run.");
    }
    return html.result();
}

} // namespace mien::report
