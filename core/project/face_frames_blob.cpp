// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/face_frames_blob.h"

#include <QDataStream>
#include <QIODevice>

namespace mien {

namespace {

constexpr quint32 blobVersion = 3;
constexpr int minimumFrameBytes = 4 + 8 + 1 + 4; // what write() puts down for a frame without a face

void setUp(QDataStream& stream)
{
    stream.setVersion(QDataStream::Qt_6_0);
    stream.setByteOrder(QDataStream::LittleEndian);
}

// QDataStream has one precision for both float types: each is written with its own.
void put(QDataStream& stream, float value)
{
    stream.setFloatingPointPrecision(QDataStream::SinglePrecision);
    stream << value;
}

void put(QDataStream& stream, double value)
{
    stream.setFloatingPointPrecision(QDataStream::DoublePrecision);
    stream << value;
}

template <typename T> T take(QDataStream& stream)
{
    stream.setFloatingPointPrecision(std::is_same_v<T, float> ? QDataStream::SinglePrecision
                                                              : QDataStream::DoublePrecision);
    T value{};
    stream >> value;
    return value;
}

void write(QDataStream& stream, const FaceFrame& entry)
{
    stream << qint32(entry.frame);
    put(stream, entry.seconds);
    stream << entry.found << QByteArray::fromStdString(entry.problem);
    if (!entry.found) return;
    for (const float v : {entry.box.x, entry.box.y, entry.box.width, entry.box.height}) put(stream, v);
    put(stream, entry.score);
    put(stream, entry.confidence);
    stream << quint64((entry.hidden >> 17).to_ullong()) << entry.eyes.has_value(); // the jaw is never flagged
    if (entry.eyes) {
        for (const auto& brow : entry.eyes->brow)
            stream.writeRawData(reinterpret_cast<const char*>(brow.data()), int(brow.size()));
        for (const float edges : entry.eyes->edges) put(stream, edges);
    }
    stream << qint32(entry.tracklet)
           << QByteArray(reinterpret_cast<const char*>(entry.appearance.data()), qsizetype(entry.appearance.size()));
    for (const Point& p : entry.measured) {
        put(stream, p.x);
        put(stream, p.y);
    }
}

FaceFrame readFrame(QDataStream& stream)
{
    FaceFrame entry;
    entry.frame = take<qint32>(stream);
    entry.seconds = take<double>(stream);
    entry.found = take<bool>(stream);
    entry.problem = take<QByteArray>(stream).toStdString();
    if (!entry.found) return entry;
    for (float* v : {&entry.box.x, &entry.box.y, &entry.box.width, &entry.box.height}) *v = take<float>(stream);
    entry.score = take<double>(stream);
    entry.confidence = take<double>(stream);
    entry.hidden = std::bitset<68>(take<quint64>(stream)) << 17;
    if (take<bool>(stream)) {
        entry.eyes.emplace();
        for (auto& brow : entry.eyes->brow) stream.readRawData(reinterpret_cast<char*>(brow.data()), int(brow.size()));
        for (float& edges : entry.eyes->edges) edges = take<float>(stream);
    }
    entry.tracklet = take<qint32>(stream);
    const auto appearance = take<QByteArray>(stream);
    entry.appearance.assign(appearance.begin(), appearance.end());
    for (Point& p : entry.measured) {
        p.x = take<float>(stream);
        p.y = take<float>(stream);
    }
    entry.landmarks = entry.measured;
    return entry;
}

} // namespace

QByteArray toBlob(const std::vector<FaceFrame>& frames)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    setUp(stream);
    stream << blobVersion << quint32(frames.size());
    for (const FaceFrame& entry : frames) write(stream, entry);
    return qCompress(bytes, 1);
}

std::optional<std::vector<FaceFrame>> fromBlob(const QByteArray& blob)
{
    const QByteArray bytes = qUncompress(blob); // checks its Adler-32 sum; empty if it fails
    QDataStream stream(bytes);
    setUp(stream);
    if (take<quint32>(stream) != blobVersion) return std::nullopt;
    const auto count = take<quint32>(stream);
    if (count > static_cast<quint32>(bytes.size() / minimumFrameBytes)) return std::nullopt;
    std::vector<FaceFrame> frames;
    frames.reserve(count);
    for (quint32 i = 0; i < count; ++i) frames.push_back(readFrame(stream));
    if (stream.status() != QDataStream::Ok || !stream.atEnd()) return std::nullopt;
    return frames;
}

} // namespace mien
