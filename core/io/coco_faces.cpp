// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/coco_faces.h"

#include "core/base/text.h"
#include "core/io/landmark_frames.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <optional>

namespace mien {

using namespace Qt::StringLiterals;

namespace {

constexpr int person = 1;  ///< the only category of COCO's key points
constexpr int visible = 2; ///< v of a point that is labelled and visible
constexpr int valuesPerPoint = 3;

QJsonObject annotationOf(const FaceFrame& frame, int id)
{
    QJsonArray points;
    for (const Point& point : frame.landmarks) {
        const bool known = landmarks::isPlace(point);
        points.append(known ? landmarks::decimal(point.x) : 0);
        points.append(known ? landmarks::decimal(point.y) : 0);
        points.append(known ? visible : 0);
    }
    QJsonObject annotation = {{u"id"_s, id},           {u"image_id"_s, frame.frame + 1}, {u"category_id"_s, person},
                              {u"iscrowd"_s, 0},       {u"num_keypoints"_s, 0},          {u"face_valid"_s, true},
                              {u"face_kpts"_s, points}};
    const Box box = landmarks::boxOf(frame);
    QJsonArray corners;
    for (const float value : {box.x, box.y, box.width, box.height}) corners.append(landmarks::decimal(value));
    annotation.insert(u"face_box"_s, corners);
    if (frame.score != 0 && std::isfinite(frame.score)) annotation.insert(u"score"_s, frame.score);
    return annotation;
}

std::optional<double> placeOf(const QJsonValue& value)
{
    if (!value.isDouble() || !landmarks::isPlace(value.toDouble())) return std::nullopt;
    return value.toDouble();
}

/// Ids are numbers in COCO itself and texts in some of its descendants.
QString idOf(const QJsonValue& value)
{
    return value.isDouble() || value.isString() ? value.toVariant().toString() : QString();
}

class CocoReader
{
public:
    explicit CocoReader(const std::string& where) : m_where(where) {}

    Result<FaceTrack> run(const QJsonObject& root)
    {
        for (const auto& name : {u"images"_s, u"annotations"_s})
            if (!root[name].isArray())
                return Error::input("is JSON, but no list of COCO: it has no list " + name.toStdString(), m_where,
                                    "give annotations of COCO-WholeBody");
        if (const auto read = readImages(root[u"images"_s].toArray()); !read) return read.error();
        const QJsonArray annotations = root[u"annotations"_s].toArray();
        bool anyFace = annotations.isEmpty();
        for (const QJsonValue value : annotations) {
            const auto held = readAnnotation(value.toObject());
            if (!held) return held.error();
            anyFace |= *held;
        }
        if (!anyFace)
            return Error::input("none of its annotations has face_kpts", m_where, "give annotations of COCO-WholeBody");
        return landmarks::trackOf(std::move(m_frames), m_size.width(), m_size.height());
    }

private:
    Result<void> readImages(const QJsonArray& images)
    {
        if (images.isEmpty()) return Error::input("lists no image", m_where);
        for (const QJsonValue value : images) {
            const QString id = idOf(value[u"id"_s]);
            if (id.isEmpty())
                return Error::input("image " + std::to_string(m_frames.size() + 1) + " of the list has no id", m_where);
            if (m_frameOfImage.contains(id))
                return Error::input("two images have the id " + landmarks::quoted(id.toStdString()), m_where);
            m_frameOfImage.insert(id, m_frames.size());
            m_size.add(value[u"width"_s].toInt(), value[u"height"_s].toInt());
            m_frames.emplace_back();
        }
        return {};
    }

    /// Whether the annotation says anything of a face.
    Result<bool> readAnnotation(const QJsonObject& annotation)
    {
        ++m_annotation;
        const QJsonValue points = annotation[u"face_kpts"_s];
        if (points.isUndefined() || points.isNull()) return false;
        const QString image = idOf(annotation[u"image_id"_s]);
        const auto frame = m_frameOfImage.constFind(image);
        if (frame == m_frameOfImage.constEnd())
            return Error::input("its image " + landmarks::quoted(image.toStdString()) + " is not in the list of images",
                                place());
        if (!annotation[u"face_valid"_s].toBool(true)) return true;
        auto face = faceOf(annotation, points.toArray());
        if (!face) return face.error();
        FaceFrame& known = m_frames[*frame];
        if (face->found ? !known.found || outerEyeDistance(face->landmarks) > outerEyeDistance(known.landmarks)
                        : !known.found)
            known = std::move(*face);
        return true;
    }

    Result<FaceFrame> faceOf(const QJsonObject& annotation, const QJsonArray& values) const
    {
        if (values.size() != valuesPerPoint * static_cast<qsizetype>(landmarks::pointCount))
            return Error::input("face_kpts has " + std::to_string(values.size()) + " numbers instead of 204", place(),
                                "expected x, y, v for each of the 68 landmarks");
        Landmarks68 points;
        int absent = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto at = valuesPerPoint * static_cast<qsizetype>(i);
            const auto x = placeOf(values[at]);
            const auto y = placeOf(values[at + 1]);
            const auto v = placeOf(values[at + 2]);
            if (!x || !y || !v)
                return Error::input("point " + std::to_string(i) + " of face_kpts is not three numbers", place(),
                                    "expected x, y in pixels, and v");
            points[i] = {static_cast<float>(*x), static_cast<float>(*y)};
            absent += *v > 0 ? 0 : 1;
        }
        if (absent > 0)
            return landmarks::frameWithProblem(std::to_string(absent) + " of 68 landmarks are not labelled (v = 0)");
        FaceFrame frame = landmarks::frameWithFace(points);
        frame.score = annotation[u"score"_s].toDouble();
        return withBox(std::move(frame), annotation[u"face_box"_s]);
    }

    Result<FaceFrame> withBox(FaceFrame frame, const QJsonValue& value) const
    {
        if (value.isUndefined() || value.isNull()) return frame;
        const QJsonArray corners = value.toArray();
        const auto x = placeOf(corners[0]);
        const auto y = placeOf(corners[1]);
        const auto width = placeOf(corners[2]);
        const auto height = placeOf(corners[3]);
        if (corners.size() != 4 || !x || !y || !width || !height)
            return Error::input("face_box is not four numbers", place(), "expected x, y, width, height in pixels");
        frame.box = {static_cast<float>(*x), static_cast<float>(*y), static_cast<float>(*width),
                     static_cast<float>(*height)};
        return frame;
    }

    std::string place() const { return m_where + ", annotation " + std::to_string(m_annotation) + " of the list"; }

    const std::string m_where;
    QHash<QString, std::size_t> m_frameOfImage;
    std::vector<FaceFrame> m_frames;
    landmarks::CommonSize m_size;
    int m_annotation = 0; ///< that is being read, from 1
};

} // namespace

std::string toCocoFaces(const FaceTrack& track, const std::string& stem)
{
    QJsonArray images;
    QJsonArray annotations;
    for (const FaceFrame& frame : track.frames) {
        const std::string name = landmarks::numberedName(stem, frame.frame) + ".png";
        QJsonObject image = {{u"id"_s, frame.frame + 1}, {u"file_name"_s, QString::fromStdString(name)}};
        if (track.width > 0 && track.height > 0) {
            image.insert(u"width"_s, track.width);
            image.insert(u"height"_s, track.height);
        }
        images.append(image);
        if (landmarks::hasSomeLandmarks(frame))
            annotations.append(annotationOf(frame, static_cast<int>(annotations.size()) + 1));
    }
    const QJsonObject category = {{u"id"_s, person}, {u"name"_s, u"person"_s}, {u"supercategory"_s, u"person"_s}};
    const QJsonObject info = {
        {u"description"_s, u"face landmarks in the form of COCO-WholeBody, written by Mien " MIEN_VERSION ""_s}};
    const QJsonObject root = {{u"info"_s, info},
                              {u"images"_s, images},
                              {u"annotations"_s, annotations},
                              {u"categories"_s, QJsonArray{category}}};
    return QJsonDocument(root).toJson(QJsonDocument::Compact).toStdString() + "\n";
}

Result<FaceTrack> parseCocoFaces(std::string_view text, const std::string& where)
{
    if (text::startsWith(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
    if (text::trimmed(text).empty()) return Error::input("the file is empty", where, "expected annotations of COCO");
    QJsonParseError fault;
    const auto document =
        QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())), &fault);
    if (document.isNull())
        return Error::input("is no valid JSON: " + fault.errorString().toStdString() + " at byte " +
                                std::to_string(fault.offset),
                            where, "copy the file again");
    return CocoReader(where).run(document.object());
}

} // namespace mien
