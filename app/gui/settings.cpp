// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/settings.h"

#include <QSettings>
#include <QStandardPaths>
#include <QStringList>

#include <array>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

struct Row
{
    const char* key;
    QVariant standard;
};

const Row& rowOf(Setting setting)
{
    static const std::array<Row, static_cast<std::size_t>(Setting::Count)> table = {{
        {"view/theme", u"system"_s},
        {"view/language", u"system"_s},
        {"view/workspace", u"browse"_s},
        {"view/geometry", QByteArray()},
        {"files/recent", QStringList()},
        {"files/folder", QString()},
        {"files/runs", QString()},
        {"playback/stepSmall", 1},
        {"playback/stepMedium", 10},
        {"playback/stepLarge", 100},
        {"playback/loop", false},
        {"playback/speed", 1.0},
        {"view/auThreshold", 1.0},
    }};
    return table.at(static_cast<std::size_t>(setting));
}

/// Changes when the set of docks changes: a stored arrangement of other docks is not taken up.
constexpr int layoutVersion = 2;

QString layoutKey(const QString& workspace)
{
    return u"layout/v%1/%2"_s.arg(layoutVersion).arg(workspace);
}

} // namespace

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent), m_store(new QSettings(file, QSettings::IniFormat, this))
{
    migrate();
}

Settings::~Settings() = default;

QString Settings::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/mien/mien.ini"_s;
}

void Settings::migrate()
{
    // Version 1 is the first: there is nothing older to convert. A file of a newer Mien keeps its number.
    if (m_store->value(u"version"_s, 0).toInt() < version) m_store->setValue(u"version"_s, version);
}

QVariant Settings::value(Setting setting) const
{
    const Row& row = rowOf(setting);
    QVariant stored = m_store->value(QLatin1String(row.key), row.standard);
    // Text that does not fit the type (a file edited by hand) counts as absent.
    if (!stored.convert(row.standard.metaType())) return row.standard;
    return stored;
}

void Settings::set(Setting setting, const QVariant& value)
{
    if (this->value(setting) == value) return;
    m_store->setValue(QLatin1String(rowOf(setting).key), value);
    emit changed(setting);
}

QString Settings::shortcut(const QString& action, const QString& standard) const
{
    return m_store->value(u"shortcuts/"_s + action, standard).toString();
}

void Settings::setShortcut(const QString& action, const QString& sequence, const QString& standard)
{
    const QString key = u"shortcuts/"_s + action;
    if (sequence == standard)
        m_store->remove(key);
    else
        m_store->setValue(key, sequence);
}

bool Settings::layer(const QString& id, bool standard) const
{
    return m_store->value(u"layers/"_s + id, standard).toBool();
}

void Settings::setLayer(const QString& id, bool shown)
{
    m_store->setValue(u"layers/"_s + id, shown);
}

QByteArray Settings::layout(const QString& workspace) const
{
    return m_store->value(layoutKey(workspace)).toByteArray();
}

void Settings::setLayout(const QString& workspace, const QByteArray& state)
{
    m_store->setValue(layoutKey(workspace), state);
}

} // namespace mien
