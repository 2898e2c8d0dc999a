// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/figures.h"

#include "app/report/agreement_text.h"
#include "app/report/face_picture.h"
#include "core/base/text.h"
#include "core/render/grid_image.h"
#include "core/render/image_file.h"

#include <algorithm>

namespace mien::report {

namespace {

constexpr int gridCell = 6; ///< pixels; 68 rows make a figure about as high as a face picture

double certainty(const Prediction& prediction)
{
    const int c = prediction.predicted();
    return c < 0 ? 0 : prediction.probabilities[static_cast<std::size_t>(c)];
}

/// Ascending certainty; the sample's name decides between equals, so that the order of rows does not.
bool lessCertain(const Prediction* a, const Prediction* b)
{
    if (certainty(*a) != certainty(*b)) return certainty(*a) < certainty(*b);
    return a->sample < b->sample;
}

std::string percent(double share)
{
    return text::fixed(100 * share, 0) + " %";
}

std::string outcomeText(const ReportData& data, const Prediction& prediction)
{
    const bool correct = prediction.predicted() == prediction.truth;
    std::string words = "Labelled " + data.className(prediction.truth) + ", predicted ";
    words += data.className(prediction.predicted()) + (correct ? " (correct, " : " (wrong, ");
    words += percent(certainty(prediction)) + ")";
    if (const int second = prediction.second(); second >= 0)
        words += "; second " + data.className(second) + " (" +
                 percent(prediction.probabilities[static_cast<std::size_t>(second)]) + ")";
    return words + ".";
}

void addGrid(const HeatMap& map, MapFigure& figure)
{
    if (!map.overPictures && map.difference.columns < 1) {
        figure.problems.push_back("No grid: the clip has a single step of time, so nothing changes.");
        return;
    }
    const Frame grid = map.overPictures ? pictureMapImage(map) : gridImage(map, gridCell);
    auto png = encodePng(grid);
    if (!png) {
        figure.problems.push_back(png.error().message());
        return;
    }
    figure.gridPng = *std::move(png);
    figure.gridWidth = grid.width;
    figure.gridHeight = grid.height;
    if (map.overPictures)
        figure.gridText = "Where in its pictures the network looked, " + std::to_string(map.map.columns) + " × " +
                          std::to_string(map.map.rows) + " pixels.";
    else
        figure.gridText = "Grid of the change of the activation map: 68 landmarks downwards, " +
                          std::to_string(map.difference.columns) + " steps of time to the right.";
}

void addFace(const jobs::Explanation& explanation, MapFigure& figure)
{
    auto picture = paintedFace(explanation);
    if (!picture) {
        figure.problems.push_back("No painted face: " + picture.error().message() + ".");
        return;
    }
    auto png = encodePng(picture->image);
    if (!png) {
        figure.problems.push_back(png.error().message());
        return;
    }
    figure.facePng = *std::move(png);
    figure.faceWidth = picture->image.width;
    figure.faceHeight = picture->image.height;
    figure.faceText = "Face in frame " + std::to_string(picture->frame + 1) +
                      " of the clip with the landmarks painted by how strongly their activation changes.";
    if (picture->interpolated)
        figure.notes.push_back("No face was found in the painted frame; its landmarks are interpolated.");
}

MapFigure figureOf(const ReportData& data, const ClipChoice& choice, const Explainer& explainer)
{
    MapFigure figure;
    figure.clip = choice.prediction->sample;
    figure.heading = choice.reason;
    figure.outcome = outcomeText(data, *choice.prediction);
    const auto explained = explainer(*choice.prediction);
    if (!explained) {
        figure.problems.push_back("No map: " + explained.error().message() + ".");
        return figure;
    }
    const HeatMap& map = explained->map;
    figure.origin = map.method + " on " + map.layer + ", network of fold " + std::to_string(explained->fold);
    figure.notes = map.notes;
    if (map.isConstant() && map.notes.empty()) figure.notes.push_back("The map is constant: nothing to show.");
    if (!explained->heldOut)
        figure.problems.push_back("This network was trained on the clip: the map says nothing about new data.");
    if (explained->prediction.predicted() != choice.prediction->predicted())
        figure.problems.push_back("The clip as it is on the disk now is classified otherwise than in this run; the "
                                  "files or the landmark model have changed.");
    addGrid(map, figure);
    if (map.overPictures) return figure;
    figure.agreement = agreementText(explained->agreement);
    addFace(*explained, figure);
    return figure;
}

} // namespace

std::vector<ClipChoice> chooseClips(const ReportData& data)
{
    std::vector<std::vector<const Prediction*>> correct(data.classes.size());
    std::vector<const Prediction*> wrong;
    for (const Prediction& prediction : data.predictions) {
        if (prediction.truth < 0 || prediction.predicted() < 0) continue;
        if (prediction.truth == prediction.predicted())
            correct.at(static_cast<std::size_t>(prediction.truth)).push_back(&prediction);
        else
            wrong.push_back(&prediction);
    }
    std::vector<ClipChoice> choices;
    for (std::size_t c = 0; c < correct.size(); ++c) {
        if (correct[c].empty()) continue;
        const auto median = correct[c].begin() + static_cast<std::ptrdiff_t>(correct[c].size() / 2);
        std::nth_element(correct[c].begin(), median, correct[c].end(), lessCertain);
        choices.push_back({*median, data.classes[c]});
    }
    if (!wrong.empty())
        choices.push_back({*std::max_element(wrong.begin(), wrong.end(), lessCertain), "The most certain error"});
    return choices;
}

Result<std::vector<MapFigure>> makeFigures(const ReportData& data, const Explainer& explainer,
                                           const RunControl& control)
{
    const auto choices = chooseClips(data);
    std::vector<MapFigure> figures;
    for (const ClipChoice& choice : choices) {
        control.report(Progress{"making activation maps", static_cast<std::int64_t>(figures.size()),
                                static_cast<std::int64_t>(choices.size())});
        const auto signal = control.checkpoint();
        if (signal == RunControl::Signal::Cancel) return Error::cancelled();
        if (signal == RunControl::Signal::Finish) break;
        figures.push_back(figureOf(data, choice, explainer));
    }
    if (control.isCancelRequested()) return Error::cancelled();
    return figures;
}

} // namespace mien::report
