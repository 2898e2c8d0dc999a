// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QVariant>

class QSettings;

namespace mien {

/// Preferences: what never changes a result.
enum class Setting {
    Theme,    ///< "system" | "light" | "dark"
    Language, ///< "system" | "en" | "zh_CN"
    Workspace,
    WindowGeometry,
    RecentPaths,
    LastFolder,
    RunsFolder, ///< where new runs are proposed; empty = beside the dataset
    StepSmall,  ///< frames
    StepMedium,
    StepLarge,
    Loop,
    Speed,
    AuThreshold, ///< intensity from which action units are drawn over the video
    Count
};

/// Typed table of preferences over one file, versioned. Unknown keys of other versions are left alone.
/// Thread: of the GUI.
class Settings final : public QObject
{
    Q_OBJECT
public:
    static constexpr int version = 1;

    /// Opens `file` (INI); tests give a file of their own.
    explicit Settings(const QString& file, QObject* parent = nullptr);
    ~Settings() override;

    /// mien.ini in the user's configuration folder.
    static QString defaultFile();

    QVariant value(Setting setting) const; ///< of the default's type
    QString text(Setting setting) const { return value(setting).toString(); }
    int number(Setting setting) const { return value(setting).toInt(); }
    void set(Setting setting, const QVariant& value);

    // Families of values with open names.
    QString shortcut(const QString& action, const QString& standard) const;
    void setShortcut(const QString& action, const QString& sequence, const QString& standard);
    bool layer(const QString& id, bool standard) const; ///< of the viewer: shown?
    void setLayer(const QString& id, bool shown);
    QByteArray layout(const QString& workspace) const; ///< of this version's docks; empty = none
    void setLayout(const QString& workspace, const QByteArray& state);

signals:
    void changed(mien::Setting setting);

private:
    void migrate();

    QSettings* m_store;
};

} // namespace mien
