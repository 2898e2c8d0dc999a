// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/class_list_dialog.h"

#include "core/base/files.h"
#include "core/facs/emotions.h"
#include "widgets/common/names.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace mien {

ClassListDialog::ClassListDialog(const std::map<std::string, int>& labels, const QString& folder, QWidget* parent)
    : FittingDialog(tr("Class List"), parent), m_folder(folder), m_presets(new QComboBox), m_summary(new QLabel)
{
    m_presets->setAccessibleName(tr("Class list"));
    m_presets->addItem(tr("as they are"), QString());
    for (const LabelPreset& preset : labelPresets()) m_presets->addItem(toQString(preset.title), toQString(preset.id));
    m_presets->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto* content = new QWidget;
    auto* grid = new QGridLayout(content);
    grid->setColumnStretch(2, 1);
    grid->addWidget(m_presets, 0, 0, 1, 3);
    const QStringList titles = {tr("Label"), tr("Clips"), tr("Becomes")};
    for (int column = 0; column < 3; ++column) {
        auto* title = new QLabel(titles[column]);
        title->setObjectName(u"muted"_s);
        grid->addWidget(title, 1, column);
    }
    for (const auto& [label, clips] : labels) {
        auto* becomes = new QComboBox;
        becomes->setEditable(true);
        becomes->setInsertPolicy(QComboBox::NoInsert);
        becomes->lineEdit()->setPlaceholderText(tr("dropped"));
        becomes->setAccessibleName(tr("What %1 becomes").arg(displayLabel(label)));
        becomes->addItem(QString());
        for (const auto& [other, count] : labels) becomes->addItem(toQString(other));
        const int row = grid->rowCount();
        grid->addWidget(new QLabel(displayLabel(label)), row, 0);
        grid->addWidget(new QLabel(QString::number(clips)), row, 1);
        grid->addWidget(becomes, row, 2);
        m_rows.push_back({label, clips, becomes});
        connect(becomes, &QComboBox::currentTextChanged, this, &ClassListDialog::update);
    }
    m_summary->setWordWrap(true);
    grid->addWidget(m_summary, grid->rowCount(), 0, 1, 3);
    grid->setRowStretch(grid->rowCount(), 1);
    setContent(content);
    buttons()->setStandardButtons(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    const QPushButton* read = buttons()->addButton(tr("Read Table…"), QDialogButtonBox::ActionRole);
    const QPushButton* write = buttons()->addButton(tr("Save Table…"), QDialogButtonBox::ActionRole);
    connect(read, &QPushButton::clicked, this, [this] { askForTable(false); });
    connect(write, &QPushButton::clicked, this, [this] { askForTable(true); });
    connect(m_presets, &QComboBox::activated, this, [this] {
        const QString id = m_presets->currentData().toString();
        setMapping(id.isEmpty() ? LabelMapping() : labelMapping(id.toStdString()).value());
    });
    connect(this, &QDialog::accepted, this, [this] { emit mappingAccepted(mapping()); });
    setMapping({});
}

LabelMapping ClassListDialog::mapping() const
{
    LabelMapping mapping;
    for (const Row& row : m_rows) mapping[row.label] = labelName(row.becomes->currentText().toStdString());
    return mapping;
}

void ClassListDialog::setMapping(const LabelMapping& mapping)
{
    for (const Row& row : m_rows) {
        const QSignalBlocker blocker(row.becomes);
        row.becomes->setCurrentText(toQString(mapped(row.label, mapping)));
    }
    update();
}

void ClassListDialog::update()
{
    m_summary->setText(summary());
}

QString ClassListDialog::summary() const
{
    std::map<std::string, int> classes;
    int dropped = 0;
    const LabelMapping rules = mapping();
    for (const Row& row : m_rows)
        if (const std::string& becomes = rules.at(row.label); becomes.empty())
            dropped += row.clips;
        else
            classes[becomes] += row.clips;
    QStringList parts;
    for (const auto& [name, clips] : classes) parts.append(u"%1 %2"_s.arg(displayLabel(name)).arg(clips));
    QString text = tr("%n class(es): ", nullptr, static_cast<int>(classes.size())) + parts.join(u", "_s);
    if (dropped > 0) text += u"; "_s + tr("%n clip(s) without a label", nullptr, dropped);
    return text;
}

void ClassListDialog::askForTable(bool save)
{
    auto* dialog = new QFileDialog(this, save ? tr("Save the class list") : tr("Read a class list"), m_folder,
                                   save ? tr("Tables (*.csv)") : tr("Tables (*.csv *.xlsx)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(save ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(save ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    if (save) dialog->setDefaultSuffix(u"csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, save ? &ClassListDialog::save : &ClassListDialog::load);
    dialog->open();
}

void ClassListDialog::load(const QString& file)
{
    const auto read = labelMapping(file.toStdString());
    if (read)
        setMapping(*read);
    else
        m_summary->setText(toQString(read.error().message()));
}

void ClassListDialog::save(const QString& file)
{
    const auto written = files::writeAtomically(file.toStdString(), labelMappingText(mapping()));
    m_summary->setText(written ? tr("Saved: %1").arg(file) : toQString(written.error().message()));
}

} // namespace mien
