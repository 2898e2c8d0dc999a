// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/action_registry.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "widgets/common/dock_title_bar.h"
#include "widgets/panels/viewer_panel.h"
#include "widgets/theme/icons.h"
#include "widgets/timeline/timeline_view.h"
#include "widgets/video/overlays/overlay.h"
#include "widgets/video/transport_bar.h"
#include "widgets/video/video_view.h"

#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace mien {

void MainWindow::addLayerActions(QMenu& menu)
{
    struct Layer
    {
        const char* id;
        const char* shortcut;
    };
    static constexpr Layer order[] = {{"points", "L"}, {"numbers", "N"}, {"connections", "C"}, {"box", "B"},
                                      {"people", "W"}, {"pose", "P"},    {"aus", "A"},         {"map", "M"}};
    QMenu* layers = menu.addMenu(tr("&Layers"));
    layers->setToolTipsVisible(true);
    for (const Layer& layer : order) {
        Overlay* overlay = m_viewer->overlay(QLatin1String(layer.id));
        QAction* action = m_actions->add(u"layer."_s + overlay->id(), tr("Show %1").arg(overlay->title()),
                                         QLatin1String(layer.shortcut), [] {});
        action->setIconText(overlay->title());
        action->setToolTip(overlay->help());
        action->setCheckable(true);
        overlay->setShown(m_settings.layer(overlay->id(), overlay->isShown()));
        action->setChecked(overlay->isShown());
        connect(action, &QAction::toggled, this, [this, overlay](bool on) {
            overlay->setShown(on);
            m_settings.setLayer(overlay->id(), on);
        });
        layers->addAction(action);
    }
    layers->menuAction()->setIcon(glyphIcon(Glyph::Layers));
    layers->menuAction()->setToolTip(tr("Layers over the video"));
    m_viewer->titleBar()->addButton(layers->menuAction());
    m_viewer->setAuThreshold(m_settings.value(Setting::AuThreshold).toDouble());
}

void MainWindow::addZoomActions(QMenu& menu)
{
    VideoView* view = m_viewer->view();
    constexpr double step = 1.5;
    QAction* in = m_actions->add(u"view.zoomIn"_s, tr("Zoom In"), u"Ctrl++"_s, [view] { view->zoomBy(step); });
    QAction* out = m_actions->add(u"view.zoomOut"_s, tr("Zoom Out"), u"Ctrl+-"_s, [view] { view->zoomBy(1 / step); });
    QAction* fit = m_actions->add(u"view.zoomFit"_s, tr("Fit to the View"), u"Ctrl+0"_s, [view] { view->zoomToFit(); });
    in->setToolTip(tr("The wheel zooms at the mouse; dragging moves the picture"));
    menu.addActions({in, out, fit});
}

void MainWindow::makePlaybackMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Playback"));
    QAction* play = m_actions->add(u"playback.play"_s, tr("Play"), u"Space"_s, [this] {
        m_session.setSeeksApex(false);
        m_session.playback().setPlaying(!m_session.playback().isPlaying());
    });
    play->setIcon(glyphIcon(Glyph::Play));
    QAction* first = m_actions->add(u"playback.first"_s, tr("First Frame"), u"Home"_s,
                                    [this] { m_session.selection().setFrame(0); });
    first->setIcon(glyphIcon(Glyph::First));
    QAction* last = m_actions->add(u"playback.last"_s, tr("Last Frame"), u"End"_s,
                                   [this] { m_session.selection().setFrame(m_session.playback().frameCount() - 1); });
    last->setIcon(glyphIcon(Glyph::Last));
    menu->addAction(play);
    addStepActions(*menu);
    menu->addAction(first);
    menu->addAction(last);
    menu->addSeparator();
    QAction* loop = addLoopActions(*menu);
    menu->addSeparator();
    addSpeedActions(*menu);
    const auto action = [this](const char* id) { return m_actions->action(QLatin1String(id)); };
    m_viewer->transport()->setActions({first, action("playback.backLarge"), action("playback.backMedium"),
                                       action("playback.backSmall"), play, action("playback.forwardSmall"),
                                       action("playback.forwardMedium"), action("playback.forwardLarge"), last, nullptr,
                                       loop});
    updateStepTexts();
}

void MainWindow::addStepActions(QMenu& menu)
{
    struct Step
    {
        const char* id;
        const char* shortcut;
        Setting size;
        int direction;
        Glyph glyph;
    };
    static constexpr Step steps[] = {
        {"playback.forwardSmall", "Right", Setting::StepSmall, 1, Glyph::StepForward},
        {"playback.backSmall", "Left", Setting::StepSmall, -1, Glyph::StepBack},
        {"playback.forwardMedium", "Shift+Right", Setting::StepMedium, 1, Glyph::JumpForward},
        {"playback.backMedium", "Shift+Left", Setting::StepMedium, -1, Glyph::JumpBack},
        {"playback.forwardLarge", "Ctrl+Shift+Right", Setting::StepLarge, 1, Glyph::LeapForward},
        {"playback.backLarge", "Ctrl+Shift+Left", Setting::StepLarge, -1, Glyph::LeapBack}};
    for (const Step& step : steps) {
        QAction* action = m_actions->add(QLatin1String(step.id), {}, QLatin1String(step.shortcut), [this, step] {
            m_session.setSeeksApex(false);
            m_session.playback().step(step.direction * m_settings.number(step.size));
        });
        action->setIcon(glyphIcon(step.glyph));
        if (step.size != Setting::StepSmall) action->setPriority(QAction::LowPriority);
        action->setData(QVariant::fromValue(static_cast<int>(step.size) * step.direction));
        menu.addAction(action);
    }
}

void MainWindow::updateStepTexts()
{
    for (const Setting size : {Setting::StepSmall, Setting::StepMedium, Setting::StepLarge})
        for (QAction* action : m_actions->actions()) {
            const int key = action->data().metaType().id() == QMetaType::Int ? action->data().toInt() : 0;
            const int frames = m_settings.number(size);
            if (key == static_cast<int>(size)) action->setText(tr("Forward %n Frame(s)", nullptr, frames));
            if (key == -static_cast<int>(size)) action->setText(tr("Back %n Frame(s)", nullptr, frames));
        }
}

QAction* MainWindow::addLoopActions(QMenu& menu)
{
    Playback& playback = m_session.playback();
    QAction* loop = m_actions->add(u"playback.loop"_s, tr("Loop"), u"Ctrl+L"_s, [] {});
    loop->setIcon(glyphIcon(Glyph::Loop));
    loop->setToolTip(tr("Loop over the clip, or between the in and out marks"));
    loop->setCheckable(true);
    connect(loop, &QAction::toggled, this, [this](bool on) {
        m_session.playback().setLoop(on);
        m_settings.set(Setting::Loop, on);
    });
    loop->setChecked(m_settings.value(Setting::Loop).toBool());
    playback.setLoop(loop->isChecked());
    menu.addAction(loop);
    menu.addAction(
        m_actions->add(u"playback.markIn"_s, tr("Mark In Here"), u"I"_s, [&playback] { playback.markIn(); }));
    menu.addAction(
        m_actions->add(u"playback.markOut"_s, tr("Mark Out Here"), u"O"_s, [&playback] { playback.markOut(); }));
    const auto go = [this](std::optional<int> frame) {
        if (!frame) return;
        m_session.setSeeksApex(false);
        m_session.selection().setFrame(*frame);
    };
    QAction* goIn = m_actions->add(u"playback.goIn"_s, tr("Go to the In Mark"), u"Shift+I"_s,
                                   [go, &playback] { go(playback.range().in()); });
    QAction* goOut = m_actions->add(u"playback.goOut"_s, tr("Go to the Out Mark"), u"Shift+O"_s,
                                    [go, &playback] { go(playback.range().out()); });
    QAction* clear = m_actions->add(u"playback.clearMarks"_s, tr("Clear the Marks"), u"Alt+X"_s,
                                    [&playback] { playback.clearMarks(); });
    menu.addActions({goIn, goOut, clear});
    const auto update = [this, goIn, goOut, clear] {
        const PlayRange& range = m_session.playback().range();
        goIn->setEnabled(range.in().has_value());
        goOut->setEnabled(range.out().has_value());
        clear->setEnabled(range.in() || range.out());
        m_viewer->transport()->setMarks(range.in(), range.out());
        m_timeline->setRange(range.in(), range.out());
    };
    connect(&playback, &Playback::marksChanged, this, update);
    update();
    return loop;
}

void MainWindow::addSpeedActions(QMenu& menu)
{
    const auto neighbour = [this](int direction) {
        setSpeed(TransportBar::neighbourSpeed(m_session.playback().speed(), direction));
    };
    menu.addAction(m_actions->add(u"playback.slower"_s, tr("Slower"), u"["_s, [neighbour] { neighbour(-1); }));
    menu.addAction(m_actions->add(u"playback.faster"_s, tr("Faster"), u"]"_s, [neighbour] { neighbour(1); }));
    menu.addAction(m_actions->add(u"playback.normalSpeed"_s, tr("Normal Speed"), u"="_s, [this] { setSpeed(1); }));
    connect(m_viewer->transport(), &TransportBar::speedChosen, this, &MainWindow::setSpeed);
    setSpeed(TransportBar::nearestSpeed(m_settings.value(Setting::Speed).toDouble()));
}

void MainWindow::setSpeed(double speed)
{
    m_session.playback().setSpeed(speed);
    m_viewer->transport()->setSpeed(speed);
    m_settings.set(Setting::Speed, speed);
}

} // namespace mien
