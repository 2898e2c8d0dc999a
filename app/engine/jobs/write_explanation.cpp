// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/dataset/clip_builder.h"
#include "core/render/face_painter.h"
#include "core/render/grid_image.h"
#include "core/render/image_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace mien::jobs {

namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

/// Sample ids may hold '/' (merged datasets) and '#': not in a file name.
std::string fileStem(std::string id)
{
    for (char& c : id)
        if (c == '/' || c == '#' || c == ':' || c == '\\') c = '_';
    return id;
}

/// Rows are landmarks 0–67; columns the source frames, counted from 1 as in all files.
std::string gridCsv(const Grid& grid, const std::vector<int>& frames, bool differences)
{
    std::vector<std::string> fields = {"landmark"};
    for (int t = 0; t < grid.columns; ++t) {
        const std::string step = std::to_string(t) + ":frame " + std::to_string(frames.at(t) + 1);
        fields.push_back(differences ? step + " to " + std::to_string(frames.at(t + 1) + 1) : step);
    }
    std::string csv = csv::line(fields);
    for (int l = 0; l < grid.rows; ++l) {
        fields = {std::to_string(l)};
        for (int t = 0; t < grid.columns; ++t) fields.push_back(text::number(grid.at(l, t)));
        csv += csv::line(fields);
    }
    return csv;
}

/// Rows and columns are pixels of the network's pictures, from 0.
std::string pictureCsv(const Grid& grid)
{
    std::vector<std::string> fields = {"row"};
    for (int x = 0; x < grid.columns; ++x) fields.push_back(std::to_string(x));
    std::string csv = csv::line(fields);
    for (int y = 0; y < grid.rows; ++y) {
        fields = {std::to_string(y)};
        for (int x = 0; x < grid.columns; ++x) fields.push_back(text::number(grid.at(y, x)));
        csv += csv::line(fields);
    }
    return csv;
}

QString qstring(const std::string& s)
{
    return QString::fromStdString(s);
}

QJsonValue orNull(double value)
{
    return std::isnan(value) ? QJsonValue(QJsonValue::Null) : QJsonValue(value);
}

QJsonArray array(const std::vector<int>& values)
{
    QJsonArray out;
    for (const int v : values) out.append(v);
    return out;
}

std::string agreementJson(const Explanation& e)
{
    QJsonArray notes;
    for (const auto& note : e.map.notes) notes.append(qstring(note));
    QJsonObject probabilities;
    for (std::size_t c = 0; c < e.classes.size(); ++c)
        probabilities[qstring(e.classes[c])] = e.prediction.probabilities.at(c);
    const auto className = [&](int c) { return c < 0 ? QJsonValue(QJsonValue::Null) : qstring(e.classes.at(c)); };
    const QJsonObject object{
        {u"clip"_s, qstring(e.prediction.sample)},
        {u"fold"_s, e.fold},
        {u"held_out"_s, e.heldOut},
        {u"method"_s, qstring(e.map.method)},
        {u"layer"_s, qstring(e.map.layer)},
        {u"explained_class"_s, className(e.map.explainedClass)},
        {u"truth"_s, className(e.prediction.truth)},
        {u"predicted"_s, className(e.prediction.predicted())},
        {u"probabilities"_s, probabilities},
        {u"expected_action_units"_s, array(e.agreement.expected)},
        {u"hit_action_units"_s, array(e.agreement.hit)},
        {u"active_landmarks"_s, array(e.agreement.active)},
        {u"hit_rate"_s, orNull(e.agreement.hitRate)},
        {u"precision"_s, orNull(e.agreement.precision)},
        {u"active_share"_s, orNull(e.agreement.activeShare)},
        {u"constant_map"_s, e.map.isConstant()},
        {u"notes"_s, notes},
    };
    return QJsonDocument(object).toJson().toStdString();
}

Result<Frame> paintedApex(const Explanation& e)
{
    const auto landmarks = completeLandmarks(e.track);
    if (!landmarks) return landmarks.error();
    auto source = openFiles(e.files);
    if (!source) return source.error();
    const auto apex = static_cast<std::size_t>(e.map.frames.back());
    const auto frame = (*source)->frame(e.track.frames.at(apex).frame);
    if (!frame) return frame.error();
    return paintStrength(*frame, landmarks->at(apex), e.map.summaryStrength());
}

using Texts = std::vector<std::pair<const char*, std::string>>;
using Pictures = std::vector<std::pair<const char*, Frame>>;

Texts textsOf(const Explanation& e)
{
    if (e.map.overPictures)
        return {{".map.csv", pictureCsv(e.map.map)},
                {".normalised.csv", pictureCsv(e.map.normalised)},
                {".agreement.json", agreementJson(e)}};
    return {{".map.csv", gridCsv(e.map.map, e.map.frames, false)},
            {".normalised.csv", gridCsv(e.map.normalised, e.map.frames, false)},
            {".difference.csv", gridCsv(e.map.difference, e.map.frames, true)},
            {".agreement.json", agreementJson(e)}};
}

Result<Pictures> picturesOf(const Explanation& e)
{
    if (e.map.overPictures) return Pictures{{".picture.png", pictureMapImage(e.map)}};
    auto face = paintedApex(e);
    if (!face) return face.error();
    return Pictures{{".grid.png", gridImage(e.map)}, {".face.png", std::move(face).value()}};
}

} // namespace

Result<std::vector<fs::path>> writeExplanation(const Explanation& e, const fs::path& folder)
{
    if (auto made = files::ensureFolder(folder); !made) return made.error();
    const fs::path stem = folder / fileStem(e.prediction.sample);
    const auto file = [&](const char* ending) {
        fs::path path = stem;
        path += ending;
        return path;
    };
    std::vector<fs::path> written;
    for (const auto& [ending, content] : textsOf(e)) {
        if (auto done = files::writeAtomically(file(ending), content); !done) return done.error();
        written.push_back(file(ending));
    }
    const auto pictures = picturesOf(e);
    if (!pictures) return pictures.error();
    for (const auto& [ending, picture] : *pictures) {
        if (auto done = writePng(file(ending), picture); !done) return done.error();
        written.push_back(file(ending));
    }
    return written;
}

} // namespace mien::jobs
