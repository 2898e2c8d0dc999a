// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/relink_dialog.h"

#include "app/gui/project_document.h"
#include "widgets/theme/theme.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace mien {

RelinkDialog::RelinkDialog(ProjectDocument& document, const QString& startFolder, QWidget* parent)
    : FittingDialog(tr("Relink"), parent), m_document(document), m_folder(startFolder), m_sources(new QTreeWidget),
      m_result(new QLabel)
{
    auto* intro = new QLabel(tr("Choose what is not found and show the folder in which it lies now. Others that moved "
                                "along with it are found by the same move."));
    intro->setWordWrap(true);
    m_result->setWordWrap(true);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sources->setHeaderLabels({tr("Dataset or video"), tr("State"), tr("Place")});
    m_sources->setRootIsDecorated(false);
    m_sources->setAccessibleName(tr("Datasets and videos of the project"));
    m_sources->setMinimumSize(640, 200);
    m_sources->header()->setStretchLastSection(true);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->addWidget(intro);
    column->addWidget(m_sources, 1);
    column->addWidget(m_result);
    setContent(content);
    m_choose = buttons()->addButton(tr("Choose Folder…"), QDialogButtonBox::ActionRole);
    m_choose->setDefault(true);
    buttons()->addButton(QDialogButtonBox::Close);
    connect(m_choose, &QPushButton::clicked, this, &RelinkDialog::askForFolder);
    connect(&document, &ProjectDocument::sourcesChanged, this, &RelinkDialog::showSources);
    // Why it failed is said here, too: the message bar lies behind.
    connect(&document, &ProjectDocument::message, m_result,
            [this](auto, const QString& text) { m_result->setText(text); });
    connect(m_sources, &QTreeWidget::itemSelectionChanged, this,
            [this] { m_choose->setEnabled(!chosen().isEmpty() && !m_document.isReadOnly()); });
    showSources();
}

QString RelinkDialog::chosen() const
{
    const auto selected = m_sources->selectedItems();
    return selected.isEmpty() ? QString() : selected.front()->data(0, Qt::UserRole).toString();
}

QString RelinkDialog::resultText() const
{
    return m_result->text();
}

void RelinkDialog::showSources()
{
    const Theme& theme = Theme::of(this);
    m_sources->clear();
    QStringList missing;
    QStringList found;
    for (const ProjectDocument::Source& source : m_document.sources()) {
        auto* item = new QTreeWidgetItem({source.name, source.missing ? tr("not found") : tr("found"), source.root});
        item->setData(0, Qt::UserRole, source.root);
        item->setForeground(1, source.missing ? theme.warning : theme.good);
        item->setToolTip(2, source.root);
        m_sources->addTopLevelItem(item);
        if (source.missing) missing << source.name;
        if (source.missing && m_sources->selectedItems().isEmpty()) item->setSelected(true);
        if (!source.missing && m_missing.contains(source.name)) found << source.name;
    }
    for (int column : {0, 1}) m_sources->resizeColumnToContents(column);
    // What was said before is of another try.
    QStringList said;
    if (!found.isEmpty()) said << tr("Found: %1").arg(found.join(u", "_s));
    if (missing.isEmpty()) said << tr("Nothing is missing.");
    m_result->setText(said.join(u". "_s));
    m_missing = missing;
    m_choose->setEnabled(!chosen().isEmpty() && !m_document.isReadOnly());
}

void RelinkDialog::askForFolder()
{
    auto* dialog = new QFileDialog(this, tr("Folder in which it lies now"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &RelinkDialog::relink);
    dialog->open();
}

void RelinkDialog::relink(const QString& folder)
{
    m_folder = folder;
    if (!chosen().isEmpty()) m_document.relink(chosen(), folder);
}

} // namespace mien
