// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/gui/project_window.h"

#include "app/engine/engine_loader.h"
#include "core/synth/synth.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace mien;

void ProjectWindow::initTestCase()
{
    applyTheme(*qApp, Theme::light());
    SynthOptions options;
    options.subjects = 3;
    options.width = 320;
    options.height = 240;
    for (const char* name : {"disk/日本 é", "disk/two"}) {
        options.seed += 1;
        QVERIFY(QDir().mkpath(at(u"disk"_s)));
        const auto written = synthesise(at(QString::fromUtf8(name)).toStdString(), options, RunControl());
        QVERIFY2(written, written ? "" : written.error().message().c_str());
    }
}

void ProjectWindow::init()
{
    m_settings = std::make_unique<Settings>(at(u"mien.ini"_s));
    m_session = std::make_unique<Session>(loadEngine);
    m_window = std::make_unique<MainWindow>(*m_session, *m_settings);
    m_window->show();
    m_window->showWorkspace(u"browse"_s);
}

void ProjectWindow::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
}

void ProjectWindow::makeProject(const QString& name)
{
    m_session->project().create(at(name));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().file() == at(name), patience);
    for (const char* dataset : {"disk/日本 é", "disk/two"}) m_session->open(at(QString::fromUtf8(dataset)));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().sources().size() == 2 && settled(), patience);
}

std::vector<ClipRef> ProjectWindow::clipsOf(const QString& dataset, std::size_t count) const
{
    std::vector<ClipRef> clips;
    for (const ClipEntry& clip : m_session->library().dataset(dataset)->clips)
        if (clips.size() < count) clips.push_back({dataset, QString::fromStdString(clip.id)});
    return clips;
}
