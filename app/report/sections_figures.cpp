// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/sections.h"
#include "app/report/svg_curves.h"

namespace mien::report {

namespace {

constexpr std::size_t curvesInSight = 12; ///< more folds (leave one subject out) fold away

void writeCurve(HtmlWriter& html, const FoldCurve& curve, const CurveLimits& limits)
{
    const auto figure = html.scope("figure", {{"class", "curve-figure"}});
    const int best = bestEpoch(curve);
    html.element("figcaption", "Fold " + std::to_string(curve.front().fold) + ": " +
                                   count(static_cast<long>(curve.size()), "epoch", "epochs") +
                                   (best > 0 ? ", best " + std::to_string(best) : ""));
    html.markup(curvesSvg(curve, limits));
}

void writeCurveGrid(HtmlWriter& html, const std::vector<FoldCurve>& curves, std::size_t first, std::size_t last,
                    const CurveLimits& limits)
{
    const auto grid = html.scope("div", {{"class", "curve-grid"}});
    for (std::size_t i = first; i < last; ++i) writeCurve(html, curves[i], limits);
}

void writePicture(HtmlWriter& html, const std::string& png, int width, int height, const std::string& alternative)
{
    if (png.empty()) return;
    html.voidElement("img", {{"src", "data:image/png;base64," + base64(png)},
                             {"width", std::to_string(width)},
                             {"height", std::to_string(height)},
                             {"alt", alternative}});
}

void writeMap(HtmlWriter& html, const MapFigure& map)
{
    const auto figure = html.scope("figure", {{"class", "map"}});
    {
        const auto caption = html.scope("figcaption");
        html.element("h3", map.heading);
        html.element("p", map.clip, {{"class", "clip"}});
        html.element("p", map.outcome);
    }
    if (!map.facePng.empty() || !map.gridPng.empty()) {
        const auto pictures = html.scope("div", {{"class", "pictures"}});
        writePicture(html, map.facePng, map.faceWidth, map.faceHeight, map.faceText);
        writePicture(html, map.gridPng, map.gridWidth, map.gridHeight, map.gridText);
    }
    if (!map.agreement.empty()) html.element("p", map.agreement);
    for (const std::string& note : map.notes) html.element("p", "Note: " + note, {{"class", "small"}});
    for (const std::string& problem : map.problems) html.element("p", problem, {{"class", "problem"}});
    if (!map.origin.empty()) html.element("p", map.origin, {{"class", "small"}});
}

} // namespace

void writeCurves(HtmlWriter& html, const ReportData& data)
{
    const auto section = html.scope("section", {{"aria-labelledby", "curves"}});
    html.element("h2", "Learning curves", {{"id", "curves"}});
    const auto curves = byFold(data.metrics);
    if (curves.empty()) {
        html.element("p", "No epoch has been recorded (metrics.csv).");
        return;
    }
    const CurveLimits limits = curveLimits(curves);
    {
        const auto legend = html.scope("p", {{"class", "legend"}});
        html.markup("<svg width=\"28\" height=\"10\" aria-hidden=\"true\"><line x1=\"0\" y1=\"5\" x2=\"28\" y2=\"5\" "
                    "class=\"curve train\"/></svg>");
        html.text(" training   ");
        html.markup("<svg width=\"28\" height=\"10\" aria-hidden=\"true\"><line x1=\"0\" y1=\"5\" x2=\"28\" y2=\"5\" "
                    "class=\"curve validation\"/></svg>");
        html.text(data.config.selectOn == "test" ? " held-out clips (select_on = test)   " : " validation   ");
        html.markup("<svg width=\"10\" height=\"12\" aria-hidden=\"true\"><line x1=\"5\" y1=\"0\" x2=\"5\" y2=\"12\" "
                    "class=\"best\"/></svg>");
        html.text(" epoch of the lowest validation loss. Raw values; all folds on the same axes.");
    }
    const std::size_t inSight = std::min(curves.size(), curvesInSight);
    writeCurveGrid(html, curves, 0, inSight, limits);
    if (inSight == curves.size()) return;
    const auto details = html.scope("details");
    html.element("summary", "The other " + std::to_string(curves.size() - inSight) + " folds");
    writeCurveGrid(html, curves, inSight, curves.size(), limits);
}

void writeMaps(HtmlWriter& html, const ReportData& data, const std::vector<MapFigure>& figures, bool cut)
{
    const auto section = html.scope("section", {{"aria-labelledby", "maps"}});
    html.element("h2", "Where the network looked", {{"id", "maps"}});
    if (cut)
        html.element("p", "Ended early by hand: maps that were not made by then are missing.", {{"class", "problem"}});
    if (figures.empty()) {
        if (data.predictions.empty())
            html.element("p", "No held-out predictions, so there is no clip to explain.");
        else if (data.report.task != Task::Classes)
            html.element("p", "A map belongs to one answer. The window and mien-cli explain RUN --clip ID --class " +
                                  data.classes.front() + " show that of any output, where the network sees pictures.");
        return;
    }
    html.element("p", "For each class the correctly classified clip of median certainty, so neither the best nor the "
                      "worst case, and the error the network was most certain of; each map comes from the network that "
                      "had the clip held out. Face: the last frame, landmarks coloured white → yellow → red by the "
                      "largest change of their activation. Grid: that change for each landmark (downwards) and step of "
                      "time (to the right). Expected action units are the EMFACS prototypes; agreement with them does "
                      "not prove that the network uses them.");
    const auto grid = html.scope("div", {{"class", "map-grid"}});
    for (const MapFigure& figure : figures) writeMap(html, figure);
}

} // namespace mien::report
