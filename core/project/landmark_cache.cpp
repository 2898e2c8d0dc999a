// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/landmark_cache.h"

#include "core/base/cache_folder.h"
#include "core/base/files.h"
#include "core/project/face_frames_blob.h"
#include "core/project/sqlite.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QVariant>
#include <QVariantList>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace mien {

namespace fs = std::filesystem;

namespace {

constexpr int schemaVersion = 2;          // user_version; another one empties the cache
constexpr int applicationId = 0x4d69656c; // "Miel": a landmark cache of Mien
const char* const remedy = "delete the file, or set MIEN_CACHE_DIR to a folder you may write to";

/// Makes the table, or starts anew when the version is another. Empty when all went well, else the problem.
QString prepare(const fs::path& file)
{
    SqliteConnection connection(file);
    // Touches every page of the table's tree but no content: a damaged file shows here, not in the middle of a run.
    if (!connection.isOpen() || !connection.run(QStringLiteral("PRAGMA journal_mode = WAL")))
        return connection.problem();
    const QString sound = connection.value(QStringLiteral("PRAGMA quick_check(1)")).toString();
    if (sound != QStringLiteral("ok")) return sound.isEmpty() ? connection.problem() : sound;
    const int version = connection.value(QStringLiteral("PRAGMA user_version")).toInt();
    if (version != schemaVersion)
        for (const char* table : {"tracks", "films", "parts", "people"})
            connection.run(QStringLiteral("DROP TABLE IF EXISTS %1").arg(QLatin1String(table)));
    for (const char* table :
         {"films (key TEXT PRIMARY KEY, width INT NOT NULL, height INT NOT NULL, time_assumed INT NOT NULL, "
          "segments INT NOT NULL, frames INT NOT NULL)",
          "parts (key TEXT NOT NULL, segment INT NOT NULL, part INT NOT NULL, last INT NOT NULL, frames BLOB NOT NULL, "
          "PRIMARY KEY (key, segment, part))",
          "people (key TEXT PRIMARY KEY, version INT NOT NULL, tracklets BLOB NOT NULL)"})
        if (!connection.run(QStringLiteral("CREATE TABLE IF NOT EXISTS ") + QLatin1String(table)))
            return connection.problem();
    if (version != schemaVersion)
        for (const auto& [name, value] : {std::pair("application_id", applicationId), {"user_version", schemaVersion}})
            if (!connection.run(QStringLiteral("PRAGMA %1 = %2").arg(QLatin1String(name)).arg(value)))
                return connection.problem();
    return {};
}

QByteArray toBlob(const std::vector<StoredTracklet>& tracklets)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    for (const StoredTracklet& t : tracklets)
        stream << qint32(t.segment) << qint32(t.number) << qint32(t.firstFrame) << qint32(t.lastFrame)
               << qint32(t.person);
    return qCompress(bytes);
}

std::optional<std::vector<StoredTracklet>> trackletsFrom(const QByteArray& blob)
{
    const QByteArray bytes = qUncompress(blob);
    constexpr qsizetype each = 5 * sizeof(qint32);
    if (bytes.size() % each != 0 || (bytes.isEmpty() && blob != toBlob(std::vector<StoredTracklet>())))
        return std::nullopt;
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    std::vector<StoredTracklet> tracklets(static_cast<std::size_t>(bytes.size() / each));
    for (StoredTracklet& t : tracklets)
        for (int* value : {&t.segment, &t.number, &t.firstFrame, &t.lastFrame, &t.person}) {
            qint32 stored = 0;
            stream >> stored;
            *value = stored;
        }
    return tracklets;
}

/// Renames the file and SQLite's companions; they belong together.
bool setAside(const fs::path& file)
{
    std::error_code code;
    for (const char* companion : {"-wal", "-shm"}) fs::remove(fs::path(file) += companion, code);
    fs::path damaged = fs::path(file) += ".damaged";
    for (int n = 2; fs::exists(damaged, code); ++n) damaged = fs::path(file) += ".damaged-" + std::to_string(n);
    fs::rename(file, damaged, code);
    return !code;
}

} // namespace

struct LandmarkCache::Impl
{
    std::unique_ptr<QTemporaryDir> folder; ///< of a temporary cache
    fs::path file;

    Result<void> change(const std::vector<std::pair<QString, QVariantList>>& statements) const;
};

Result<void> LandmarkCache::Impl::change(const std::vector<std::pair<QString, QVariantList>>& statements) const
{
    SqliteConnection connection(file);
    QSqlQuery query(connection.database());
    // The file can be computed again: one lost in a power cut is no reason to wait for the disk at every part.
    query.exec(QStringLiteral("PRAGMA synchronous = NORMAL"));
    for (const auto& [statement, values] : statements) {
        query.prepare(statement);
        for (const QVariant& value : values) query.addBindValue(value);
        if (!query.exec())
            return Error::failed("the landmark cache cannot be written (" + query.lastError().text().toStdString() +
                                     ")",
                                 file.string(), remedy);
    }
    return {};
}

fs::path LandmarkCache::defaultPath()
{
    return cacheFolder() / "landmarks.sqlite";
}

LandmarkCache::LandmarkCache(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
LandmarkCache::~LandmarkCache() = default;

const fs::path& LandmarkCache::file() const
{
    return m_impl->file;
}

Result<std::shared_ptr<LandmarkCache>> LandmarkCache::open(const fs::path& file)
{
    if (const auto folder = files::ensureFolder(file.parent_path()); !folder) return folder.error();
    std::error_code code;
    if (fs::exists(file, code) && !fs::is_regular_file(file, code))
        return Error::failed("the landmark cache is not a file", file.string(), remedy);
    if (fs::exists(file, code) && ::access(file.c_str(), R_OK | W_OK) != 0)
        return Error::failed("the landmark cache cannot be written", file.string(), remedy);
    QString problem = prepare(file);
    // A second try with a new file; what was in the old one can be computed again.
    if (!problem.isEmpty() && setAside(file)) problem = prepare(file);
    if (!problem.isEmpty())
        return Error::failed("the landmark cache does not open (" + problem.toStdString() + ")", file.string(), remedy);
    auto impl = std::make_unique<Impl>();
    impl->file = file;
    return std::shared_ptr<LandmarkCache>(new LandmarkCache(std::move(impl)));
}

Result<std::shared_ptr<LandmarkCache>> LandmarkCache::openTemporary()
{
    auto folder = std::make_unique<QTemporaryDir>();
    if (!folder->isValid())
        return Error::failed("no temporary folder can be made (" + folder->errorString().toStdString() + ")", {},
                             "make room, or set TMPDIR to a folder you may write to");
    auto cache = open(fs::path(folder->path().toStdString()) / "landmarks.sqlite");
    if (cache) (*cache)->m_impl->folder = std::move(folder);
    return cache;
}

Result<void> LandmarkCache::store(const std::string& key, int segment, int part, const std::vector<FaceFrame>& frames,
                                  bool last)
{
    return m_impl->change(
        {{QStringLiteral("INSERT OR REPLACE INTO parts (key, segment, part, last, frames) VALUES (?, ?, ?, ?, ?)"),
          {QString::fromStdString(key), segment, part, last ? 1 : 0, toBlob(frames)}}});
}

bool LandmarkCache::hasSegment(const std::string& key, int segment) const
{
    SqliteConnection connection(m_impl->file);
    QSqlQuery query(connection.database());
    query.prepare(QStringLiteral("SELECT 1 FROM parts WHERE key = ? AND segment = ? AND last = 1"));
    query.addBindValue(QString::fromStdString(key));
    query.addBindValue(segment);
    return query.exec() && query.next();
}

Result<void> LandmarkCache::finish(const std::string& key, const StoredFilm& film)
{
    return m_impl->change({{QStringLiteral("INSERT OR REPLACE INTO films (key, width, height, time_assumed, segments, "
                                           "frames) VALUES (?, ?, ?, ?, ?, ?)"),
                            {QString::fromStdString(key), film.width, film.height, film.timeAssumed ? 1 : 0,
                             film.segments, film.frames}}});
}

Result<void> LandmarkCache::forget(const std::string& key)
{
    const QVariantList which = {QString::fromStdString(key)};
    return m_impl->change({{QStringLiteral("DELETE FROM films WHERE key = ?"), which},
                           {QStringLiteral("DELETE FROM people WHERE key = ?"), which},
                           {QStringLiteral("DELETE FROM parts WHERE key = ?"), which}});
}

std::optional<StoredFilm> LandmarkCache::find(const std::string& key) const
{
    SqliteConnection connection(m_impl->file);
    QSqlQuery query(connection.database());
    query.prepare(QStringLiteral("SELECT width, height, time_assumed, segments, frames FROM films WHERE key = ?"));
    query.addBindValue(QString::fromStdString(key));
    if (!query.exec() || !query.next()) return std::nullopt;
    return StoredFilm{query.value(0).toInt(), query.value(1).toInt(), query.value(2).toInt() != 0,
                      query.value(3).toInt(), query.value(4).toInt()};
}

Result<int> LandmarkCache::visit(const std::string& key, const RunControl& control,
                                 const std::function<void(int segment, const FaceFrame&)>& onFace) const
{
    SqliteConnection connection(m_impl->file);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true); // else Qt keeps every row
    query.prepare(QStringLiteral("SELECT segment, frames FROM parts WHERE key = ? ORDER BY segment, part"));
    query.addBindValue(QString::fromStdString(key));
    int count = 0;
    if (!query.exec()) return count;
    while (query.next()) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        const auto frames = fromBlob(query.value(1).toByteArray());
        if (!frames) break;
        for (const FaceFrame& frame : *frames) {
            if (frame.frame != count && frame.frame != count - 1) return count; // else one more face of a frame
            count = frame.frame + 1;
            onFace(query.value(0).toInt(), frame);
        }
    }
    return count;
}

Result<void> LandmarkCache::storePeople(const std::string& key, int version,
                                        const std::vector<StoredTracklet>& tracklets)
{
    return m_impl->change({{QStringLiteral("INSERT OR REPLACE INTO people (key, version, tracklets) VALUES (?, ?, ?)"),
                            {QString::fromStdString(key), version, toBlob(tracklets)}}});
}

std::optional<std::vector<StoredTracklet>> LandmarkCache::findPeople(const std::string& key, int version) const
{
    SqliteConnection connection(m_impl->file);
    QSqlQuery query(connection.database());
    query.prepare(QStringLiteral("SELECT tracklets FROM people WHERE key = ? AND version = ?"));
    query.addBindValue(QString::fromStdString(key));
    query.addBindValue(version);
    if (!query.exec() || !query.next()) return std::nullopt;
    return trackletsFrom(query.value(0).toByteArray());
}

Result<std::string> LandmarkCache::key(const std::vector<fs::path>& files, const std::string& parameters,
                                       const RunControl& control)
{
    std::int64_t total = 0, done = 0;
    for (const fs::path& file : files) {
        std::error_code code;
        if (const auto size = fs::file_size(file, code); !code) total += static_cast<std::int64_t>(size);
    }
    QCryptographicHash hash(QCryptographicHash::Sha256);
    std::vector<char> buffer(1 << 20);
    for (const fs::path& file : files) {
        std::error_code code;
        std::ifstream stream(file, std::ios::binary);
        if (!stream || !fs::is_regular_file(file, code))
            return Error::input("cannot be read", file.string(), "check the path and its rights");
        // Each file by its own sum: where one ends and the next begins matters.
        QCryptographicHash one(QCryptographicHash::Sha256);
        while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || stream.gcount() > 0) {
            if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
            one.addData(QByteArrayView(buffer.data(), static_cast<qsizetype>(stream.gcount())));
            done += stream.gcount();
            if (static_cast<std::size_t>(stream.gcount()) == buffer.size()) // else it takes no time
                control.report(Progress{"reading the film", done, total});
        }
        if (stream.bad()) return Error::input("cannot be read to its end", file.string());
        hash.addData(one.result());
    }
    hash.addData(QByteArrayView(parameters.data(), static_cast<qsizetype>(parameters.size())));
    return hash.result().toHex().toStdString();
}

} // namespace mien
