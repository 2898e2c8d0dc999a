// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/frontal_detector.h"

#include "core/base/cache_folder.h"
#include "core/base/files.h"

#include <QCryptographicHash>
#include <dlib/revision.h>
#include <sstream>

namespace mien {

namespace {

namespace fs = std::filesystem;
using Detector = dlib::frontal_face_detector;

fs::path cacheFile()
{
    return cacheFolder() /
           ("detector-dlib-" + std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION) + ".bin");
}

std::string hashOf(std::string_view bytes)
{
    const QByteArrayView view(bytes.data(), static_cast<qsizetype>(bytes.size()));
    return QCryptographicHash::hash(view, QCryptographicHash::Sha256).toHex().toStdString();
}

/// Of the hash and what it is of; nothing for anything else.
std::optional<Detector> unpacked(const std::string& content)
{
    constexpr std::size_t hashLength = 64;
    if (content.size() <= hashLength) return std::nullopt;
    const std::string bytes = content.substr(hashLength);
    if (hashOf(bytes) != content.substr(0, hashLength)) return std::nullopt;
    std::istringstream stream(bytes);
    Detector detector;
    deserialize(detector, stream);
    return detector;
}

Detector loaded()
{
    const fs::path file = cacheFile();
    if (const auto content = files::read(file))
        if (const auto detector = unpacked(*content)) return *detector;
    Detector detector = dlib::get_frontal_face_detector();
    std::ostringstream stream;
    serialize(detector, stream);
    const std::string bytes = stream.str();
    // Without a place to keep it the next start takes as long again; nothing else is lost.
    if (files::ensureFolder(file.parent_path())) (void)files::writeAtomically(file, hashOf(bytes) + bytes);
    return detector;
}

} // namespace

const dlib::frontal_face_detector& frontalDetector()
{
    static const dlib::frontal_face_detector detector = loaded();
    return detector;
}

} // namespace mien
