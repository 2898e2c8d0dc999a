// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/dlib_xml.h"

#include "core/base/text.h"
#include "core/io/landmark_frames.h"

#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include <bitset>
#include <cmath>
#include <optional>

namespace mien {

using namespace Qt::StringLiterals;

namespace {

QString decimals(double value)
{
    return QString::fromStdString(text::number(value));
}

std::string partName(std::size_t i)
{
    return (i < 10 ? "0" : "") + std::to_string(i);
}

/// The nearest whole number, as dlib rounds points.
double nearestPixel(double value)
{
    return std::floor(value + 0.5);
}

void writeBox(QXmlStreamWriter& xml, const FaceFrame& frame)
{
    const Box box = landmarks::boxOf(frame);
    const auto whole = [](float value) { return QString::number(std::lround(value)); };
    xml.writeStartElement(u"box"_s);
    xml.writeAttribute(u"top"_s, whole(box.y));
    xml.writeAttribute(u"left"_s, whole(box.x));
    xml.writeAttribute(u"width"_s, whole(box.width));
    xml.writeAttribute(u"height"_s, whole(box.height));
    if (frame.score != 0 && std::isfinite(frame.score)) xml.writeAttribute(u"detection_score"_s, decimals(frame.score));
    for (std::size_t i = 0; i < frame.landmarks.size(); ++i) {
        if (!landmarks::isPlace(frame.landmarks[i])) continue;
        const double x = landmarks::decimal(frame.landmarks[i].x);
        const double y = landmarks::decimal(frame.landmarks[i].y);
        xml.writeEmptyElement(u"part"_s);
        xml.writeAttribute(u"name"_s, QString::fromStdString(partName(i)));
        xml.writeAttribute(u"x"_s, QString::number(static_cast<qint64>(nearestPixel(x))));
        xml.writeAttribute(u"y"_s, QString::number(static_cast<qint64>(nearestPixel(y))));
        if (x == nearestPixel(x) && y == nearestPixel(y)) continue;
        xml.writeAttribute(u"subpixel_x"_s, decimals(x));
        xml.writeAttribute(u"subpixel_y"_s, decimals(y));
    }
    xml.writeEndElement();
}

/// What stands in one box.
struct BoxContent
{
    FaceFrame frame;
    std::size_t parts = 0;
    bool complete = false; ///< all 68 landmarks and nothing else
};

/// Walks over one file once. Every step but run() returns at the end of its element, or with a fault.
class DlibXmlReader
{
public:
    DlibXmlReader(std::string_view text, const std::string& where)
        : m_xml(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()))), m_where(where)
    {
    }

    Result<FaceTrack> run()
    {
        readDocument();
        if (m_fault) return *m_fault;
        // Qt's sentence may be two: one is enough.
        if (m_xml.hasError())
            return Error::input("is no well-formed XML: " +
                                    m_xml.errorString().section(u'.', 0, 0).simplified().toStdString(),
                                place(), "copy the file again");
        if (m_frames.empty()) return Error::input("lists no image", m_where);
        if (!m_anyFace && m_problem) return *m_problem;
        if (!m_anyFace && m_anyBox)
            return Error::input("its boxes have no landmarks (part)", m_where, "give a list with 68 parts per box");
        return landmarks::trackOf(std::move(m_frames), m_size.width(), m_size.height());
    }

private:
    std::string place() const { return m_where + ", line " + std::to_string(m_xml.lineNumber()); }

    void fault(const std::string& what, const std::string& remedy = {})
    {
        if (!m_fault) m_fault = Error::input(what, place(), remedy);
    }

    /// The next element inside the current one; false at its end, at a fault and where the XML breaks.
    bool nextElement() { return !m_fault && m_xml.readNextStartElement(); }

    void readDocument()
    {
        if (!nextElement()) return;
        if (m_xml.name() != "dataset"_L1)
            return fault("is XML, but no list of dlib: it begins with " +
                             landmarks::quoted(m_xml.name().toString().toStdString()),
                         "expected <dataset>, as imglab writes it");
        while (nextElement()) {
            if (m_xml.name() != "images"_L1) {
                m_xml.skipCurrentElement();
                continue;
            }
            while (nextElement()) {
                if (m_xml.name() == "image"_L1)
                    readImage();
                else
                    m_xml.skipCurrentElement();
            }
        }
    }

    void readImage()
    {
        const auto attributes = m_xml.attributes();
        m_size.add(attributes.value("width"_L1).toInt(), attributes.value("height"_L1).toInt());
        FaceFrame best;
        std::string problem;
        while (nextElement()) {
            if (m_xml.name() != "box"_L1) {
                m_xml.skipCurrentElement();
                continue;
            }
            const bool ignored = m_xml.attributes().value("ignore"_L1) == "1"_L1;
            const BoxContent box = readBox();
            if (m_fault || ignored) continue;
            m_anyBox = true;
            if (box.complete) {
                if (!best.found || outerEyeDistance(box.frame.landmarks) > outerEyeDistance(best.landmarks))
                    best = box.frame;
            } else if (box.parts > 0) {
                const Error wrong = landmarks::wrongCount(box.parts, place());
                problem = "a box " + wrong.what;
                if (!m_problem) m_problem = wrong;
            }
        }
        m_anyFace |= best.found;
        m_frames.push_back(best.found ? best : landmarks::frameWithProblem(problem));
    }

    BoxContent readBox()
    {
        BoxContent content;
        const Box box = {number("left"_L1), number("top"_L1), number("width"_L1), number("height"_L1)};
        const double score = m_xml.attributes().hasAttribute("detection_score"_L1) ? exact("detection_score"_L1) : 0;
        Landmarks68 points{};
        std::bitset<landmarks::pointCount> seen;
        while (nextElement()) {
            if (m_xml.name() == "part"_L1) {
                readPart(points, seen);
                ++content.parts;
            }
            m_xml.skipCurrentElement();
        }
        content.complete = seen.all() && content.parts == points.size();
        if (content.complete) {
            content.frame = landmarks::frameWithFace(points);
            content.frame.box = box;
            content.frame.score = score;
        }
        return content;
    }

    void readPart(Landmarks68& points, std::bitset<landmarks::pointCount>& seen)
    {
        const std::string name = m_xml.attributes().value("name"_L1).toString().toStdString();
        const Point point = {coordinate("x"_L1, "subpixel_x"_L1), coordinate("y"_L1, "subpixel_y"_L1)};
        const auto index = text::toInt(name);
        if (!index || *index < 0 || *index >= static_cast<std::int64_t>(points.size())) return;
        const auto i = static_cast<std::size_t>(*index);
        if (seen[i]) return fault("the part " + landmarks::quoted(name) + " stands twice in one box");
        seen.set(i);
        points[i] = point;
    }

    /// The coordinate in `name`, or the exact one where it says the same.
    float coordinate(QLatin1StringView name, QLatin1StringView exactName)
    {
        const double whole = exact(name);
        const auto between = text::toDouble(m_xml.attributes().value(exactName).toString().toStdString());
        return static_cast<float>(between && nearestPixel(*between) == whole ? *between : whole);
    }

    float number(QLatin1StringView name) { return static_cast<float>(exact(name)); }

    double exact(QLatin1StringView name)
    {
        const auto attributes = m_xml.attributes();
        const std::string shown = m_xml.name().toString().toStdString();
        if (!attributes.hasAttribute(name)) {
            fault("<" + shown + "> has no attribute " +
                  std::string(name.data(), static_cast<std::size_t>(name.size())));
            return 0;
        }
        const std::string value = attributes.value(name).toString().toStdString();
        const auto number = text::toDouble(value);
        if (!number || !landmarks::isPlace(*number)) {
            fault(landmarks::quoted(value) + " is no coordinate", "expected numbers in <" + shown + ">");
            return 0;
        }
        return *number;
    }

    QXmlStreamReader m_xml;
    const std::string m_where;
    std::vector<FaceFrame> m_frames;
    landmarks::CommonSize m_size;
    bool m_anyBox = false;
    bool m_anyFace = false;
    std::optional<Error> m_problem; ///< the first box that is no face of 68 landmarks
    std::optional<Error> m_fault;   ///< what ends the reading
};

} // namespace

std::string toDlibXml(const FaceTrack& track, const std::string& stem)
{
    QByteArray out;
    QXmlStreamWriter xml(&out);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    xml.writeStartElement(u"dataset"_s);
    xml.writeTextElement(u"name"_s, QString::fromStdString(stem));
    xml.writeTextElement(u"comment"_s, u"68 landmarks of the iBUG scheme, written by Mien " MIEN_VERSION ""_s);
    xml.writeStartElement(u"images"_s);
    for (const FaceFrame& frame : track.frames) {
        xml.writeStartElement(u"image"_s);
        xml.writeAttribute(u"file"_s, QString::fromStdString(landmarks::numberedName(stem, frame.frame) + ".png"));
        if (track.width > 0 && track.height > 0) {
            xml.writeAttribute(u"width"_s, QString::number(track.width));
            xml.writeAttribute(u"height"_s, QString::number(track.height));
        }
        if (landmarks::hasSomeLandmarks(frame)) writeBox(xml, frame);
        xml.writeEndElement();
    }
    xml.writeEndDocument();
    return out.toStdString();
}

Result<FaceTrack> parseDlibXml(std::string_view text, const std::string& where)
{
    if (text::trimmed(text).empty()) return Error::input("the file is empty", where, "expected a list of dlib");
    return DlibXmlReader(text, where).run();
}

} // namespace mien
