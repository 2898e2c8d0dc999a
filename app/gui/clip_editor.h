// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/label_mapping.h"
#include "widgets/itemmodels/library_model.h"

#include <QObject>

#include <functional>
#include <vector>

class QUndoStack;

namespace mien {

class ProjectDocument;

/// What a user makes of clips: labels, exclusions, parts of training. Each edit, of however many clips, is one named
/// command on the undo stack, which follows its clips to where their dataset is found later.
/// Thread: of the GUI.
class ClipEditor final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive the editor.
    ClipEditor(ProjectDocument& document, const LibraryModel& library, QUndoStack& undo, QObject* parent = nullptr);

    void relabel(const std::vector<ClipRef>& clips, const QString& label); ///< emotion name; empty = none
    void restoreLabels(const std::vector<ClipRef>& clips); ///< to what the dataset says, from its reader
    /// Brings labels to a class list; what it drops is not labelled any more.
    void mapLabels(const std::vector<ClipRef>& clips, const LabelMapping& mapping);
    void setExcluded(const std::vector<ClipRef>& clips, bool excluded);
    void setSplit(const std::vector<ClipRef>& clips, const QString& split); ///< "train", "val", "test"; empty = none

signals:
    void refused(const QString& message);
    void edited(); ///< or undone, or done again

private:
    class Edit;
    /// `change` makes a clip what it becomes; clips that stay as they are, are left out.
    void push(const std::vector<ClipRef>& clips, const std::function<QString(int)>& text,
              const std::function<void(ClipState&)>& change);
    /// `ids`: the clips' numbers in the project, for their dataset may have been found elsewhere since.
    bool apply(const std::vector<int>& ids, std::vector<ClipState> states);

    ProjectDocument& m_document;
    const LibraryModel& m_library;
    QUndoStack& m_undo;
};

} // namespace mien
