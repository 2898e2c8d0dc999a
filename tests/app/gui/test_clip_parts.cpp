// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs.h"
#include "app/gui/action_registry.h"
#include "core/base/files.h"
#include "core/media/video_writer.h"
#include "tests/app/gui/project_window.h"
#include "widgets/common/dock_title_bar.h"
#include "widgets/itemmodels/library_model.h"
#include "widgets/panels/viewer_panel.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace mien;
namespace fs = std::filesystem;

/// Clips that are parts of a video, in the window: their pictures and faces are those of the file's frames.
class TestClipParts final : public ProjectWindow
{
    Q_OBJECT
private slots:
    void initTestCase();
    void partPlays();
    void partInProject();
    void partBehindTheEnd();

private:
    static constexpr int first = 7, count = 12; ///< of the file, from 0
    ClipRef clip(const char* id) const { return {at(u"parts"_s), QString::fromLatin1(id)}; }
    void show(const char* id);
    fs::path m_video;
};

/// A film of a drawn face and a table of its parts.
void TestClipParts::initTestCase()
{
    ProjectWindow::initTestCase();
    QVERIFY(QDir().mkpath(at(u"parts"_s)));
    m_video = at(u"parts/film é.avi"_s).toStdString();
    auto drawn = jobs::inputsBelow(at(u"disk/two"_s).toStdString());
    QVERIFY(drawn.ok());
    auto writer = VideoWriter::create(m_video, {VideoCodec::Mjpeg, 320, 240, 25, 1});
    QVERIFY(writer.ok());
    int frames = 0;
    for (const fs::path& sequence : *drawn) {
        auto source = openSource(sequence);
        QVERIFY(source.ok());
        while (frames < 40) {
            const auto frame = (*source)->next();
            QVERIFY(frame.ok());
            if (!*frame) break;
            QVERIFY(writer->write(**frame).ok());
            ++frames;
        }
    }
    QCOMPARE(frames, 40);
    QVERIFY(writer->finish().ok());
    QVERIFY(files::writeAtomically(at(u"parts/manifest.csv"_s).toStdString(),
                                   "path,id,label,first,last\nfilm é.avi,middle,fear,8,19\nfilm é.avi,rest,anger,31,\n"
                                   "film é.avi,zone,anger,61,70\n")
                .ok());
}

void TestClipParts::show(const char* id)
{
    m_session->selection().setClip(clip(id));
    QTRY_VERIFY_WITH_TIMEOUT(settled() && m_session->playback().isOpen(), patience);
}

void TestClipParts::partPlays()
{
    QSignalSpy shown(&m_session->playback(), &Playback::frameShown);
    m_session->open(at(u"parts"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().clipCount() == 3 && settled(), patience);
    show("middle");
    QCOMPARE(m_session->playback().frameCount(), count);
    QCOMPARE(m_session->playback().secondsOf(0), 0.0);
    const auto whole = jobs::extract({{m_video}, 1}, RunControl());
    QVERIFY(whole.ok());
    QCOMPARE(whole->frames.size(), std::size_t(40));
    auto file = openSource(m_video);
    QVERIFY(file.ok());
    for (const int frame : {0, count - 1}) {
        m_session->selection().setFrame(frame);
        QTRY_VERIFY_WITH_TIMEOUT(settled() && shown.last()[0].value<DecodedFrame>().frame.index == frame, patience);
        const Frame seen = shown.last()[0].value<DecodedFrame>().frame;
        const auto expected = (*file)->frame(first + frame);
        QVERIFY(expected.ok());
        for (int y = 0; y < seen.height; ++y)
            QVERIFY(std::equal(seen.pixels.get() + y * seen.stride,
                               seen.pixels.get() + y * seen.stride + 3 * seen.width,
                               expected->pixels.get() + y * expected->stride));
        const FaceFrame* face = m_session->tracker().face(frame);
        const FaceFrame& filmed = whole->frames[std::size_t(first + frame)];
        QVERIFY(face && face->found && filmed.found);
        QCOMPARE(face->frame, frame);
        QVERIFY(std::abs(face->seconds - frame / 25.0) < 1e-6);
        QVERIFY(face->landmarks == filmed.landmarks);
        const auto* title = m_window->findChild<ViewerPanel*>()->titleBar()->findChild<QLabel*>(u"panelTitleInfo"_s);
        QVERIFY(title);
        QVERIFY2(title->toolTip().contains(u"frame %1 of film é.avi"_s.arg(first + frame + 1)),
                 qPrintable(title->toolTip()));
    }
    QCOMPARE(m_session->tracker().faces().frameCount(), count);
    const auto& library = m_session->library();
    QVERIFY(library.data(library.indexOf(clip("middle")), Qt::ToolTipRole).toString().contains(u"8 to 19"_s));
    QCOMPARE(library.marks(clip("middle")).faces.frames, count);

    m_session->exportTable(at(u"middle.csv"_s));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(at(u"middle_of_details.txt"_s)), patience);
    QFile table(at(u"middle.csv"_s)), details(at(u"middle_of_details.txt"_s));
    QVERIFY(table.open(QIODevice::ReadOnly) && details.open(QIODevice::ReadOnly));
    QCOMPARE(table.readAll().count('\n'), count + 1);
    QVERIFY(details.readAll().contains("frames 8 to 19 of the input"));

    show("rest"); // up to the end of the film
    QCOMPARE(m_session->playback().frameCount(), 10);
    QVERIFY(m_session->tracker().face(9)->landmarks == whole->frames[39].landmarks);
}

/// Where everybody is followed, the people are those of the part; an edit is one of the film.
void TestClipParts::partInProject()
{
    m_session->project().create(at(u"parts.mien"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->project().isOpen() && settled(), patience);
    m_session->open(at(u"parts"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().clipCount() == 3 && settled(), patience);
    show("middle");
    m_window->actionRegistry().action(u"people.followAll"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(settled() && m_session->tracker().people().all().size() == 1, patience);
    const People before = m_session->tracker().people();
    QCOMPARE(before.all().front().frames, count);
    QVERIFY(m_session->tracker().filmPeople().all().front().frames > count);
    m_session->people().split(before.all().front().id, 5);
    QTRY_VERIFY_WITH_TIMEOUT(settled() && m_session->tracker().people().all().size() == 2, patience);
    QCOMPARE(m_session->tracker().people().all()[0].frames, 5);
    QCOMPARE(m_session->tracker().people().all()[1].firstFrame, 5);
    m_session->undo().undo();
    QTRY_VERIFY_WITH_TIMEOUT(settled() && m_session->tracker().people().all().size() == 1, patience);
}

void TestClipParts::partBehindTheEnd()
{
    m_session->open(at(u"parts"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->library().clipCount() == 3 && settled(), patience);
    QSignalSpy messages(m_session.get(), &Session::message);
    m_session->selection().setClip(clip("zone"));
    QTRY_VERIFY_WITH_TIMEOUT(!messages.isEmpty() && settled(), patience);
    QVERIFY(messages.first()[1].toString().contains(u"begins with frame 61"_s));
    QVERIFY(messages.first()[1].toString().contains(u"has only 40"_s));
}

QTEST_MAIN(TestClipParts)
#include "test_clip_parts.moc"
