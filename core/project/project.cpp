// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_impl.h"
#include "core/project/project_rows.h"
#include "core/project/project_schema.h"

#include <QVariant>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace mien {

namespace fs = std::filesystem;

namespace {

QString toQ(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

std::unique_ptr<SqliteConnection> project::connectToRead(const fs::path& file, bool briefly)
{
    using Mode = SqliteConnection::Mode;
    std::error_code code;
    if (briefly && !fs::exists(fs::path(file) += "-wal", code))
        return std::make_unique<SqliteConnection>(file, Mode::Immutable);
    auto connection = std::make_unique<SqliteConnection>(file, Mode::ReadOnly);
    // Beside a file in a folder that may not be written SQLite cannot make what it shares with other programs.
    if (!connection->value(QStringLiteral("PRAGMA schema_version")).isValid() &&
        !fs::exists(fs::path(file) += "-wal", code))
        connection = std::make_unique<SqliteConnection>(file, Mode::Immutable);
    return connection;
}

SqliteConnection& Project::Impl::database()
{
    if (connection) return *connection;
    if (!lock) {
        connection = project::connectToRead(file, isBrief);
        return *connection;
    }
    connection = std::make_unique<SqliteConnection>(file);
    // Every change is on the disk when its function returns.
    for (const char* setting : {"journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"})
        connection->run(QStringLiteral("PRAGMA ") + QLatin1String(setting));
    return *connection;
}

void Project::leaveThread()
{
    m_impl->connection.reset();
}

ProjectSource* Project::Impl::source(int id)
{
    const auto at = std::find_if(sources.begin(), sources.end(), [id](const ProjectSource& s) { return s.id == id; });
    return at == sources.end() ? nullptr : &*at;
}

const ProjectSource* Project::Impl::sourceAt(const fs::path& path, int except) const
{
    const auto at = std::find_if(sources.begin(), sources.end(), [&](const ProjectSource& s) {
        return s.id != except && project::absoluteOf(s.path) == path;
    });
    return at == sources.end() ? nullptr : &*at;
}

Error Project::Impl::failure(const char* what) const
{
    return Error::failed(std::string(what) + " (" + connection->problem().toStdString() + ")", file.string(),
                         "check the free space and the permissions of the folder");
}

Result<void> Project::Impl::writable() const
{
    if (readOnlyReason.empty()) return {};
    return Error::usage("the project can only be read: " + readOnlyReason, file.string(), remedyOfReadOnly);
}

Result<void> Project::Impl::loadSources()
{
    QSqlQuery rows(database().database());
    if (!rows.exec(QStringLiteral("SELECT id, reader, name, path, absolute FROM source ORDER BY id")))
        return failure("the project cannot be read");
    sources.clear();
    while (rows.next()) {
        ProjectSource s{rows.value(0).toInt(), rows.value(1).toString().toStdString(),
                        rows.value(2).toString().toStdString(), rows.value(3).toString().toStdString()};
        std::error_code code;
        if (s.path.is_relative()) s.path = (folder() / s.path).lexically_normal();
        // The project may have moved away from data that stayed.
        if (const fs::path before = rows.value(4).toString().toStdString(); !fs::exists(s.path, code))
            s.path = fs::exists(before, code) ? before : s.path;
        s.missing = !fs::exists(s.path, code);
        sources.push_back(std::move(s));
    }
    return {};
}

Result<void> Project::Impl::loadClips()
{
    QSqlQuery rows(database().database());
    rows.setForwardOnly(true);
    if (!rows.exec(QStringLiteral("SELECT id, label, excluded, split, %1 FROM clip ORDER BY source, place")
                       .arg(QLatin1String(project::clipColumns))))
        return failure("the project cannot be read");
    clips.clear();
    places.clear();
    while (rows.next()) {
        clips.push_back(project::clipOf(rows));
        places.emplace(clips.back().id, clips.size() - 1);
    }
    return {};
}

Result<void> Project::Impl::load()
{
    if (auto loaded = loadSources(); !loaded) return loaded;
    return loadClips();
}

Project::Project(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Project::Project(Project&&) noexcept = default;
Project& Project::operator=(Project&&) noexcept = default;
Project::~Project() = default;

Result<Project> Project::create(const fs::path& file, const std::vector<const DatasetIndex*>& datasets)
{
    std::error_code code;
    if (fs::exists(file, code))
        return Error::usage("is there already", file.string(), "open it, or choose another name");
    auto project = openExisting(file, Wish::Make);
    for (std::size_t i = 0; i < datasets.size() && project; ++i)
        if (const auto put = project->putSource(*datasets[i]); !put) project = put.error();
    if (!project) // which closed it
        for (const char* part : {"", "-wal", "-shm"}) fs::remove(fs::path(file) += part, code);
    return project;
}

namespace {

Result<void> checkFile(const fs::path& file)
{
    std::error_code code;
    if (!fs::exists(file, code)) return Error::input("there is no such project", file.string(), "check the path");
    if (fs::is_directory(file, code))
        return Error::input("is a folder, not a project", file.string(), "choose a .mien file");
    return {};
}

} // namespace

Result<Project> Project::open(const fs::path& file)
{
    if (const auto usable = checkFile(file); !usable) return usable.error();
    return openExisting(file, Wish::Write);
}

Result<Project> Project::openToRead(const fs::path& file)
{
    if (const auto usable = checkFile(file); !usable) return usable.error();
    return openExisting(file, Wish::Read);
}

void Project::Impl::takeLock()
{
    lock = std::make_unique<QLockFile>(toQ(file.string() + ".lock"));
    lock->setStaleLockTime(0); // only the death of its process makes a lock stale
    if (lock->tryLock(0)) return;
    qint64 pid = 0;
    QString host, program;
    if (lock->error() == QLockFile::LockFailedError && lock->getLockInfo(&pid, &host, &program))
        readOnlyReason = "it is open in " + program.toStdString() + " (process " + std::to_string(pid) + " on " +
                         host.toStdString() + ")";
    else
        readOnlyReason = "its folder may not be written";
    lock.reset();
}

Result<Project> Project::openExisting(const fs::path& file, Wish wish)
{
    const bool isNew = wish == Wish::Make;
    auto impl = std::make_unique<Impl>();
    impl->file = project::absoluteOf(file);
    impl->isBrief = wish == Wish::Read;
    if (impl->isBrief)
        impl->readOnlyReason = "it was opened to be read";
    else
        impl->takeLock();
    if (isNew && !impl->readOnlyReason.empty())
        return Error::failed("no project can be made here: " + impl->readOnlyReason, file.string(),
                             "choose another folder");
    // A damaged file is not to be touched, not even by settings.
    if (!isNew) {
        const auto reader = project::connectToRead(impl->file, impl->isBrief);
        if (!reader->isOpen())
            return Error::input("the project cannot be opened (" + reader->problem().toStdString() + ")", file.string(),
                                "check the permissions of the file");
        if (auto sound = project::check(*reader, file); !sound) return sound.error();
    }
    SqliteConnection& connection = impl->database();
    if (!connection.isOpen())
        return Error::input("the project cannot be opened (" + connection.problem().toStdString() + ")", file.string(),
                            "check the permissions of the file");
    if (impl->lock) {
        if (!isNew)
            if (auto kept = project::keepBackup(connection, impl->file); !kept) return kept.error();
        if (auto migrated = project::migrate(connection, impl->file); !migrated) return migrated.error();
    } else if (connection.value(QStringLiteral("PRAGMA user_version")).toInt() < project::schemaVersion) {
        return Error::input("is of an older version and cannot be brought up to date: " + impl->readOnlyReason,
                            file.string(), "open it once where it may be written");
    }
    if (auto loaded = impl->load(); !loaded) return loaded.error();
    return Project(std::move(impl));
}

std::optional<fs::path> Project::backupForRepair(const fs::path& file)
{
    const fs::path target = project::absoluteOf(file);
    const auto reader = project::connectToRead(target);
    QString problem;
    if (reader->isOpen()) {
        // A file that is no project any more has been one, if there is a backup of it.
        const auto health = project::healthOf(*reader, target, problem);
        if (health == project::Health::Sound || health == project::Health::Newer) return std::nullopt;
    }
    auto backup = project::soundBackup(target);
    return backup ? std::optional(std::move(*backup)) : std::nullopt;
}

Result<fs::path> Project::repair(const fs::path& file)
{
    const fs::path target = project::absoluteOf(file);
    QLockFile lock(toQ(target.string() + ".lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0))
        return Error::usage("is open in another program, or its folder may not be written", file.string(),
                            "close it there");
    auto backup = project::soundBackup(target);
    if (!backup) return backup.error();
    std::error_code code;
    fs::path aside = fs::path(target) += ".damaged";
    for (int n = 2; fs::exists(aside, code); ++n) aside = fs::path(target) += ".damaged-" + std::to_string(n);
    // What SQLite keeps beside a file belongs to it.
    for (const char* companion : {"-wal", "-shm"})
        if (fs::exists(fs::path(target) += companion, code))
            fs::rename(fs::path(target) += companion, fs::path(aside) += companion, code);
    if (fs::exists(target, code)) fs::rename(target, aside, code);
    if (!code) fs::copy_file(*backup, target, code);
    if (code) return Error::failed("the backup cannot be put in place (" + code.message() + ")", file.string());
    return *backup;
}

const fs::path& Project::file() const
{
    return m_impl->file;
}

bool Project::isReadOnly() const
{
    return !m_impl->readOnlyReason.empty();
}

const std::string& Project::readOnlyReason() const
{
    return m_impl->readOnlyReason;
}

const std::vector<ProjectSource>& Project::sources() const
{
    return m_impl->sources;
}

const std::vector<ProjectClip>& Project::clips() const
{
    return m_impl->clips;
}

const ProjectClip* Project::clip(int id) const
{
    const auto at = m_impl->places.find(id);
    return at == m_impl->places.end() ? nullptr : &m_impl->clips[at->second];
}

Result<int> Project::putSource(const DatasetIndex& index)
{
    for (const ClipEntry& clip : index.clips)
        if (clip.files.empty()) // as of a project, which keeps the names to itself
            return Error::usage("the dataset does not say which files the clip " + clip.id + " has",
                                index.root.string(), "read the dataset from its folder again");
    const fs::path root = project::absoluteOf(index.root);
    const ProjectSource* known = m_impl->sourceAt(root);
    int id = known ? known->id : 0;
    SqliteConnection& c = m_impl->database();
    const auto stored = m_impl->change([&] {
        if (id == 0) {
            if (!c.run(QStringLiteral("INSERT INTO source (reader, name, path, absolute) VALUES (?, ?, ?, ?)"),
                       {toQ(index.reader), toQ(index.name), toQ(project::storedPath(root, m_impl->folder())),
                        toQ(root.string())}))
                return false;
            id = c.value(QStringLiteral("SELECT last_insert_rowid()")).toInt();
        }
        // A label that a user gave stays; one that was the dataset's own follows the dataset.
        QSqlQuery put(c.database());
        put.prepare(
            QStringLiteral("INSERT INTO clip (%1, label, place) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
                           "ON CONFLICT (source, name) DO UPDATE SET subject = excluded.subject, kind = excluded.kind, "
                           "first_frame = excluded.first_frame, frame_count = excluded.frame_count, "
                           "onset = excluded.onset, apex = excluded.apex, offset = excluded.offset, "
                           "label = CASE WHEN clip.label IS clip.read_label THEN excluded.label ELSE clip.label END, "
                           "read_label = excluded.read_label, valence = excluded.valence, arousal = excluded.arousal, "
                           "frame_labels = excluded.frame_labels, units = excluded.units, "
                           "attributes = excluded.attributes, place = excluded.place")
                .arg(QLatin1String(project::clipColumns)));
        QSqlQuery putFiles(c.database());
        putFiles.prepare(QStringLiteral("INSERT OR REPLACE INTO clip_files (files, clip) "
                                        "SELECT ?, id FROM clip WHERE source = ? AND name = ?"));
        std::set<std::string> names;
        for (std::size_t i = 0; i < index.clips.size(); ++i) {
            const ClipEntry& entry = index.clips[i];
            names.insert(entry.id);
            ClipEntry stored = entry;
            for (fs::path& file : stored.files) file = project::storedFile(file, root);
            QVariantList values = project::clipValues(id, stored);
            values << project::orNull(entry.label) << static_cast<int>(i);
            for (const QVariant& value : values) put.addBindValue(value);
            putFiles.addBindValue(project::packFiles(stored.files));
            putFiles.addBindValue(id);
            putFiles.addBindValue(toQ(entry.id));
            if (!put.exec() || !putFiles.exec()) return false;
        }
        // Gone from the dataset: what a user worked on stays all the same.
        for (const ProjectClip& clip : m_impl->clips)
            if (clip.source == id && !names.contains(clip.entry.id) &&
                !c.run(QStringLiteral("DELETE FROM clip WHERE id = ? AND label IS read_label AND NOT excluded AND "
                                      "split = '' AND NOT EXISTS (SELECT 1 FROM clip_value WHERE clip = id)"),
                       {clip.id}))
                return false;
        return true;
    });
    if (!stored) return stored.error();
    if (auto loaded = m_impl->load(); !loaded) return loaded.error();
    return id;
}

Result<void> Project::removeSource(int id)
{
    if (!m_impl->source(id))
        return Error::usage("there is no source " + std::to_string(id) + " in the project", "open the project again");
    auto removed =
        m_impl->change([&] { return m_impl->database().run(QStringLiteral("DELETE FROM source WHERE id = ?"), {id}); });
    if (!removed) return removed;
    return m_impl->load();
}

ClipEdit Project::editOf(const ProjectClip& clip) const
{
    return {clip.id, clip.entry.label, clip.excluded, clip.split};
}

Result<std::vector<ClipEdit>> Project::apply(const std::vector<ClipEdit>& edits)
{
    std::vector<ClipEdit> before;
    before.reserve(edits.size());
    for (const ClipEdit& edit : edits) {
        const ProjectClip* known = clip(edit.clip);
        if (!known)
            return Error::usage("there is no clip " + std::to_string(edit.clip) + " in the project",
                                "open the project again");
        before.push_back(editOf(*known));
    }
    const auto stored = m_impl->change([&] {
        QSqlQuery update(m_impl->database().database());
        update.prepare(QStringLiteral("UPDATE clip SET label = ?, excluded = ?, split = ? WHERE id = ?"));
        return std::all_of(edits.begin(), edits.end(), [&](const ClipEdit& edit) {
            update.addBindValue(project::orNull(edit.label));
            update.addBindValue(edit.excluded);
            update.addBindValue(toQ(edit.split));
            update.addBindValue(edit.clip);
            return update.exec();
        });
    });
    if (!stored) return stored.error();
    for (const ClipEdit& edit : edits) {
        ProjectClip& changed = m_impl->clips[m_impl->places.at(edit.clip)];
        changed.entry.label = edit.label;
        changed.excluded = edit.excluded;
        changed.split = edit.split;
    }
    std::reverse(before.begin(), before.end()); // a clip that was named twice ends as it was
    return before;
}

Result<void> Project::setValue(int clip, const std::string& name, const std::string& value)
{
    return setValues({{clip, name, value}});
}

Result<void> Project::setValues(const std::vector<ClipValue>& values)
{
    for (const ClipValue& v : values)
        if (!clip(v.clip))
            return Error::usage("there is no clip " + std::to_string(v.clip) + " in the project",
                                "open the project again");
    return m_impl->change([&] {
        return std::all_of(values.begin(), values.end(), [&](const ClipValue& v) {
            if (v.value.empty())
                return m_impl->database().run(QStringLiteral("DELETE FROM clip_value WHERE clip = ? AND name = ?"),
                                              {v.clip, toQ(v.name)});
            return m_impl->database().run(
                QStringLiteral("INSERT INTO clip_value VALUES (?, ?, ?) "
                               "ON CONFLICT (clip, name) DO UPDATE SET value = excluded.value"),
                {v.clip, toQ(v.name), toQ(v.value)});
        });
    });
}

Result<std::vector<ClipValue>> Project::values() const
{
    QSqlQuery rows(m_impl->database().database());
    if (!rows.exec(QStringLiteral("SELECT clip, name, value FROM clip_value")))
        return m_impl->failure("the project cannot be read");
    std::vector<ClipValue> all;
    while (rows.next())
        all.push_back(
            {rows.value(0).toInt(), rows.value(1).toString().toStdString(), rows.value(2).toString().toStdString()});
    return all;
}

Result<std::string> Project::value(int clip, const std::string& name) const
{
    return m_impl->database()
        .value(QStringLiteral("SELECT value FROM clip_value WHERE clip = ? AND name = ?"), {clip, toQ(name)})
        .toString()
        .toStdString();
}

} // namespace mien
