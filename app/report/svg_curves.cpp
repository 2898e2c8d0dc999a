// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/svg_curves.h"

#include "app/report/html_writer.h"
#include "core/base/text.h"
#include "core/types/score_curves.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mien::report {

namespace {

constexpr double plotWidth = 200;
constexpr double plotHeight = 110;
constexpr double leftMargin = 34;
constexpr double topMargin = 18;
constexpr double gap = 40;
constexpr double rightMargin = 16;
constexpr double totalWidth = leftMargin + plotWidth + gap + plotWidth + rightMargin;
constexpr double totalHeight = topMargin + plotHeight + 32;

std::string decimal(double value)
{
    return text::fixed(value, 1);
}

/// A number of 1, 2 or 5 times a power of ten that divides `range` into three to seven steps.
double tickStep(double range)
{
    const double power = std::pow(10.0, std::floor(std::log10(range / 3)));
    for (const double factor : {5.0, 2.0, 1.0})
        if (range / (factor * power) >= 3) return factor * power;
    return power;
}

/// One set of axes: epoch 1…lastEpoch to the right, bottom…top upwards.
struct Axes
{
    double left = 0;
    int lastEpoch = 1;
    double top = 1;
    double bottom = 0; ///< 0 or less

    double x(double epoch) const { return left + plotWidth * (epoch - 1) / std::max(1, lastEpoch - 1); }
    double y(double value) const { return topMargin + plotHeight * (top - value) / (top - bottom); }
};

void addText(std::string& svg, double x, double y, const char* cssClass, const std::string& words)
{
    svg += "<text x=\"" + decimal(x) + "\" y=\"" + decimal(y) + "\" class=\"" + cssClass + "\">" + escaped(words) +
           "</text>";
}

void addLine(std::string& svg, double x1, double y1, double x2, double y2, const char* cssClass)
{
    svg += "<line x1=\"" + decimal(x1) + "\" y1=\"" + decimal(y1) + "\" x2=\"" + decimal(x2) + "\" y2=\"" +
           decimal(y2) + "\" class=\"" + cssClass + "\"/>";
}

void addAxes(std::string& svg, const Axes& axes, const std::string& title)
{
    const double step = tickStep(axes.top - axes.bottom);
    const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
    for (int i = static_cast<int>(std::ceil(axes.bottom / step - 1e-9)); i * step <= axes.top * 1.0001; ++i) {
        addLine(svg, axes.left, axes.y(i * step), axes.left + plotWidth, axes.y(i * step), i == 0 ? "axis" : "tick");
        addText(svg, axes.left - 5, axes.y(i * step) + 3.5, "end", text::fixed(i * step, decimals));
    }
    const int epochStep = std::max(1, static_cast<int>(std::lround(tickStep(std::max(3, axes.lastEpoch)))));
    addText(svg, axes.x(1), topMargin + plotHeight + 14, "middle", "1");
    for (int epoch = epochStep; epoch <= axes.lastEpoch; epoch += epochStep)
        if (axes.x(epoch) - axes.x(1) > 12)
            addText(svg, axes.x(epoch), topMargin + plotHeight + 14, "middle", std::to_string(epoch));
    addText(svg, axes.left + plotWidth / 2, totalHeight - 4, "middle", "epoch");
    addText(svg, axes.left, topMargin - 7, "name", title);
}

std::vector<double> valuesOf(const FoldCurve& curve, double EpochMetrics::*value)
{
    std::vector<double> values;
    for (const EpochMetrics& epoch : curve) values.push_back(epoch.*value);
    return values;
}

/// `values`: one per epoch, or none at all.
void addCurve(std::string& svg, const Axes& axes, const FoldCurve& curve, const std::vector<double>& values,
              const char* cssClass)
{
    std::string points;
    int length = 0;
    const auto finish = [&] {
        if (length == 1) // a polyline of one point is invisible
            svg += "<circle r=\"2\" cx=\"" + points.substr(0, points.find(',')) + "\" cy=\"" +
                   points.substr(points.find(',') + 1, points.find(' ') - points.find(',') - 1) + "\" class=\"dot " +
                   cssClass + "\"/>";
        else if (length > 1)
            svg += "<polyline points=\"" + points + "\" class=\"curve " + cssClass + "\"/>";
        points.clear();
        length = 0;
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double v = values[i];
        if (!std::isfinite(v)) {
            finish();
            continue;
        }
        points += decimal(axes.x(curve[i].epoch)) + "," + decimal(axes.y(std::clamp(v, axes.bottom, axes.top))) + " ";
        ++length;
    }
    finish();
}

void addBestEpoch(std::string& svg, const Axes& axes, int epoch, double value)
{
    if (epoch == 0) return;
    addLine(svg, axes.x(epoch), topMargin, axes.x(epoch), topMargin + plotHeight, "best");
    if (std::isfinite(value))
        svg += "<circle r=\"3\" cx=\"" + decimal(axes.x(epoch)) + "\" cy=\"" +
               decimal(axes.y(std::clamp(value, axes.bottom, axes.top))) + "\" class=\"bestdot\"/>";
}

const char* titleOf(ScoreCurves::Kind kind)
{
    if (kind == ScoreCurves::Kind::MeanAveragePrecision) return "mAP";
    return kind == ScoreCurves::Kind::Concordance ? "CCC: valence, dotted arousal" : "accuracy";
}

std::string description(const FoldCurve& curve, const EpochMetrics* best)
{
    std::string words = std::to_string(curve.size()) + " epochs.";
    const std::string score = best ? scoreInWords(*best) : std::string();
    if (best)
        words += " Lowest validation loss " + text::fixed(best->validationLoss, 3) + " at epoch " +
                 std::to_string(best->epoch) + (score.empty() ? score : ", there " + score) + ".";
    const EpochMetrics& last = curve.back();
    if (std::isfinite(last.trainLoss)) words += " Last training loss " + text::fixed(last.trainLoss, 3) + ".";
    return words;
}

} // namespace

std::vector<FoldCurve> byFold(const std::vector<EpochMetrics>& metrics)
{
    std::map<int, FoldCurve> folds;
    for (const EpochMetrics& row : metrics) folds[row.fold].push_back(row);
    std::vector<FoldCurve> curves;
    for (auto& [fold, curve] : folds) {
        std::stable_sort(curve.begin(), curve.end(), [](const auto& a, const auto& b) { return a.epoch < b.epoch; });
        curves.push_back(std::move(curve));
    }
    return curves;
}

int bestEpoch(const FoldCurve& curve)
{
    const EpochMetrics* best = nullptr;
    for (const EpochMetrics& row : curve)
        if (std::isfinite(row.validationLoss) && (!best || row.validationLoss < best->validationLoss)) best = &row;
    return best ? best->epoch : 0;
}

CurveLimits curveLimits(const std::vector<FoldCurve>& curves)
{
    CurveLimits limits;
    double highest = 0;
    for (const FoldCurve& curve : curves)
        for (const EpochMetrics& row : curve) {
            limits.lastEpoch = std::max(limits.lastEpoch, row.epoch);
            for (const double loss : {row.trainLoss, row.validationLoss})
                if (std::isfinite(loss)) highest = std::max(highest, loss);
        }
    if (highest > 0) {
        const double step = tickStep(highest);
        limits.loss = step * std::ceil(highest / step);
    }
    return limits;
}

std::string curvesSvg(const FoldCurve& curve, const CurveLimits& limits)
{
    if (curve.empty()) return {};
    const int fold = curve.front().fold;
    const int best = bestEpoch(curve);
    const auto found = std::find_if(curve.begin(), curve.end(), [&](const auto& row) { return row.epoch == best; });
    const EpochMetrics* bestRow = found == curve.end() ? nullptr : &*found;

    const ScoreCurves scores = scoreCurvesOf(curve);
    const std::string id = "curves-" + std::to_string(fold);
    std::string svg = "<svg class=\"curves\" viewBox=\"0 0 " + decimal(totalWidth) + " " + decimal(totalHeight) +
                      "\" role=\"img\" aria-labelledby=\"" + id + "-t " + id + "-d\"><title id=\"" + id +
                      "-t\">Loss and the figure of the task of fold " + std::to_string(fold) +
                      " over epochs</title><desc id=\"" + id + "-d\">" + escaped(description(curve, bestRow)) +
                      "</desc>";
    const Axes loss{leftMargin, limits.lastEpoch, limits.loss};
    addAxes(svg, loss, "loss");
    addBestEpoch(svg, loss, best, bestRow ? bestRow->validationLoss : notComputed);
    addCurve(svg, loss, curve, valuesOf(curve, &EpochMetrics::trainLoss), "train");
    addCurve(svg, loss, curve, valuesOf(curve, &EpochMetrics::validationLoss), "validation");
    if (scores.kind == ScoreCurves::Kind::None) return svg + "</svg>\n";
    double lowest = 0; // a concordance may lie below
    for (const auto* values : {&scores.validation, &scores.arousal})
        for (const double value : *values) lowest = std::min(lowest, std::isnan(value) ? 0.0 : value);
    const Axes score{leftMargin + plotWidth + gap, limits.lastEpoch, 1.0, lowest};
    addAxes(svg, score, titleOf(scores.kind));
    addBestEpoch(svg, score, best,
                 bestRow ? scores.validation.at(static_cast<std::size_t>(bestRow - curve.data())) : notComputed);
    addCurve(svg, score, curve, scores.training, "train");
    addCurve(svg, score, curve, scores.validation, "validation");
    addCurve(svg, score, curve, scores.arousal, "arousal");
    return svg + "</svg>\n";
}

} // namespace mien::report
