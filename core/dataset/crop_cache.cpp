// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/crop_cache.h"

#include "core/base/cache_folder.h"
#include "core/base/files.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QFile>

namespace mien {

std::filesystem::path CropCache::defaultFolder()
{
    return cacheFolder() / "crops";
}

std::filesystem::path CropCache::fileOf(const std::string& key) const
{
    const QByteArray hash = QCryptographicHash::hash(QByteArrayView(key.data(), static_cast<qsizetype>(key.size())),
                                                     QCryptographicHash::Sha256);
    return m_folder / (hash.toHex().toStdString() + ".crops");
}

std::optional<CropFilm> CropCache::find(const std::string& key) const
{
    const auto file = std::make_shared<QFile>(fileOf(key));
    if (!file->open(QIODevice::ReadOnly) || file->size() == 0) return std::nullopt;
    const uchar* bytes = file->map(0, file->size());
    if (!bytes) return std::nullopt;
    return cropFilm(file, bytes, static_cast<std::size_t>(file->size())); // unmapped with the last film
}

CropFilm CropCache::store(const std::string& key, const CropFilm& film) const
{
    if (!files::ensureFolder(m_folder) || !files::writeAtomically(fileOf(key), toBytes(film))) return film;
    return find(key).value_or(film);
}

} // namespace mien
