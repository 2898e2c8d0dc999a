// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite.h"

#include <QSqlError>
#include <QUrl>

#include <atomic>

namespace mien {

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Mode mode)
{
    static std::atomic<unsigned> serial = 0;
    m_name = QStringLiteral("mien-%1").arg(serial++);
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    QString name = QString::fromStdString(file.string());
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=10000");
    if (mode != Mode::ReadWrite) options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    if (mode == Mode::Immutable) {
        options += QStringLiteral(";QSQLITE_OPEN_URI");
        name = QUrl::fromLocalFile(name).toString(QUrl::FullyEncoded) + QStringLiteral("?immutable=1");
    }
    m_database.setDatabaseName(name);
    m_database.setConnectOptions(options);
    m_open = m_database.open();
    if (!m_open) m_problem = m_database.lastError().text();
}

SqliteConnection::~SqliteConnection()
{
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

bool SqliteConnection::run(const QString& statement, const QVariantList& values)
{
    QSqlQuery query(m_database);
    query.prepare(statement);
    for (const QVariant& value : values) query.addBindValue(value);
    if (query.exec()) return true;
    m_problem = query.lastError().text();
    return false;
}

QVariant SqliteConnection::value(const QString& statement, const QVariantList& values)
{
    QSqlQuery query(m_database);
    query.prepare(statement);
    for (const QVariant& value : values) query.addBindValue(value);
    if (query.exec() && query.next()) return query.value(0);
    m_problem = query.lastError().text();
    return {};
}

SqliteTransaction::SqliteTransaction(SqliteConnection& connection)
    : m_connection(connection), m_open(connection.run(QStringLiteral("BEGIN IMMEDIATE")))
{
}

SqliteTransaction::~SqliteTransaction()
{
    if (m_open) m_connection.run(QStringLiteral("ROLLBACK"));
}

bool SqliteTransaction::commit()
{
    if (!m_open || !m_connection.run(QStringLiteral("COMMIT"))) return false;
    m_open = false;
    return true;
}

} // namespace mien
