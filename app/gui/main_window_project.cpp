// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/main_window.h"
#include "app/gui/relink_dialog.h"
#include "app/gui/settings.h"
#include "core/facs/emotions.h"
#include "widgets/common/names.h"
#include "widgets/dialogs/class_list_dialog.h"
#include "widgets/panels/library_panel.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QTreeView>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

void MainWindow::addProjectActions(QMenu& menu)
{
    menu.addAction(m_actions->add(u"project.new"_s, tr("&New Project…"), u"Ctrl+N"_s, [this] { askForProject(true); }));
    menu.addAction(
        m_actions->add(u"project.open"_s, tr("Open &Project…"), u"Ctrl+Alt+O"_s, [this] { askForProject(false); }));
}

void MainWindow::addProjectFileActions(QMenu& menu)
{
    ProjectDocument& project = m_session.project();
    QAction* relink = m_actions->add(u"project.relink"_s, tr("Re&link…"), {}, [this] { showRelinkDialog(); });
    QAction* package = m_actions->add(u"project.export"_s, tr("E&xport Project…"), {}, [this] { askForPackage(); });
    QAction* close = m_actions->add(u"project.close"_s, tr("&Close Project"), {}, [&project] { project.close(); });
    relink->setToolTip(tr("Say where datasets and videos of the project lie now"));
    package->setToolTip(tr("Copy the project with all its files into a new folder that needs nothing else"));
    menu.addActions({relink, package, close});
    const auto update = [this, relink, package, close] {
        const ProjectDocument& now = m_session.project();
        for (QAction* action : {relink, package, close}) action->setEnabled(now.isOpen());
        setWindowTitle(!now.isOpen()      ? tr("Mien")
                       : now.isReadOnly() ? tr("%1 (read-only) – Mien").arg(now.name())
                                          : tr("%1 – Mien").arg(now.name()));
    };
    for (auto signal : {&ProjectDocument::closed, &ProjectDocument::sourcesChanged})
        connect(&project, signal, this, update);
    for (auto signal : {&ProjectDocument::closed, &ProjectDocument::sourcesChanged})
        connect(&project, signal, this, &MainWindow::withdrawMissing);
    connect(&project, &ProjectDocument::opened, this, [this, update] {
        update();
        tellMissing();
    });
    // Rows that moved into the project were closed by that: what is looked at comes into view again.
    connect(&project, &ProjectDocument::sourcesChanged, m_library,
            [this] { m_library->select(m_session.selection().clip()); });
    connect(&project, &ProjectDocument::damaged, this, &MainWindow::offerRepair);
    update();
}

void MainWindow::askForProject(bool fresh)
{
    auto* dialog = new QFileDialog(this, fresh ? tr("New project") : tr("Open a project"),
                                   m_settings.text(Setting::LastFolder), tr("Projects (*.mien)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(fresh ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setAcceptMode(fresh ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // a project is never written over
    dialog->setDefaultSuffix(u"mien"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, fresh](const QString& path) {
        m_settings.set(Setting::LastFolder, QFileInfo(path).path());
        if (fresh)
            m_session.project().create(path);
        else
            m_session.project().open(path);
    });
    dialog->open();
}

void MainWindow::askForPackage()
{
    auto* dialog =
        new QFileDialog(this, tr("Name of a new folder for the package"), m_settings.text(Setting::LastFolder));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setLabelText(QFileDialog::Accept, tr("Export"));
    dialog->selectFile(m_session.project().name());
    connect(dialog, &QFileDialog::fileSelected, &m_session.project(), &ProjectDocument::exportTo);
    dialog->open();
}

void MainWindow::tellMissing()
{
    const auto sources = m_session.project().sources();
    const auto missing =
        static_cast<int>(std::count_if(sources.begin(), sources.end(), [](auto& s) { return s.missing; }));
    if (missing == 0) return;
    m_aboutMissing << tr("%n dataset(s) or video(s) of the project are not where they were", nullptr, missing);
    m_messages->offer(MessageBar::Severity::Warning, m_aboutMissing.last(), tr("Relink…"),
                      [this] { showRelinkDialog(); });
}

void MainWindow::withdrawMissing()
{
    const auto sources = m_session.project().sources();
    if (std::any_of(sources.begin(), sources.end(), [](auto& s) { return s.missing; })) return;
    for (const QString& text : std::exchange(m_aboutMissing, {})) m_messages->withdraw(text);
}

RelinkDialog* MainWindow::showRelinkDialog()
{
    auto* dialog = new RelinkDialog(m_session.project(), m_settings.text(Setting::LastFolder), this);
    connect(&m_session.project(), &ProjectDocument::message, dialog,
            [this](auto, const QString& text) { m_aboutMissing << text; });
    dialog->open();
    return dialog;
}

void MainWindow::offerRepair(const QString& file, const QString& problem, const QString& backup)
{
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Damaged Project"), problem, QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Its newest sound backup is of %1. Repair puts it in the project's place; the damaged "
                               "file is set aside, not deleted.")
                                .arg(locale().toString(QFileInfo(backup).lastModified(), QLocale::ShortFormat)));
    QPushButton* repair = box->addButton(tr("Repair"), QMessageBox::AcceptRole);
    box->setDefaultButton(repair);
    connect(repair, &QPushButton::clicked, this, [this, file] { m_session.project().repair(file); });
    box->open();
}

void MainWindow::askToRemove(const QString& root)
{
    const auto index = m_session.library().dataset(root);
    if (!index) return;
    auto* box =
        new QMessageBox(QMessageBox::Warning, tr("Remove from the Project"),
                        tr("Remove %1 from the project?").arg(toQString(index->name)), QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Its files stay where they are. What was made of its %n clip(s) goes: labels, "
                               "exclusions, splits, people and neutral frames. This cannot be undone, nor can the "
                               "steps before it.",
                               nullptr, static_cast<int>(index->clips.size())));
    QPushButton* remove = box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this, [this, root] { m_session.project().removeSource(root); });
    box->open();
}

void MainWindow::makeClipsMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Clips"));
    const auto selected = [this] { return m_library->selectedClips(); };
    QAction* open = m_actions->add(u"clips.open"_s, tr("&Open"), {}, [this, selected] {
        if (const auto clips = selected(); !clips.empty()) m_session.selection().setClip(clips.front());
    });
    QAction* extract = m_actions->add(u"clips.extract"_s, tr("&Extract Landmarks"), u"Ctrl+Shift+L"_s,
                                      [this, selected] { m_session.extractClips(selected()); });
    QAction* exclude = m_actions->add(u"clips.exclude"_s, tr("E&xclude from Training"), u"Ctrl+D"_s,
                                      [this, selected] { m_session.clipEditor().setExcluded(selected(), true); });
    QAction* include = m_actions->add(u"clips.include"_s, tr("&Include in Training"), u"Ctrl+Shift+D"_s,
                                      [this, selected] { m_session.clipEditor().setExcluded(selected(), false); });
    QAction* all = m_actions->add(u"clips.selectAll"_s, tr("Select &All Shown Clips"), u"Ctrl+Alt+A"_s,
                                  [this] { m_library->selectAllShown(); });
    QAction* remove = m_actions->add(u"project.remove"_s, tr("&Remove from the Project…"), {},
                                     [this] { askToRemove(m_library->selectedDataset()); });
    remove->setToolTip(tr("The files stay; what was made of the clips goes"));
    QMenu* labels = menu->addMenu(tr("&Label as"));
    addLabelActions(*labels);
    QAction* classes = m_actions->add(u"clips.classList"_s, tr("&Class List…"), {}, [this] { showClassListDialog(); });
    classes->setToolTip(tr("Rename, merge or drop labels of the selected clips, or of all that are shown"));
    QMenu* splits = menu->addMenu(tr("&Put into Split"));
    addSplitActions(*splits);
    menu->clear();
    QAction* relink = m_actions->action(u"project.relink"_s);
    const QList<QAction*> context = {
        open,    extract, nullptr, labels->menuAction(), classes, splits->menuAction(), exclude, include,
        nullptr, relink,  remove};
    for (QAction* action : context) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    menu->addSeparator();
    menu->addAction(all);
    m_library->setActions(context);
    const auto update = [=, this] {
        const bool some = !selected().empty();
        for (QAction* action : {open, extract, exclude, include, labels->menuAction(), splits->menuAction()})
            action->setEnabled(some);
        for (QAction* action : labels->actions() + splits->actions()) action->setEnabled(some);
        remove->setEnabled(m_session.project().holds(m_library->selectedDataset()) &&
                           !m_session.project().isReadOnly());
    };
    connect(m_library, &LibraryPanel::selectionChanged, this, update);
    update();
}

void MainWindow::addLabelActions(QMenu& menu)
{
    const auto add = [this, &menu](const QString& id, const QString& shown, const QString& text,
                                   const std::function<void()>& slot) {
        QAction* action = m_actions->add(u"clips.label."_s + id, text, {}, slot);
        action->setIconText(shown);
        menu.addAction(action);
    };
    for (const std::string_view name : emotionNames) {
        const QString label = toQString(name);
        add(label, displayLabel(name), tr("Label as %1").arg(displayLabel(name)),
            [this, label] { m_session.clipEditor().relabel(m_library->selectedClips(), label); });
    }
    menu.addSeparator();
    add(u"dataset"_s, tr("as in the dataset"), tr("Label as in the Dataset"),
        [this] { m_session.clipEditor().restoreLabels(m_library->selectedClips()); });
    add(u"other"_s, tr("other…"), tr("Label as Something Else…"), [this] { askForLabel(); });
    add(u"none"_s, tr("none"), tr("Remove the Label"),
        [this] { m_session.clipEditor().relabel(m_library->selectedClips(), {}); });
}

void MainWindow::askForLabel()
{
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Label"));
    dialog->setLabelText(tr("Label of the selected clips"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
        const QString label = toQString(labelName(text.toStdString()));
        if (!label.isEmpty()) m_session.clipEditor().relabel(m_library->selectedClips(), label);
    });
    dialog->open();
}

ClassListDialog* MainWindow::showClassListDialog()
{
    // One clip is merely the one that is open.
    if (m_library->selectedClips().size() < 2) m_library->selectAllShown();
    const std::vector<ClipRef> clips = m_library->selectedClips();
    std::map<std::string, int> labels;
    for (const ClipRef& clip : clips)
        if (const auto state = m_session.library().state(clip); state && !state->label.isEmpty())
            ++labels[state->label.toStdString()];
    auto* dialog = new ClassListDialog(labels, m_settings.text(Setting::LastFolder), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ClassListDialog::mappingAccepted, this,
            [this, clips](const LabelMapping& mapping) { m_session.clipEditor().mapLabels(clips, mapping); });
    dialog->open();
    return dialog;
}

void MainWindow::addSplitActions(QMenu& menu)
{
    const auto add = [this, &menu](const QString& split, const QString& shown, const QString& text) {
        QAction* action =
            m_actions->add(u"clips.split."_s + (split.isEmpty() ? u"none"_s : split), text, {},
                           [this, split] { m_session.clipEditor().setSplit(m_library->selectedClips(), split); });
        action->setIconText(shown);
        menu.addAction(action);
    };
    for (const QString& split : {u"train"_s, u"val"_s, u"test"_s}) add(split, split, tr("Put into %1").arg(split));
    add({}, tr("none"), tr("Take out of the Split"));
}

} // namespace mien
