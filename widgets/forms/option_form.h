// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <vector>

class QLabel;

namespace mien {

/// One setting, described as data. Values are texts as in run.json (English, point as decimal sign).
struct FormField
{
    enum class Type { Integer, Real, Flag, Choice, List };

    QString name;  ///< key of the setting
    QString title; ///< shown
    QString help;  ///< tool tip
    QString group; ///< heading
    Type type = Type::Real;
    QString value;       ///< default
    double minimum = 0;  ///< of numbers, inclusive
    double maximum = 0;  ///< not above minimum = no bounds
    QStringList choices; ///< of Choice and List; the value of a List is those that are ticked, apart by commas
};

/// A form made from data: one row per field under its group's heading. Values that differ from the default are bold.
class OptionForm final : public QWidget
{
    Q_OBJECT
public:
    explicit OptionForm(QWidget* parent = nullptr);

    /// Replaces all rows; what the user set by hand is lost.
    void setFields(const std::vector<FormField>& fields);

    /// Settings that differ from their default: name to value.
    QMap<QString, QString> changedValues() const;
    QString value(const QString& name) const; ///< empty if unknown
    void setValue(const QString& name, const QString& value);

signals:
    void changed();

private:
    struct Row
    {
        FormField field;
        QWidget* editor = nullptr;
        QLabel* label = nullptr;
    };
    QWidget* makeEditor(const FormField& field);
    static QString textOf(const Row& row);
    void alignEditors(); ///< editors of all groups begin at one place, bold labels in front or not
    void markChanged(const Row& row) const;
    void editorChanged(const QString& name);
    const Row* rowOf(const QString& name) const;

    std::vector<Row> m_rows;
};

} // namespace mien
