// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/option_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFontMetrics>
#include <QFormLayout>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>
#include <QValidator>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

/// A real number as text with a point, whatever the locale: 3e-05 and 0.0001 stay as the field writes them.
class RealEdit final : public QLineEdit
{
public:
    explicit RealEdit(const FormField& field)
    {
        auto* validator = new QDoubleValidator(this);
        validator->setLocale(QLocale::c());
        if (field.maximum > field.minimum) validator->setRange(field.minimum, field.maximum, 12);
        setValidator(validator);
        setText(field.value);
    }
};

/// Boxes to tick, in the order of the choices.
class ListEdit final : public QWidget
{
public:
    static constexpr int columns = 3;

    explicit ListEdit(const FormField& field)
    {
        auto* grid = new QGridLayout(this);
        grid->setContentsMargins(0, 0, 0, 0);
        for (const QString& choice : field.choices) {
            auto* box = new QCheckBox(QString(choice).replace(u'_', u' '));
            box->setObjectName(choice);
            const int at = static_cast<int>(m_boxes.size());
            grid->addWidget(box, at / columns, at % columns);
            m_boxes.push_back(box);
        }
        setValue(field.value);
    }

    const std::vector<QCheckBox*>& boxes() const { return m_boxes; }

    QString value() const
    {
        QStringList ticked;
        for (const QCheckBox* box : m_boxes)
            if (box->isChecked()) ticked << box->objectName();
        return ticked.join(u',');
    }

    void setValue(const QString& value)
    {
        const QStringList ticked = value.split(u',');
        for (QCheckBox* box : m_boxes) box->setChecked(ticked.contains(box->objectName()));
    }

private:
    std::vector<QCheckBox*> m_boxes;
};

bool sameValue(const FormField& field, const QString& a, const QString& b)
{
    if (a == b) return true;
    if (field.type != FormField::Type::Integer && field.type != FormField::Type::Real) return false;
    bool okA = false;
    bool okB = false;
    const double x = a.toDouble(&okA);
    const double y = b.toDouble(&okB);
    return okA && okB && x == y;
}

} // namespace

OptionForm::OptionForm(QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
}

QWidget* OptionForm::makeEditor(const FormField& field)
{
    switch (field.type) {
    case FormField::Type::Integer: {
        auto* editor = new QSpinBox;
        const bool bounded = field.maximum > field.minimum;
        const double top = std::numeric_limits<int>::max();
        editor->setRange(bounded ? static_cast<int>(std::max(field.minimum, -top)) : 0,
                         bounded ? static_cast<int>(std::min(field.maximum, top)) : static_cast<int>(top));
        editor->setValue(field.value.toInt());
        editor->setLocale(QLocale::c());
        connect(editor, &QSpinBox::valueChanged, this, [this, name = field.name] { editorChanged(name); });
        return editor;
    }
    case FormField::Type::Flag: {
        auto* editor = new QCheckBox;
        editor->setChecked(field.value == u"true"_s || field.value == u"1"_s);
        connect(editor, &QCheckBox::toggled, this, [this, name = field.name] { editorChanged(name); });
        return editor;
    }
    case FormField::Type::Choice: {
        auto* editor = new QComboBox;
        editor->addItems(field.choices);
        editor->setCurrentText(field.value);
        connect(editor, &QComboBox::currentTextChanged, this, [this, name = field.name] { editorChanged(name); });
        return editor;
    }
    case FormField::Type::List: {
        auto* editor = new ListEdit(field);
        for (QCheckBox* box : editor->boxes())
            connect(box, &QCheckBox::toggled, this, [this, name = field.name] { editorChanged(name); });
        return editor;
    }
    case FormField::Type::Real:
        break;
    }
    auto* editor = new RealEdit(field);
    connect(editor, &QLineEdit::textChanged, this, [this, name = field.name] { editorChanged(name); });
    return editor;
}

void OptionForm::setFields(const std::vector<FormField>& fields)
{
    m_rows.clear();
    while (QLayoutItem* item = layout()->takeAt(0)) {
        // Hidden at once, deleted when nothing of it is on the call stack.
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    QMap<QString, QFormLayout*> groups;
    for (const FormField& field : fields) {
        QFormLayout*& rows = groups[field.group];
        if (!rows) {
            auto* box = new QGroupBox(field.group);
            rows = new QFormLayout(box);
            rows->setContentsMargins(0, 4, 0, 4);
            rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
            layout()->addWidget(box);
        }
        Row row{field, makeEditor(field), new QLabel(field.title)};
        row.editor->setToolTip(field.help);
        row.editor->setAccessibleName(field.title);
        row.editor->setAccessibleDescription(field.help);
        row.label->setToolTip(field.help);
        rows->addRow(row.label, row.editor);
        m_rows.push_back(row);
    }
    alignEditors();
}

void OptionForm::alignEditors()
{
    int widest = 0;
    for (const Row& row : m_rows) {
        row.label->ensurePolished();
        QFont changed = row.label->font();
        changed.setBold(true);
        widest = std::max(widest, QFontMetrics(changed).horizontalAdvance(row.label->text()));
    }
    for (const Row& row : m_rows) row.label->setMinimumWidth(widest);
}

const OptionForm::Row* OptionForm::rowOf(const QString& name) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& r) { return r.field.name == name; });
    return found == m_rows.end() ? nullptr : &*found;
}

QString OptionForm::textOf(const Row& row)
{
    if (const auto* spin = qobject_cast<QSpinBox*>(row.editor)) return QString::number(spin->value());
    if (const auto* box = qobject_cast<QCheckBox*>(row.editor)) return box->isChecked() ? u"true"_s : u"false"_s;
    if (const auto* combo = qobject_cast<QComboBox*>(row.editor)) return combo->currentText();
    if (const auto* list = dynamic_cast<ListEdit*>(row.editor)) return list->value();
    return static_cast<const QLineEdit*>(row.editor)->text();
}

void OptionForm::markChanged(const Row& row) const
{
    QFont font = row.label->font();
    font.setBold(!sameValue(row.field, textOf(row), row.field.value));
    row.label->setFont(font);
}

void OptionForm::editorChanged(const QString& name)
{
    if (const Row* row = rowOf(name)) markChanged(*row);
    emit changed();
}

QString OptionForm::value(const QString& name) const
{
    const Row* row = rowOf(name);
    return row ? textOf(*row) : QString();
}

void OptionForm::setValue(const QString& name, const QString& value)
{
    const Row* row = rowOf(name);
    if (!row) return;
    if (auto* spin = qobject_cast<QSpinBox*>(row->editor)) spin->setValue(value.toInt());
    if (auto* box = qobject_cast<QCheckBox*>(row->editor)) box->setChecked(value == u"true"_s || value == u"1"_s);
    if (auto* combo = qobject_cast<QComboBox*>(row->editor)) combo->setCurrentText(value);
    if (auto* list = dynamic_cast<ListEdit*>(row->editor)) list->setValue(value);
    if (auto* line = qobject_cast<QLineEdit*>(row->editor)) line->setText(value);
}

QMap<QString, QString> OptionForm::changedValues() const
{
    QMap<QString, QString> values;
    for (const Row& row : m_rows)
        if (const QString text = textOf(row); !sameValue(row.field, text, row.field.value))
            values.insert(row.field.name, text);
    return values;
}

} // namespace mien
