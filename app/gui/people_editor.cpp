// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/people_editor.h"

#include "app/gui/clip_tracker.h"
#include "app/gui/selection.h"
#include "widgets/common/names.h"

#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace mien {

class PeopleEditor::Edit final : public QUndoCommand
{
public:
    Edit(PeopleEditor& editor, const QString& text, int clip, People before, People after)
        : QUndoCommand(text), m_editor(editor), m_clip(clip), m_before(std::move(before)), m_after(std::move(after))
    {
    }

    void undo() override { m_editor.apply(m_clip, m_before); }
    void redo() override { m_editor.apply(m_clip, m_after); }

private:
    PeopleEditor& m_editor;
    const int m_clip;
    const People m_before;
    const People m_after;
};

PeopleEditor::PeopleEditor(ClipTracker& tracker, Selection& selection, QUndoStack& undo, QObject* parent)
    : QObject(parent), m_tracker(tracker), m_selection(selection), m_undo(undo)
{
}

std::optional<People> PeopleEditor::edited(const ClipRef& clip) const
{
    const auto at = m_edited.find(clip);
    return at == m_edited.end() ? std::nullopt : std::optional(*at);
}

void PeopleEditor::merge(const std::vector<int>& ids)
{
    if (ids.size() < 2) return;
    People people = m_tracker.filmPeople();
    Result<void> done;
    for (std::size_t i = 1; i < ids.size() && done; ++i) done = people.merge(ids[i], ids.front());
    push(tr("Merge %1 and %2").arg(nameOf(ids.front()), nameOf(ids.back())), done, std::move(people));
}

void PeopleEditor::split(int id, int frame)
{
    People people = m_tracker.filmPeople();
    const auto added = people.split(id, m_tracker.firstFrame() + frame);
    push(tr("Split %1 at Frame %2").arg(nameOf(id)).arg(frame + 1), added ? Result<void>() : added.error(),
         std::move(people));
}

void PeopleEditor::rename(int id, const QString& name)
{
    People people = m_tracker.filmPeople();
    const auto done = people.rename(id, name.toStdString());
    push(tr("Rename %1").arg(nameOf(id)), done, std::move(people));
}

void PeopleEditor::setExcluded(const std::vector<int>& ids, bool excluded)
{
    if (ids.empty()) return;
    People people = m_tracker.filmPeople();
    Result<void> done;
    for (std::size_t i = 0; i < ids.size() && done; ++i) done = people.setExcluded(ids[i], excluded);
    const QString name = nameOf(ids.front());
    push(excluded ? tr("Exclude %1").arg(name) : tr("Include %1").arg(name), done, std::move(people));
}

void PeopleEditor::push(const QString& text, const Result<void>& edited, People people)
{
    if (!edited) return emit refused(toQString(edited.error().message()));
    auto at = std::find(m_clips.begin(), m_clips.end(), m_selection.clip());
    if (at == m_clips.end()) at = m_clips.insert(at, m_selection.clip());
    const auto clip = static_cast<int>(at - m_clips.begin());
    m_undo.push(new Edit(*this, text, clip, m_tracker.filmPeople(), std::move(people)));
}

void PeopleEditor::forget()
{
    m_edited.clear();
    m_clips.clear();
}

void PeopleEditor::forget(const QString& root)
{
    m_edited.removeIf([&](const auto& at) { return at.key().dataset == root; });
    m_clips.clear();
}

void PeopleEditor::move(const QHash<QString, QString>& roots)
{
    const auto moved = [&](const ClipRef& clip) { return ClipRef{roots.value(clip.dataset, clip.dataset), clip.clip}; };
    std::transform(m_clips.begin(), m_clips.end(), m_clips.begin(), moved);
    QHash<ClipRef, People> edited;
    for (auto at = m_edited.cbegin(); at != m_edited.cend(); ++at) edited.insert(moved(at.key()), *at);
    m_edited = std::move(edited);
}

void PeopleEditor::apply(int number, const People& people)
{
    const ClipRef clip = m_clips.at(static_cast<std::size_t>(number));
    m_edited.insert(clip, people);
    emit changed(clip, people);
    if (m_selection.clip() == clip)
        m_tracker.setPeople(people);
    else
        m_selection.setClip(clip); // it is opened with its people
}

QString PeopleEditor::nameOf(int id) const
{
    const Person* person = m_tracker.filmPeople().find(id);
    return displayPerson(id, person ? person->name : std::string());
}

} // namespace mien
