// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <filesystem>

namespace mien {

/// A connection to an SQLite file. Qt binds connections to the thread that made them; opening one takes a fraction of a
/// millisecond.
class SqliteConnection
{
public:
    enum class Mode {
        ReadWrite,
        ReadOnly,
        Immutable, ///< nobody writes it, and nothing can be written beside it (a read-only folder)
    };

    explicit SqliteConnection(const std::filesystem::path& file, Mode mode = Mode::ReadWrite);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    bool isOpen() const { return m_open; }
    QString problem() const { return m_problem; } ///< of the last statement that failed, or of opening
    QSqlDatabase& database() { return m_database; }

    /// False when the statement failed.
    bool run(const QString& statement, const QVariantList& values = {});
    /// First column of the first row; an invalid value where there is none.
    QVariant value(const QString& statement, const QVariantList& values = {});

private:
    QString m_name;
    QSqlDatabase m_database;
    QString m_problem;
    bool m_open = false;
};

/// Everything run between its making and commit() counts together or not at all.
class SqliteTransaction
{
public:
    explicit SqliteTransaction(SqliteConnection& connection);
    ~SqliteTransaction();
    SqliteTransaction(const SqliteTransaction&) = delete;
    SqliteTransaction& operator=(const SqliteTransaction&) = delete;

    bool commit();

private:
    SqliteConnection& m_connection;
    bool m_open;
};

} // namespace mien
