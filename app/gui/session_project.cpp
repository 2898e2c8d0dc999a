// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/mailbox.h"
#include "app/gui/session.h"
#include "core/base/free_memory.h"
#include "core/dataset/clip_builder.h"
#include "core/media/image_source.h"
#include "widgets/common/names.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

void Session::connectProject()
{
    connect(&m_project, &ProjectDocument::message, this, &Session::message);
    connect(&m_project, &ProjectDocument::idle, this, &Session::checkSettled);
    connect(&m_project, &ProjectDocument::opened, this, &Session::projectOpened);
    connect(&m_project, &ProjectDocument::closed, this, [this] {
        clearClips();
        m_runs.removeEnded(); // their clips are gone, too; the folders stay
        if (!m_runs.run(m_selection.run())) m_selection.setRun({});
    });
    connect(&m_project, &ProjectDocument::sourceRemoved, this, [this](const QString& root) {
        m_undo.clear(); // it has steps of clips that are no longer here
        m_people.forget(root);
        if (m_selection.clip().dataset == root) m_selection.setClip({});
    });
    connect(&m_project, &ProjectDocument::sourcesMoved, this, [this](const QHash<QString, QString>& roots) {
        m_people.move(roots);
        const ClipRef shown = m_selection.clip();
        if (roots.contains(shown.dataset)) m_selection.setClip({roots.value(shown.dataset), shown.clip});
    });
    connect(&m_clipEditor, &ClipEditor::refused, this,
            [this](const QString& text) { emit message(MessageBar::Severity::Warning, text); });
    connect(&m_people, &PeopleEditor::changed, this, [this](const ClipRef& clip, const People& people) {
        m_project.setValue(clip, u"people"_s, toQString(people.toText()));
    });
    connect(&m_tracker, &ClipTracker::peopleKnown, this, &Session::takeCoverage);
    connect(&m_clipThumbnails, &ClipThumbnails::ready, &m_library, &LibraryModel::setPicture);
}

void Session::clearClips()
{
    m_undo.clear(); // its steps are of clips that are no longer here
    m_people.forget();
    m_clipThumbnails.forget();
    m_selection.setClip({});
}

void Session::projectOpened(bool created)
{
    emit pathOpened(m_project.file());
    updateJudgements();
    if (created && m_library.entry(m_selection.clip())) {
        // What was shown has moved in; what was done to it moves along.
        for (auto at = m_people.allEdited().begin(); at != m_people.allEdited().end(); ++at)
            m_project.setValue(at.key(), u"people"_s, toQString(at->toText()));
        if (m_neutral != NeutralChoice())
            m_project.setValue(m_selection.clip(), u"neutral"_s, toQString(m_neutral.toString()));
        takeCoverage();
        return;
    }
    clearClips();
    openFirstClip();
}

void Session::openFirstClip()
{
    for (const auto& dataset : m_library.datasets()) {
        if (dataset->clips.empty()) continue;
        m_selection.setClip({pathToQString(dataset->root), toQString(dataset->clips.front().id)});
        return;
    }
}

void Session::restoreEdits(const ClipRef& ref)
{
    m_restoring = true;
    const auto neutral = NeutralChoice::parse(m_project.value(ref, u"neutral"_s).toStdString());
    setNeutral(neutral ? *neutral : NeutralChoice());
    if (const QString text = m_project.value(ref, u"people"_s); !text.isEmpty() && !m_people.edited(ref))
        if (const auto people = People::fromText(text.toStdString())) m_people.restore(ref, *people);
    m_restoring = false;
}

ClipFiles Session::filesOf(const ClipRef& ref) const
{
    if (auto kept = m_project.filesOf(ref)) return *kept;
    return {m_library.dataset(ref.dataset), ref.clip.toStdString(), {}, {}, 0};
}

void Session::requestPictures(const std::vector<ClipRef>& clips)
{
    std::vector<ClipThumbnails::Wanted> wanted;
    for (const ClipRef& ref : clips) {
        const ClipEntry* entry = m_library.entry(ref);
        if (!entry || m_library.isMissing(ref.dataset)) continue;
        ClipThumbnails::Wanted one{ref, filesOf(ref), entry->apex};
        if (entry->isPartOfVideo())
            one.frame = entry->firstFrame + entry->apex.value_or(entry->frameCount.value_or(1) / 2);
        wanted.push_back(std::move(one));
    }
    m_clipThumbnails.request(std::move(wanted));
}

void Session::takeCoverage()
{
    // Of the largest face: what networks are trained on.
    if (!m_tracker.hasFacesOfPeople()) return;
    const ClipFaces& faces = m_tracker.faces();
    FaceCoverage known{faces.frameCount(), 0};
    for (int i = 0; i < faces.frameCount(); ++i) {
        const FaceFrame* face = faces.face(i, std::nullopt);
        known.found += face && face->found;
    }
    setCoverage({{m_selection.clip(), known}});
    tellUnused();
}

/// Once for each clip that is opened.
void Session::tellUnused()
{
    if (std::exchange(m_toldUnused, m_clipRequest) == m_clipRequest) return;
    const ClipFaces& faces = m_tracker.faces();
    const std::string* first = nullptr;
    int unused = 0;
    int ofOtherSize = 0;
    for (int i = 0; i < faces.frameCount(); ++i) {
        const std::string* problem = faces.problem(i);
        if (!problem) continue;
        ++unused;
        ofOtherSize += problem->starts_with(otherSize);
        if (!first) first = problem;
    }
    if (unused == 0) return;
    emit message(MessageBar::Severity::Warning,
                 ofOtherSize == unused
                     ? tr("%1 of %n picture(s) have another size than the first: they are no film. Open a dataset "
                          "folder or single pictures",
                          nullptr, faces.frameCount())
                           .arg(unused)
                     : tr("%1 of %n frame(s) could not be used; the first: %2", nullptr, faces.frameCount())
                           .arg(unused)
                           .arg(toQString(*first)));
}

void Session::setCoverage(const std::vector<std::pair<ClipRef, FaceCoverage>>& known)
{
    std::vector<ProjectDocument::Value> values;
    for (const auto& [clip, faces] : known) {
        m_library.setCoverage(clip, faces);
        values.push_back({clip, u"faces"_s, u"%1/%2"_s.arg(faces.found).arg(faces.frames)});
    }
    m_project.setValues(values);
}

void Session::extractClips(const std::vector<ClipRef>& clips)
{
    struct Work
    {
        ClipRef ref;
        ClipEntry entry;
        ClipFiles files;
    };
    struct Done
    {
        int extracted = 0;
        int failed = 0;
    };
    using Known = std::pair<ClipRef, FaceCoverage>;
    std::vector<Work> list;
    for (const ClipRef& ref : clips) {
        const ClipEntry* entry = m_library.entry(ref);
        if (!entry || m_library.isMissing(ref.dataset)) continue;
        list.push_back({ref, *entry, filesOf(ref)});
        list.back().entry.files.clear(); // ClipFiles has them
    }
    if (list.empty()) return;
    const auto count = static_cast<int>(list.size());
    const JobCenter::Job job = m_jobs.start(tr("Landmarks of %n clip(s)", nullptr, count), {});
    auto known = Mailbox<Known>::make(this, [this](const std::vector<Known>& batch) { setCoverage(batch); });
    m_longWork.run(
        this,
        [list = std::move(list), known, control = job.control]() -> Result<Done> {
            auto tools = jobs::FaceTools::load();
            if (!tools) return tools.error();
            const RunControl part(control.get());
            Done done;
            for (const Work& work : list) {
                if (control->checkpoint() != RunControl::Signal::Continue) return Error::cancelled();
                auto files = work.files.list();
                auto track = files ? jobs::extract({*files, 0}, *tools, part) : Result<FaceTrack>(files.error());
                if (track && work.entry.isPartOfVideo()) track = trackOfClip(std::move(*track), work.entry);
                if (track) {
                    const auto found = std::count_if(track->frames.begin(), track->frames.end(),
                                                     [](const FaceFrame& frame) { return frame.found; });
                    known->post({work.ref, {static_cast<int>(track->frames.size()), static_cast<int>(found)}});
                    ++done.extracted;
                } else if (track.error().kind == ErrorKind::Cancelled) {
                    return Error::cancelled();
                } else {
                    control->report(
                        Diagnostic{Diagnostic::Severity::Warning, work.entry.id, 0, track.error().message()});
                    ++done.failed;
                }
                control->report(Progress{"extracting landmarks", done.extracted + done.failed,
                                         static_cast<std::int64_t>(list.size())});
            }
            returnFreeMemory();
            return done;
        },
        [this, id = job.id](const Result<Done>& done) {
            if (!done) {
                m_jobs.fail(id, done.error());
                if (done.error().kind != ErrorKind::Cancelled)
                    emit message(MessageBar::Severity::Error, toQString(done.error().message()));
                return;
            }
            QString text = tr("Landmarks of %n clip(s) are known", nullptr, done->extracted);
            if (done->failed > 0)
                text += u"; "_s + tr("%n could not be read: the job's messages say why", nullptr, done->failed);
            m_jobs.succeed(id, text);
            emit message(done->failed > 0 ? MessageBar::Severity::Warning : MessageBar::Severity::Info, text);
        });
}

} // namespace mien
