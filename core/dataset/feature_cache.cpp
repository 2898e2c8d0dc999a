// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/feature_cache.h"

#include "core/base/cache_folder.h"
#include "core/base/mapped_file.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <vector>

namespace mien {

namespace {

/// Before the rows; as long as keeps them aligned.
struct Head
{
    char magic[8] = {'M', 'I', 'E', 'N', 'F', 'E', 'A', '1'};
    std::int32_t frames = 0;
    std::int32_t values = 0;
};

} // namespace

const float* FrameFeatures::of(int frame) const
{
    if (frame < 0 || frame >= frames) return nullptr;
    const float* row = data.get() + static_cast<std::size_t>(frame) * static_cast<std::size_t>(values);
    return std::isnan(*row) ? nullptr : row;
}

std::filesystem::path FeatureCache::defaultFolder()
{
    return cacheFolder() / "features";
}

std::filesystem::path FeatureCache::fileOf(const std::string& key) const
{
    const QByteArray hash = QCryptographicHash::hash(QByteArrayView(key.data(), static_cast<qsizetype>(key.size())),
                                                     QCryptographicHash::Sha256);
    return m_folder / (hash.toHex().toStdString() + ".features");
}

std::optional<FrameFeatures> FeatureCache::find(const std::string& key, int frames, int values) const
{
    const MappedFile file = MappedFile::open(fileOf(key));
    Head wanted;
    wanted.frames = frames;
    wanted.values = values;
    const std::size_t rows = static_cast<std::size_t>(frames) * static_cast<std::size_t>(values) * sizeof(float);
    if (file.size != sizeof wanted + rows || std::memcmp(file.bytes.get(), &wanted, sizeof wanted) != 0)
        return std::nullopt;
    const auto* data = reinterpret_cast<const float*>(file.bytes.get() + sizeof wanted);
    return FrameFeatures{frames, values, std::shared_ptr<const float>(file.bytes, data)};
}

FeatureWriter::FeatureWriter(files::AtomicFile file, FeatureCache cache, std::string key, int frames, int values)
    : m_file(std::move(file)), m_cache(std::move(cache)), m_key(std::move(key)), m_frames(frames), m_values(values)
{
}

Result<FeatureWriter> FeatureWriter::begin(const FeatureCache& cache, const std::string& key, int frames, int values)
{
    if (frames < 1 || values < 1) throw std::invalid_argument("a table of features has frames and values");
    const std::filesystem::path path = cache.fileOf(key);
    if (auto made = files::ensureFolder(path.parent_path()); !made) return made.error();
    auto file = files::AtomicFile::create(path);
    if (!file) return file.error();
    Head head;
    head.frames = frames;
    head.values = values;
    if (auto written = file->write({reinterpret_cast<const char*>(&head), sizeof head}); !written)
        return written.error();
    return FeatureWriter(std::move(*file), cache, key, frames, values);
}

Result<void> FeatureWriter::append(std::span<const float> row)
{
    const auto values = static_cast<std::size_t>(m_values);
    if ((!row.empty() && row.size() != values) || m_written == m_frames)
        throw std::invalid_argument("no row of this table of features");
    ++m_written;
    const std::vector<float> none(row.empty() ? values : 0, std::numeric_limits<float>::quiet_NaN());
    const float* from = row.empty() ? none.data() : row.data();
    return m_file.write({reinterpret_cast<const char*>(from), values * sizeof(float)});
}

Result<FrameFeatures> FeatureWriter::finish()
{
    if (m_written != m_frames) throw std::logic_error("a table of features ends before its last frame");
    if (auto done = m_file.commit(); !done) return done.error();
    auto table = m_cache.find(m_key, m_frames, m_values);
    if (!table) return Error::failed("cannot be read back", m_cache.fileOf(m_key).string(), "check the disk");
    return std::move(*table);
}

} // namespace mien
