// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/crop_cache.h"

#include "core/base/cache_folder.h"
#include "core/base/files.h"
#include "core/base/mapped_file.h"

#include <QByteArray>
#include <QCryptographicHash>

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
    const MappedFile file = MappedFile::open(fileOf(key));
    if (!file.bytes) return std::nullopt;
    return cropFilm(file.bytes, file.bytes.get(), file.size); // unmapped with the last film
}

CropFilm CropCache::store(const std::string& key, const CropFilm& film) const
{
    if (!files::ensureFolder(m_folder) || !files::writeAtomically(fileOf(key), toBytes(film))) return film;
    return find(key).value_or(film);
}

} // namespace mien
