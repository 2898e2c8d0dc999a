// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/people.h"
#include "widgets/itemmodels/clip_ref.h"

#include <QHash>
#include <QObject>

#include <optional>
#include <vector>

class QUndoStack;

namespace mien {

class ClipTracker;
class Selection;

/// What a user makes of the people of clips: each edit is a command on the undo stack, of the clip that was open then.
/// Undoing it in front of another clip opens its own first.
/// Thread: of the GUI.
class PeopleEditor final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive the editor.
    PeopleEditor(ClipTracker& tracker, Selection& selection, QUndoStack& undo, QObject* parent = nullptr);

    /// What was made of a clip's people; nothing = they are as their looks tell them apart.
    std::optional<People> edited(const ClipRef& clip) const;
    const QHash<ClipRef, People>& allEdited() const { return m_edited; }
    /// What was made of them earlier, of a project.
    void restore(const ClipRef& clip, const People& people) { m_edited.insert(clip, people); }
    void forget();                    ///< all of them; the undo stack must have been cleared
    void forget(const QString& root); ///< of a dataset; same rule
    /// Datasets were found elsewhere: the new root by the old one.
    void move(const QHash<QString, QString>& roots);

    void merge(const std::vector<int>& ids); ///< all become the first
    void split(int id, int frame);
    void rename(int id, const QString& name);
    void setExcluded(const std::vector<int>& ids, bool excluded);

signals:
    void refused(const QString& message);
    void changed(const mien::ClipRef& clip, const mien::People& people); ///< by an edit, or by undoing one

private:
    class Edit;
    void push(const QString& text, const Result<void>& edited, People people);
    void apply(int clip, const People& people);
    QString nameOf(int id) const;

    ClipTracker& m_tracker;
    Selection& m_selection;
    QUndoStack& m_undo;
    QHash<ClipRef, People> m_edited;
    std::vector<ClipRef> m_clips; ///< of the commands, by the number that they know: where they lie now
};

} // namespace mien
