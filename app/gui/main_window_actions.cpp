// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/language.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "app/gui/train_dialog.h"
#include "core/face/landmark_model.h"
#include "widgets/common/names.h"
#include "widgets/dialogs/command_palette.h"
#include "widgets/dialogs/shortcuts_dialog.h"
#include "widgets/forms/option_form.h"
#include "widgets/panels/library_panel.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/viewer_panel.h"
#include "widgets/theme/theme.h"

#include <QActionGroup>
#include <QApplication>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace mien {

void MainWindow::makeActions()
{
    makeFileMenu();
    makeEditMenu();
    makeViewMenu();
    makePlaybackMenu();
    makeTrainMenu();
    makeHelpMenu();
}

void MainWindow::makeFileMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    menu->addAction(m_actions->add(u"file.openFolder"_s, tr("&Open Folder…"), u"Ctrl+O"_s, [this] { askForFolder(); }));
    menu->addAction(m_actions->add(u"file.openFile"_s, tr("Open &Video, Image or Landmarks…"), u"Ctrl+Shift+O"_s,
                                   [this] { askForFile(); }));
    m_recentMenu = menu->addMenu(tr("Open &Recent"));
    updateRecent();
    menu->addSeparator();
    menu->addAction(
        m_actions->add(u"file.exportTable"_s, tr("&Export Face Table…"), u"Ctrl+E"_s, [this] { askForTable(); }));
    menu->addSeparator();
    menu->addAction(
        m_actions->add(u"file.preferences"_s, tr("&Preferences…"), u"Ctrl+,"_s, [this] { showPreferences(); }));
    menu->addAction(m_actions->add(u"file.quit"_s, tr("&Quit"), u"Ctrl+Q"_s, [this] { close(); }));
}

void MainWindow::makeViewMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    m_workspaceGroup = new QActionGroup(this);
    int number = 1;
    for (const QString& workspace : Workspaces::names()) {
        QAction* action = m_actions->add(u"workspace."_s + workspace, Workspaces::title(workspace),
                                         u"Ctrl+%1"_s.arg(number++), [this, workspace] { showWorkspace(workspace); });
        action->setCheckable(true);
        action->setData(workspace);
        m_workspaceGroup->addAction(action);
        menu->addAction(action);
    }
    menu->addAction(
        m_actions->add(u"workspace.reset"_s, tr("&Reset This Workspace"), {}, [this] { m_workspaces->reset(); }));
    menu->addSeparator();
    QMenu* panels = menu->addMenu(tr("&Panels"));
    for (QDockWidget* dock :
         {m_docks.library, m_docks.people, m_docks.timeline, m_docks.inspect, m_docks.runs, m_docks.jobs})
        panels->addAction(dock->toggleViewAction());
    addLayerActions(*menu);
    addZoomActions(*menu);
    menu->addSeparator();

    const auto choices = [this, menu](const QString& title, Setting setting, const QStringList& values,
                                      const QStringList& texts, void (MainWindow::*slot)(const QString&)) {
        QMenu* sub = menu->addMenu(title);
        auto* group = new QActionGroup(this);
        for (qsizetype i = 0; i < values.size(); ++i) {
            QAction* action = sub->addAction(texts[i]);
            action->setCheckable(true);
            action->setChecked(m_settings.text(setting) == values[i]);
            group->addAction(action);
            connect(action, &QAction::triggered, this, [this, slot, value = values[i]] { (this->*slot)(value); });
        }
    };
    choices(tr("&Theme"), Setting::Theme, {u"system"_s, u"light"_s, u"dark"_s},
            {tr("Follow the System"), tr("Light"), tr("Dark")}, &MainWindow::changeTheme);
    choices(tr("&Language"), Setting::Language, {u"system"_s, u"en"_s, u"zh_CN"_s},
            {tr("Follow the System"), u"English"_s, u"简体中文"_s}, &MainWindow::changeLanguage);
    menu->addSeparator();
    menu->addAction(m_actions->add(u"library.filter"_s, tr("&Filter the Library"), u"Ctrl+F"_s, [this] {
        m_docks.library->show();
        m_library->focusFilter();
    }));
    menu->addAction(
        m_actions->add(u"library.next"_s, tr("Next Clip"), u"Ctrl+Down"_s, [this] { m_library->chooseNeighbour(1); }));
    menu->addAction(m_actions->add(u"library.previous"_s, tr("Previous Clip"), u"Ctrl+Up"_s,
                                   [this] { m_library->chooseNeighbour(-1); }));
    menu->addAction(m_actions->add(u"app.palette"_s, tr("Find Any &Action…"), u"Ctrl+K"_s, [this] { showPalette(); }));
    menu->addAction(m_actions->add(u"app.shortcuts"_s, tr("&Shortcuts…"), {}, [this] { showShortcuts(); }));
}

void MainWindow::makeTrainMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Train"));
    menu->addAction(m_actions->add(u"train.new"_s, tr("&New Training…"), u"Ctrl+T"_s, [this] {
        const auto datasets = m_session.library().datasets();
        if (datasets.empty())
            return m_messages->show(MessageBar::Severity::Info, tr("Open a dataset folder first: File > Open Folder…"));
        m_wantsTrainDialog = true;
        m_session.runController().requestModels();
    }));
    menu->addSeparator();
    RunController& runs = m_session.runController();
    menu->addAction(m_actions->add(u"train.pause"_s, tr("&Pause or Go On"), u"Ctrl+Shift+P"_s, [this, &runs] {
        const RunRecord* run = m_session.runs().run(m_runsPanel->selected());
        if (run) runs.setPaused(run->folder, run->state != RunRecord::State::Paused);
    }));
    menu->addAction(m_actions->add(u"train.finish"_s, tr("&Finish Early (Keep What Was Learned)"), {},
                                   [this, &runs] { runs.finishEarly(m_runsPanel->selected()); }));
    menu->addAction(m_actions->add(u"train.cancel"_s, tr("&Cancel (Discard)"), {},
                                   [this, &runs] { runs.cancel(m_runsPanel->selected()); }));
}

void MainWindow::makeHelpMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    menu->addAction(
        m_actions->add(u"help.about"_s, tr("&About Mien and Its Models…"), u"F1"_s, [this] { showAbout(); }));
}

void MainWindow::updateRecent()
{
    m_recentMenu->clear();
    const QStringList recent = m_settings.value(Setting::RecentPaths).toStringList();
    for (const QString& path : recent) m_recentMenu->addAction(path, this, [this, path] { m_session.open(path); });
    m_recentMenu->setEnabled(!recent.isEmpty());
}

void MainWindow::askForFolder()
{
    auto* dialog =
        new QFileDialog(this, tr("Open a dataset, a run or a folder of images"), m_settings.text(Setting::LastFolder));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_settings.set(Setting::LastFolder, QFileInfo(path).path());
        m_session.open(path);
    });
    dialog->open();
}

void MainWindow::askForFile()
{
    auto* dialog = new QFileDialog(this, tr("Open a video, an image or a file of landmarks"),
                                   m_settings.text(Setting::LastFolder));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_settings.set(Setting::LastFolder, QFileInfo(path).path());
        m_session.open(path);
    });
    dialog->open();
}

void MainWindow::askForTable()
{
    auto* dialog = new QFileDialog(this, tr("Write landmarks, pose and action units as a table"),
                                   m_settings.text(Setting::LastFolder), tr("Tables (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(QFileInfo(m_session.selection().clip().clip).completeBaseName() + u".csv"_s);
    connect(dialog, &QFileDialog::fileSelected, &m_session, &Session::exportTable);
    dialog->open();
}

void MainWindow::showPalette()
{
    auto* palette = new CommandPalette(m_actions->actions(), this);
    palette->show();
}

void MainWindow::showShortcuts()
{
    auto* dialog = new ShortcutsDialog(m_actions->entries(), this);
    connect(dialog, &ShortcutsDialog::sequencesAccepted, m_actions, &ActionRegistry::applyShortcuts);
    dialog->open();
}

void MainWindow::showPreferences()
{
    auto* dialog = new FittingDialog(tr("Preferences"), this);
    auto* form = new OptionForm;
    const auto field = [this](const QString& name, const QString& title, Setting setting) {
        FormField f;
        f.name = name;
        f.title = title;
        f.group = tr("Steps of the playhead, frames");
        f.type = FormField::Type::Integer;
        f.value = QString::number(m_settings.number(setting));
        f.minimum = 1;
        f.maximum = 100'000;
        return f;
    };
    FormField threshold;
    threshold.name = u"auThreshold"_s;
    threshold.title = tr("Least intensity drawn");
    threshold.help = tr("Action units below it get no box over the video; 5 is the most that posed faces reach");
    threshold.group = tr("Action units");
    threshold.type = FormField::Type::Real;
    threshold.value = QString::number(m_settings.value(Setting::AuThreshold).toDouble());
    threshold.minimum = 0.1;
    threshold.maximum = 5;
    form->setFields({field(u"small"_s, tr("Small step"), Setting::StepSmall),
                     field(u"medium"_s, tr("Medium step"), Setting::StepMedium),
                     field(u"large"_s, tr("Large step"), Setting::StepLarge), threshold});
    dialog->setContent(form);
    dialog->buttons()->setStandardButtons(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(dialog, &QDialog::accepted, this, [this, form] {
        m_settings.set(Setting::StepSmall, form->value(u"small"_s).toInt());
        m_settings.set(Setting::StepMedium, form->value(u"medium"_s).toInt());
        m_settings.set(Setting::StepLarge, form->value(u"large"_s).toInt());
        updateStepTexts();
        m_settings.set(Setting::AuThreshold, form->value(u"auThreshold"_s).toDouble());
        m_viewer->setAuThreshold(m_settings.value(Setting::AuThreshold).toDouble());
        showCurves();
    });
    dialog->open();
}

void MainWindow::showTrainDialog(const std::vector<ModelInfo>& models, Engine* engine)
{
    if (!std::exchange(m_wantsTrainDialog, false)) return;
    auto* dialog =
        new TrainDialog(models, *engine, m_session.library().datasets(), m_settings.text(Setting::RunsFolder), this);
    connect(dialog, &TrainDialog::trainingWanted, this, [this](const RunConfig& config, const QString& folder) {
        m_session.runController().train(config, folder);
        showWorkspace(u"train"_s);
        m_session.selection().setRun(folder);
    });
    dialog->open();
    emit trainDialogShown();
}

void MainWindow::showAbout()
{
    auto* dialog = new FittingDialog(tr("About Mien"), this);
    auto* text = new QLabel(
        tr("<p><b>Mien %1</b> – a workbench for research on facial expressions in video.</p>"
           "<p>Free software under the GNU General Public License, version 3 or later.</p>"
           "<p><b>Models</b><br>Landmarks: the 68-point predictor of dlib, read from %2. It was trained on the iBUG "
           "300-W dataset, whose licence excludes commercial use; Mien does not ship it.<br>Faces: the HOG detector of "
           "dlib (Boost Software Licence).</p>"
           "<p>Maps show where a network looked, not what a person feels.</p>")
            .arg(QStringLiteral(MIEN_VERSION), toQString(LandmarkModel::defaultPath().string()).toHtmlEscaped()));
    text->setWordWrap(true);
    text->setMinimumWidth(460);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->addWidget(text);
    column->addStretch();
    dialog->setContent(content);
    dialog->buttons()->setStandardButtons(QDialogButtonBox::Close);
    dialog->open();
}

void MainWindow::changeTheme(const QString& theme)
{
    m_settings.set(Setting::Theme, theme);
    applyTheme(*qApp, themeFor(theme));
}

void MainWindow::changeLanguage(const QString& language)
{
    m_settings.set(Setting::Language, language);
    m_messages->show(MessageBar::Severity::Info, tr("The language changes when Mien is started again"));
}

} // namespace mien
