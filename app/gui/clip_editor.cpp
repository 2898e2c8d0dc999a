// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/clip_editor.h"

#include "app/gui/project_document.h"
#include "widgets/common/names.h"

#include <QUndoCommand>
#include <QUndoStack>

#include <utility>

namespace mien {

class ClipEditor::Edit final : public QUndoCommand
{
public:
    Edit(ClipEditor& editor, const QString& text, std::vector<int> ids, std::vector<ClipState> before,
         std::vector<ClipState> after)
        : QUndoCommand(text), m_editor(editor), m_ids(std::move(ids)), m_before(std::move(before)),
          m_after(std::move(after))
    {
    }

    // What could not be stored has not happened: the step goes from the stack.
    void undo() override { setObsolete(!m_editor.apply(m_ids, m_before)); }
    void redo() override { setObsolete(!m_editor.apply(m_ids, m_after)); }

private:
    ClipEditor& m_editor;
    const std::vector<int> m_ids;
    const std::vector<ClipState> m_before;
    const std::vector<ClipState> m_after;
};

ClipEditor::ClipEditor(ProjectDocument& document, const LibraryModel& library, QUndoStack& undo, QObject* parent)
    : QObject(parent), m_document(document), m_library(library), m_undo(undo)
{
}

void ClipEditor::relabel(const std::vector<ClipRef>& clips, const QString& label)
{
    const QString shown = displayLabel(label.toStdString());
    push(
        clips,
        [&](int count) {
            return label.isEmpty() ? tr("Remove the Label of %n Clip(s)", nullptr, count)
                                   : tr("Label %n Clip(s) as %1", nullptr, count).arg(shown);
        },
        [&](ClipState& clip) { clip.label = label; });
}

void ClipEditor::restoreLabels(const std::vector<ClipRef>& clips)
{
    push(
        clips, [](int count) { return tr("Label %n Clip(s) as in the Dataset", nullptr, count); },
        [this](ClipState& clip) { clip.label = m_library.marks(clip.clip).readLabel.value_or(clip.label); });
}

void ClipEditor::mapLabels(const std::vector<ClipRef>& clips, const LabelMapping& mapping)
{
    push(
        clips, [](int count) { return tr("Bring %n Clip(s) to a Class List", nullptr, count); },
        [&](ClipState& clip) {
            if (!clip.label.isEmpty()) clip.label = toQString(mapped(clip.label.toStdString(), mapping));
        });
}

void ClipEditor::setExcluded(const std::vector<ClipRef>& clips, bool excluded)
{
    push(
        clips,
        [&](int count) {
            return excluded ? tr("Exclude %n Clip(s)", nullptr, count) : tr("Include %n Clip(s)", nullptr, count);
        },
        [&](ClipState& clip) { clip.excluded = excluded; });
}

void ClipEditor::setSplit(const std::vector<ClipRef>& clips, const QString& split)
{
    push(
        clips,
        [&](int count) {
            return split.isEmpty() ? tr("Take %n Clip(s) out of the Split", nullptr, count)
                                   : tr("Put %n Clip(s) into %1", nullptr, count).arg(split);
        },
        [&](ClipState& clip) { clip.split = split; });
}

void ClipEditor::push(const std::vector<ClipRef>& clips, const std::function<QString(int)>& text,
                      const std::function<void(ClipState&)>& change)
{
    if (!m_document.isOpen())
        return emit refused(tr("Labels, exclusions and splits are kept in a project. Make one first: File > New "
                               "Project…; it takes in what is open."));
    std::vector<int> ids;
    std::vector<ClipState> before, after;
    for (const ClipRef& ref : clips) {
        const auto now = m_library.state(ref);
        if (!now) continue;
        ClipState changed = *now;
        change(changed);
        if (changed == *now) continue;
        ids.push_back(m_document.idOf(ref));
        before.push_back(*now);
        after.push_back(std::move(changed));
    }
    if (after.empty()) return;
    const QString name = text(static_cast<int>(after.size()));
    m_undo.push(new Edit(*this, name, std::move(ids), std::move(before), std::move(after)));
}

bool ClipEditor::apply(const std::vector<int>& ids, std::vector<ClipState> states)
{
    for (std::size_t i = 0; i < states.size(); ++i) {
        const auto now = m_document.refOf(ids[i]);
        if (now && now->clip == states[i].clip.clip)
            states[i].clip = *now;
        else
            states[i].clip.dataset.clear(); // it is gone, and what has its number or its place now is another
    }
    const auto applied = m_document.apply(states);
    if (!applied)
        emit refused(toQString(applied.error().message()));
    else
        emit edited();
    return applied.ok();
}

} // namespace mien
